// Http2ServerRequest: a stream of a server as an IncomingMessage.
'use strict';

const Readable = require('internal/streams/readable');
const { checkString, invalidValue } = require('internal/errors');
const { failure } = require('internal/http2/errors');
const { authorityOf } = require('internal/http2/headers');
const { kSocket } = require('internal/http2/session');

/** On a stream: its request, its response, and its socket as both show it. */
const kRequest = Symbol('request');
const kResponse = Symbol('response');
const kSocketView = Symbol('socketView');

// ---- the socket as requests show it: that of the session, but what ends it is of the stream

const OF_STREAM = new Set(['on', 'once', 'end', 'emit', 'destroy']);
const FORBIDDEN = new Set(['write', 'read', 'pause', 'resume']);
const below = (stream) => (stream.session === undefined ? stream : stream.session[kSocket]);
const view = {
  has: (stream, name) => name in stream || name in below(stream),
  get(stream, name) {
    if (OF_STREAM.has(name)) return stream[name].bind(stream);
    if (FORBIDDEN.has(name)) throw failure('NO_SOCKET_MANIPULATION');
    if (name === 'writable' || name === 'destroyed') return stream[name];
    if (name === 'readable') return stream.destroyed ? false : (stream[kRequest] ?? stream).readable;
    if (name === 'setTimeout') return (stream.session ?? stream).setTimeout.bind(stream.session ?? stream);
    const target = below(stream);
    const value = target[name];
    return typeof value === 'function' ? value.bind(target) : value;
  },
  set(stream, name, value) {
    if (FORBIDDEN.has(name)) throw failure('NO_SOCKET_MANIPULATION');
    if (OF_STREAM.has(name) || name === 'writable' || name === 'readable' || name === 'destroyed') stream[name] = value;
    else if (name === 'setTimeout') (stream.session ?? stream).setTimeout = value;
    else below(stream)[name] = value;
    return true;
  },
  getPrototypeOf: (stream) => Reflect.getPrototypeOf(below(stream)),
};
function socketOf(stream) {
  stream[kSocketView] ??= new Proxy(stream, view);
  return stream[kSocketView];
}

class Http2ServerRequest extends Readable {
  #stream;
  #headers;
  #rawHeaders;
  #trailers = {};
  #rawTrailers = [];
  #isAborted = false;
  #isClosed = false;
  #didRead = false;
  constructor(stream, headers, options, rawHeaders) {
    super({ autoDestroy: false, ...options });
    this.#stream = stream;
    this.#headers = headers;
    this.#rawHeaders = rawHeaders;
    stream[kRequest] = this;
    stream.on('trailers', (trailers, flags, list) => {
      Object.assign(this.#trailers, trailers);
      this.#rawTrailers.push(...list);
    });
    stream.on('end', () => {
      if (!this.#isClosed) this.push(null);
    });
    // Whoever listens to the request is told that it was aborted.
    stream.on('error', () => {});
    stream.on('aborted', () => {
      if (this.#isClosed) return;
      this.#isAborted = true;
      this.emit('aborted');
    });
    stream.on('close', () => this.#close());
    stream.on('timeout', () => this.emit('timeout'));
    this.on('pause', () => stream.pause());
    this.on('resume', () => stream.resume());
  }
  #close() {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.push(null);
    // What nobody has begun to read is let go.
    if (!this.#didRead && !this._readableState.resumeScheduled) this.resume();
    this.#stream[kSocketView] = undefined;
    this.#stream[kRequest] = undefined;
    this.emit('close');
  }
  get aborted() { return this.#isAborted; }
  get complete() { return this.#isAborted || this.readableEnded || this.#isClosed || this.#stream.destroyed; }
  get stream() { return this.#stream; }
  get headers() { return this.#headers; }
  get rawHeaders() { return this.#rawHeaders; }
  get trailers() { return this.#trailers; }
  get rawTrailers() { return this.#rawTrailers; }
  get httpVersionMajor() { return 2; }
  get httpVersionMinor() { return 0; }
  get httpVersion() { return '2.0'; }
  get socket() { return socketOf(this.#stream); }
  get connection() { return this.socket; }
  _read() {
    if (this.#isClosed) return;
    if (this.#didRead) {
      process.nextTick(() => this.#stream.resume());
      return;
    }
    this.#didRead = true;
    this.#stream.on('data', (chunk) => {
      if (!this.#isClosed && !this.push(chunk)) this.#stream.pause();
    });
  }
  get method() { return this.#headers[':method']; }
  set method(method) {
    checkString(method, 'method');
    if (method.trim() === '') throw invalidValue('method', method);
    this.#headers[':method'] = method;
  }
  get authority() { return authorityOf(this.#headers); }
  get scheme() { return this.#headers[':scheme']; }
  get url() { return this.#headers[':path']; }
  set url(url) { this.#headers[':path'] = url; }
  setTimeout(milliseconds, callback) {
    if (!this.#isClosed) this.#stream.setTimeout(milliseconds, callback);
    return this;
  }
}

module.exports = { Http2ServerRequest, kRequest, kResponse, kSocketView, socketOf };
