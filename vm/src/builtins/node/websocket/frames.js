'use strict';
// Frames of the WebSocket protocol (RFC 6455, section 5), as a client sends and gets them.

const { randomFillSync } = require('crypto');

const OPCODES = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 };
/** From here on opcodes are those of control frames. */
const CONTROL = 8;
const MAX_CONTROL_PAYLOAD = 125;

/** What the other side has done wrong: the code to close with, and why. */
class ProtocolError extends Error {
  constructor(code, message) {
    super(message);
    this.closeCode = code;
  }
}

/** A whole message, or a control frame, masked as those of clients are. */
function encode(opcode, payload) {
  const { length } = payload;
  const size = length < 126 ? 2 : length < 65536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(size + 4 + length);
  frame[0] = 0x80 | opcode;
  if (size === 2) {
    frame[1] = 0x80 | length;
  } else if (size === 4) {
    frame[1] = 0x80 | 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 0x80 | 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  const mask = frame.subarray(size, size + 4);
  randomFillSync(mask);
  for (let i = 0; i < length; i++) frame[size + 4 + i] = payload[i] ^ mask[i & 3];
  return frame;
}

/** Takes bytes as they come; gives messages and control frames. */
class Reader {
  #pending = [];
  #length = 0;
  /** Of the message that has begun: its opcode, and its parts. */
  #opcode = 0;
  #parts = [];

  /** Calls `take(opcode, payload)` for each message and each control frame that is complete. */
  feed(bytes, take) {
    this.#pending.push(bytes);
    this.#length += bytes.length;
    for (;;) {
      const frame = this.#next();
      if (frame === undefined) return;
      this.#accept(frame, take);
    }
  }

  #next() {
    if (this.#length < 2) return undefined;
    const head = this.#peek(Math.min(this.#length, 10));
    const [first, second] = head;
    if (first & 0x70) throw new ProtocolError(1002, 'RSV1, RSV2 and RSV3 must be clear');
    if (second & 0x80) throw new ProtocolError(1002, 'Frame cannot be masked');
    const opcode = first & 15;
    const isFinal = (first & 0x80) !== 0;
    let [size, length] = [2, second];
    if (opcode >= CONTROL && (length > MAX_CONTROL_PAYLOAD || !isFinal)) throw new ProtocolError(1002, 'Invalid control frame');
    if (length === 126) {
      if (head.length < 4) return undefined;
      [size, length] = [4, head.readUInt16BE(2)];
    } else if (length === 127) {
      if (head.length < 10) return undefined;
      const long = head.readBigUInt64BE(2);
      if (long > 0x7fffffffn) throw new ProtocolError(1009, 'Received payload length > 2^31 bytes.');
      [size, length] = [10, Number(long)];
    }
    if (this.#length < size + length) return undefined;
    const payload = this.#take(size + length).subarray(size);
    return { opcode, isFinal, payload };
  }

  #accept({ opcode, isFinal, payload }, take) {
    switch (opcode) {
      case OPCODES.close: case OPCODES.ping: case OPCODES.pong:
        take(opcode, payload);
        return;
      case OPCODES.text: case OPCODES.binary:
        if (this.#opcode !== 0) throw new ProtocolError(1002, 'Expected continuation frame');
        this.#opcode = opcode;
        break;
      case OPCODES.continuation:
        if (this.#opcode === 0) throw new ProtocolError(1002, 'Unexpected continuation frame');
        break;
      default: throw new ProtocolError(1002, 'Invalid opcode received');
    }
    this.#parts.push(payload);
    if (!isFinal) return;
    const whole = this.#parts.length === 1 ? this.#parts[0] : Buffer.concat(this.#parts);
    const kind = this.#opcode;
    [this.#opcode, this.#parts] = [0, []];
    take(kind, whole);
  }

  #peek(count) {
    if (this.#pending[0].length < count) this.#pending = [Buffer.concat(this.#pending)];
    return this.#pending[0].subarray(0, count);
  }

  #take(count) {
    if (this.#pending[0].length < count) this.#pending = [Buffer.concat(this.#pending)];
    const [first] = this.#pending;
    const taken = first.subarray(0, count);
    if (first.length === count) this.#pending.shift();
    else this.#pending[0] = first.subarray(count);
    this.#length -= count;
    return taken;
  }
}

module.exports = { OPCODES, ProtocolError, Reader, encode };
