// A stream over a descriptor that is no file: a pipe, a socket, a terminal. It is read when the event loop
// finds something there. Written to, it either waits for the system, as standard output does, or for the loop.
'use strict';

const native = require('native');
const { Buffer } = require('buffer');
const Duplex = require('internal/streams/duplex');
const { ofSystemCall } = require('internal/errors');

const READABLE = 1;
const WRITABLE = 2;
const CHUNK = 64 * 1024;

const wrap = (bytes) => Object.setPrototypeOf(bytes, Buffer.prototype);

class DescriptorStream extends Duplex {
  #watch = 0;
  #interest = 0;
  #isReferenced = true;
  /** What is left of a chunk, and whom to tell. */
  #rest = null;
  #afterRest = null;
  #writesAtOnce;
  #closes;

  /** `atOnce`: writes wait for the system. `closes`: the descriptor is this stream's. */
  constructor(fd, { readable = false, writable = false, atOnce = false, closes = true, ...options } = {}) {
    super({ ...options, readable, writable, allowHalfOpen: options.allowHalfOpen ?? false });
    this.fd = fd;
    this.bytesRead = 0;
    this.bytesWritten = 0;
    this.#writesAtOnce = atOnce;
    this.#closes = closes;
  }

  #want(interest, wanted) {
    const next = wanted ? this.#interest | interest : this.#interest & ~interest;
    if (next === this.#interest || this.fd < 0) return;
    this.#interest = next;
    if (this.#watch === 0) {
      this.#watch = native.watch(this.fd, next, (ready) => this.#ready(ready));
      if (!this.#isReferenced) native.referenceWatch(this.#watch, false);
    } else {
      native.changeWatch(this.#watch, next);
    }
  }

  #ready(ready) {
    if (ready & WRITABLE) this.#writeRest();
    if (ready & READABLE && this.#interest & READABLE) this.#readNow();
  }

  #readNow() {
    let bytes;
    try {
      bytes = native.readSome(this.fd, CHUNK);
    } catch (error) {
      this.#want(READABLE, false);
      // A terminal whose other side is gone has ended.
      if (error.code === 'EIO' && this.isTTY) this.push(null);
      else this.destroy(ofSystemCall(error, 'read'));
      return;
    }
    if (bytes === undefined) return;
    if (bytes.length === 0) {
      this.#want(READABLE, false);
      this.push(null);
      // Somebody has to find the end.
      this.read(0);
      return;
    }
    this.bytesRead += bytes.length;
    if (!this.push(wrap(bytes))) this.#want(READABLE, false);
  }

  _read() {
    this.#want(READABLE, true);
  }

  /** Stops reading, so that nobody waits for it; the next `_read` goes on. */
  stopReading() {
    if (!(this.#interest & READABLE)) return;
    this.#want(READABLE, false);
    this._readableState.reading = false;
  }

  #writeRest() {
    const bytes = this.#rest;
    if (bytes === null) return;
    let count;
    try {
      count = native.writeSome(this.fd, bytes);
    } catch (error) {
      this.#endWrite(ofSystemCall(error, 'write'));
      return;
    }
    if (count < 0) {
      this.#want(WRITABLE, true);
      return;
    }
    this.bytesWritten += count;
    if (count < bytes.length) {
      this.#rest = bytes.subarray(count);
      this.#want(WRITABLE, true);
      return;
    }
    this.#endWrite(null);
  }

  #endWrite(error) {
    const callback = this.#afterRest;
    this.#rest = null;
    this.#afterRest = null;
    this.#want(WRITABLE, false);
    callback?.(error);
  }

  _write(chunk, encoding, callback) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk;
    if (this.#writesAtOnce) {
      try {
        native.writeAll(this.fd, bytes);
        this.bytesWritten += bytes.length;
      } catch (error) {
        callback(ofSystemCall(error, 'write'));
        return;
      }
      callback();
      return;
    }
    this.#rest = bytes;
    this.#afterRest = callback;
    this.#writeRest();
  }

  _final(callback) {
    // Who reads at the other end is told, while this one may still read.
    if (!this.#writesAtOnce && this.readable) {
      try {
        native.shutDown(this.fd);
      } catch {
        // The other end is gone, or this is no socket.
      }
    }
    callback();
  }

  _destroy(error, callback) {
    if (this.#watch !== 0) native.unwatch(this.#watch);
    this.#watch = 0;
    this.#interest = 0;
    const waiting = this.#afterRest;
    this.#rest = null;
    this.#afterRest = null;
    if (this.#closes && this.fd >= 0) {
      native.close(this.fd);
      this.fd = -1;
    }
    waiting?.(error ?? require('internal/streams/errors').destroyed('write'));
    callback(error);
  }

  ref() {
    this.#isReferenced = true;
    if (this.#watch !== 0) native.referenceWatch(this.#watch, true);
    return this;
  }
  unref() {
    this.#isReferenced = false;
    if (this.#watch !== 0) native.referenceWatch(this.#watch, false);
    return this;
  }
  setNoDelay() { return this; }
  setKeepAlive() { return this; }
  setTimeout() { return this; }
}

module.exports = DescriptorStream;
