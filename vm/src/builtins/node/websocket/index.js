'use strict';
// WebSocket (https://websockets.spec.whatwg.org/), over an upgraded request of node:http.

const { createHash, randomBytes } = require('crypto');
const { Event, EventTarget, DOMException, eventHandler } = require('internal/event_target');
const { MessageEvent } = require('internal/message_port');
const { CloseEvent, ErrorEvent } = require('internal/websocket/events');
const { OPCODES, ProtocolError, Reader, encode } = require('internal/websocket/frames');

const [CONNECTING, OPEN, CLOSING, CLOSED] = [0, 1, 2, 3];
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const NO_STATUS = 1005;
const ABNORMAL = 1006;
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** How long the other side may take to end a connection that is closed. */
const CLOSE_WITHIN = 3000;

/** The URL of a socket. */
function parse(text) {
  let url;
  try {
    url = new URL(text);
  } catch (error) {
    throw new DOMException(String(error), 'SyntaxError');
  }
  if (url.protocol === 'http:') url.protocol = 'ws:';
  else if (url.protocol === 'https:') url.protocol = 'wss:';
  if (url.protocol !== 'ws:' && url.protocol !== 'wss:') throw new DOMException('expected a ws: or wss: url', 'SyntaxError');
  if (url.hash !== '' || url.href.endsWith('#')) throw new DOMException('hash', 'SyntaxError');
  return url;
}

/** What was asked for with the second argument. */
function settingsOf(options) {
  const isDictionary = typeof options === 'object' && options !== null && typeof options[Symbol.iterator] !== 'function';
  const { protocols = [], headers } = isDictionary ? options : { protocols: options };
  const list = typeof protocols === 'string' ? [protocols] : Array.from(protocols, String);
  const isWrong = new Set(list.map((name) => name.toLowerCase())).size !== list.length || !list.every((name) => TOKEN.test(name));
  if (isWrong) throw new DOMException('Invalid Sec-WebSocket-Protocol value', 'SyntaxError');
  return { protocols: list, headers: new Headers(headers) };
}

class WebSocket extends EventTarget {
  #url;
  #state = CONNECTING;
  #protocol = '';
  #binaryType = 'blob';
  #buffered = 0;
  #request;
  #socket;
  /** What was sent last: blobs are read before what comes after them. */
  #sent = Promise.resolve();
  #isWaiting = 0;
  /** The code and the reason of the other side's close frame. */
  #closed = [ABNORMAL, ''];
  #hasSentClose = false;
  #hasEnded = false;

  constructor(url, protocols = []) {
    super();
    if (arguments.length === 0) throw new TypeError('WebSocket constructor: 1 argument required, but 0 found.');
    this.#url = parse(`${url}`);
    this.#connect(settingsOf(protocols));
  }

  get url() { return this.#url.href; }
  get readyState() { return this.#state; }
  get bufferedAmount() { return this.#buffered; }
  get extensions() { return ''; }
  get protocol() { return this.#protocol; }
  get binaryType() { return this.#binaryType; }
  set binaryType(type) {
    this.#binaryType = type === 'arraybuffer' ? type : 'blob';
  }

  send(data) {
    if (arguments.length === 0) throw new TypeError('WebSocket.send: 1 argument required, but 0 found.');
    if (this.#state === CONNECTING) throw new DOMException('Sent before connected.', 'InvalidStateError');
    if (data instanceof Blob) {
      if (this.#state !== OPEN) return;
      this.#buffered += data.size;
      this.#later(data.size, data.arrayBuffer().then((bytes) => [OPCODES.binary, Buffer.from(bytes)]));
      return;
    }
    const isView = ArrayBuffer.isView(data);
    const isBinary = isView || data instanceof ArrayBuffer || data instanceof SharedArrayBuffer;
    let bytes;
    if (isView) bytes = Buffer.from(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    else if (isBinary) bytes = Buffer.from(new Uint8Array(data));
    else bytes = Buffer.from(`${data}`.toWellFormed());
    if (this.#state !== OPEN) return;
    this.#buffered += bytes.length;
    const message = [isBinary ? OPCODES.binary : OPCODES.text, bytes];
    if (this.#isWaiting > 0) this.#later(bytes.length, message);
    else this.#write(...message, () => { this.#buffered -= bytes.length; });
  }

  close(code, reason) {
    if (code !== undefined) {
      code = Math.min(Math.max(Math.trunc(Number(code)) || 0, 0), 65535);
      if (code !== 1000 && (code < 3000 || code > 4999)) throw new DOMException('invalid code', 'InvalidAccessError');
    }
    const text = reason === undefined ? '' : `${reason}`.toWellFormed();
    const size = Buffer.byteLength(text);
    if (size > 123) throw new DOMException(`Reason must be less than 123 bytes; received ${size}`, 'SyntaxError');
    if (this.#state === CONNECTING) {
      this.#state = CLOSING;
      this.#fail();
    } else if (this.#state === OPEN) {
      this.#state = CLOSING;
      if (this.#isWaiting > 0) this.#sent.then(() => this.#sendClose(code, text));
      else this.#sendClose(code, text);
    }
  }

  #later(size, message) {
    this.#isWaiting++;
    this.#sent = Promise.all([message, this.#sent]).then(([[opcode, bytes]]) => {
      this.#isWaiting--;
      this.#write(opcode, bytes, () => { this.#buffered -= size; });
    });
  }

  #write(opcode, payload, done) {
    if (this.#socket?.writable) this.#socket.write(encode(opcode, payload), done);
  }

  #sendClose(code, reason) {
    if (this.#hasSentClose) return;
    this.#hasSentClose = true;
    const payload = code === undefined ? Buffer.alloc(0) : Buffer.concat([Buffer.from([code >> 8, code & 255]), Buffer.from(reason)]);
    this.#write(OPCODES.close, payload);
    this.#socket?.setTimeout(CLOSE_WITHIN, () => this.#socket.destroy());
  }

  #connect({ protocols, headers }) {
    const key = randomBytes(16).toString('base64');
    const isSecure = this.#url.protocol === 'wss:';
    const { hostname, port, pathname, search, username, password } = this.#url;
    const request = require(isSecure ? 'https' : 'http').request({
      host: hostname.replace(/^\[|\]$/g, ''), port: port || (isSecure ? 443 : 80), path: pathname + search,
      auth: username || password ? `${decodeURIComponent(username)}:${decodeURIComponent(password)}` : undefined,
      agent: false,
      headers: {
        ...Object.fromEntries(headers),
        host: this.#url.host, connection: 'upgrade', upgrade: 'websocket', 'sec-websocket-key': key, 'sec-websocket-version': '13',
        ...(protocols.length > 0 ? { 'sec-websocket-protocol': protocols.join(', ') } : {}),
      },
    });
    this.#request = request;
    request.on('error', (error) => this.#fail(error));
    request.on('response', (response) => {
      response.destroy();
      this.#fail(new TypeError('Received network error or non-101 status code.'));
    });
    request.on('upgrade', (response, socket, head) => {
      const accept = createHash('sha1').update(key + GUID).digest('base64');
      const protocol = response.headers['sec-websocket-protocol'];
      let wrong;
      if (response.headers.upgrade?.toLowerCase() !== 'websocket') wrong = 'Server did not set Upgrade header to "websocket".';
      else if (!/\bupgrade\b/i.test(response.headers.connection ?? '')) wrong = 'Server did not set Connection header to "upgrade".';
      else if (response.headers['sec-websocket-accept']?.trim() !== accept) wrong = 'Incorrect hash received in Sec-WebSocket-Accept header.';
      else if (response.headers['sec-websocket-extensions'] !== undefined) wrong = 'Sec-WebSocket-Extensions header does not match.';
      else if (protocol !== undefined && !protocols.includes(protocol)) wrong = 'Protocol was not set in the opening handshake.';
      if (wrong !== undefined || this.#state !== CONNECTING) {
        socket.destroy();
        this.#fail(wrong && new TypeError(wrong));
        return;
      }
      this.#protocol = protocol ?? '';
      this.#open(socket, head);
    });
    request.end();
  }

  #open(socket, head) {
    this.#socket = socket;
    this.#state = OPEN;
    const reader = new Reader();
    const read = (bytes) => {
      if (this.#hasEnded) return;
      try {
        reader.feed(bytes, (opcode, payload) => this.#receive(opcode, payload));
      } catch (error) {
        if (!(error instanceof ProtocolError)) throw error;
        if (this.#state === OPEN) this.#sendClose(error.closeCode, '');
        this.#fail(error);
      }
    };
    socket.setTimeout(0);
    socket.setNoDelay(true);
    socket.on('data', read);
    socket.on('end', () => socket.end());
    socket.on('error', (error) => this.#fail(error));
    // Without a close frame it was lost.
    socket.on('close', () => this.#end(this.#closed[0] === ABNORMAL ? new TypeError('') : undefined));
    this.dispatchEvent(new Event('open'));
    if (head.length > 0) read(head);
  }

  #receive(opcode, payload) {
    switch (opcode) {
      case OPCODES.ping:
        if (!this.#hasSentClose) this.#write(OPCODES.pong, payload);
        return;
      case OPCODES.pong: return;
      case OPCODES.close: this.#receiveClose(payload); return;
    }
    if (this.#state !== OPEN) return;
    let data;
    if (opcode === OPCODES.text) data = decode(payload);
    else if (this.#binaryType === 'blob') data = new Blob([payload]);
    else data = new Uint8Array(payload).buffer;
    this.dispatchEvent(new MessageEvent('message', { data, origin: this.#url.origin }));
  }

  #receiveClose(payload) {
    if (payload.length === 1) throw new ProtocolError(1002, 'Received close frame with a 1-byte body.');
    const code = payload.length === 0 ? NO_STATUS : payload.readUInt16BE(0);
    const isValid = payload.length === 0 || (code >= 1000 && code < 1015 && ![1004, NO_STATUS, ABNORMAL].includes(code)) || (code >= 3000 && code <= 4999);
    if (!isValid) throw new ProtocolError(1002, 'Received invalid close code.');
    this.#closed = [code, payload.length === 0 ? '' : decode(payload.subarray(2))];
    if (this.#state === OPEN) this.#state = CLOSING;
    this.#sendClose(code === NO_STATUS ? undefined : code, '');
    this.#socket.end();
  }

  /** The connection cannot go on: tells so, if there was an error, and ends. */
  #fail(error) {
    if (this.#hasEnded) return;
    this.#closed = [ABNORMAL, ''];
    this.#state = CLOSING;
    const socket = this.#socket;
    if (socket) socket.end(() => socket.destroy());
    else this.#request.destroy();
    // Not from within the call that has failed.
    process.nextTick(() => this.#end(error instanceof ProtocolError ? new Error(error.message) : error ?? new TypeError('')));
  }

  #end(error) {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#state = CLOSED;
    if (error) {
      // What has kept it from opening is not told.
      const shown = this.#socket ? error : new TypeError('');
      this.dispatchEvent(new ErrorEvent('error', { error: shown, message: shown.message }));
    }
    const [code, reason] = this.#closed;
    this.dispatchEvent(new CloseEvent('close', { wasClean: code !== ABNORMAL && this.#hasSentClose, code, reason }));
  }
}

/** Text of the other side. */
function decode(bytes) {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new ProtocolError(1007, 'Received invalid UTF-8 in text frame.');
  }
}

for (const type of ['open', 'error', 'close', 'message']) eventHandler(WebSocket.prototype, type);
for (const [name, value] of Object.entries({ CONNECTING, OPEN, CLOSING, CLOSED })) {
  for (const object of [WebSocket, WebSocket.prototype]) Object.defineProperty(object, name, { value, enumerable: true });
}
for (const name of ['close', 'send', 'readyState', 'bufferedAmount', 'url', 'extensions', 'protocol', 'binaryType']) {
  Object.defineProperty(WebSocket.prototype, name, { enumerable: true });
}
Object.defineProperty(WebSocket, 'length', { value: 1, configurable: true });
Object.defineProperty(WebSocket.prototype, Symbol.toStringTag, { value: 'WebSocket', configurable: true });

module.exports = { WebSocket };
