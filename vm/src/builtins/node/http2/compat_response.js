// Http2ServerResponse: a stream of a server as a ServerResponse.
'use strict';

const Stream = require('internal/streams/legacy');
const { checkFunction, checkString, coded, invalidArgument, invalidValue } = require('internal/errors');
const { TOKEN } = require('internal/http/common');
const { failure } = require('internal/http2/errors');
const { anyPseudoHeader } = require('internal/http2/headers');
const { kRequest, kResponse, kSocketView, socketOf } = require('internal/http2/compat_request');

const OF_HTTP = new Set([':status', ':method', ':path', ':authority', ':scheme']);

/** Warns once each. */
const warned = new Set();
function warn(text) {
  if (warned.has(text)) return;
  warned.add(text);
  process.emitWarning(text, 'UnsupportedWarning');
}
const warnOfMessage = () => warn('Status message is not supported by HTTP/2 (RFC7540 8.1.2.4)');
const isAllowed = (name, value) => name !== 'connection' || value === 'trailers';

function checkHeader(name, value) {
  if (name === '' || typeof name !== 'string' || name.includes(' ')) throw coded(TypeError, 'ERR_INVALID_HTTP_TOKEN', `Header name must be a valid HTTP token ["${name}"]`);
  if (OF_HTTP.has(name)) throw failure('PSEUDOHEADER_NOT_ALLOWED');
  if (value === undefined || value === null) throw failure('INVALID_HEADER_VALUE', value, name);
  if (!isAllowed(name, value)) warn('The provided connection header is not valid, the value will be dropped from the header and will never be in use.');
}
const normal = (name) => {
  checkString(name, 'name');
  return name.trim().toLowerCase();
};
const LINK = /^(?:<[^>]*>)(?:\s*;\s*[^;"\s]+(?:=(")?[^;"\s]*\1)?)*$/;
function linkValue(hints) {
  const check = (value) => {
    if (typeof value === 'string' && LINK.test(value)) return value;
    throw invalidValue('hints', value, 'must be an array or string of format "</styles.css>; rel=preload; as=style"');
  };
  if (typeof hints === 'string') return check(hints);
  if (Array.isArray(hints)) return hints.map(check).join(', ');
  throw invalidValue('hints', hints, 'must be an array or string of format "</styles.css>; rel=preload; as=style"');
}

class Http2ServerResponse extends Stream {
  #stream;
  #headers = Object.create(null);
  #trailers = Object.create(null);
  #isClosed = false;
  #isEnding = false;
  #isDestroyed = false;
  #headRequest = false;
  #sendDate = true;
  #statusCode = 200;
  #sendTrailers = () => this.#stream.sendTrailers(this.#trailers);
  constructor(stream, options) {
    super(options);
    this.#stream = stream;
    stream[kResponse] = this;
    this.writable = true;
    this.req = stream[kRequest];
    stream.on('drain', () => {
      if (stream[kResponse] === this) this.emit('drain');
    });
    stream.on('error', () => {});
    stream.on('close', () => this.#close());
    stream.on('wantTrailers', this.#sendTrailers);
    stream.on('timeout', () => this.emit('timeout'));
  }
  #close() {
    const stream = this.#stream;
    if (this.#isClosed || stream.headRequest !== this.#headRequest && this.#isEnding) return;
    if (stream.headRequest && !this.#isEnding) return;
    this.#isClosed = true;
    stream[kSocketView] = undefined;
    stream.removeListener('wantTrailers', this.#sendTrailers);
    stream[kResponse] = undefined;
    this.emit('finish');
    this.emit('close');
  }

  // ---- state

  get _header() { return this.headersSent; }
  get writableEnded() { return this.#isEnding; }
  get finished() { return this.#isEnding; }
  get socket() { return this.#isClosed ? undefined : socketOf(this.#stream); }
  get connection() { return this.socket; }
  get stream() { return this.#stream; }
  get headersSent() { return this.#stream.headersSent; }
  get sendDate() { return this.#sendDate; }
  set sendDate(value) { this.#sendDate = Boolean(value); }
  get statusCode() { return this.#statusCode; }
  set statusCode(value) {
    const code = value | 0;
    if (code >= 100 && code < 200) throw failure('INFO_STATUS_NOT_ALLOWED');
    if (code < 100 || code > 599) throw failure('STATUS_INVALID', code);
    this.#statusCode = code;
  }
  get writableCorked() { return this.#stream.writableCorked; }
  get writableHighWaterMark() { return this.#stream.writableHighWaterMark; }
  get writableObjectMode() { return this.#stream.writableObjectMode; }
  get writableFinished() { return this.#stream.writableFinished; }
  get writableLength() { return this.#stream.writableLength; }
  get writableNeedDrain() { return this.#stream.writableNeedDrain; }
  get statusMessage() {
    warnOfMessage();
    return '';
  }
  set statusMessage(message) {
    warnOfMessage();
  }

  // ---- headers

  setTrailer(name, value) {
    const field = normal(name);
    checkHeader(field, value);
    this.#trailers[field] = value;
  }
  addTrailers(headers) {
    for (const name of Object.keys(headers)) this.setTrailer(name, headers[name]);
  }
  getHeader(name) { return this.#headers[normal(name)]; }
  getHeaderNames() { return Object.keys(this.#headers); }
  getHeaders() { return Object.assign(Object.create(null), this.#headers); }
  hasHeader(name) { return Object.hasOwn(this.#headers, normal(name)); }
  removeHeader(name) {
    const field = normal(name);
    if (this.headersSent) throw failure('HEADERS_SENT');
    if (field === 'date') this.#sendDate = false;
    else delete this.#headers[field];
  }
  /** Is a field to be kept? */
  #check(name, value) {
    checkHeader(name, value);
    if (!isAllowed(name, value)) return false;
    if (name[0] === ':') {
      if (!anyPseudoHeader(name)) throw failure('INVALID_PSEUDOHEADER', name);
    } else if (!TOKEN.test(name)) {
      this.destroy(coded(TypeError, 'ERR_INVALID_HTTP_TOKEN', `Header name must be a valid HTTP token ["${name}"]`));
    }
    return true;
  }
  setHeader(name, value) {
    const field = normal(name);
    if (this.headersSent) throw failure('HEADERS_SENT');
    if (this.#check(field, value)) this.#headers[field] = value;
  }
  appendHeader(name, value) {
    const field = normal(name);
    if (this.headersSent) throw failure('HEADERS_SENT');
    if (!this.#check(field, value)) return;
    const existing = this.#headers[field];
    this.#headers[field] = existing ? [existing, value].flat() : value;
  }
  flushHeaders() {
    if (!this.#isClosed && !this.headersSent) this.writeHead(this.#statusCode);
  }
  writeHead(statusCode, statusMessage, given) {
    const stream = this.#stream;
    if (this.#isClosed || stream.destroyed || stream.closed) return this;
    if (this.headersSent) throw failure('HEADERS_SENT');
    if (typeof statusMessage === 'string') warnOfMessage();
    const headers = given === undefined && typeof statusMessage === 'object' ? statusMessage : given;
    if (Array.isArray(headers)) {
      const flat = Array.isArray(headers[0]) ? headers.flatMap(([name, value]) => [[name, value]]) : pairs(headers);
      for (const [name] of flat) this.removeHeader(name);
      for (const [name, value] of flat) this.appendHeader(name, value);
    } else if (headers !== null && typeof headers === 'object') {
      for (const name of Object.keys(headers)) {
        const field = name.trim().toLowerCase();
        if (this.#check(field, headers[name])) this.#headers[field] = headers[name];
      }
    }
    this.statusCode = statusCode;
    this.#headers[':status'] = statusCode;
    stream.respond(this.#headers, { endStream: this.#isEnding, waitForTrailers: true, sendDate: this.#sendDate });
    return this;
  }

  // ---- the body

  cork() { this.#stream.cork(); }
  uncork() { this.#stream.uncork(); }
  write(chunk, givenEncoding, givenCallback) {
    let [encoding, callback] = [givenEncoding, givenCallback];
    if (typeof encoding === 'function') [encoding, callback] = ['utf8', encoding];
    let error;
    if (this.#isEnding) error = require('internal/streams/errors').writeAfterEnd();
    else if (this.#isClosed) error = failure('INVALID_STREAM');
    else if (this.#isDestroyed) return false;
    if (error) {
      if (typeof callback === 'function') process.nextTick(callback, error);
      this.destroy(error);
      return false;
    }
    if (!this.headersSent) this.writeHead(this.#statusCode);
    return this.#stream.write(chunk, encoding, callback);
  }
  end(givenChunk, givenEncoding, givenCallback) {
    let [chunk, encoding, callback] = [givenChunk, givenEncoding, givenCallback];
    if (typeof chunk === 'function') [chunk, callback] = [null, chunk];
    else if (typeof encoding === 'function') [encoding, callback] = ['utf8', encoding];
    const stream = this.#stream;
    if ((this.#isClosed || this.#isEnding) && this.#headRequest === stream.headRequest) {
      if (typeof callback === 'function') process.nextTick(callback);
      return this;
    }
    if (chunk !== null && chunk !== undefined) this.write(chunk, encoding);
    this.#headRequest = stream.headRequest;
    this.#isEnding = true;
    if (typeof callback === 'function') (stream.writableEnded ? this : stream).once('finish', callback);
    if (!this.headersSent) this.writeHead(this.#statusCode);
    if (this.#isClosed || stream.destroyed) this.#close();
    else stream.end();
    return this;
  }
  destroy(error) {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    this.#stream.destroy(error);
  }
  setTimeout(milliseconds, callback) {
    if (!this.#isClosed) this.#stream.setTimeout(milliseconds, callback);
  }

  // ---- other messages

  createPushResponse(headers, callback) {
    checkFunction(callback, 'callback');
    if (this.#isClosed) {
      process.nextTick(callback, failure('INVALID_STREAM'));
      return;
    }
    this.#stream.pushStream(headers, {}, (error, stream) => {
      if (error) callback(error);
      else callback(null, new Http2ServerResponse(stream));
    });
  }
  writeInformation(statusCode, headers) {
    if (typeof statusCode !== 'number' || statusCode < 100 || statusCode > 199 || statusCode === 101) throw failure('STATUS_INVALID', statusCode);
    if (this.headersSent || this.#isClosed) return false;
    if (headers !== undefined && headers !== null && (typeof headers !== 'object' || Array.isArray(headers))) throw invalidArgument('headers', 'of type object', headers);
    this.#stream.additionalHeaders(Object.assign(Object.create(null), headers, { ':status': statusCode }));
    return true;
  }
  writeContinue() { return this.writeInformation(100); }
  writeEarlyHints(hints) {
    if (hints === null || typeof hints !== 'object' || Array.isArray(hints)) throw invalidArgument('hints', 'of type object', hints);
    const link = linkValue(hints.link);
    const headers = Object.create(null);
    for (const name of Object.keys(hints)) {
      if (name === 'link') continue;
      const field = name.trim().toLowerCase();
      checkHeader(field, hints[name]);
      if (!TOKEN.test(field)) throw coded(TypeError, 'ERR_INVALID_HTTP_TOKEN', `Header name must be a valid HTTP token ["${field}"]`);
      headers[field] = hints[name];
    }
    if (link.length === 0) return false;
    headers.Link = link;
    return this.writeInformation(103, headers);
  }
}
function pairs(list) {
  if (list.length % 2 !== 0) throw invalidValue('headers', list);
  return Array.from({ length: list.length / 2 }, (_, i) => [list[i * 2], list[i * 2 + 1]]);
}

module.exports = { Http2ServerResponse };
