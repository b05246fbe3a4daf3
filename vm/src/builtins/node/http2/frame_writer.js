// What is to be sent: frames are put one behind the other, and handed to the socket once a turn of the loop.
'use strict';

const { TYPE, FLAG, HEADER_LENGTH } = require('internal/http2/frames');

const BLOCK = 16 * 1024;
/** Payloads up to this length are copied; longer ones go as they are. */
const COPIED = 1024;

class FrameWriter {
  /** Buffers that are full or were given, and the block that is being filled: what is in front of `#from` is among them. */
  #done = [];
  #block = null;
  #from = 0;
  #at = 0;
  /** Octets that wait here. */
  length = 0;
  framesSent = 0;
  bytesSent = 0;

  #reserve(count) {
    if (this.#block !== null && this.#at + count <= this.#block.length) return;
    this.#seal();
    this.#block = Buffer.allocUnsafeSlow(Math.max(BLOCK, count));
    this.#from = 0;
    this.#at = 0;
  }
  #seal() {
    if (this.#at > this.#from) this.#done.push(this.#block.subarray(this.#from, this.#at));
    this.#from = this.#at;
  }
  #header(length, type, flags, id) {
    const block = this.#block;
    let at = this.#at;
    block[at++] = length >>> 16;
    block[at++] = length >>> 8;
    block[at++] = length;
    block[at++] = type;
    block[at++] = flags;
    block[at++] = id >>> 24;
    block[at++] = id >>> 16;
    block[at++] = id >>> 8;
    block[at++] = id;
    this.#at = at;
    this.framesSent++;
    this.length += HEADER_LENGTH + length;
  }
  #uint32(value) {
    const block = this.#block;
    let at = this.#at;
    block[at++] = value >>> 24;
    block[at++] = value >>> 16;
    block[at++] = value >>> 8;
    block[at++] = value;
    this.#at = at;
  }
  #bytes(bytes) {
    if (bytes.length <= COPIED) {
      this.#reserve(bytes.length);
      this.#block.set(bytes, this.#at);
      this.#at += bytes.length;
    } else {
      this.#seal();
      this.#done.push(bytes);
    }
  }
  /** What is no frame. */
  raw(bytes) {
    this.length += bytes.length;
    this.#bytes(bytes);
  }
  frame(type, flags, id, payload) {
    this.#reserve(HEADER_LENGTH + (payload.length <= COPIED ? payload.length : 0));
    this.#header(payload.length, type, flags, id);
    if (payload.length > 0) this.#bytes(payload);
  }
  /** DATA, with so many octets of padding: 0 is none, n are the octet of its length and n - 1 others. */
  data(id, payload, isLast, padding) {
    const end = isLast ? FLAG.END_STREAM : 0;
    if (padding === 0) {
      this.frame(TYPE.DATA, end, id, payload);
      return;
    }
    this.#reserve(HEADER_LENGTH + 1);
    this.#header(payload.length + padding, TYPE.DATA, end | FLAG.PADDED, id);
    this.#block[this.#at++] = padding - 1;
    if (payload.length > 0) this.#bytes(payload);
    this.#bytes(Buffer.alloc(padding - 1));
  }
  /** A block of fields as HEADERS or PUSH_PROMISE (where `promised` is not 0) and, if it is long, CONTINUATION. */
  fields(type, id, block, flags, maxFrameSize, promised, padding) {
    const extra = (promised === 0 ? 0 : 4) + padding;
    const first = Math.min(block.length, maxFrameSize - extra);
    const isWhole = first === block.length;
    this.#reserve(HEADER_LENGTH + 5);
    this.#header(first + extra, type, flags | (isWhole ? FLAG.END_HEADERS : 0) | (padding > 0 ? FLAG.PADDED : 0), id);
    if (padding > 0) this.#block[this.#at++] = padding - 1;
    if (promised !== 0) this.#uint32(promised);
    this.#bytes(isWhole ? block : block.subarray(0, first));
    if (padding > 1) this.#bytes(Buffer.alloc(padding - 1));
    for (let at = first; at < block.length; at += maxFrameSize) {
      const part = block.subarray(at, at + maxFrameSize);
      this.frame(TYPE.CONTINUATION, at + part.length === block.length ? FLAG.END_HEADERS : 0, id, part);
    }
  }
  reset(id, code) {
    this.#reserve(HEADER_LENGTH + 4);
    this.#header(4, TYPE.RST_STREAM, 0, id);
    this.#uint32(code);
  }
  windowUpdate(id, increment) {
    this.#reserve(HEADER_LENGTH + 4);
    this.#header(4, TYPE.WINDOW_UPDATE, 0, id);
    this.#uint32(increment);
  }
  goaway(lastId, code, opaque) {
    const payload = Buffer.alloc(8 + (opaque?.length ?? 0));
    payload.writeUInt32BE(lastId, 0);
    payload.writeUInt32BE(code, 4);
    if (opaque !== undefined) payload.set(opaque, 8);
    this.frame(TYPE.GOAWAY, 0, 0, payload);
  }

  /** Everything that waits, as a list of buffers. */
  take() {
    this.#seal();
    const buffers = this.#done;
    this.#done = [];
    this.bytesSent += this.length;
    this.length = 0;
    // What is left of the block is filled on.
    if (this.#block !== null && this.#block.length - this.#at < HEADER_LENGTH + 64) this.#block = null;
    return buffers;
  }
}

module.exports = FrameWriter;
