// Frames (RFC 9113, section 4): their types and flags, and a stream of octets as frames.
'use strict';

const TYPE = {
  DATA: 0, HEADERS: 1, PRIORITY: 2, RST_STREAM: 3, SETTINGS: 4, PUSH_PROMISE: 5, PING: 6, GOAWAY: 7, WINDOW_UPDATE: 8, CONTINUATION: 9, ALTSVC: 10, ORIGIN: 12,
};
const FLAG = { END_STREAM: 1, ACK: 1, END_HEADERS: 4, PADDED: 8, PRIORITY: 32 };
/** Octets in front of each payload: length (24 bits), type, flags, stream. */
const HEADER_LENGTH = 9;

/** What a client says first. */
const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'latin1');

/**
 * Splits octets that come in pieces of any size. The sink is told of
 * - `begin(type, flags, id, length)`, before the payload: true if it wants the payload,
 * - `frame(type, flags, id, payload)`, of all types but DATA,
 * - `data(id, piece, skipped)`, as it comes, with the number of octets of padding that came with it,
 * - `dataEnd(id, flags)`.
 * It throws where octets are no frames of HTTP/2. While `sink.isWaiting`, nothing is split.
 */
class FrameSplitter {
  #sink;
  #header = Buffer.alloc(HEADER_LENGTH);
  #headerLength = 0;
  #type = 0;
  #flags = 0;
  #id = 0;
  /** Octets of the payload still to come. */
  #left = 0;
  #isWanted = true;
  /** A payload that comes in pieces. */
  #payload = null;
  #filled = 0;
  /** Of DATA: padding at the end; -1: its length is still to come. */
  #padding = 0;
  constructor(sink) {
    this.#sink = sink;
  }

  /** Gives the number of octets that were taken. */
  push(chunk, start) {
    const sink = this.#sink;
    const end = chunk.length;
    let at = start;
    for (;;) {
      if (sink.isWaiting) return at;
      if (this.#headerLength < HEADER_LENGTH) {
        if (at === end) return at;
        let header = chunk;
        let from = at;
        if (this.#headerLength > 0 || end - at < HEADER_LENGTH) {
          const count = Math.min(HEADER_LENGTH - this.#headerLength, end - at);
          chunk.copy(this.#header, this.#headerLength, at, at + count);
          this.#headerLength += count;
          at += count;
          if (this.#headerLength < HEADER_LENGTH) return at;
          header = this.#header;
          from = 0;
        } else {
          at += HEADER_LENGTH;
          this.#headerLength = HEADER_LENGTH;
        }
        this.#left = (header[from] << 16) | (header[from + 1] << 8) | header[from + 2];
        this.#type = header[from + 3];
        this.#flags = header[from + 4];
        this.#id = ((header[from + 5] & 0x7f) << 24) | (header[from + 6] << 16) | (header[from + 7] << 8) | header[from + 8];
        this.#padding = this.#type === TYPE.DATA && this.#flags & FLAG.PADDED ? -1 : 0;
        this.#isWanted = sink.begin(this.#type, this.#flags, this.#id, this.#left);
      }
      if (this.#type === TYPE.DATA || !this.#isWanted) {
        if (this.#left > 0) {
          if (at === end) return at;
          const count = Math.min(this.#left, end - at);
          this.#left -= count;
          if (this.#isWanted) this.#data(chunk, at, at + count);
          at += count;
          if (this.#left > 0) continue;
        }
        this.#headerLength = 0;
        if (this.#isWanted) sink.dataEnd(this.#id, this.#flags);
        continue;
      }
      let payload;
      if (this.#payload === null && end - at >= this.#left) {
        payload = chunk.subarray(at, at + this.#left);
        at += this.#left;
      } else {
        if (at === end) return at;
        this.#payload ??= Buffer.allocUnsafeSlow(this.#left);
        const count = Math.min(this.#payload.length - this.#filled, end - at);
        chunk.copy(this.#payload, this.#filled, at, at + count);
        this.#filled += count;
        at += count;
        if (this.#filled < this.#payload.length) return at;
        payload = this.#payload;
        this.#payload = null;
        this.#filled = 0;
      }
      this.#headerLength = 0;
      sink.frame(this.#type, this.#flags, this.#id, payload);
    }
  }
  /** A piece of DATA: its length of padding may be in front, and padding behind. */
  #data(chunk, from, to) {
    let start = from;
    if (this.#padding < 0) {
      this.#padding = chunk[start++];
      if (this.#padding > this.#left + (to - start)) this.#sink.fail('DATA', 'padding');
    }
    // What is left after this piece is padding, or padding reaches into this piece.
    const stop = Math.max(start, Math.min(to, to + this.#left - this.#padding));
    this.#sink.data(this.#id, start === stop ? null : chunk.subarray(start, stop), (to - from) - (stop - start));
  }
}

module.exports = { TYPE, FLAG, HEADER_LENGTH, PREFACE, FrameSplitter };
