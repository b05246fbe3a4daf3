// Http2Stream: a Duplex over one exchange of a connection; ClientHttp2Stream and ServerHttp2Stream.
'use strict';

const Duplex = require('internal/streams/duplex');
const { AbortError } = require('internal/streams/errors');
const { checkFunction, invalidArgument, invalidValue, outOfRange } = require('internal/errors');
const { failure } = require('internal/http2/errors');
const { constants, nameOfError } = require('internal/http2/constants');
const { kSensitive, anyPseudoHeader, statusOnly, noPseudoHeader, toList, objectOfSent, authorityOf } = require('internal/http2/headers');
const { checkObject } = require('internal/http2/settings');
const { isHeard, tell } = require('internal/http2/measures');
const { resourceOf, setIdleTimeout, timedOut, kConnection, kState, kTouch, kMaybeDestroy } = require('internal/http2/session');

const { NGHTTP2_NO_ERROR, NGHTTP2_CANCEL, NGHTTP2_INTERNAL_ERROR, NGHTTP2_SESSION_SERVER } = constants;

const kSession = Symbol('session');
const kExchange = Symbol('exchange');
const kStart = Symbol('start');
const kProceed = Symbol('proceed');
const kSide = Symbol('side');

/** How closing tells the other side. */
const RESET = { NO: 0, AFTER_FINISH: 1, NOW: 2 };

function closeStream(stream, code, reset) {
  const state = stream[kState];
  state.isClosed = true;
  state.rstCode = code;
  stream.setTimeout(0);
  stream.removeAllListeners('timeout');
  const { ending } = stream._writableState;
  if (!ending) {
    if (!state.isAborted) {
      state.isAborted = true;
      stream.emit('aborted');
    }
    stream.end();
  }
  if (reset !== RESET.NO) {
    const finish = () => sendReset(stream, code);
    if (!ending || stream.writableFinished || code !== NGHTTP2_NO_ERROR || reset === RESET.NOW) finish();
    else stream.once('finish', finish);
  }
  if (isHeard(stream[kSide], 'close')) tell(stream[kSide], 'close', { stream });
}
/** Tells the other side that a stream is over, once it knows of it. */
function sendReset(stream, code) {
  if (stream.pending) {
    stream.push(null);
    stream.once('ready', () => sendReset(stream, code));
    return;
  }
  const exchange = stream[kExchange];
  if (exchange !== undefined) stream[kSession]?.[kConnection]?.reset(exchange, code);
}

class Http2Stream extends Duplex {
  constructor(session, options) {
    super({ ...options, allowHalfOpen: true, decodeStrings: false, autoDestroy: false });
    // What is written before there is a number waits.
    this.cork();
    // Data that comes is no reason to read: whether a program has read is known by the first `_read`.
    this._readableState.readingMore = true;
    this[kSession] = session;
    this[kExchange] = undefined;
    this[kState] = {
      id: undefined, isClosed: false, isAborted: false, headersSent: false, isHead: false, hasTrailers: false, trailersReady: false,
      didRead: false, rstCode: NGHTTP2_NO_ERROR, endAfterHeaders: false, timer: null, chunksSeen: -1, isShutDown: false,
      sentHeaders: undefined, sentList: undefined, sentTrailers: undefined, sentInfo: undefined, resource: null,
    };
    session[kState].pending.add(this);
    this.on('pause', () => {
      if (!this.destroyed && !this.pending) this[kSession][kConnection]?.stopReading(this[kExchange]);
    });
  }
  [kStart](exchange) {
    const state = this[kState];
    const session = this[kSession];
    session[kState].pending.delete(this);
    session[kState].streams.set(exchange.id, this);
    state.id = exchange.id;
    exchange.owner = this;
    this[kExchange] = exchange;
    state.resource = resourceOf('HTTP2STREAM') ?? state.resource;
    this.uncork();
    this.emit('ready');
  }

  // ---- what the connection tells

  #inContext(act) {
    const { resource } = this[kState];
    if (resource === null) act();
    else resource.runInAsyncScope(act);
  }
  receivedHeaders(event, headers, flags, list) {
    this.#inContext(() => process.nextTick(() => this.emit(event, headers, flags, list)));
  }
  receivedData(bytes) {
    if (this.destroyed) return;
    this[kTouch]();
    this.#inContext(() => {
      if (!this.push(bytes)) this[kSession]?.[kConnection]?.stopReading(this[kExchange]);
    });
  }
  receivedEnd() {
    if (this.destroyed) return;
    this.#inContext(() => {
      this.push(null);
      // Nobody reads: the end is found nevertheless.
      if (this.readableLength === 0 && this[kState].didRead) this.read(0);
    });
  }
  wantsTrailersNow() {
    const state = this[kState];
    state.trailersReady = true;
    if (this.destroyed || this.closed) return;
    if (!this.emit('wantTrailers')) this.sendTrailers({});
  }
  /** The exchange is over. What has come is still to be read. */
  closedByConnection(code, byPeer) {
    if (this.destroyed) return;
    if (!this.closed) closeStream(this, code, RESET.NO);
    if (!this.readable || code !== NGHTTP2_NO_ERROR) {
      this.destroy();
      return;
    }
    this.on('end', byPeer ? () => this.destroy() : () => this[kMaybeDestroy]());
    this.push(null);
    if (this[kSession].type === NGHTTP2_SESSION_SERVER && !this[kState].didRead && this.readableFlowing === null) this.resume();
    else this.read(0);
  }

  // ---- state

  get id() { return this[kState].id; }
  get pending() { return this[kState].id === undefined; }
  get session() { return this[kSession]; }
  get closed() { return this[kState].isClosed; }
  get aborted() { return this[kState].isAborted; }
  get headersSent() { return this[kState].headersSent; }
  get headRequest() { return this[kState].isHead; }
  get rstCode() { return this[kState].rstCode; }
  get endAfterHeaders() { return this[kState].endAfterHeaders; }
  get bufferSize() { return (this[kExchange]?.queued ?? 0) + this.writableLength; }
  get sentHeaders() {
    const state = this[kState];
    if (state.sentHeaders === undefined && state.sentList !== undefined) state.sentHeaders = objectOfSent(state.sentList);
    return state.sentHeaders;
  }
  get sentTrailers() { return this[kState].sentTrailers; }
  get sentInfoHeaders() { return this[kState].sentInfo; }
  get state() {
    const exchange = this[kExchange];
    if (this.destroyed || exchange === undefined) return {};
    return {
      state: exchange.state, weight: 16, sumDependencyWeight: 0, localClose: Number(exchange.localEnd), remoteClose: Number(exchange.remoteEnd),
      localWindowSize: exchange.localWindow - exchange.received - exchange.unread,
    };
  }
  [kTouch]() {
    if (this.destroyed) return;
    this[kState].timer?.refresh();
    this[kSession]?.[kTouch]();
  }
  _onTimeout() {
    timedOut(this, this[kSession]);
  }
  [require('util').inspect.custom](depth, options) {
    if (typeof depth === 'number' && depth < 0) return this;
    const { closed, destroyed, state, _readableState: readableState, _writableState: writableState } = this;
    return `Http2Stream ${require('util').format({ id: this.id || '<pending>', closed, destroyed, state, readableState, writableState })}`;
  }

  // ---- both directions

  _read() {
    if (this.destroyed) {
      this.push(null);
      return;
    }
    if (!this[kState].didRead) this._readableState.readingMore = false;
    this[kState].didRead = true;
    const start = () => {
      if (!this.destroyed) this[kSession][kConnection]?.startReading(this[kExchange]);
    };
    if (this.pending) this.once('ready', start);
    else start();
  }
  #writeAll(chunks, isWritev, callback) {
    if (this.pending) {
      this.once('ready', () => this.#writeAll(chunks, isWritev, callback));
      return;
    }
    if (this.destroyed) {
      callback();
      return;
    }
    this[kTouch]();
    if (!this.headersSent) this[kProceed]();
    const connection = this[kSession]?.[kConnection];
    if (connection === undefined) {
      callback();
      return;
    }
    if (this[kSide] === 'client' && isHeard('client', 'bodyChunkSent')) {
      const areBytes = chunks.every(({ encoding }) => encoding === 'buffer');
      if (isWritev) tell('client', 'bodyChunkSent', { stream: this, writev: true, data: areBytes ? chunks.map(({ chunk }) => chunk) : chunks, encoding: '' });
      else tell('client', 'bodyChunkSent', { stream: this, writev: false, data: chunks[0].chunk, encoding: chunks[0].encoding });
    }
    chunks.forEach(({ chunk, encoding }, i) => {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk;
      connection.write(this[kExchange], bytes, i === chunks.length - 1 ? callback : ignore);
    });
    // What is written last says itself that it is the last.
    if (!this[kState].hasTrailers) {
      process.nextTick(() => {
        const { ending, buffered } = this._writableState;
        if (ending && !(buffered?.length > 0)) this.#shutDown(ignore);
      });
    }
  }
  _write(chunk, encoding, callback) {
    this.#writeAll([{ chunk, encoding }], false, callback);
  }
  _writev(chunks, callback) {
    this.#writeAll(chunks, true, callback);
  }
  _final(callback) {
    if (this[kSide] === 'client' && isHeard('client', 'bodySent')) tell('client', 'bodySent', { stream: this });
    this.#finishWriting(callback);
  }
  #finishWriting(callback) {
    if (this.pending) {
      this.once('ready', () => this.#finishWriting(callback));
      return;
    }
    this.#shutDown(callback);
  }
  #shutDown(callback) {
    const exchange = this[kExchange];
    const connection = this[kSession]?.[kConnection];
    const state = this[kState];
    if (exchange === undefined || connection === undefined || state.isShutDown) {
      callback();
      return;
    }
    state.isShutDown = true;
    this.on('finish', () => this[kMaybeDestroy]());
    connection.end(exchange, callback);
  }
  sendTrailers(given) {
    if (this.destroyed || this.closed) throw failure('INVALID_STREAM');
    const state = this[kState];
    if (state.sentTrailers) throw failure('TRAILERS_ALREADY_SENT');
    if (!state.trailersReady) throw failure('TRAILERS_NOT_READY');
    checkObject(given, 'headers');
    const headers = Object.assign(Object.create(null), given);
    this[kTouch]();
    const list = toList(headers, noPseudoHeader, this[kSession].strictSingleValueFields);
    state.sentTrailers = headers;
    setImmediate(() => {
      if (this.destroyed) return;
      state.hasTrailers = false;
      this[kSession][kConnection].trailers(this[kExchange], list);
      this[kMaybeDestroy]();
    });
  }
  close(code = NGHTTP2_NO_ERROR, callback = undefined) {
    if (typeof code !== 'number') throw invalidArgument('code', 'of type number', code);
    if (!Number.isInteger(code)) throw outOfRange('code', 'an integer', code);
    if (code < 0 || code > 2 ** 32 - 1) throw outOfRange('code', '>= 0 && <= 4294967295', code);
    if (callback !== undefined) checkFunction(callback, 'callback');
    if (this.closed) return;
    if (callback !== undefined) this.once('close', callback);
    closeStream(this, code, RESET.AFTER_FINISH);
  }
  /** Priorities are of the past (RFC 9113, section 5.3.2). */
  priority() {
    process.emitWarning('http2Stream.priority is longer supported after priority signalling was deprecated in RFC 9113', 'DeprecationWarning', 'DEP0194');
    if (this.destroyed) throw failure('INVALID_STREAM');
  }
  [kMaybeDestroy](code = NGHTTP2_NO_ERROR) {
    if (code !== NGHTTP2_NO_ERROR) {
      this.destroy();
      return;
    }
    if (!this.writableFinished) return;
    if (!this.readable && this.closed) {
      this.destroy();
      return;
    }
    const state = this[kState];
    // A server has answered without a look at the request: the rest of it is of no use.
    if (state.headersSent && this[kSession]?.type === NGHTTP2_SESSION_SERVER && !state.hasTrailers && !state.didRead && this.readableFlowing === null) {
      setImmediate(() => this.close());
    }
  }
  _destroy(given, callback) {
    const session = this[kSession];
    const exchange = this[kExchange];
    const sessionState = session[kState];
    const sessionCode = sessionState.goawayCode || sessionState.destroyCode;
    let error = given;
    let code = this.closed ? this.rstCode : sessionCode;
    if (error != null) {
      if (sessionCode) code = sessionCode;
      else code = error instanceof AbortError ? NGHTTP2_CANCEL : NGHTTP2_INTERNAL_ERROR;
    }
    if (!this.closed) closeStream(this, code, exchange === undefined ? RESET.NO : RESET.NOW);
    this.push(null);
    if (exchange !== undefined) {
      exchange.owner = null;
      if (!exchange.isClosed) session[kConnection]?.reset(exchange, code);
      sessionState.streams.delete(exchange.id);
    } else {
      sessionState.pending.delete(this);
    }
    if (error == null && code !== NGHTTP2_NO_ERROR && code !== NGHTTP2_CANCEL) error = failure('STREAM_ERROR', nameOfError(code));
    if (error && isHeard(this[kSide], 'error')) tell(this[kSide], 'error', { stream: this, error });
    this[kState].resource?.emitDestroy();
    this[kSession] = undefined;
    this[kExchange] = undefined;
    setImmediate(() => session[kMaybeDestroy]());
    callback(error);
  }
}
const ignore = () => {};
Object.defineProperty(Http2Stream.prototype, 'setTimeout', { value: setIdleTimeout, configurable: true, enumerable: true, writable: true });

class ClientHttp2Stream extends Http2Stream {
  get [kSide]() { return 'client'; }
  constructor(session, exchange) {
    super(session, {});
    this[kState].headersSent = true;
    if (exchange !== undefined) this[kStart](exchange);
    this.on('headers', (headers) => {
      if (headers[':status'] === 100) this.emit('continue');
    });
  }
}

/** Headers of a response, with a status and a date. */
function prepareResponse(stream, given, options) {
  let headers;
  let status;
  const isDated = (value) => value != null;
  const wantsDate = options.sendDate == null || options.sendDate;
  const date = () => new Date().toUTCString();
  if (Array.isArray(given)) {
    headers = given;
    let hasDate = false;
    for (let i = 0; i < headers.length; i += 2) {
      const name = headers[i].toLowerCase();
      if (name === ':status') status = headers[i + 1] | 0;
      else if (name === 'date') hasDate = true;
    }
    if (!status) {
      status = 200;
      headers.unshift(':status', status);
    }
    if (!hasDate && wantsDate) headers.push('date', date());
  } else {
    checkObject(given, 'headers', 'of type object or an instance of Array');
    headers = Object.assign(Object.create(null), given);
    headers[':status'] = headers[':status'] | 0 || 200;
    status = headers[':status'];
    if (!isDated(headers.date) && wantsDate) headers.date = date();
  }
  if (status < 200 || status > 599) throw failure('STATUS_INVALID', status);
  const sensitive = headers[kSensitive];
  if (sensitive !== undefined && !Array.isArray(sensitive)) throw invalidValue('headers[http2.neverIndex]', sensitive);
  return { headers, status };
}
const hasNoBody = (status) => status === 204 || status === 205 || status === 304;

/** What node's channels tell of a stream that answers: it is ready, headers are sent, and what is set further. */
const flagsOf = (state) => 5 | (state.isHead ? 8 : 0) | (state.hasTrailers ? 32 : 0);

class ServerHttp2Stream extends Http2Stream {
  get [kSide]() { return 'server'; }
  #scheme;
  #authority;
  constructor(session, exchange, options, headers) {
    super(session, options);
    this[kStart](exchange);
    this.#scheme = headers[':scheme'];
    this.#authority = authorityOf(headers);
  }
  get pushAllowed() {
    return !this.destroyed && !this.closed && !this.session.closed && !this.session.destroyed && this.session.remoteSettings.enablePush;
  }
  pushStream(given, givenOptions, givenCallback) {
    if (!this.pushAllowed) throw failure('PUSH_DISABLED');
    if (this.id % 2 === 0) throw failure('NESTED_PUSH');
    this[kTouch]();
    let [options, callback] = [givenOptions, givenCallback];
    if (typeof options === 'function') [options, callback] = [undefined, options];
    checkFunction(callback, 'callback');
    checkObject(options, 'options');
    options = { ...options };
    checkObject(given, 'headers');
    const headers = Object.assign(Object.create(null), given);
    headers[':method'] ??= 'GET';
    if (authorityOf(headers) === undefined) headers[':authority'] = this.#authority;
    headers[':scheme'] ??= this.#scheme;
    headers[':path'] ??= '/';
    const isHead = headers[':method'] === 'HEAD';
    const session = this[kSession];
    const exchange = session[kConnection].push(this[kExchange], toList(headers, anyPseudoHeader, session.strictSingleValueFields));
    if (typeof exchange === 'number') {
      process.nextTick(callback, failure(exchange === -509 ? 'OUT_OF_STREAMS' : 'INVALID_STREAM'));
      return;
    }
    const stream = new ServerHttp2Stream(session, exchange, options, headers);
    stream[kState].sentHeaders = headers;
    stream.push(null);
    if (options.endStream || isHead) stream.end();
    stream[kState].isHead = isHead;
    if (isHeard('server', 'created')) tell('server', 'created', { stream, headers });
    process.nextTick(() => {
      if (isHeard('server', 'start')) tell('server', 'start', { stream, headers });
      callback(null, stream, headers, 0);
    });
  }
  /** May an answer begin now? */
  checkUnanswered() {
    if (this.destroyed || this.closed) throw failure('INVALID_STREAM');
    if (this.headersSent) throw failure('HEADERS_SENT');
  }
  respond(given, options = {}) {
    this.checkUnanswered();
    checkObject(options, 'options');
    const settings = options ?? {};
    const state = this[kState];
    this[kTouch]();
    const { headers, status } = prepareResponse(this, given, settings);
    if (settings.waitForTrailers) state.hasTrailers = true;
    const list = this.remember(headers);
    state.headersSent = true;
    const isEnd = !!settings.endStream || hasNoBody(status) || this.headRequest;
    if (isEnd) this.end();
    if (isHeard('server', 'finish')) tell('server', 'finish', { stream: this, headers, flags: flagsOf(state) });
    this[kSession][kConnection].respond(this[kExchange], list, isEnd, !!settings.waitForTrailers);
  }
  /** Keeps headers as those that were sent; gives their list. */
  remember(headers) {
    if (Array.isArray(headers)) this[kState].sentList = headers;
    else this[kState].sentHeaders = headers;
    return toList(headers, statusOnly, this[kSession].strictSingleValueFields);
  }
  respondWithFD(fd, headers, options) {
    require('internal/http2/file_response').respondWithDescriptor(this, fd, headers, options);
  }
  respondWithFile(path, headers, options) {
    require('internal/http2/file_response').respondWithFile(this, path, headers, options);
  }
  additionalHeaders(given) {
    if (this.destroyed || this.closed) throw failure('INVALID_STREAM');
    if (this.headersSent) throw failure('HEADERS_AFTER_RESPOND');
    checkObject(given, 'headers');
    const headers = Object.assign(Object.create(null), given);
    if (headers[':status'] != null) {
      headers[':status'] |= 0;
      const status = headers[':status'];
      if (status === 101) throw failure('STATUS_101');
      if (status < 100 || status >= 200) throw failure('INVALID_INFO_STATUS', status);
    }
    this[kTouch]();
    const list = toList(headers, statusOnly, this[kSession].strictSingleValueFields);
    (this[kState].sentInfo ??= []).push(headers);
    this[kSession][kConnection].info(this[kExchange], list);
  }
  [kProceed]() {
    this.respond();
  }
}

module.exports = { Http2Stream, ClientHttp2Stream, ServerHttp2Stream, prepareResponse, hasNoBody, kSession, kExchange, kStart };
