// OutgoingMessage: what both a server's response and a client's request are.
'use strict';

const Stream = require('stream');
const { checkFunction, coded, invalidArgument } = require('internal/errors');
const { validateHeaderName, validateHeaderValue } = require('internal/http/common');

const kHeaders = Symbol('headers');
const CLOSED = () => coded(Error, 'ERR_STREAM_DESTROYED', 'Cannot call write after a stream was destroyed');
const sent = (what) => coded(Error, 'ERR_HTTP_HEADERS_SENT', `Cannot ${what} headers after they are sent to the client`);

function OutgoingMessage(options) {
  Stream.call(this);
  this.outputData = [];
  this.outputSize = 0;
  this.writable = true;
  this.destroyed = false;
  this._last = false;
  this.chunkedEncoding = false;
  this.shouldKeepAlive = true;
  this.maxRequestsOnConnectionReached = false;
  this._defaultKeepAlive = true;
  this.useChunkedEncodingByDefault = true;
  this.sendDate = false;
  this._removedConnection = false;
  this._removedContLen = false;
  this._removedTE = false;
  this.strictContentLength = false;
  this._contentLength = null;
  this._hasBody = true;
  this._trailer = '';
  this.finished = false;
  this._headerSent = false;
  this._closed = false;
  this.socket = null;
  this._header = null;
  this._keepAliveTimeout = 0;
  this._onPendingData = () => {};
  this.errored = null;
  this.highWaterMark = options?.highWaterMark ?? 65536;
  Object.defineProperty(this, kHeaders, { value: new Map(), writable: true, enumerable: false });
  this._corked = 0;
  this._held = [];
  this._heldSize = 0;
  this._holds = false;
  this._endCallbacks = [];
  this._finishTold = false;
  this._isGivenUp = false;
  this._waiting = [];
  this._needsDrain = false;
}
Object.setPrototypeOf(OutgoingMessage.prototype, Stream.prototype);
Object.setPrototypeOf(OutgoingMessage, Stream);

Object.defineProperties(OutgoingMessage.prototype, {
  headersSent: { configurable: true, enumerable: true, get() { return !!this._header; } },
  connection: { configurable: true, get() { return this.socket; }, set(value) { this.socket = value; } },
  writableEnded: { configurable: true, get() { return this.finished; } },
  writableFinished: { configurable: true, get() { return this.finished && (this._finishTold || !this._isGivenUp) && this.outputSize === 0 && (!this.socket || this.socket.writableLength === 0); } },
  writableObjectMode: { configurable: true, get() { return false; } },
  writableLength: { configurable: true, get() { return this.outputSize + this._heldSize + (this.socket ? this.socket.writableLength : 0); } },
  writableHighWaterMark: { configurable: true, get() { return this.socket ? this.socket.writableHighWaterMark : this.highWaterMark; } },
  closed: { configurable: true, enumerable: true, get() { return this._closed; } },
  writableCorked: { configurable: true, get() { return this._corked; } },
  writableNeedDrain: { configurable: true, get() { return !this.destroyed && !this.finished && this._needsDrain; } },
  _headers: { configurable: true, get() { return this.getHeaders(); } },
});

// ---- headers

OutgoingMessage.prototype.setHeader = function setHeader(name, value) {
  if (this._header) throw sent('set');
  validateHeaderName(name);
  const values = Array.isArray(value) ? value : [value];
  for (const item of values) validateHeaderValue(name, item);
  this[kHeaders].set(name.toLowerCase(), [name, value]);
  return this;
};
OutgoingMessage.prototype.setHeaders = function setHeaders(headers) {
  if (this._header) throw sent('set');
  if (!headers || Array.isArray(headers) || typeof headers.keys !== 'function' || typeof headers.get !== 'function') {
    throw invalidArgument('headers', 'an instance of Headers or Map', headers);
  }
  for (const [key, value] of headers) this.setHeader(key, value);
  return this;
};
OutgoingMessage.prototype.appendHeader = function appendHeader(name, value) {
  if (this._header) throw sent('append');
  validateHeaderName(name);
  for (const item of [value].flat()) validateHeaderValue(name, item);
  const old = this[kHeaders].get(name.toLowerCase());
  if (old === undefined) this[kHeaders].set(name.toLowerCase(), [name, value]);
  else old[1] = [old[1], value].flat();
  return this;
};
OutgoingMessage.prototype.getHeader = function getHeader(name) {
  if (typeof name !== 'string') throw invalidArgument('name', 'of type string', name);
  return this[kHeaders].get(name.toLowerCase())?.[1];
};
OutgoingMessage.prototype.getHeaderNames = function getHeaderNames() {
  return [...this[kHeaders].keys()];
};
OutgoingMessage.prototype._headerCount = function () {
  return this[kHeaders].size;
};
OutgoingMessage.prototype.getRawHeaderNames = function getRawHeaderNames() {
  return [...this[kHeaders].values()].map(([name]) => name);
};
OutgoingMessage.prototype.getHeaders = function getHeaders() {
  const out = { __proto__: null };
  for (const [key, [, value]] of this[kHeaders]) out[key] = value;
  return out;
};
OutgoingMessage.prototype.hasHeader = function hasHeader(name) {
  if (typeof name !== 'string') throw invalidArgument('name', 'of type string', name);
  return this[kHeaders].has(name.toLowerCase());
};
OutgoingMessage.prototype.removeHeader = function removeHeader(name) {
  if (typeof name !== 'string') throw invalidArgument('name', 'of type string', name);
  if (this._header) throw sent('remove');
  const key = name.toLowerCase();
  if (key === 'connection') this._removedConnection = true;
  if (key === 'content-length') this._removedContLen = true;
  if (key === 'transfer-encoding') this._removedTE = true;
  if (key === 'date') this.sendDate = false;
  this[kHeaders].delete(key);
};
OutgoingMessage.prototype._renderHeaders = function () {
  if (this._header) throw sent('render');
  return Object.fromEntries([...this[kHeaders].values()]);
};

/** Makes the text of all headers. `extra`: pairs beyond those that were set. */
OutgoingMessage.prototype._storeHeader = function (firstLine, extra = []) {
  const lines = [];
  const seen = new Set();
  let connection;
  const put = (name, value) => {
    const key = name.toLowerCase();
    seen.add(key);
    if (key === 'connection') connection = `${value}`;
    if (key === 'transfer-encoding' && /chunked/i.test(value)) this.chunkedEncoding = true;
    if (key === 'content-length') this._contentLength = Number(value);
    lines.push(`${name}: ${value}`);
  };
  for (const [name, value] of [...this[kHeaders].values(), ...extra]) {
    if (Array.isArray(value)) {
      if (name.toLowerCase() === 'cookie') put(name, value.join('; '));
      else for (const item of value) put(name, item);
    } else {
      put(name, value);
    }
  }
  if (this.sendDate && !seen.has('date')) lines.push(`Date: ${new Date().toUTCString()}`);
  const noBody = this.statusCode === 204 || this.statusCode === 304;
  if (noBody) this.chunkedEncoding = false;
  if (connection !== undefined) {
    if (/close/i.test(connection)) this._last = true;
    else this.shouldKeepAlive = true;
  } else if (!this._removedConnection) {
    const sendable = this.shouldKeepAlive && (seen.has('content-length') || this.useChunkedEncodingByDefault || this.agent || noBody || !this._hasBody);
    if (this.maxRequestsOnConnectionReached || !sendable) {
      // Who asks for more than was said is told so.
      if (!sendable) this._last = true;
      lines.push('Connection: close');
    } else {
      lines.push('Connection: keep-alive');
      if (this._keepAliveTimeout && this._defaultKeepAlive && !seen.has('keep-alive')) {
        const most = this._maxRequestsPerSocket > 0 ? `, max=${this._maxRequestsPerSocket}` : '';
        lines.push(`Keep-Alive: timeout=${Math.floor(this._keepAliveTimeout / 1000)}${most}`);
      }
    }
  }
  if (!seen.has('content-length') && !seen.has('transfer-encoding')) {
    if (noBody || (!this._hasBody && this.statusCode !== undefined)) {
      this.chunkedEncoding = false;
    } else if (!this.useChunkedEncodingByDefault) {
      this._last = true;
    } else if (typeof this._contentLength === 'number' && !this._removedContLen && this._known && !seen.has('trailer')) {
      lines.push(`Content-Length: ${this._contentLength}`);
    } else if (!this._removedTE && this._hasBody) {
      lines.push('Transfer-Encoding: chunked');
      this.chunkedEncoding = true;
    }
  }
  if (!this.chunkedEncoding && seen.has('trailer')) throw coded(Error, 'ERR_HTTP_TRAILER_INVALID', 'Trailers are invalid with this transfer encoding');
  this._header = `${firstLine}${lines.join('\r\n')}${lines.length ? '\r\n' : ''}\r\n`;
  this._headerSent = false;
};
OutgoingMessage.prototype._implicitHeader = function () {
  throw coded(Error, 'ERR_METHOD_NOT_IMPLEMENTED', 'The _implicitHeader() method is not implemented');
};
OutgoingMessage.prototype.flushHeaders = function flushHeaders() {
  if (!this._header) this._implicitHeader();
  this._send('');
};

// ---- bodies

/** Bytes go to the socket, or wait until there is one. */
OutgoingMessage.prototype._send = function (data, encoding, callback) {
  const parts = [];
  if (!this._headerSent && this._header) {
    parts.push(Buffer.from(this._header, 'latin1'));
    this._headerSent = true;
  }
  if (data && data.length) parts.push(typeof data === 'string' ? Buffer.from(data, encoding) : data);
  if (parts.length === 0) {
    if (callback) process.nextTick(callback);
    return true;
  }
  return this._writeRaw(parts.length === 1 ? parts[0] : Buffer.concat(parts), callback);
};
OutgoingMessage.prototype._writeRaw = function (bytes, callback) {
  const { socket } = this;
  if (socket?.destroyed) {
    if (callback) process.nextTick(callback, CLOSED());
    return false;
  }
  if (socket && socket._httpMessage === this && socket.writable) {
    this._flush();
    return socket.write(bytes, callback);
  }
  this.outputData.push({ data: bytes, callback });
  this.outputSize += bytes.length;
  this._onPendingData(bytes.length);
  return this.outputSize < this.highWaterMark;
};
OutgoingMessage.prototype._flush = function () {
  const { socket } = this;
  if (!socket?.writable || this.outputData.length === 0) return;
  const waiting = this.outputData;
  this.outputData = [];
  const size = this.outputSize;
  this.outputSize = 0;
  this._onPendingData(-size);
  let result = true;
  for (const { data, callback } of waiting) result = socket.write(data, callback);
  if (this.finished) this._finish();
  else if (result && this._needsDrain) {
    this._needsDrain = false;
    this.emit('drain');
  }
};

function checkChunk(chunk) {
  if (chunk === null) throw coded(TypeError, 'ERR_STREAM_NULL_VALUES', 'May not write null values to stream');
  if (typeof chunk !== 'string' && !(chunk instanceof Uint8Array)) {
    throw invalidArgument('chunk', 'of type string or an instance of Buffer or Uint8Array', chunk);
  }
}
const bodyNotAllowed = () => coded(Error, 'ERR_HTTP_BODY_NOT_ALLOWED', 'Adding content for this request method or response status is not allowed.');
function tooMuch(message, written) {
  if (!message.strictContentLength || message._contentLength === null) return;
  if (written > message._contentLength) {
    throw coded(Error, 'ERR_HTTP_CONTENT_LENGTH_MISMATCH', `Response body's content-length of ${written} byte(s) does not match the content-length of ${message._contentLength} byte(s) set in header`);
  }
}

const writtenAfterEnd = () => coded(Error, 'ERR_STREAM_WRITE_AFTER_END', 'write after end');
function tellError(message, error, callback) {
  callback?.(error);
  message.emit('error', error);
}

OutgoingMessage.prototype.write = function write(chunk, encoding, callback) {
  if (typeof encoding === 'function') [encoding, callback] = [undefined, encoding];
  if (this.finished) {
    const error = writtenAfterEnd();
    if (!this.destroyed) process.nextTick(tellError, this, error, callback);
    else if (callback) process.nextTick(callback, error);
    return false;
  }
  if (this.destroyed) {
    const error = CLOSED();
    if (callback) process.nextTick(callback, error);
    return false;
  }
  checkChunk(chunk);
  const bytes = typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk;
  const written = (this._written ?? 0) + bytes.length;
  tooMuch(this, written);
  // The head says by what was written before whether there is a body.
  if (!this._header) this._implicitHeader();
  this._written = written;
  if (!this._hasBody) {
    if (this._rejectsBody) throw bodyNotAllowed();
    if (callback) process.nextTick(callback);
    return true;
  }
  if (bytes.length === 0) {
    if (callback) process.nextTick(callback);
    return true;
  }
  if (!this.chunkedEncoding) {
    const result = this._send(bytes, null, callback);
    if (!result) this._needsDrain = true;
    return result;
  }
  if (this.socket && this._corked === 0 && !this._holds) {
    this._holds = true;
    process.nextTick(release, this);
  }
  this._held.push({ bytes, callback });
  this._heldSize += bytes.length;
  const result = this._corked > 0 || this._holds ? this._heldSize < this.highWaterMark : this._sendHeld();
  if (!result) this._needsDrain = true;
  return result;
};
/** What was written in one turn, or while corked, becomes one chunk. */
OutgoingMessage.prototype._sendHeld = function () {
  if (this._held.length === 0) return true;
  const { bytes, callback } = takeHeld(this);
  const result = this._send(framed(bytes), null, callback);
  if (result && this._needsDrain) {
    this._needsDrain = false;
    this.emit('drain');
  }
  return result;
};
function takeHeld(message) {
  const held = message._held;
  message._held = [];
  message._heldSize = 0;
  const callbacks = held.map(({ callback }) => callback).filter(Boolean);
  return {
    bytes: held.length === 1 ? held[0].bytes : Buffer.concat(held.map(({ bytes }) => bytes)),
    callback: callbacks.length ? (error) => callbacks.forEach((callback) => callback(error)) : undefined,
  };
}
function release(message) {
  message._holds = false;
  if (message._corked === 0) message._sendHeld();
}
const framed = (bytes) => Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);

OutgoingMessage.prototype.addTrailers = function addTrailers(headers) {
  this._trailer = '';
  const list = Array.isArray(headers) ? headers : Object.entries(headers);
  for (const [name, value] of list) {
    validateHeaderName(name, 'Trailer name');
    for (const item of [value].flat()) {
      if (/[^\t\x20-\x7e\x80-\xff]/.test(item)) throw coded(TypeError, 'ERR_INVALID_CHAR', `Invalid character in trailer content ["${name}"]`);
      this._trailer += `${name}: ${item}\r\n`;
    }
  }
};

OutgoingMessage.prototype.end = function end(chunk, encoding, callback) {
  if (typeof chunk === 'function') [chunk, encoding, callback] = [null, null, chunk];
  else if (typeof encoding === 'function') [encoding, callback] = [null, encoding];
  if (this.finished) {
    if (chunk) {
      if (!this.destroyed) process.nextTick(tellError, this, writtenAfterEnd(), callback);
    } else if (typeof callback === 'function') {
      if (this._finishTold) callback(coded(Error, 'ERR_STREAM_ALREADY_FINISHED', 'Cannot call end after a stream was finished'));
      else this._endCallbacks.push(callback);
    }
    return this;
  }
  let bytes;
  if (chunk !== null && chunk !== undefined) {
    checkChunk(chunk);
    bytes = typeof chunk === 'string' ? Buffer.from(chunk, encoding ?? undefined) : chunk;
  }
  if (!this._header) {
    // All of it is known.
    this._known = true;
    this._contentLength = bytes?.length ?? 0;
    this._implicitHeader();
  }
  if (bytes !== undefined && !this._hasBody && this._rejectsBody) throw bodyNotAllowed();
  this._written = (this._written ?? 0) + (bytes?.length ?? 0);
  if (this.strictContentLength && this._contentLength !== null && this._written !== this._contentLength && this._hasBody) {
    throw coded(Error, 'ERR_HTTP_CONTENT_LENGTH_MISMATCH', `Response body's content-length of ${this._written} byte(s) does not match the content-length of ${this._contentLength} byte(s) set in header`);
  }
  if (typeof callback === 'function') this._endCallbacks.push(callback);
  const done = () => {
    if (this._finishTold || this._isGivenUp) return;
    this._finishTold = true;
    for (const told of this._endCallbacks.splice(0)) told();
    this.emit('finish');
  };
  let told = done;
  const parts = [];
  if (this._held.length) {
    if (this._hasBody && bytes?.length && (this._corked > 0 || this._holds)) {
      this._held.push({ bytes });
      bytes = undefined;
    }
    const held = takeHeld(this);
    parts.push(framed(held.bytes));
    if (held.callback) {
      told = (error) => {
        held.callback(error);
        done();
      };
    }
  }
  while (this._corked > 0) this.uncork();
  if (this._hasBody && bytes?.length) parts.push(this.chunkedEncoding ? framed(bytes) : bytes);
  if (this._hasBody && this.chunkedEncoding) parts.push(Buffer.from(`0\r\n${this._trailer}\r\n`, 'latin1'));
  this.finished = true;
  this._send(parts.length ? Buffer.concat(parts) : '', 'latin1', told);
  if (this.outputData.length === 0 && this.socket?._httpMessage === this) this._finish();
  return this;
};
OutgoingMessage.prototype._finish = function () {
  this.emit('prefinish');
};
OutgoingMessage.prototype.cork = function cork() {
  this._corked++;
  this.socket?.cork?.();
};
OutgoingMessage.prototype.uncork = function uncork() {
  if (this._corked === 0) return;
  this._corked--;
  if (this._corked === 0 && !this._holds) this._sendHeld();
  this.socket?.uncork?.();
};
OutgoingMessage.prototype.setTimeout = function setTimeout(milliseconds, callback) {
  if (callback) {
    checkFunction(callback, 'callback');
    this.on('timeout', callback);
  }
  if (this.socket) this.socket.setTimeout(milliseconds);
  else this.once('socket', (socket) => socket.setTimeout(milliseconds));
  return this;
};
OutgoingMessage.prototype.destroy = function destroy(error) {
  if (this.destroyed) return this;
  this.destroyed = true;
  this._isGivenUp = true;
  this.errored = error ?? null;
  if (this._held.length) {
    const { callback } = takeHeld(this);
    if (callback) process.nextTick(callback, CLOSED());
  }
  if (this.socket) this.socket.destroy(error);
  else this.once('socket', (socket) => socket.destroy(error));
  return this;
};
OutgoingMessage.prototype.pipe = function pipe() {
  this.emit('error', coded(Error, 'ERR_STREAM_CANNOT_PIPE', 'Cannot pipe, not readable'));
};
OutgoingMessage.prototype[Stream.captureRejectionSymbol ?? Symbol.for('nodejs.rejection')] = function (error) {
  this.destroy(error);
};

module.exports = OutgoingMessage;
