// Http2Session: what programs see of a connection, on both sides.
'use strict';

const EventEmitter = require('events');
const net = require('net');
const { checkFunction, coded, invalidArgument, outOfRange } = require('internal/errors');
const Connection = require('internal/http2/connection');
const JSStreamSocket = require('internal/tls/stream_socket');
const { failure } = require('internal/http2/errors');
const { constants } = require('internal/http2/constants');
const { toObject } = require('internal/http2/headers');
const { check: checkSettings, checkObject } = require('internal/http2/settings');
const { enabled: hasHooks } = require('internal/async_context');
const { isHeard, tell } = require('internal/http2/measures');

const { NGHTTP2_NO_ERROR, NGHTTP2_INTERNAL_ERROR, NGHTTP2_CANCEL, NGHTTP2_SESSION_SERVER, HTTP_STATUS_MISDIRECTED_REQUEST } = constants;

const kConnection = Symbol('connection');
const kSocket = Symbol('socket');
const kState = Symbol('state');
const kTouch = Symbol('touch');
const kMaybeDestroy = Symbol('maybeDestroy');
const kNewStream = Symbol('newStream');
const kFinish = Symbol('finish');
const kResource = Symbol('resource');
/** On a socket: whose it is. */
const kBound = Symbol('boundSession');

/** What runs in the name of whom, for those who listen to async hooks; null if there is nobody. */
function resourceOf(type) {
  if (!hasHooks()) return null;
  const { AsyncResource } = require('async_hooks');
  return new AsyncResource(type);
}
/** A callback that is called once, as a resource of its own. */
function once(type, callback) {
  const resource = resourceOf(type);
  if (resource === null) return callback;
  return (...args) => {
    resource.runInAsyncScope(callback, undefined, ...args);
    resource.emitDestroy();
  };
}

// ---- time without anything

/** `setTimeout` of sessions and streams. */
function setIdleTimeout(milliseconds, callback) {
  if (this.destroyed) return this;
  if (typeof milliseconds !== 'number') throw invalidArgument('msecs', 'of type number', milliseconds);
  if (!(milliseconds >= 0 && Number.isFinite(milliseconds))) throw outOfRange('msecs', 'a non-negative finite number', milliseconds);
  if (callback !== undefined) checkFunction(callback, 'callback');
  const state = this[kState];
  clearTimeout(state.timer);
  state.timer = null;
  if (milliseconds === 0) {
    if (callback !== undefined) this.removeListener('timeout', callback);
    return this;
  }
  state.timer = setTimeout(() => this._onTimeout(), milliseconds).unref();
  if (callback !== undefined) this.once('timeout', callback);
  return this;
}
/** Time is over, unless data is on its way all the time. */
function timedOut(target, session) {
  if (target.destroyed) return;
  const state = target[kState];
  const connection = session?.[kConnection];
  if (connection !== undefined && target.bufferSize > 0 && connection.chunksSent !== state.chunksSeen) {
    state.chunksSeen = connection.chunksSent;
    target[kTouch]();
    return;
  }
  target.emit('timeout');
}

// ---- the socket as programs see it

const OF_SESSION = new Set(['setTimeout', 'ref', 'unref', 'destroy']);
const FORBIDDEN = new Set(['emit', 'end', 'pause', 'read', 'resume', 'write', 'setEncoding', 'setKeepAlive', 'setNoDelay']);
function boundSocket(session, name) {
  if (FORBIDDEN.has(name)) throw failure('NO_SOCKET_MANIPULATION');
  const socket = session[kSocket];
  if (socket === undefined) throw failure('SOCKET_UNBOUND');
  return socket;
}
const socketView = {
  get(session, name) {
    if (OF_SESSION.has(name)) return session[name].bind(session);
    const socket = boundSocket(session, name);
    const value = socket[name];
    return typeof value === 'function' ? value.bind(socket) : value;
  },
  set(session, name, value) {
    if (OF_SESSION.has(name)) session[name] = value;
    else boundSocket(session, name)[name] = value;
    return true;
  },
  getPrototypeOf: (session) => Reflect.getPrototypeOf(boundSocket(session)),
};

function socketFailed(error) {
  const session = this[kBound];
  if (session === undefined) return;
  if (error.code === 'ECONNRESET' && session[kState].goawayCode !== null) session.destroy();
  else session.destroy(error);
}
function socketClosed() {
  const session = this[kBound];
  if (session === undefined) return;
  const error = session.connecting ? coded(Error, 'ERR_SOCKET_CLOSED', 'Socket is closed') : null;
  const state = session[kState];
  for (const stream of [...state.streams.values(), ...state.pending]) stream.close(NGHTTP2_CANCEL);
  session.close();
  closeSession(session, NGHTTP2_NO_ERROR, error);
}

// ---- the end

function emitClose(session, error) {
  if (error) session.emit('error', error);
  session.emit('close');
}
function closeSession(session, code, error) {
  const state = session[kState];
  if (state.isDestroyed) return;
  session.setTimeout(0);
  state.isDestroyed = true;
  state.destroyCode = code;
  session.removeAllListeners('timeout');
  if (state.pending.size > 0 || state.streams.size > 0) {
    const cancel = failure('STREAM_CANCEL', error ?? undefined);
    for (const stream of [...state.pending]) stream.destroy(cancel);
    for (const stream of [...state.streams.values()]) stream.destroy(error);
  }
  const connection = session[kConnection];
  if (connection !== undefined) connection.destroy(code, session[kSocket].destroyed, () => session[kFinish](error));
  else session[kFinish](error);
}

const checkBuffer = (value, name) => {
  if (!ArrayBuffer.isView(value)) throw invalidArgument(name, 'an instance of Buffer, TypedArray, or DataView', value);
};
const checkNumber = (value, name) => {
  if (typeof value !== 'number') throw invalidArgument(name, 'of type number', value);
};

class Http2Session extends EventEmitter {
  #type;
  #options;
  #encrypted;
  #alpnProtocol;
  #view = null;
  #localSettings;
  #remoteSettings;

  constructor(type, options, given) {
    super();
    if (given[kBound] !== undefined) throw failure('SOCKET_BOUND');
    given[kBound] = this;
    const socket = given instanceof net.Socket ? given : new JSStreamSocket(given);
    socket[kBound] = this;
    socket.on('error', socketFailed);
    socket.on('close', socketClosed);
    this.#type = type;
    this.#options = options;
    this[kSocket] = socket;
    this[kState] = {
      isReady: false, isClosed: false, isDestroyed: false, destroyCode: NGHTTP2_NO_ERROR, goawayCode: null, goawayLastStreamID: null,
      streams: new Map(), pending: new Set(), pendingAck: 0, originSet: undefined, timer: null, chunksSeen: -1,
    };
    socket.setNoDelay?.();
    socket.disableRenegotiation?.();
    if (socket.connecting || socket.secureConnecting) {
      socket.once(socket instanceof require('tls').TLSSocket ? 'secureConnect' : 'connect', () => {
        try {
          this.#setUp();
        } catch (error) {
          socket.destroy(error);
        }
      });
    } else {
      this.#setUp();
    }
  }
  #setUp() {
    const socket = this[kSocket];
    const state = this[kState];
    if (state.isDestroyed) {
      process.nextTick(() => this.emit('connect', this, socket));
      return;
    }
    state.isReady = true;
    this.#encrypted = !!socket.encrypted;
    this.#alpnProtocol = socket.encrypted ? socket.alpnProtocol : 'h2c';
    const connection = new Connection(socket, this.#type === NGHTTP2_SESSION_SERVER, this.#options, this);
    this[kConnection] = connection;
    this[kResource] = resourceOf('HTTP2SESSION');
    const { settings, origins } = this.#options;
    this.settings(settings !== null && typeof settings === 'object' ? settings : {});
    if (this.#type === NGHTTP2_SESSION_SERVER && Array.isArray(origins)) this.origin(...origins);
    // Who is told of the connection comes first.
    process.nextTick(() => this.emit('connect', this, socket));
    process.nextTick(() => {
      socket.on('data', (chunk) => {
        this[kTouch]();
        if (this[kResource] === null) connection.receive(chunk);
        else this[kResource].runInAsyncScope(connection.receive, connection, chunk);
      });
      socket.on('end', () => {
        if (!socket.destroyed) socket.end();
      });
    });
  }

  // ---- what the connection tells

  onHeaders(exchange, category, flags, list, sensitive) {
    this[kTouch]();
    const headers = toObject(list, sensitive);
    const isEnd = (flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0;
    const stream = exchange.owner;
    if (stream === null) {
      if (this.closed) {
        this[kConnection].reset(exchange, constants.NGHTTP2_REFUSED_STREAM);
        return;
      }
      const made = this[kNewStream](exchange, headers, isEnd);
      if (isEnd) made[kState].endAfterHeaders = true;
      const side = this.#side;
      if (isHeard(side, 'created')) tell(side, 'created', { stream: made, headers });
      if (isHeard(side, 'start')) tell(side, 'start', { stream: made, headers });
      process.nextTick(() => this.emit('stream', made, headers, flags, list));
      return;
    }
    const status = headers[':status'];
    let event = isEnd ? 'trailers' : 'headers';
    if (category === constants.NGHTTP2_HCAT_RESPONSE) event = !isEnd && status >= 100 && status < 200 ? 'headers' : 'response';
    else if (category === constants.NGHTTP2_HCAT_PUSH_RESPONSE) event = 'push';
    else if (status >= 200) event = 'response';
    if ((event === 'response' || event === 'push') && isHeard('client', 'finish')) tell('client', 'finish', { stream, headers, flags });
    if (status === HTTP_STATUS_MISDIRECTED_REQUEST && this.encrypted) this.#origins().delete(stream.requestOrigin);
    stream.receivedHeaders(event, headers, flags, list);
  }
  onSettings() {
    if (this.destroyed) return;
    this[kTouch]();
    this.#remoteSettings = undefined;
    if (this.listenerCount('remoteSettings') > 0) this.emit('remoteSettings', this.remoteSettings);
  }
  onPing(payload) {
    if (this.destroyed) return;
    this[kTouch]();
    this.emit('ping', payload);
  }
  onGoaway(code, lastId, opaque) {
    if (this.destroyed) return;
    const state = this[kState];
    state.goawayCode = code;
    state.goawayLastStreamID = lastId;
    this.emit('goaway', code, lastId, opaque);
    if (code === NGHTTP2_NO_ERROR) this.close();
    else this.destroy(failure('SESSION_ERROR', code), NGHTTP2_NO_ERROR);
  }
  onAltsvc(id, origin, value) {
    if (this.destroyed) return;
    this[kTouch]();
    this.emit('altsvc', value, origin, id);
  }
  onOrigin(origins) {
    if (this.destroyed) return;
    this[kTouch]();
    if (!this.encrypted) return;
    const set = this.#origins();
    for (const origin of origins) {
      if (set.size >= (this.maxOriginSetSize ?? 128)) {
        this.destroy(failure('TOO_MANY_ORIGINS', this.maxOriginSetSize ?? 128));
        return;
      }
      set.add(origin);
    }
    this.emit('origin', origins);
  }
  onFrameError(exchange, type, code) {
    if (this.destroyed) return;
    const stream = exchange.owner;
    (stream ?? this).emit('frameError', type, code, exchange.id);
    setImmediate(() => {
      stream?.close(code);
      this.close();
    });
  }
  onProtocolError(error) {
    this.destroy(error);
  }
  onFlushed() {
    if (this.closed && !this.destroyed) this[kMaybeDestroy]();
  }

  // ---- state

  get #side() { return this.#type === NGHTTP2_SESSION_SERVER ? 'server' : 'client'; }
  get encrypted() { return this.#encrypted; }
  get alpnProtocol() { return this.#alpnProtocol; }
  get connecting() { return !this[kState].isReady; }
  get closed() { return this[kState].isClosed; }
  get destroyed() { return this[kState].isDestroyed; }
  get type() { return this.#type; }
  get goawayCode() { return this[kState].goawayCode || NGHTTP2_NO_ERROR; }
  get goawayLastStreamID() { return this[kState].goawayLastStreamID || 0; }
  get pendingSettingsAck() { return this[kState].pendingAck > 0; }
  get bufferSize() { return this[kConnection]?.queuedBytes ?? 0; }
  get originSet() {
    if (!this.encrypted || this.destroyed) return undefined;
    return Array.from(this.#origins());
  }
  #origins() {
    const state = this[kState];
    if (state.originSet === undefined) {
      const { servername, remoteFamily, remoteAddress, remotePort } = this[kSocket];
      const address = remoteFamily === 'IPv6' ? `[${remoteAddress}]` : remoteAddress;
      const host = servername === null || servername === false ? address : servername;
      state.originSet = new Set([new URL(`https://${host}${remotePort == null ? '' : `:${remotePort}`}`).origin]);
    }
    return state.originSet;
  }
  get socket() {
    this.#view ??= new Proxy(this, socketView);
    return this.#view;
  }
  get state() {
    if (this.connecting || this.destroyed) return {};
    const connection = this[kConnection];
    return {
      effectiveLocalWindowSize: connection.localWindow, effectiveRecvDataLength: connection.received, nextStreamID: connection.nextId,
      localWindowSize: connection.localWindow + connection.windowReduction - connection.received, lastProcStreamID: connection.lastPeerId, remoteWindowSize: connection.sendWindow,
      outboundQueueSize: connection.writer.length > 0 ? 1 : 0, deflateDynamicTableSize: connection.encoder.tableSize,
      inflateDynamicTableSize: connection.decoder.tableSize,
    };
  }
  get localSettings() {
    if (this.#localSettings !== undefined) return this.#localSettings;
    if (this.destroyed || this.connecting) return {};
    this.#localSettings = this[kConnection].local.toObject();
    return this.#localSettings;
  }
  get remoteSettings() {
    if (this.#remoteSettings !== undefined) return this.#remoteSettings;
    if (this.destroyed || this.connecting) return {};
    this.#remoteSettings = this[kConnection].remote.toObject();
    return this.#remoteSettings;
  }
  [kTouch]() {
    if (!this.destroyed) this[kState].timer?.refresh();
  }
  _onTimeout() {
    timedOut(this, this);
  }
  [require('util').inspect.custom](depth, options) {
    if (typeof depth === 'number' && depth < 0) return this;
    const { type, closed, destroyed, state, localSettings, remoteSettings } = this;
    return `Http2Session ${require('util').format({ type, closed, destroyed, state, localSettings, remoteSettings })}`;
  }

  // ---- what is asked for

  #check() {
    if (this.destroyed) throw failure('INVALID_SESSION');
  }
  #onceReady(act) {
    if (this.connecting) this.once('connect', act);
    else act();
  }
  settings(settings, callback) {
    this.#check();
    checkObject(settings, 'settings');
    checkSettings(settings);
    if (callback) checkFunction(callback, 'callback');
    this[kState].pendingAck++;
    const copy = { ...settings };
    this.#onceReady(() => {
      if (this.destroyed) return;
      this[kTouch]();
      const isSent = this[kConnection].settings(copy, once('HTTP2SETTINGS', (isKnown, duration) => {
        this[kState].pendingAck--;
        this.#localSettings = undefined;
        if (!isKnown) {
          callback?.(failure('SETTINGS_CANCEL'));
          return;
        }
        const local = this.localSettings;
        callback?.(null, local, duration);
        this.emit('localSettings', local);
      }));
      if (!isSent) this.destroy(failure('MAX_PENDING_SETTINGS_ACK'));
    });
  }
  ping(payload, callback) {
    this.#check();
    let [bytes, done] = [payload, callback];
    if (typeof payload === 'function') [bytes, done] = [undefined, payload];
    if (bytes) {
      checkBuffer(bytes, 'payload');
      if (bytes.byteLength !== 8) throw failure('PING_LENGTH');
    }
    checkFunction(done, 'callback');
    const answered = once('HTTP2PING', (isAnswered, duration, received) => {
      if (isAnswered) done(null, duration, received);
      else done(failure('PING_CANCEL'));
    });
    if (this.connecting || this.closed) {
      process.nextTick(answered, false);
      return undefined;
    }
    const isSent = this[kConnection].ping(bytes || undefined, answered);
    if (!isSent) process.nextTick(answered, false);
    return isSent;
  }
  goaway(code = NGHTTP2_NO_ERROR, lastStreamID = 0, opaqueData = undefined) {
    this.#check();
    if (opaqueData !== undefined) checkBuffer(opaqueData, 'opaqueData');
    checkNumber(code, 'code');
    checkNumber(lastStreamID, 'lastStreamID');
    this.#onceReady(() => {
      if (this.destroyed) return;
      this[kTouch]();
      this[kConnection].goaway(code, lastStreamID, opaqueData);
    });
  }
  setNextStreamID(id) {
    this.#check();
    checkNumber(id, 'id');
    if (!(id > 0 && id <= 2 ** 32 - 1)) throw outOfRange('id', '> 0 and <= 4294967295', id);
    const connection = this[kConnection];
    if (id >= connection.nextId && id % 2 === connection.nextId % 2) connection.nextId = id;
  }
  setLocalWindowSize(windowSize) {
    this.#check();
    if (typeof windowSize !== 'number') throw invalidArgument('windowSize', 'of type number', windowSize);
    if (!Number.isInteger(windowSize)) throw outOfRange('windowSize', 'an integer', windowSize);
    if (windowSize < 0 || windowSize > 2147483647) throw outOfRange('windowSize', '>= 0 && <= 2147483647', windowSize);
    this[kConnection].setLocalWindowSize(windowSize);
  }
  destroy(error = NGHTTP2_NO_ERROR, code = undefined) {
    if (this.destroyed) return;
    let [reason, with_] = [error, code];
    if (typeof error === 'number') [reason, with_] = [error === NGHTTP2_NO_ERROR ? undefined : failure('SESSION_ERROR', error), error];
    if (with_ === undefined && reason != null) with_ = NGHTTP2_INTERNAL_ERROR;
    closeSession(this, with_ ?? NGHTTP2_NO_ERROR, reason);
  }
  close(callback) {
    if (this.closed || this.destroyed) return;
    this[kState].isClosed = true;
    if (typeof callback === 'function') this.once('close', callback);
    this.goaway();
    this[kConnection]?.flush();
    this[kMaybeDestroy]();
  }
  /** Once nothing is left to do, a session that was closed ends. */
  [kMaybeDestroy](error) {
    if (error == null) {
      const { streams, pending } = this[kState];
      if (!this.closed || streams.size > 0 || pending.size > 0 || this[kConnection]?.hasPendingData) return;
    }
    this.destroy(error);
  }
  [kFinish](error) {
    const socket = this[kSocket];
    this[kSocket] = undefined;
    this[kConnection] = undefined;
    this[kResource]?.emitDestroy();
    this.forgotten?.();
    if (socket !== undefined) {
      socket[kBound] = undefined;
      if (socket.stream) socket.stream[kBound] = undefined;
    }
    if (socket === undefined || socket.destroyed) {
      process.nextTick(emitClose, this, error);
      return;
    }
    socket.on('close', () => emitClose(this, error));
    if (this.closed) socket.resume();
    socket.end(() => {
      if (!this.closed) setImmediate(() => socket.destroy());
    });
    // Who does not end its side is not waited for forever.
    setTimeout(() => socket.destroy(), 2000).unref();
  }
  ref() {
    this[kSocket]?.ref();
  }
  unref() {
    this[kSocket]?.unref();
  }
  [EventEmitter.captureRejectionSymbol](error, event, ...args) {
    if (event === 'stream') args[0].destroy(error);
    else this.destroy(error);
  }
}
Object.defineProperty(Http2Session.prototype, 'setTimeout', { value: setIdleTimeout, configurable: true, enumerable: true, writable: true });

module.exports = { Http2Session, resourceOf, setIdleTimeout, timedOut, kConnection, kSocket, kState, kTouch, kMaybeDestroy, kNewStream };
