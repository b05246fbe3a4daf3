// IncomingMessage: a request as a server gets it, or a response as a client does.
'use strict';

const { Readable } = require('stream');

/** Headers of which the first counts. */
const SINGLE = new Set([
  'age', 'authorization', 'content-length', 'content-type', 'etag', 'expires', 'from', 'host', 'if-modified-since', 'if-unmodified-since',
  'last-modified', 'location', 'max-forwards', 'proxy-authorization', 'referer', 'retry-after', 'server', 'user-agent',
]);

function IncomingMessage(socket) {
  Readable.call(this, { highWaterMark: socket?.readableHighWaterMark });
  this._readableState.readingMore = true;
  this.socket = socket;
  this.httpVersionMajor = null;
  this.httpVersionMinor = null;
  this.httpVersion = null;
  this.complete = false;
  this.rawHeaders = [];
  this.rawTrailers = [];
  this.joinDuplicateHeaders = false;
  this.aborted = false;
  this.upgrade = null;
  this.url = '';
  this.method = null;
  this.statusCode = null;
  this.statusMessage = null;
  this.client = socket;
  this._consuming = false;
  this._dumped = false;
}
Object.setPrototypeOf(IncomingMessage.prototype, Readable.prototype);
Object.setPrototypeOf(IncomingMessage, Readable);

const kHeaders = Symbol('headers');
const kDistinct = Symbol('distinct headers');
function collected(key, raw, build) {
  return {
    configurable: true,
    enumerable: true,
    get() {
      if (this[key] === undefined) Object.defineProperty(this, key, { value: build(this, this[raw]), writable: true, configurable: true, enumerable: false });
      return this[key];
    },
    set(value) {
      Object.defineProperty(this, key, { value, writable: true, configurable: true, enumerable: false });
    },
  };
}
function joined(message, raw) {
  const out = {};
  for (let i = 0; i < raw.length; i += 2) message._addHeaderLine(raw[i], raw[i + 1], out);
  return out;
}
function distinct(message, raw) {
  const out = { __proto__: null };
  for (let i = 0; i < raw.length; i += 2) (out[raw[i].toLowerCase()] ??= []).push(raw[i + 1]);
  return out;
}
Object.defineProperties(IncomingMessage.prototype, {
  connection: {
    configurable: true,
    get() { return this.socket; },
    set(value) { this.socket = value; },
  },
  headers: collected(kHeaders, 'rawHeaders', joined),
  headersDistinct: collected(kDistinct, 'rawHeaders', distinct),
  trailers: { configurable: true, enumerable: true, get() { return joined(this, this.rawTrailers); }, set() {} },
  trailersDistinct: { configurable: true, enumerable: true, get() { return distinct(this, this.rawTrailers); }, set() {} },
});

IncomingMessage.prototype._addHeaderLine = function (name, value, out) {
  const key = name.toLowerCase();
  if (key === 'set-cookie') {
    if (Array.isArray(out[key])) out[key].push(value);
    else out[key] = [value];
  } else if (typeof out[key] !== 'string') {
    // What every object inherits is no header.
    out[key] = value;
  } else if (!SINGLE.has(key) || this.joinDuplicateHeaders) {
    out[key] += `${key === 'cookie' ? '; ' : ', '}${value}`;
  }
};
IncomingMessage.prototype.setTimeout = function setTimeout(milliseconds, callback) {
  if (callback) this.on('timeout', callback);
  this.socket.setTimeout(milliseconds);
  return this;
};
IncomingMessage.prototype._read = function () {
  if (!this._consuming) {
    this._readableState.readingMore = false;
    this._consuming = true;
  }
  if (this.socket?.readable) this.socket.resume();
};
IncomingMessage.prototype._destroy = function (error, callback) {
  if (!this.readableEnded || !this.complete) {
    this.aborted = true;
    this.emit('aborted');
  }
  // A message that nobody wants to the end takes its connection along.
  let failure = error;
  if (this.socket && !this.socket.destroyed && this.aborted) this.socket.destroy(error);
  if (failure && !this.listenerCount('error')) failure = null;
  process.nextTick(callback, failure);
};
/** Reads what is left, for nobody. */
IncomingMessage.prototype._dump = function () {
  if (this._dumped) return;
  this._dumped = true;
  this.resume();
};

module.exports = IncomingMessage;
