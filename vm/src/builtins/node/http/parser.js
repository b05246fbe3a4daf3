// Reads messages of HTTP/1.1 (RFC 9112) from the bytes of a connection, as they come.
'use strict';

const { TOKEN, MAX_HEADER_SIZE } = require('internal/http/common');

const LINE_END = Buffer.from('\r\n');
const EMPTY = Buffer.alloc(0);

function parseError(code, reason, bytes) {
  return Object.assign(new Error(`Parse Error: ${reason}`), { code, reason, bytesParsed: 0, rawPacket: bytes });
}

class Parser {
  #buffer = EMPTY;
  #state = 'start';
  #left = 0;
  #isRequest;
  #headerSize = 0;
  #message = null;
  #most;
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
    this.#buffer = this.#buffer.length ? Buffer.concat([this.#buffer, bytes]) : bytes;
    while (this.#step());
  }
  /** The connection has ended. */
  finish() {
    if (this.#state === 'until-close') {
      this.#end([]);
    } else if (this.#state !== 'start' && this.#state !== 'stopped') {
      throw parseError('HPE_INVALID_EOF_STATE', 'Invalid EOF state', this.#buffer);
    }
  }
  #take(count) {
    const part = this.#buffer.subarray(0, count);
    this.#buffer = this.#buffer.subarray(count);
    return part;
  }
  #line() {
    const at = this.#buffer.indexOf(10);
    if (at < 0) {
      if (this.#headerSize + this.#buffer.length > this.#most) throw this.#overflow();
      return null;
    }
    this.#headerSize += at + 1;
    if (this.#headerSize > this.#most) throw this.#overflow();
    const line = this.#take(at + 1);
    if (line.length < 2 || line[line.length - 2] !== 13) throw parseError('HPE_CR_EXPECTED', 'Missing expected CR after header value', line);
    return line.subarray(0, line.length - 2).toString('latin1');
  }
  #overflow() {
    return parseError('HPE_HEADER_OVERFLOW', 'Header overflow', this.#buffer);
  }
  #step() {
    switch (this.#state) {
      case 'start': {
        // Empty lines before a message mean nothing.
        while (this.#buffer.length >= 2 && this.#buffer[0] === 13 && this.#buffer[1] === 10) this.#take(2);
        if (this.#buffer.length === 0) return false;
        if (this.#isRequest && !/^[A-Z]/.test(String.fromCharCode(this.#buffer[0]))) throw parseError('HPE_INVALID_METHOD', 'Invalid method encountered', this.#buffer);
        if (!this.#isRequest && this.#buffer[0] !== 72) throw parseError('HPE_INVALID_CONSTANT', 'Expected HTTP/, RTSP/ or ICE/', this.#buffer);
        this.#headerSize = 0;
        const line = this.#line();
        if (line === null) return false;
        this.#message = this.#isRequest ? requestLine(line, this.#buffer) : statusLine(line, this.#buffer);
        this.#state = 'headers';
        return true;
      }
      case 'headers': {
        const line = this.#line();
        if (line === null) return false;
        if (line === '') return this.#headersDone();
        this.#header(line, this.#message.rawHeaders);
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
          else this.#state = 'chunk-end';
        }
        return true;
      }
      case 'until-close':
        if (this.#buffer.length === 0) return false;
        this.callbacks.body(this.#take(this.#buffer.length));
        return true;
      case 'chunk-end':
        if (this.#buffer.length < 2) return false;
        if (!this.#take(2).equals(LINE_END)) throw parseError('HPE_STRICT', 'Expected LF after chunk data', this.#buffer);
        this.#state = 'chunk-size';
        return true;
      case 'chunk-size': {
        this.#headerSize = 0;
        const line = this.#line();
        if (line === null) return false;
        const size = /^([0-9a-fA-F]+)[ \t]*(?:;.*)?$/.exec(line);
        if (!size) throw parseError('HPE_INVALID_CHUNK_SIZE', 'Invalid character in chunk size', this.#buffer);
        this.#left = parseInt(size[1], 16);
        this.#message.trailers = [];
        this.#state = this.#left === 0 ? 'trailers' : 'chunk';
        return true;
      }
      case 'trailers': {
        const line = this.#line();
        if (line === null) return false;
        if (line === '') this.#end(this.#message.trailers);
        else this.#header(line, this.#message.trailers);
        return true;
      }
      default:
        return false;
    }
  }
  #header(line, into) {
    if (line[0] === ' ' || line[0] === '\t') {
      // A folded line belongs to the one before.
      if (into.length === 0) throw parseError('HPE_INVALID_HEADER_TOKEN', 'Unexpected whitespace after header value', this.#buffer);
      into[into.length - 1] += ` ${line.trim()}`;
      return;
    }
    const colon = line.indexOf(':');
    const name = line.slice(0, colon);
    if (colon < 1 || !TOKEN.test(name)) throw parseError('HPE_INVALID_HEADER_TOKEN', 'Invalid header token', this.#buffer);
    const value = line.slice(colon + 1).replace(/^[ \t]+|[ \t]+$/g, '');
    if (/[\0\r\n]/.test(value)) throw parseError('HPE_INVALID_HEADER_TOKEN', 'Invalid header value char', this.#buffer);
    into.push(name, value);
  }
  #headersDone() {
    const message = this.#message;
    const values = (wanted) => message.rawHeaders.filter((_, i) => i % 2 === 1 && message.rawHeaders[i - 1].toLowerCase() === wanted);
    const connection = values('connection').join(',').toLowerCase().split(',').map((token) => token.trim());
    const [upgrade] = values('upgrade');
    message.upgrade = message.method === 'CONNECT' || (upgrade !== undefined && connection.includes('upgrade'));
    const newer = message.versionMajor > 1 || (message.versionMajor === 1 && message.versionMinor >= 1);
    message.shouldKeepAlive = newer ? !connection.includes('close') : connection.includes('keep-alive');
    const encodings = values('transfer-encoding').join(',').toLowerCase();
    const lengths = [...new Set(values('content-length'))];
    if (lengths.length > 1) throw parseError('HPE_UNEXPECTED_CONTENT_LENGTH', 'Content-Length already present', this.#buffer);
    if (lengths.length === 1 && !/^\d+$/.test(lengths[0])) throw parseError('HPE_INVALID_CONTENT_LENGTH', 'Invalid character in Content-Length', this.#buffer);
    const chunked = /(^|,)\s*chunked\s*$/.test(encodings);
    if (encodings && lengths.length && this.#isRequest) {
      throw parseError('HPE_INVALID_TRANSFER_ENCODING', "Transfer-Encoding can't be present with Content-Length", this.#buffer);
    }
    if (encodings && !chunked && this.#isRequest) throw parseError('HPE_INVALID_TRANSFER_ENCODING', 'Request has invalid `Transfer-Encoding`', this.#buffer);
    const length = lengths.length ? Number(lengths[0]) : undefined;
    this.#left = length ?? 0;
    // A response that ends with the connection keeps nothing alive.
    const status = message.statusCode;
    const bare = this.#isRequest ? !chunked && !length : (status >= 100 && status < 200) || status === 204 || status === 304;
    if (!this.#isRequest && !bare && !chunked && length === undefined) message.shouldKeepAlive = false;
    const skip = this.callbacks.head(message);
    if (this.#state === 'stopped') return false;
    if (skip || bare || (!chunked && length === 0)) this.#end([]);
    else if (chunked) this.#state = 'chunk-size';
    else if (length !== undefined) this.#state = 'length';
    else this.#state = 'until-close';
    return true;
  }
  #end(trailers) {
    this.#state = 'start';
    this.#message = null;
    this.callbacks.end(trailers);
  }
}

function requestLine(line, bytes) {
  const match = /^([A-Z-]+) (\S+) HTTP\/(\d)\.(\d)$/.exec(line);
  if (!match) {
    if (!/^[A-Z-]+ /.test(line)) throw parseError('HPE_INVALID_METHOD', 'Invalid method encountered', bytes);
    if (/^[A-Z-]+ \S+$/.test(line)) throw parseError('HPE_INVALID_VERSION', 'Invalid HTTP version', bytes);
    throw parseError('HPE_INVALID_CONSTANT', 'Expected HTTP/, RTSP/ or ICE/', bytes);
  }
  const { METHODS } = require('internal/http/common');
  if (!METHODS.includes(match[1])) throw parseError('HPE_INVALID_METHOD', 'Invalid method encountered', bytes);
  return { method: match[1], url: match[2], versionMajor: Number(match[3]), versionMinor: Number(match[4]), rawHeaders: [] };
}
function statusLine(line, bytes) {
  const match = /^HTTP\/(\d)\.(\d) (\d{3})(?: (.*))?$/.exec(line);
  if (!match) throw parseError('HPE_INVALID_STATUS', 'Invalid status code', bytes);
  return { versionMajor: Number(match[1]), versionMinor: Number(match[2]), statusCode: Number(match[3]), statusMessage: match[4] ?? '', rawHeaders: [] };
}

module.exports = Parser;
