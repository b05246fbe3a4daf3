// A connection of HTTP/2: its streams, windows and settings, and what it sends (RFC 9113). It knows no events;
// what happens is told to its host (the session), and to the owners of its streams.
'use strict';

const { TYPE, FLAG, PREFACE } = require('internal/http2/frames');
const FrameWriter = require('internal/http2/frame_writer');
const FrameReader = require('internal/http2/frame_reader');
const { Encoder, Decoder } = require('internal/http2/hpack');
const { Settings, entriesOf, packed } = require('internal/http2/settings');
const { sessionTimes, streamTimes } = require('internal/http2/measures');
const { limitsOf } = require('internal/http2/limits');
const { protocolError } = require('internal/http2/errors');
const { constants: { NGHTTP2_NO_ERROR, NGHTTP2_FLOW_CONTROL_ERROR, NGHTTP2_REFUSED_STREAM } } = require('internal/http2/constants');

const DEFAULT_WINDOW = 65535;
const MAX_WINDOW = 2 ** 31 - 1;
const MAX_ID = 2 ** 31 - 1;
/** Octets that are given to a socket that has not said that it takes no more. */
const HIGH_WATER = 64 * 1024;
const NOTHING = Buffer.alloc(0);
/** Pieces shorter than this share a frame. */
const SMALL = 4096;

/** One exchange: what the connection knows of a stream. The owner is the stream of the program. */
class Exchange {
  owner = null;
  id;
  isLocal;
  /** Has its first frame been sent or received? */
  isActive = false;
  isReserved = false;
  /** Has this side sent its fields, so that data may follow? */
  hasBegun = false;
  localEnd = false;
  remoteEnd = false;
  isClosed = false;
  /** What may be sent, and what this side allows. */
  sendWindow;
  localWindow;
  /** Octets received that the other side was not told to be free again; those among them that nobody has asked for. */
  received = 0;
  unread = 0;
  isReading = false;
  /** Data that waits to be sent: `[bytes, callback]`. */
  queue = [];
  queued = 0;
  isEnding = false;
  whenEnded = null;
  wantsTrailers = false;
  trailersAsked = false;
  /** A code with which it is to be reset once its data has had its chance. */
  resetCode = -1;
  expectedLength = -1;
  bodyLength = 0;
  hadInfo = false;
  /** What is measured, if somebody wants to know. */
  times = null;
  hasResponse = false;
  isConnect = false;
  isHead = false;
  constructor(id, isLocal, sendWindow, localWindow) {
    this.id = id;
    this.isLocal = isLocal;
    this.sendWindow = sendWindow;
    this.localWindow = localWindow;
  }
  get state() {
    if (this.isClosed) return 7;
    if (this.isReserved) return this.isLocal ? 3 : 4;
    if (this.localEnd) return 5;
    if (this.remoteEnd) return 6;
    return this.isActive ? 2 : 1;
  }
}

class Connection {
  host;
  isServer;
  limits;
  options;
  exchanges = new Map();
  local = new Settings();
  remote = new Settings();
  /** Settings sent that are not acknowledged: `{ entries, callback, since }`. */
  pendingSettings = [];
  pings = [];
  encoder;
  decoder = new Decoder();
  writer = new FrameWriter();
  reader;
  sendWindow = DEFAULT_WINDOW;
  localWindow = DEFAULT_WINDOW;
  received = 0;
  windowReduction = 0;
  nextId;
  lastPeerId = 0;
  lastLocalId = 0;
  /** Streams that count against the limits of either side. */
  activeLocal = 0;
  activeRemote = 0;
  reservedRemote = 0;
  /** Requests that wait for the other side to allow more streams. */
  waiting = [];
  remoteMaxStreams;
  acknowledgements = 0;
  unreadBytes = 0;
  queuedBytes = 0;
  goawaySent = false;
  goawayLastId = MAX_ID;
  isTerminated = false;
  isDestroyed = false;
  #socket;
  #scheduled = false;
  #isFlushing = false;
  #isBlocked = false;
  #sending = new Set();
  #resetting = [];
  #closing = [];
  /** Callbacks of data that is on its way to the socket. */
  #written = 0;
  chunksSent = 0;
  /** What is measured, if somebody wants to know. */
  times = null;

  constructor(socket, isServer, options, host) {
    this.host = host;
    this.isServer = isServer;
    this.options = options;
    this.limits = limitsOf(options, isServer);
    this.encoder = new Encoder(this.limits.maxDeflateDynamicTableSize);
    this.nextId = isServer ? 2 : 1;
    this.remoteMaxStreams = typeof options.peerMaxConcurrentStreams === 'number' ? options.peerMaxConcurrentStreams : 100;
    this.#socket = socket;
    this.reader = new FrameReader(this);
    this.times = sessionTimes();
    if (!isServer) this.writer.raw(PREFACE);
    socket.on('drain', () => {
      this.#isBlocked = false;
      this.acknowledgements = 0;
      this.#flush();
    });
  }

  // ---- streams

  createExchange(id, isLocal) {
    const exchange = new Exchange(id, isLocal, this.remote.get(4), this.local.get(4));
    this.exchanges.set(id, exchange);
    if (this.times !== null) {
      exchange.times = streamTimes();
      this.times.streamBegan(this.exchanges.size);
    }
    return exchange;
  }
  activate(exchange) {
    exchange.isActive = true;
    if (exchange.isLocal) this.activeLocal++;
    else this.activeRemote++;
  }
  /** The exchange is over; its owner is told once what was sent is on its way. */
  close(exchange, code, byPeer = false) {
    if (exchange.isClosed) return;
    exchange.isClosed = true;
    this.exchanges.delete(exchange.id);
    this.#sending.delete(exchange);
    if (exchange.times !== null) {
      this.times.streamOver(performance.now() - exchange.times.start);
      exchange.times.publish(exchange.id);
    }
    if (exchange.isActive) {
      if (exchange.isLocal) this.activeLocal--;
      else this.activeRemote--;
    }
    if (exchange.isReserved && !exchange.isLocal) this.reservedRemote--;
    this.unreadBytes -= exchange.unread;
    exchange.unread = 0;
    this.queuedBytes -= exchange.queued;
    exchange.queued = 0;
    for (const [, callback] of exchange.queue.splice(0)) process.nextTick(callback);
    const { whenEnded } = exchange;
    exchange.whenEnded = null;
    whenEnded?.();
    exchange.owner?.closedByConnection(code, byPeer);
    this.#startWaiting();
  }
  closeIfOver(exchange) {
    if (exchange.localEnd && exchange.remoteEnd) this.close(exchange, NGHTTP2_NO_ERROR);
  }

  /** Bytes held for streams, on both ways. */
  get heldMemory() { return this.unreadBytes + this.queuedBytes + this.writer.length + this.#socket.writableLength + this.exchanges.size * 1024; }
  get hasPendingData() { return this.writer.length > 0 || this.#sending.size > 0 || this.#resetting.length > 0 || this.#written > 0; }

  // ---- what is sent on behalf of streams

  /** A request of a client. Gives the exchange; undefined if there is no number left. */
  request(list, isEnd, wantsTrailers) {
    if (this.nextId > MAX_ID) return undefined;
    const exchange = this.createExchange(this.nextId, true);
    this.lastLocalId = this.nextId;
    this.nextId += 2;
    exchange.wantsTrailers = wantsTrailers;
    exchange.isHead = list[list.indexOf(':method') + 1] === 'HEAD';
    exchange.isConnect = list[list.indexOf(':method') + 1] === 'CONNECT';
    const start = () => {
      this.activate(exchange);
      exchange.hasBegun = true;
      if (isEnd && !wantsTrailers) exchange.localEnd = true;
      if (!this.#sendFields(exchange, list, exchange.localEnd)) return;
      this.wantToSend(exchange);
    };
    exchange.isEnding = isEnd;
    if (this.activeLocal >= this.remoteMaxStreams || this.waiting.length > 0) this.waiting.push([exchange, start]);
    else start();
    return exchange;
  }
  #startWaiting() {
    while (this.waiting.length > 0 && this.activeLocal < this.remoteMaxStreams && !this.isTerminated) {
      const [exchange, start] = this.waiting.shift();
      if (!exchange.isClosed) start();
    }
  }
  allowsStreams(count) {
    this.remoteMaxStreams = count;
    this.#startWaiting();
  }
  #sendFields(exchange, list, isEnd, promised = 0) {
    let length = 0;
    for (let i = 0; i < list.length; i++) length += list[i].length;
    if (length + list.length * 6 > this.limits.maxSendHeaderBlockLength) {
      process.nextTick(() => {
        this.host.onFrameError(exchange, promised === 0 ? TYPE.HEADERS : TYPE.PUSH_PROMISE, 6);
        // A request that was never made is over.
        if (exchange.isLocal && !this.isServer) this.close(exchange, NGHTTP2_REFUSED_STREAM);
      });
      return false;
    }
    const block = this.encoder.encode(list, list.sensitive);
    const maxFrame = this.remote.get(5);
    const padding = this.#paddingOf(block.length, Math.min(maxFrame - 5, 16384));
    this.writer.fields(promised === 0 ? TYPE.HEADERS : TYPE.PUSH_PROMISE, exchange.id, block, isEnd ? FLAG.END_STREAM : 0, maxFrame, promised, padding);
    this.schedule();
    return true;
  }
  respond(exchange, list, isEnd, wantsTrailers) {
    // What ends with its first headers has no trailers.
    exchange.wantsTrailers = wantsTrailers && !isEnd;
    if (exchange.isReserved) {
      exchange.isReserved = false;
      this.activate(exchange);
    }
    exchange.hasBegun = true;
    if (!this.#sendFields(exchange, list, isEnd)) return;
    if (isEnd) {
      const { whenEnded } = exchange;
      exchange.whenEnded = null;
      if (whenEnded !== null) process.nextTick(whenEnded);
      this.#ended(exchange);
    } else this.wantToSend(exchange);
  }
  info(exchange, list) {
    this.#sendFields(exchange, list, false);
  }
  trailers(exchange, list) {
    exchange.wantsTrailers = false;
    if (list.length === 0) this.writer.data(exchange.id, NOTHING, true, 0);
    else if (!this.#sendFields(exchange, list, true)) return;
    this.schedule();
    this.#ended(exchange);
  }
  /** The exchange of a promise; a reason if there cannot be one. */
  push(parent, list) {
    if (this.nextId > MAX_ID) return -509;
    if (parent.isClosed) return -510;
    const exchange = this.createExchange(this.nextId, true);
    this.nextId += 2;
    exchange.isReserved = true;
    exchange.remoteEnd = true;
    this.#sendFields(parent, list, false, exchange.id);
    return exchange;
  }
  write(exchange, bytes, callback) {
    if (exchange.isClosed) {
      process.nextTick(callback);
      return;
    }
    exchange.queue.push([bytes, callback]);
    exchange.queued += bytes.length;
    this.queuedBytes += bytes.length;
    this.wantToSend(exchange);
  }
  end(exchange, callback) {
    if (exchange.isClosed || exchange.localEnd) {
      callback();
      return;
    }
    exchange.isEnding = true;
    exchange.whenEnded = callback;
    this.wantToSend(exchange);
  }
  wantToSend(exchange) {
    if (exchange.queue.length === 0 && !exchange.isEnding) return;
    if (!exchange.isActive || !exchange.hasBegun || exchange.localEnd) return;
    this.#sending.add(exchange);
    this.schedule();
  }
  /** Resets a stream: it is closed when the frame is on its way. */
  reset(exchange, code) {
    if (exchange.isClosed || exchange.resetCode >= 0) return;
    exchange.resetCode = code;
    this.#resetting.push(exchange);
    this.schedule();
  }
  /** Resets a stream that nobody knows of. */
  refuse(id, code) {
    this.writer.reset(id, code);
    this.schedule();
  }
  #ended(exchange) {
    exchange.localEnd = true;
    this.#sending.delete(exchange);
    if (exchange.remoteEnd) this.#closing.push(exchange);
  }

  // ---- settings

  knowsRemote = false;
  since(then) { return performance.now() - then; }
  /** The other side goes by these settings of this side from now on. */
  applyLocal(entries) {
    for (const [id, value] of entries) {
      if (id === 4) {
        const change = value - this.local.get(4);
        for (const exchange of this.exchanges.values()) exchange.localWindow += change;
      } else if (id === 1) {
        this.decoder.setAllowedTableSize(value);
      }
      this.local.set(id, value);
    }
  }
  /** Streams that the other side may open by settings that it has not acknowledged yet. */
  pendingMaxStreams() {
    let most = this.local.get(3);
    for (const { entries } of this.pendingSettings) for (const [id, value] of entries) if (id === 3) most = Math.min(most, value);
    return most;
  }

  // ---- what is sent for the connection

  settings(settings, callback) {
    if (this.pendingSettings.length >= this.limits.maxOutstandingSettings) return false;
    const entries = entriesOf(settings);
    // What is larger is taken at once, because the other side may use it before it is said to be known.
    for (const [id, value] of entries) if (Settings.isCustom(id)) this.local.set(id, value);
    this.pendingSettings.push({ entries, callback, since: performance.now() });
    this.writer.frame(TYPE.SETTINGS, 0, 0, packed(entries));
    this.schedule();
    return true;
  }
  ping(payload, callback) {
    if (this.pings.length >= this.limits.maxOutstandingPings) return false;
    const bytes = payload === undefined ? Buffer.from(new Float64Array([performance.now()]).buffer) : Buffer.from(payload.buffer, payload.byteOffset, 8);
    this.pings.push({ callback, since: performance.now() });
    this.writer.frame(TYPE.PING, 0, 0, bytes);
    this.schedule();
    return true;
  }
  goaway(code, lastId, opaque) {
    const last = lastId > 0 ? lastId : this.lastPeerId;
    this.goawaySent = true;
    this.goawayLastId = Math.min(this.goawayLastId, last);
    this.writer.goaway(last, code, opaque === undefined ? undefined : Buffer.from(opaque.buffer, opaque.byteOffset, opaque.byteLength));
    this.schedule();
  }
  /** Acknowledges; a peer that sends without reading is not served without end. */
  acknowledge(type, payload) {
    if (++this.acknowledgements > this.limits.maxWaitingAcknowledgements) throw protocolError('FLOODED');
    this.writer.frame(type, FLAG.ACK, 0, payload);
    this.schedule();
  }
  /** The last that is said: nothing is read any more. */
  terminate(code) {
    if (this.isTerminated) return;
    this.isTerminated = true;
    this.goawaySent = true;
    this.writer.goaway(this.lastPeerId, code);
    this.schedule();
  }
  frame(type, id, payload) {
    this.writer.frame(type, 0, id, payload);
    this.schedule();
  }

  // ---- flow control

  setLocalWindowSize(size) {
    const change = size - this.localWindow;
    this.localWindow = size;
    // What was allowed cannot be taken back: it is not renewed.
    if (change < 0) this.windowReduction -= change;
    if (change > 0) {
      this.writer.windowUpdate(0, change);
      this.schedule();
    }
  }
  /** The other side may send so many octets more on the connection. */
  consumeConnection(given) {
    const kept = Math.min(given, this.windowReduction);
    this.windowReduction -= kept;
    this.received += given - kept;
    if (this.received * 2 >= this.localWindow && this.#mayRenew(this)) {
      this.writer.windowUpdate(0, this.received);
      this.received = 0;
      this.schedule();
    }
  }
  /** Whose windows were renewed by what is not sent yet, and who among them has asked again. */
  #renewed = new Map();
  /** A window is renewed once until the other side can know: who sends more than was allowed is found. */
  #mayRenew(owner) {
    const isFirst = !this.#renewed.has(owner);
    this.#renewed.set(owner, !isFirst);
    return isFirst;
  }
  #renewAgain() {
    if (this.#renewed.size === 0) return;
    const renewed = this.#renewed;
    this.#renewed = new Map();
    for (const [owner, hasAsked] of renewed) {
      if (!hasAsked) continue;
      if (owner === this) this.consumeConnection(0);
      else this.consume(owner, 0);
    }
  }
  consume(exchange, count) {
    exchange.received += count;
    if (exchange.isClosed || exchange.remoteEnd || exchange.received === 0) return;
    if (exchange.received * 2 >= exchange.localWindow && this.#mayRenew(exchange)) {
      this.writer.windowUpdate(exchange.id, exchange.received);
      exchange.received = 0;
      this.schedule();
    }
  }
  startReading(exchange) {
    exchange.isReading = true;
    const { unread } = exchange;
    if (unread === 0) return;
    exchange.unread = 0;
    this.unreadBytes -= unread;
    this.consume(exchange, unread);
  }
  stopReading(exchange) {
    exchange.isReading = false;
  }
  /** The initial window of the other side has changed: so have those of all streams. False if one overflows. */
  changeSendWindows(change) {
    for (const exchange of this.exchanges.values()) {
      exchange.sendWindow += change;
      if (exchange.sendWindow > MAX_WINDOW) return false;
      if (change > 0) this.wantToSend(exchange);
    }
    return true;
  }
  growSendWindow(exchange, increment) {
    if (exchange.sendWindow + increment > MAX_WINDOW) {
      this.reset(exchange, NGHTTP2_FLOW_CONTROL_ERROR);
      return;
    }
    exchange.sendWindow += increment;
    this.wantToSend(exchange);
  }

  // ---- to the socket

  receive(chunk) {
    if (this.isDestroyed) return;
    this.reader.receive(chunk);
  }
  schedule() {
    if (this.#scheduled || this.isDestroyed) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#flush();
    });
  }
  /** Sends at once what may be sent, rather than in the next turn. */
  flush() {
    this.#flush();
  }
  /** Sends all that may be sent now. */
  #flush() {
    if (this.isDestroyed || this.#isFlushing) return;
    this.#isFlushing = true;
    const socket = this.#socket;
    const callbacks = [];
    if (!this.#isBlocked) {
      let room = Math.max(0, HIGH_WATER - socket.writableLength);
      const maxFrame = Math.min(this.remote.get(5), 16384);
      // One frame of each stream in turn.
      for (let isBusy = true; isBusy && room > 0;) {
        isBusy = false;
        for (const exchange of this.#sending) {
          const sent = this.#sendData(exchange, maxFrame, callbacks);
          if (sent < 0) continue;
          room -= sent + 9;
          isBusy = true;
          if (room <= 0) break;
        }
      }
    }
    for (const exchange of this.#resetting.splice(0)) {
      if (exchange.isClosed) continue;
      if (!this.isTerminated && (exchange.isActive || exchange.isReserved)) this.writer.reset(exchange.id, exchange.resetCode);
      for (const [, callback] of exchange.queue.splice(0)) callbacks.push(callback);
      exchange.localEnd = true;
      this.#closing.push(exchange);
    }
    this.#hand(callbacks);
    this.#isFlushing = false;
    for (const exchange of this.#closing.splice(0)) this.close(exchange, Math.max(exchange.resetCode, 0));
    this.host.onFlushed();
  }
  /** One frame of DATA; -1 if there is nothing that may be sent. */
  #sendData(exchange, maxFrame, callbacks) {
    const { queue } = exchange;
    if (queue.length === 0) {
      if (!exchange.isEnding) {
        this.#sending.delete(exchange);
        return -1;
      }
      if (exchange.wantsTrailers) {
        this.#askForTrailers(exchange);
        return -1;
      }
      this.writer.data(exchange.id, NOTHING, true, 0);
      this.#finish(exchange, callbacks);
      return 0;
    }
    const window = Math.min(this.sendWindow, exchange.sendWindow);
    if (queue.length > 1 && queue[0][0].length < SMALL) gather(queue, maxFrame);
    const [bytes, callback] = queue[0];
    if (window <= 0 && bytes.length > 0) {
      this.#sending.delete(exchange);
      if (this.sendWindow <= 0) this.#starved.add(exchange);
      return -1;
    }
    const count = Math.min(bytes.length, window, maxFrame);
    const isWhole = count === bytes.length;
    if (isWhole) {
      queue.shift();
      callbacks.push(callback);
    } else {
      queue[0][0] = bytes.subarray(count);
    }
    const isLast = isWhole && queue.length === 0 && exchange.isEnding && !exchange.wantsTrailers;
    const padding = Math.max(0, Math.min(this.#paddingOf(count, maxFrame), window - count));
    this.writer.data(exchange.id, isWhole ? bytes : bytes.subarray(0, count), isLast, padding);
    exchange.queued -= count;
    this.queuedBytes -= count;
    exchange.sendWindow -= count + padding;
    this.sendWindow -= count + padding;
    this.chunksSent++;
    exchange.times?.dataSent(count);
    if (isLast) this.#finish(exchange, callbacks);
    else if (queue.length === 0 && exchange.isEnding && exchange.wantsTrailers) this.#askForTrailers(exchange);
    else if (queue.length === 0 && !exchange.isEnding) this.#sending.delete(exchange);
    return count + padding;
  }
  /** Streams that wait for the window of the connection. */
  #starved = new Set();
  growConnectionWindow(increment) {
    if (this.sendWindow + increment > MAX_WINDOW) throw protocolError('FLOW_CONTROL');
    this.sendWindow += increment;
    for (const exchange of this.#starved) if (!exchange.isClosed) this.wantToSend(exchange);
    this.#starved.clear();
  }
  #askForTrailers(exchange) {
    this.#sending.delete(exchange);
    const { whenEnded } = exchange;
    exchange.whenEnded = null;
    whenEnded?.();
    if (exchange.trailersAsked) return;
    exchange.trailersAsked = true;
    setImmediate(() => exchange.owner?.wantsTrailersNow());
  }
  #finish(exchange, callbacks) {
    const { whenEnded } = exchange;
    exchange.whenEnded = null;
    if (whenEnded !== null) callbacks.push(whenEnded);
    this.#ended(exchange);
  }
  #paddingOf(length, maxFrame) {
    switch (this.options.paddingStrategy) {
      case 1: {
        const rest = (length + 9) % 8;
        return rest === 0 ? 0 : Math.min(8 - rest, maxFrame - length);
      }
      case 2:
        return Math.max(0, Math.min(256, maxFrame - length));
      default:
        return 0;
    }
  }
  #hand(callbacks) {
    const socket = this.#socket;
    const buffers = this.writer.take();
    this.#renewAgain();
    const done = (error) => {
      for (const callback of callbacks) callback(error);
    };
    if (buffers.length === 0 || socket.destroyed || socket.writableEnded) {
      if (callbacks.length > 0) process.nextTick(done);
      return;
    }
    this.#written++;
    const written = (error) => {
      this.#written--;
      done(error);
      if (this.isDestroyed) return;
      // There was not room for all.
      if (this.#sending.size > 0) this.schedule();
      this.host.onFlushed();
    };
    let bytes = buffers[0];
    if (buffers.length > 1) bytes = Buffer.concat(buffers);
    if (!socket.write(bytes, written)) this.#isBlocked = true;
    else this.acknowledgements = 0;
  }

  /** The end: what waits is sent with a GOAWAY, unless the socket is gone. `done` is called afterwards. */
  destroy(code, isSocketGone, done) {
    if (!isSocketGone) {
      this.terminate(code);
      this.#isBlocked = false;
      this.#flush();
    }
    this.isDestroyed = true;
    for (const { callback } of this.pings.splice(0)) process.nextTick(callback, false, 0);
    this.pendingSettings = [];
    for (const exchange of this.exchanges.values()) exchange.times?.publish(exchange.id);
    this.exchanges.clear();
    this.times?.publish(this.isServer, this.writer, this.reader);
    if (this.#written === 0) done();
    else setImmediate(done);
  }
}

/** Small pieces at the front of a queue become one, of a frame at most. */
function gather(queue, most) {
  let count = 0;
  let length = 0;
  while (count < queue.length && length + queue[count][0].length <= most) length += queue[count++][0].length;
  if (count < 2) return;
  const taken = queue.splice(0, count);
  queue.unshift([Buffer.concat(taken.map(([bytes]) => bytes), length), (error) => {
    for (const [, callback] of taken) callback(error);
  }]);
}

module.exports = Connection;
