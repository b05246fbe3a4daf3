// What received frames mean for a connection. What the other side must not do is an error of the stream, which
// is reset, or of the connection, which is terminated (RFC 9113, section 5.4).
'use strict';

const { TYPE, FLAG, PREFACE, FrameSplitter } = require('internal/http2/frames');
const { CompressionError } = require('internal/http2/hpack');
const { ReceivedFields } = require('internal/http2/headers');
const { protocolError } = require('internal/http2/errors');

const CODE = { PROTOCOL: 1, INTERNAL: 2, FLOW_CONTROL: 3, STREAM_CLOSED: 5, FRAME_SIZE: 6, REFUSED: 7, COMPRESSION: 9, CALM: 11 };
/** With which code a connection is terminated for an error. */
const CODE_OF_ERRNO = { '-505': 1, '-510': 5, '-522': 6, '-523': 9, '-524': 3, '-536': 1, '-537': 11, '-904': 2, '-905': 2, '-902': 2, '-903': 2 };
const CATEGORY = { REQUEST: 0, RESPONSE: 1, PUSH_RESPONSE: 2, HEADERS: 3 };
const MAX_WINDOW = 2 ** 31 - 1;
const NOTHING = Buffer.alloc(0);

/** Lengths that frames of a type have; others are of any length. */
const LENGTHS = { [TYPE.PRIORITY]: 5, [TYPE.RST_STREAM]: 4, [TYPE.PING]: 8, [TYPE.WINDOW_UPDATE]: 4 };

class FrameReader {
  #connection;
  #splitter = new FrameSplitter(this);
  /** Octets of the preface still to come. */
  #preface;
  #hasSettings = false;
  /** A block of fields that is going on: `{ id, parts, continuations, flags, promised }`. */
  #block = null;
  /** The exchange whose DATA is coming. */
  #exchange = null;
  framesReceived = 0;
  bytesReceived = 0;
  #invalidFrames = 0;
  #rejectedStreams = 0;
  /** Programs are told first: the rest is read afterwards. */
  isWaiting = false;
  #rest = [];
  constructor(connection) {
    this.#connection = connection;
    this.#preface = connection.isServer ? PREFACE.length : 0;
  }

  receive(chunk) {
    this.bytesReceived += chunk.length;
    if (this.#connection.isTerminated) return;
    if (this.isWaiting) {
      this.#rest.push(chunk);
      return;
    }
    this.#read(chunk, 0);
  }
  #read(chunk, start) {
    const connection = this.#connection;
    let at = start;
    try {
      while (this.#preface > 0 && at < chunk.length) {
        if (chunk[at++] !== PREFACE[PREFACE.length - this.#preface]) throw protocolError('BAD_CLIENT_MAGIC');
        this.#preface--;
      }
      at = this.#splitter.push(chunk, at);
    } catch (error) {
      if (error.errno === undefined || CODE_OF_ERRNO[error.errno] === undefined) throw error;
      connection.terminate(CODE_OF_ERRNO[error.errno]);
      connection.host.onProtocolError(error);
      return;
    }
    if (this.isWaiting) {
      if (at < chunk.length) this.#rest.unshift(chunk.subarray(at));
      process.nextTick(() => this.#goOn());
    }
  }
  #goOn() {
    this.isWaiting = false;
    while (this.#rest.length > 0 && !this.isWaiting && !this.#stopped) this.#read(this.#rest.shift(), 0);
    if (this.#stopped) this.#rest = [];
  }
  get #stopped() { return this.#connection.isTerminated || this.#connection.isDestroyed; }

  /** An error of the connection. */
  fail(name) {
    throw protocolError(name in ERRORS ? name : 'PROTO');
  }
  #invalid() {
    if (this.#invalidFrames++ > this.#connection.limits.maxSessionInvalidFrames) throw protocolError('CALLBACK_FAILURE', 'ERR_HTTP2_TOO_MANY_INVALID_FRAMES');
  }
  /** An error of a stream. */
  #reset(exchange, code) {
    this.#invalid();
    if (!this.#connection.limits.glitches.take()) throw protocolError('FLOODED');
    this.#connection.reset(exchange, code);
  }
  /** Has a stream never been used? */
  #isIdle(id) {
    const connection = this.#connection;
    const isLocal = (id % 2 === 1) !== connection.isServer;
    return isLocal ? id >= connection.nextId : id > connection.lastPeerId;
  }

  // ---- what the splitter tells

  begin(type, flags, id, length) {
    const connection = this.#connection;
    if (this.#stopped) {
      this.isWaiting = true;
      return false;
    }
    this.framesReceived++;
    if (length > connection.local.get(5) && length > 16384) this.fail('FRAME_SIZE');
    if (!this.#hasSettings) {
      if (type !== TYPE.SETTINGS || flags & FLAG.ACK) this.fail('SETTINGS_EXPECTED');
      this.#hasSettings = true;
    }
    if (this.#block !== null && (type !== TYPE.CONTINUATION || id !== this.#block.id)) this.fail('PROTO');
    const expected = LENGTHS[type];
    if (expected !== undefined && length !== expected) this.fail('FRAME_SIZE');
    switch (type) {
      case TYPE.DATA:
        return this.#beginData(flags, id, length);
      case TYPE.HEADERS: case TYPE.PRIORITY: case TYPE.RST_STREAM: case TYPE.PUSH_PROMISE:
        if (id === 0) this.fail('PROTO');
        return true;
      case TYPE.SETTINGS:
        if (id !== 0) this.fail('PROTO');
        if (length % 6 !== 0 || (flags & FLAG.ACK && length > 0)) this.fail('FRAME_SIZE');
        return true;
      case TYPE.PING:
        if (id !== 0) this.fail('PROTO');
        return true;
      case TYPE.GOAWAY:
        if (id !== 0) this.fail('PROTO');
        if (length < 8) this.fail('FRAME_SIZE');
        return true;
      case TYPE.CONTINUATION:
        if (this.#block === null) this.fail('PROTO');
        if (++this.#block.continuations > connection.limits.maxContinuations) this.fail('TOO_MANY_CONTINUATIONS');
        return true;
      case TYPE.WINDOW_UPDATE:
        return true;
      case TYPE.ALTSVC: case TYPE.ORIGIN:
        return !connection.isServer;
      default:
        // What is not known is passed over.
        return false;
    }
  }
  frame(type, flags, id, payload) {
    switch (type) {
      case TYPE.HEADERS: return this.#headers(flags, id, payload);
      case TYPE.PUSH_PROMISE: return this.#pushPromise(flags, id, payload);
      case TYPE.CONTINUATION: return this.#continuation(flags, payload);
      case TYPE.PRIORITY: return this.#priority(id, payload);
      case TYPE.RST_STREAM: return this.#resetReceived(id, payload);
      case TYPE.SETTINGS: return this.#settings(flags, payload);
      case TYPE.PING: return this.#ping(flags, payload);
      case TYPE.GOAWAY: return this.#goaway(payload);
      case TYPE.WINDOW_UPDATE: return this.#windowUpdate(id, payload);
      case TYPE.ALTSVC: return this.#altsvc(id, payload);
      default: return this.#origin(id, payload);
    }
  }

  // ---- DATA

  #beginData(flags, id, length) {
    const connection = this.#connection;
    if (id === 0) this.fail('PROTO');
    if (flags & FLAG.PADDED && length === 0) this.fail('FRAME_SIZE');
    if (connection.received + length > connection.localWindow + connection.windowReduction) {
      connection.terminate(CODE.FLOW_CONTROL);
      this.fail('PROTO');
    }
    const exchange = connection.exchanges.get(id);
    this.#exchange = null;
    if (exchange === undefined) {
      if (this.#isIdle(id)) this.fail('PROTO');
      if (!connection.limits.glitches.take()) this.fail('FLOODED');
      connection.consumeConnection(length);
      return false;
    }
    if (exchange.isReserved) this.fail('PROTO');
    if (exchange.remoteEnd) this.fail('STREAM_CLOSED');
    if (exchange.resetCode >= 0) {
      connection.consumeConnection(length);
      return false;
    }
    if (exchange.received + exchange.unread + length > exchange.localWindow) {
      connection.consumeConnection(length);
      this.#reset(exchange, CODE.FLOW_CONTROL);
      return false;
    }
    // Before the final response there is no body.
    if (!connection.isServer && !exchange.hasResponse) {
      connection.consumeConnection(length);
      this.#reset(exchange, CODE.PROTOCOL);
      return false;
    }
    if (length === 0 && !(flags & FLAG.END_STREAM)) this.#invalid();
    this.#exchange = exchange;
    return true;
  }
  data(id, piece, skipped) {
    const connection = this.#connection;
    const exchange = this.#exchange;
    const length = piece === null ? 0 : piece.length;
    connection.consumeConnection(length + skipped);
    if (exchange.isClosed || exchange.resetCode >= 0) return;
    if (skipped > 0) connection.consume(exchange, skipped);
    if (piece === null) return;
    exchange.bodyLength += length;
    if (exchange.expectedLength >= 0 && exchange.bodyLength > exchange.expectedLength) {
      this.#reset(exchange, CODE.PROTOCOL);
      return;
    }
    exchange.times?.data(length);
    exchange.unread += length;
    connection.unreadBytes += length;
    exchange.owner?.receivedData(piece);
    if (exchange.isReading && !exchange.isClosed) connection.startReading(exchange);
  }
  dataEnd(id, flags) {
    const exchange = this.#exchange;
    this.#exchange = null;
    if (!(flags & FLAG.END_STREAM) || exchange.isClosed || exchange.resetCode >= 0) return;
    this.#remoteEnd(exchange);
  }
  /** False if what was said of the length was wrong. */
  #remoteEnd(exchange) {
    if (exchange.expectedLength >= 0 && exchange.bodyLength !== exchange.expectedLength) {
      this.#reset(exchange, CODE.PROTOCOL);
      return;
    }
    exchange.remoteEnd = true;
    exchange.owner?.receivedEnd();
    this.#connection.closeIfOver(exchange);
  }

  // ---- fields

  /** Payload without padding and priority. */
  #unpadded(flags, payload, id) {
    let start = 0;
    let end = payload.length;
    if (flags & FLAG.PADDED) {
      if (payload.length === 0) this.fail('FRAME_SIZE');
      end -= payload[0];
      start = 1;
    }
    if (flags & FLAG.PRIORITY && id !== 0) {
      if (end - start < 5 && payload.length - start < 5) this.fail('FRAME_SIZE');
      if ((payload.readUInt32BE(start) & 0x7fffffff) === id) this.fail('PROTO');
      start += 5;
    }
    if (start > end) this.fail('PROTO');
    return payload.subarray(start, end);
  }
  #headers(flags, id, payload) {
    this.#startBlock(id, flags, this.#unpadded(flags, payload, id), 0);
  }
  #pushPromise(flags, id, payload) {
    const connection = this.#connection;
    if (connection.isServer) this.fail('PROTO');
    const rest = this.#unpadded(flags & FLAG.PADDED, payload, 0);
    if (rest.length < 4) this.fail('FRAME_SIZE');
    const promised = rest.readUInt32BE(0) & 0x7fffffff;
    if (connection.local.get(2) === 0 || promised === 0 || promised % 2 === 1 || promised <= connection.lastPeerId) this.fail('PROTO');
    if (this.#isIdle(id) || id % 2 === 0) this.fail('PROTO');
    this.#startBlock(id, flags & ~FLAG.END_STREAM, rest.subarray(4), promised);
  }
  #startBlock(id, flags, fragment, promised) {
    this.#block = { id, flags, parts: [fragment], promised, continuations: 0 };
    if (flags & FLAG.END_HEADERS) this.#endBlock();
  }
  #continuation(flags, payload) {
    this.#block.parts.push(payload);
    if (flags & FLAG.END_HEADERS) this.#endBlock();
  }
  #endBlock() {
    const block = this.#block;
    this.#block = null;
    const bytes = block.parts.length === 1 ? block.parts[0] : Buffer.concat(block.parts);
    if (block.promised !== 0) this.#promise(block, bytes);
    else this.#message(block, bytes);
  }
  /** Reads a block. A list of whatever kind has to be read, because it changes the table. */
  #fields(kind, bytes) {
    const { decoder, limits, local, options } = this.#connection;
    const fields = new ReceivedFields(kind, limits.maxHeaderListPairs, local.get(6), options.strictFieldWhitespaceValidation !== false);
    try {
      decoder.decode(bytes, (name, value, isSensitive) => fields.add(name, value, isSensitive));
    } catch (error) {
      if (error instanceof CompressionError) this.fail('HEADER_COMP');
      throw error;
    }
    return fields;
  }
  #message(block, bytes) {
    const connection = this.#connection;
    const { id, flags } = block;
    const exchange = connection.exchanges.get(id);
    if (exchange !== undefined) {
      this.#nextMessage(exchange, flags, bytes);
      return;
    }
    if (!connection.isServer || id % 2 === 0) {
      if (this.#isIdle(id)) this.fail('PROTO');
      this.#ignore(bytes);
      return;
    }
    if (id <= connection.lastPeerId) {
      this.#ignore(bytes);
      return;
    }
    if (connection.goawaySent && id > connection.goawayLastId) {
      this.#ignore(bytes);
      return;
    }
    connection.lastPeerId = id;
    this.#request(id, flags, bytes);
  }
  #ignore(bytes) {
    if (!this.#connection.limits.glitches.take()) this.fail('FLOODED');
    this.#fields('trailers', bytes);
  }
  #request(id, flags, bytes) {
    const connection = this.#connection;
    const fields = this.#fields('request', bytes);
    const isEnd = (flags & FLAG.END_STREAM) !== 0;
    fields.finish(connection.local.get(8) === 1);
    if (connection.activeRemote >= connection.local.get(3)) this.fail('PROTO');
    if (connection.activeRemote >= connection.pendingMaxStreams()) {
      this.#invalid();
      connection.refuse(id, CODE.REFUSED);
      return;
    }
    if (connection.heldMemory > connection.limits.maxSessionMemory) {
      if (this.#rejectedStreams++ > connection.limits.maxSessionRejectedStreams) throw protocolError('CALLBACK_FAILURE');
      connection.refuse(id, CODE.CALM);
      return;
    }
    if (fields.isTooLarge || fields.isMalformed) {
      this.#invalid();
      if (!connection.limits.glitches.take()) this.fail('FLOODED');
      connection.refuse(id, fields.isTooLarge ? CODE.CALM : CODE.PROTOCOL);
      return;
    }
    if (isEnd && fields.contentLength > 0) {
      this.#invalid();
      connection.refuse(id, CODE.PROTOCOL);
      return;
    }
    const exchange = connection.createExchange(id, false);
    exchange.expectedLength = fields.pseudo(':method') === 'CONNECT' ? -1 : fields.contentLength;
    connection.activate(exchange);
    this.#tell(exchange, CATEGORY.REQUEST, flags, fields);
    if (isEnd) this.#remoteEnd(exchange);
  }
  /** A further message on a stream: a response, or trailers. */
  #nextMessage(exchange, flags, bytes) {
    const connection = this.#connection;
    const isEnd = (flags & FLAG.END_STREAM) !== 0;
    if (exchange.remoteEnd) {
      this.#fields('trailers', bytes);
      this.fail('STREAM_CLOSED');
    }
    const isResponse = !connection.isServer && !exchange.hasResponse;
    const fields = this.#fields(isResponse ? 'response' : 'trailers', bytes);
    fields.finish(false);
    if (exchange.resetCode >= 0) return;
    if (fields.isTooLarge) {
      this.#reset(exchange, CODE.CALM);
      return;
    }
    if (fields.isMalformed || (!isResponse && !isEnd)) {
      this.#reset(exchange, CODE.PROTOCOL);
      return;
    }
    let category = CATEGORY.HEADERS;
    if (isResponse) {
      const status = Number(fields.pseudo(':status'));
      const isFinal = status >= 200;
      if (!isFinal && isEnd) {
        this.#reset(exchange, CODE.PROTOCOL);
        return;
      }
      if (exchange.isReserved) {
        category = CATEGORY.PUSH_RESPONSE;
        exchange.isReserved = false;
        connection.reservedRemote--;
        connection.activate(exchange);
      } else if (!exchange.hadInfo) {
        category = CATEGORY.RESPONSE;
      }
      exchange.hadInfo = true;
      if (isFinal) {
        exchange.hasResponse = true;
        const hasBody = !exchange.isHead && status !== 204 && status !== 304 && !exchange.isConnect;
        exchange.expectedLength = hasBody ? fields.contentLength : -1;
      }
    }
    this.#tell(exchange, category, flags, fields);
    if (isEnd) this.#remoteEnd(exchange);
  }
  #promise(block, bytes) {
    const connection = this.#connection;
    const fields = this.#fields('request', bytes);
    fields.finish(false);
    const id = block.promised;
    connection.lastPeerId = id;
    const parent = connection.exchanges.get(block.id);
    if (parent === undefined || connection.reservedRemote >= connection.limits.maxReservedRemoteStreams) {
      connection.refuse(id, parent === undefined ? CODE.REFUSED : 8);
      return;
    }
    if (parent.remoteEnd) this.fail('STREAM_CLOSED');
    if (fields.isMalformed || fields.isTooLarge) {
      this.#invalid();
      connection.refuse(id, fields.isTooLarge ? CODE.CALM : CODE.PROTOCOL);
      return;
    }
    const exchange = connection.createExchange(id, false);
    exchange.isReserved = true;
    exchange.localEnd = true;
    exchange.isHead = fields.pseudo(':method') === 'HEAD';
    connection.reservedRemote++;
    this.#tell(exchange, CATEGORY.REQUEST, block.flags, fields);
  }
  #tell(exchange, category, flags, fields) {
    this.isWaiting = true;
    exchange.times?.header();
    this.#connection.host.onHeaders(exchange, category, flags, fields.list, fields.sensitive);
  }

  // ---- frames of control

  #priority(id, payload) {
    if ((payload.readUInt32BE(0) & 0x7fffffff) === id) this.fail('PROTO');
  }
  #resetReceived(id, payload) {
    const connection = this.#connection;
    if (this.#isIdle(id)) this.fail('PROTO');
    const exchange = connection.exchanges.get(id);
    // Streams that are opened to be closed cost this side only.
    if (connection.isServer && !connection.limits.resets.take()) {
      connection.terminate(CODE.INTERNAL);
      connection.host.onProtocolError(protocolError('PROTO'));
      return;
    }
    if (exchange === undefined) return;
    const code = payload.readUInt32BE(0);
    this.isWaiting = true;
    connection.close(exchange, code, true);
  }
  #settings(flags, payload) {
    const connection = this.#connection;
    if (flags & FLAG.ACK) {
      const pending = connection.pendingSettings.shift();
      if (pending === undefined) this.fail('PROTO');
      connection.applyLocal(pending.entries);
      pending.callback(true, connection.since(pending.since));
      return;
    }
    if (payload.length / 6 > connection.limits.maxSettings) this.fail('TOO_MANY_SETTINGS');
    let maxStreams = -1;
    for (let at = 0; at < payload.length; at += 6) {
      const id = payload.readUInt16BE(at);
      const value = payload.readUInt32BE(at + 2);
      if (id === 2 && (value > 1 || (!connection.isServer && value === 1))) this.fail('PROTO');
      else if (id === 3) maxStreams = value;
      else if (id === 4) {
        if (value > MAX_WINDOW) this.fail('FLOW_CONTROL');
        if (!connection.changeSendWindows(value - connection.remote.get(4))) this.fail('FLOW_CONTROL');
      } else if (id === 5 && (value < 16384 || value > 16777215)) this.fail('PROTO');
      else if (id === 8 && (value > 1 || (value === 0 && connection.remote.get(8) === 1))) this.fail('PROTO');
      if (id === 1) connection.encoder.setMaxTableSize(value);
      if ((id >= 1 && id <= 6) || id === 8 || connection.options.remoteCustomSettings?.includes(id)) connection.remote.set(id, value);
    }
    connection.acknowledge(TYPE.SETTINGS, NOTHING);
    if (maxStreams >= 0) connection.allowsStreams(maxStreams);
    else if (!connection.knowsRemote) connection.allowsStreams(2 ** 32 - 1);
    connection.knowsRemote = true;
    connection.host.onSettings();
  }
  #ping(flags, payload) {
    const connection = this.#connection;
    if (flags & FLAG.ACK) {
      const ping = connection.pings.shift();
      // An answer to nothing.
      if (ping === undefined) this.fail('PROTO');
      if (connection.times !== null) connection.times.pingRTT = connection.since(ping.since);
      ping.callback(true, connection.since(ping.since), Buffer.from(payload));
      return;
    }
    const bytes = Buffer.from(payload);
    connection.acknowledge(TYPE.PING, bytes);
    connection.host.onPing(bytes);
  }
  #goaway(payload) {
    const connection = this.#connection;
    const lastId = payload.readUInt32BE(0) & 0x7fffffff;
    const code = payload.readUInt32BE(4);
    const opaque = payload.length > 8 ? Buffer.from(payload.subarray(8)) : undefined;
    // What the other side will not look at is over.
    for (const exchange of [...connection.exchanges.values()]) {
      if (exchange.isLocal && !connection.isServer && exchange.id > lastId) connection.close(exchange, CODE.REFUSED, true);
    }
    this.isWaiting = true;
    connection.host.onGoaway(code, lastId, opaque);
  }
  #windowUpdate(id, payload) {
    const connection = this.#connection;
    const increment = payload.readUInt32BE(0) & 0x7fffffff;
    if (increment === 0) this.fail('PROTO');
    if (id === 0) {
      connection.growConnectionWindow(increment);
      return;
    }
    const exchange = connection.exchanges.get(id);
    if (exchange === undefined) {
      if (this.#isIdle(id)) this.fail('PROTO');
      return;
    }
    if (exchange.isReserved && !exchange.isLocal) this.fail('PROTO');
    connection.growSendWindow(exchange, increment);
  }
  #altsvc(id, payload) {
    if (payload.length < 2) return;
    const length = payload.readUInt16BE(0);
    if (2 + length > payload.length) return;
    const origin = payload.latin1Slice(2, 2 + length);
    if ((id === 0) !== (origin !== '')) return;
    this.#connection.host.onAltsvc(id, origin, payload.latin1Slice(2 + length));
  }
  #origin(id, payload) {
    if (id !== 0) return;
    const origins = [];
    for (let at = 0; at + 2 <= payload.length;) {
      const end = at + 2 + payload.readUInt16BE(at);
      if (end > payload.length) return;
      origins.push(payload.latin1Slice(at + 2, end));
      at = end;
    }
    this.#connection.host.onOrigin(origins);
  }
}

const ERRORS = { PROTO: 1, STREAM_CLOSED: 1, FRAME_SIZE: 1, HEADER_COMP: 1, FLOW_CONTROL: 1, SETTINGS_EXPECTED: 1, TOO_MANY_SETTINGS: 1, FLOODED: 1, TOO_MANY_CONTINUATIONS: 1 };

module.exports = FrameReader;
