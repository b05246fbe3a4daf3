// Reads messages of HTTP/1.1 (RFC 9112) from the bytes of a connection, as they come. Nothing is forgiven that
// two readers may take differently: what one of them would take for another message is an error.
'use strict';

const { METHODS, MAX_HEADER_SIZE } = require('internal/http/common');

const EMPTY = Buffer.alloc(0);
const CR = 13;
const LF = 10;
const NAME = /^[\^_`a-zA-Z\-0-9!#$%&'*+.|~]*/;
const VALUE = /^[\t\x20-\x7e\x80-\xff]*/;
const MAX_EXTENSIONS = 16384;
const MAX_LENGTH = 2n ** 64n - 1n;
/** Methods of RTSP, which are read and belong to no request of HTTP. */
const OTHER_METHODS = ['ANNOUNCE', 'DESCRIBE', 'FLUSH', 'GET_PARAMETER', 'PAUSE', 'PLAY', 'RECORD', 'REDIRECT', 'SETUP', 'SET_PARAMETER', 'TEARDOWN'];
const PROTOCOLS = ['HTTP/', 'RTSP/', 'ICE/'];
const VERSIONS = ['0.9', '1.0', '1.1', '2.0'];
/** What is sent before a message of HTTP/2. */
const PREFACE = 'PRI * HTTP/2.0\r';

class Parser {
  #buffer = EMPTY;
  #state = 'start';
  #left = 0;
  #isRequest;
  #headerSize = 0;
  #extensions = 0;
  #message = null;
  #most;
  /** A request with more headers is refused, a response loses them; 0: none is too many. */
  mostHeaders = 1000;
  /** What was given last, and where it and the buffer begin on the connection. */
  #packet = EMPTY;
  #packetAt = 0;
  #at = 0;
  /** Callbacks: `head(message)` says whether there is no body; `body(bytes)`, `end(trailers)`. */
  constructor(isRequest, callbacks, most = MAX_HEADER_SIZE) {
    this.#isRequest = isRequest;
    this.callbacks = callbacks;
    this.#most = most;
  }
  /** Bytes that are left when the connection becomes another protocol's. */
  get rest() {
    return this.#buffer;
  }
  get isIdle() {
    return this.#state === 'start' && this.#buffer.length === 0;
  }
  stop() {
    this.#state = 'stopped';
  }
  push(bytes) {
    if (this.#state === 'stopped') return;
    this.#packet = bytes;
    this.#packetAt = this.#at + this.#buffer.length;
    this.#buffer = this.#buffer.length ? Buffer.concat([this.#buffer, bytes]) : bytes;
    while (this.#step());
  }
  /** The connection has ended. */
  finish() {
    if (this.#state === 'until-close') {
      this.#end([]);
    } else if (this.#state !== 'stopped' && this.#state !== 'closed' && !this.isIdle) {
      throw Object.assign(new Error('Parse Error'), { bytesParsed: 0, code: 'HPE_INVALID_EOF_STATE', reason: 'Invalid EOF state' });
    }
  }
  /** `at`: the place on the connection. */
  #error(code, reason, at) {
    const bytesParsed = Math.max(0, at - this.#packetAt);
    return Object.assign(new Error(`Parse Error: ${reason}`), { bytesParsed, code: `HPE_${code}`, reason, rawPacket: this.#packet });
  }
  #take(count) {
    const part = this.#buffer.subarray(0, count);
    this.#buffer = this.#buffer.subarray(count);
    this.#at += count;
    return part;
  }
  /** The next line with its CR, if all of it is there; `#at` is behind it. */
  #line() {
    const end = this.#buffer.indexOf(LF);
    if (end < 0) {
      if (this.#headerSize + this.#buffer.length > this.#most + 64) throw this.#overflow(this.#at + this.#buffer.length);
      return null;
    }
    return this.#take(end + 1).latin1Slice(0, end);
  }
  /** Names, values and addresses count. */
  #count(size, at) {
    this.#headerSize += size;
    if (this.#headerSize >= this.#most) throw this.#overflow(at);
  }
  #overflow(at) {
    return this.#error('HEADER_OVERFLOW', 'Header overflow', at);
  }
  #step() {
    switch (this.#state) {
      case 'closed':
      case 'start': {
        // Empty lines before a message mean nothing.
        let empty = 0;
        while (this.#buffer[empty] === CR || this.#buffer[empty] === LF) empty++;
        if (empty) this.#take(empty);
        if (this.#buffer.length === 0) return false;
        if (this.#state === 'closed') throw this.#error('CLOSED_CONNECTION', 'Data after `Connection: close`', this.#at + 1);
        const first = this.#buffer[0];
        if (this.#isRequest && (first < 65 || first > 90)) throw this.#error('INVALID_METHOD', 'Invalid method encountered', this.#at);
        if (!this.#isRequest && first !== 72 && first !== 73 && first !== 82) throw this.#error('INVALID_CONSTANT', 'Expected HTTP/, RTSP/ or ICE/', this.#at);
        this.#headerSize = 0;
        this.#extensions = 0;
        const at = this.#at;
        const fail = (code, reason, offset) => this.#error(code, reason, at + offset);
        const line = this.#line();
        if (line === null) {
          // What begins no request at all need not be waited for.
          if (this.#isRequest) method(this.#buffer.toString('latin1', 0, 16), fail);
          return false;
        }
        const message = (this.#isRequest ? requestLine : statusLine)(line, fail);
        message.rawHeaders = [];
        message.length = undefined;
        message.encoded = message.chunked = false;
        message.connection = '';
        message.upgrades = false;
        this.#message = message;
        if (this.#isRequest) this.#count(message.url.length, at + line.indexOf(message.url, message.method.length) + message.url.length);
        else this.#count(message.statusMessage.length, at + line.length);
        this.#state = 'headers';
        return true;
      }
      case 'headers':
      case 'trailers': {
        const at = this.#at;
        const line = this.#line();
        if (line === null) return false;
        const { rawHeaders, trailers } = this.#message;
        if (line !== '\r') this.#header(line, at, this.#state === 'headers' ? rawHeaders : trailers);
        else if (this.#state === 'headers') return this.#headersDone();
        else this.#end(trailers);
        return true;
      }
      case 'length':
      case 'chunk': {
        if (this.#buffer.length === 0) return false;
        const part = this.#take(Math.min(this.#left, this.#buffer.length));
        this.#left -= part.length;
        this.callbacks.body(part);
        if (this.#left === 0) {
          if (this.#state === 'length') this.#end([]);
          else if (this.#state === 'chunk') this.#state = 'chunk-end';
        }
        return true;
      }
      case 'until-close':
        if (this.#buffer.length === 0) return false;
        this.callbacks.body(this.#take(this.#buffer.length));
        return true;
      case 'chunk-end': {
        const [first, second] = this.#buffer;
        if (first === LF) throw this.#error('CR_EXPECTED', 'Missing expected CR after chunk data', this.#at + 1);
        if (first !== undefined && first !== CR) throw this.#error('STRICT', 'Expected LF after chunk data', this.#at);
        if (second === undefined) return false;
        if (second !== LF) throw this.#error('STRICT', 'Expected LF after chunk data', this.#at + 1);
        this.#take(2);
        this.#state = 'chunk-size';
        return true;
      }
      case 'chunk-size': {
        this.#headerSize = 0;
        const at = this.#at;
        const line = this.#line();
        if (line === null) return false;
        this.#left = this.#chunkSize(line, at);
        this.#message.trailers = [];
        this.#state = this.#left === 0 ? 'trailers' : 'chunk';
        return true;
      }
      default:
        return false;
    }
  }
  #chunkSize(line, at) {
    const digits = /^[0-9a-fA-F]*/.exec(line)[0];
    let end = digits.length;
    const significant = digits.replace(/^0+/, '').length;
    if (significant > 16) throw this.#error('INVALID_CHUNK_SIZE', 'Chunk size overflow', at + end - significant + 17);
    if (digits && end === line.length) throw this.#error('CR_EXPECTED', 'Missing expected CR after chunk size', at + end + 1);
    if (digits && line[end] === ';') end = this.#chunkExtensions(line, end, at);
    else if (!digits || line[end] !== '\r') throw this.#error('INVALID_CHUNK_SIZE', 'Invalid character in chunk size', at + end + (digits && (line[end] === ' ' || line[end] === '\t') ? 1 : 0));
    if (end !== line.length - 1) throw this.#error('STRICT', 'Expected LF after chunk size', at + end + 1);
    return Number(`0x${digits}`);
  }
  /** Where the extensions that begin at `from` end. */
  #chunkExtensions(line, from, at) {
    const token = /[\^_`a-zA-Z\-0-9!#$%&'*+.|~]*/y;
    const quoted = /"(?:[\t !\x23-\x5b\x5d-\x7e\x80-\xff]|\\[\t\x20-\x7e\x80-\xff])*/y;
    const skip = (expression, start) => {
      expression.lastIndex = start;
      expression.test(line);
      return expression.lastIndex;
    };
    const counted = (start, end) => {
      this.#extensions += end - start;
      if (this.#extensions > MAX_EXTENSIONS) throw this.#error('CHUNK_EXTENSIONS_OVERFLOW', 'Chunk extensions overflow', at + end + 1);
      return end;
    };
    const missing = (end, what) => {
      if (end === line.length) throw this.#error('CR_EXPECTED', `Missing expected CR after chunk extension ${what}`, at + end);
    };
    let end = from;
    while (line[end] === ';') {
      const start = end + 1;
      end = counted(start, skip(token, start));
      if (end === start && line[end] !== '=') throw this.#error('STRICT', 'Invalid character in chunk extensions', at + end + 1);
      missing(end, 'name');
      if (line[end] !== '=') {
        if (line[end] !== ';' && line[end] !== '\r') throw this.#error('STRICT', 'Invalid character in chunk extensions name', at + end + 1);
        continue;
      }
      const value = end + 1;
      end = skip(token, value);
      if (line[end] === '"') {
        end = skip(quoted, end);
        if (line[end] !== '"') throw this.#error('STRICT', 'Invalid character in chunk extensions quoted value', at + end + 1);
        end++;
      }
      counted(value, end);
      missing(end, 'value');
      if (line[end] !== ';' && line[end] !== '\r') throw this.#error('STRICT', 'Invalid character in chunk extensions value', at + end + 1);
    }
    return end;
  }
  #header(line, at, into) {
    const fail = (code, reason, offset) => this.#error(code, reason, at + offset);
    if (line[0] === ' ' || line[0] === '\t') {
      // A line that goes on with the one before was allowed once, and is read differently by different readers.
      if (into.length === 0) {
        if (this.#state === 'trailers') throw fail('INVALID_HEADER_TOKEN', 'Invalid header token', 0);
        throw fail('UNEXPECTED_SPACE', 'Unexpected space after start line', 1);
      }
      throw fail('INVALID_HEADER_TOKEN', into.at(-1) === '' ? 'Invalid header value char' : 'Unexpected whitespace after header value', into.at(-1) === '' ? 1 : 0);
    }
    const name = NAME.exec(line)[0];
    const colon = name.length;
    if (colon === 0 || line[colon] !== ':') throw fail('INVALID_HEADER_TOKEN', 'Invalid header token', colon);
    this.#count(colon, at + colon + 1);
    const isOneTooMany = this.mostHeaders > 0 && into.length >= this.mostHeaders * 2;
    if (isOneTooMany && this.#isRequest) throw this.#overflow(at + colon + 1);
    let start = colon + 1;
    while (line[start] === ' ' || line[start] === '\t') start++;
    const key = name.toLowerCase();
    if (key === 'content-length') this.#contentLength(line, colon + 1, start, fail);
    else if (key === 'transfer-encoding') this.#beforeEncoding(line, colon + 1, start, fail);
    const text = VALUE.exec(start === 0 ? line : line.slice(start))[0];
    const end = start + text.length;
    if (end === line.length) throw fail('CR_EXPECTED', 'Missing expected CR after header value', end);
    if (line[end] !== '\r') throw fail('INVALID_HEADER_TOKEN', 'Invalid header value char', end);
    if (end !== line.length - 1) throw fail('LF_EXPECTED', 'Missing expected LF after header value', end + 1);
    this.#count(text.length, at + line.length);
    const value = text.replace(/[ \t]+$/, '');
    if (!isOneTooMany) into.push(name, value);
    const message = this.#message;
    switch (key) {
      case 'content-length':
        if (text === '') throw fail('INVALID_CONTENT_LENGTH', 'Empty Content-Length', line.length + 1);
        message.length = Number(value);
        break;
      case 'transfer-encoding':
        if (text === '') throw fail('INVALID_TRANSFER_ENCODING', 'Empty Transfer-Encoding', line.length + 1);
        message.encoded = true;
        message.chunked = /(?:^|,) *chunked *$/i.test(text);
        break;
      case 'connection':
      case 'proxy-connection':
        message.connection += `,${value.toLowerCase()}`;
        break;
      case 'upgrade':
        message.upgrades = true;
        break;
    }
  }
  #contentLength(line, colon, start, fail) {
    if (this.#message.encoded) throw fail('INVALID_CONTENT_LENGTH', "Content-Length can't be present with Transfer-Encoding", colon);
    if (this.#message.length !== undefined) throw fail('UNEXPECTED_CONTENT_LENGTH', 'Duplicate Content-Length', start);
    const digits = /^\d*/.exec(line.slice(start))[0];
    if (digits.length > 19) {
      let value = 0n;
      for (let i = 0; i < digits.length; i++) {
        value = value * 10n + BigInt(digits[i]);
        if (value > MAX_LENGTH) throw fail('INVALID_CONTENT_LENGTH', 'Content-Length overflow', start + i + 1);
      }
    }
    const rest = /^[ \t]*/.exec(line.slice(start + digits.length))[0];
    const end = start + digits.length + rest.length;
    if (end < line.length && line[end] !== '\r') throw fail('INVALID_CONTENT_LENGTH', 'Invalid character in Content-Length', end);
  }
  /** Chunks are the last encoding of a request, and there once. */
  #beforeEncoding(line, colon, start, fail) {
    const message = this.#message;
    if (message.length !== undefined) throw fail('INVALID_TRANSFER_ENCODING', "Transfer-Encoding can't be present with Content-Length", colon);
    if (!this.#isRequest) return;
    if (message.chunked) throw fail('INVALID_TRANSFER_ENCODING', 'Invalid `Transfer-Encoding` header value', start + 1);
    const more = /(?:^|,) *chunked *,/i.exec(line.slice(start));
    if (more) throw fail('INVALID_TRANSFER_ENCODING', 'Invalid `Transfer-Encoding` header value', start + more.index + more[0].length);
  }
  #headersDone() {
    const message = this.#message;
    const connection = message.connection.split(',').map((token) => token.trim());
    const asked = message.upgrades && connection.includes('upgrade');
    message.upgrade = this.#isRequest ? message.method === 'CONNECT' || asked : asked && message.statusCode === 101;
    const newer = message.versionMajor > 1 || (message.versionMajor === 1 && message.versionMinor >= 1);
    const keepsAlive = (newer && message.protocol === 'HTTP' && message.versionMajor === 1) ? !connection.includes('close') : !connection.includes('close') && connection.includes('keep-alive');
    message.shouldKeepAlive = keepsAlive;
    const { length, encoded, chunked } = message;
    this.#left = length ?? 0;
    // A response that ends with the connection keeps nothing alive.
    const status = message.statusCode;
    const bare = this.#isRequest ? !chunked && !length : (status >= 100 && status < 200) || status === 204 || status === 304;
    if (!this.#isRequest && !bare && !chunked && length === undefined) message.shouldKeepAlive = false;
    const skip = this.callbacks.head(message);
    if (this.#state === 'stopped') return false;
    if (this.#isRequest && encoded && !chunked) throw this.#error('INVALID_TRANSFER_ENCODING', 'Request has invalid `Transfer-Encoding`', this.#at);
    this.#headerSize = 0;
    if (skip) message.shouldKeepAlive = keepsAlive;
    if (skip || bare || (!chunked && length === 0)) this.#end([]);
    else if (chunked) this.#state = 'chunk-size';
    else if (length !== undefined) this.#state = 'length';
    else this.#state = 'until-close';
    return true;
  }
  #end(trailers) {
    this.#state = this.#message.shouldKeepAlive || this.#message.upgrade || (this.#message.statusCode >= 100 && this.#message.statusCode < 200) ? 'start' : 'closed';
    this.#message = null;
    this.callbacks.end(trailers);
  }
}

// ---- first lines (RFC 9112, 3 and 4): `line` has its CR; `fail(code, reason, offset)` makes the error

/** How much of `line` from `at` on one of `words` begins with, and the word, if it is all there. */
function longest(line, at, words) {
  let most = 0;
  let found = null;
  for (const word of words) {
    let same = 0;
    while (same < word.length && line[at + same] === word[same]) same++;
    if (same === word.length && same >= most) found = word;
    if (same > most) {
      most = same;
      if (same < word.length) found = null;
    }
  }
  return { size: most, word: found };
}

/** Reads `HTTP/1.1`. */
function protocol(line, at, fail) {
  const { size, word } = longest(line, at, PROTOCOLS);
  if (word === null) throw fail('INVALID_CONSTANT', 'Expected HTTP/, RTSP/ or ICE/', at + size);
  const start = at + word.length;
  const digit = (i) => line[i] >= '0' && line[i] <= '9';
  if (!digit(start)) throw fail('INVALID_VERSION', 'Invalid major version', start);
  if (line[start + 1] !== '.') throw fail('INVALID_VERSION', 'Expected dot', start + 1);
  if (!digit(start + 2)) throw fail('INVALID_VERSION', 'Invalid minor version', start + 2);
  return { name: word.slice(0, -1), major: Number(line[start]), minor: Number(line[start + 2]), end: start + 3 };
}
function checkVersion(version, line, fail) {
  if (!VERSIONS.includes(`${version.major}.${version.minor}`)) throw fail('INVALID_VERSION', 'Invalid HTTP version', version.end);
}

const SERVER_CHAR = /[a-zA-Z0-9!$&'()*+,\-.;=_~%:[\]@]/;
/** Where the address that begins at `at` ends. */
function address(line, at, fail, isHost) {
  const stray = (i, what) => {
    const char = line[i];
    if (char === ' ' || char === '\r' || char === undefined) return;
    if (char === '\t' || char === '\f') throw fail('INVALID_URL', 'Invalid characters in url', i + 1);
    throw fail('INVALID_URL', what, i);
  };
  let i = at;
  if (!isHost && line[i] !== '/' && line[i] !== '*') {
    if (!/[a-zA-Z]/.test(line[i] ?? '')) throw fail('INVALID_URL', 'Unexpected start char in url', i);
    while (/[a-zA-Z]/.test(line[i] ?? '')) i++;
    if (line[i] === undefined || /[ \t\f\r]/.test(line[i])) throw fail('INVALID_URL', 'Invalid characters in url', i + 1);
    for (const char of '://') {
      if (line[i] !== char) throw fail('INVALID_URL', 'Unexpected char in url schema', i);
      i++;
    }
    isHost = true;
  }
  if (isHost) {
    let users = 0;
    while (SERVER_CHAR.test(line[i] ?? '')) {
      if (line[i] === '@' && users++) throw fail('INVALID_URL', 'Double @ in url', i + 1);
      i++;
    }
    if (line[i] !== '/' && line[i] !== '?') {
      stray(i, 'Unexpected char in url server');
      return i;
    }
  }
  let part = 'path';
  for (; i < line.length; i++) {
    const char = line[i];
    if (char === '?' && part === 'path') part = 'query';
    else if (char === '#') part = 'fragment';
    else if (char <= ' ' || char >= '\x7f') break;
  }
  stray(i, `Invalid char in url ${part}`);
  return i;
}

/** The method that `line` begins with, of which the rest may be missing. */
function method(line, fail) {
  const { size, word } = longest(line, 0, [...METHODS, ...OTHER_METHODS]);
  if (size === line.length || PREFACE.startsWith(line)) return word;
  if (word === null) throw fail('INVALID_METHOD', 'Invalid method encountered', size);
  if (line[size] !== ' ') throw fail('INVALID_METHOD', 'Expected space after method', size);
  return word;
}
function requestLine(line, fail) {
  if (line === PREFACE) throw fail('PAUSED_H2_UPGRADE', 'Pause on PRI/Upgrade', 24);
  const word = method(line, fail);
  let start = word.length;
  while (line[start] === ' ') start++;
  const end = address(line, start, fail, word === 'CONNECT');
  const message = { method: word, url: line.slice(start, end), versionMajor: 0, versionMinor: 9, protocol: 'HTTP' };
  if (line[end] !== ' ') {
    // The oldest form has an address, and nothing else.
    if (line[end] === '\r' && end !== line.length - 1) throw fail('INVALID_URL', 'Expected CRLF', end + 1);
    return message;
  }
  let at = end;
  while (line[at] === ' ') at++;
  const version = protocol(line, at, fail);
  const slash = version.end - 4;
  if (version.name === 'HTTP' && !METHODS.includes(word)) throw fail('INVALID_CONSTANT', 'Invalid method for HTTP/x.x request', slash);
  if (version.name === 'ICE' && word !== 'SOURCE') throw fail('INVALID_CONSTANT', 'Expected SOURCE method for ICE/x.x request', slash);
  checkVersion(version, line, fail);
  if (version.end === line.length) throw fail('INVALID_VERSION', 'Expected CRLF after version', version.end + 1);
  if (line[version.end] !== '\r') throw fail('INVALID_VERSION', 'Expected CRLF after version', version.end);
  if (version.end !== line.length - 1) throw fail('STRICT', 'Expected CRLF after version', version.end + 1);
  message.versionMajor = version.major;
  message.versionMinor = version.minor;
  message.protocol = version.name;
  return message;
}

function statusLine(line, fail) {
  const version = protocol(line, 0, fail);
  checkVersion(version, line, fail);
  const { end } = version;
  if (line[end] !== ' ') throw fail('INVALID_VERSION', 'Expected space after version', end);
  const digits = /^\d{0,3}/.exec(line.slice(end + 1))[0];
  const after = end + 1 + digits.length;
  if (digits.length < 3) throw fail('INVALID_STATUS', 'Invalid status code', after);
  if (after < line.length && line[after] !== ' ' && line[after] !== '\r') throw fail('INVALID_STATUS', 'Invalid response status', after);
  const cr = line.indexOf('\r', after);
  if (cr < 0) throw fail('CR_EXPECTED', 'Missing expected CR after response line', line.length + 1);
  if (cr !== line.length - 1) throw fail('STRICT', 'Expected LF after CR', cr + 1);
  return { protocol: version.name, versionMajor: version.major, versionMinor: version.minor, statusCode: Number(digits), statusMessage: line.slice(after + 1, cr) };
}

module.exports = Parser;
