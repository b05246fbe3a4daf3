// What programs use of the inside of zlib's streams: packers of archives and pictures run them at once, chunk by chunk.
'use strict';

const native = require('native');

const GZIP = 0x1f;

class Handle {
  #codec;
  #stream;
  #isGzip;
  #onClose;
  constructor(stream, codec, isGzip, onClose) {
    this.#stream = stream;
    this.#codec = codec;
    this.#isGzip = isGzip;
    this.#onClose = onClose;
  }
  /** Takes from the input and writes into `output`; how much of both is left is in the stream's `_writeState`. */
  writeSync(flush, input, inputStart, inputLength, output, outputStart, outputLength) {
    if (this.#codec === null) throw new Error('zlib binding closed');
    const bytes = input ? input.subarray(inputStart, inputStart + inputLength) : Buffer.alloc(0);
    let [taken, written] = [0, 0];
    for (;;) {
      const result = native.runCodec(this.#codec, bytes, taken, flush, outputLength - written);
      if (typeof result[0] === 'string') {
        this.#stream._failed(result);
        return undefined;
      }
      const [out, took, ended] = result;
      output.set(out, outputStart + written);
      taken += took;
      written += out.length;
      if (!(ended && this.#isGzip && bytes[taken] === GZIP && written < outputLength)) break;
      native.resetCodec(this.#codec);
    }
    const state = this.#stream._writeState;
    state[0] = outputLength - written;
    state[1] = inputLength - taken;
    return undefined;
  }
  reset() {
    native.resetCodec(this.#codec);
  }
  params(level) {
    native.setCodecLevel(this.#codec, level);
  }
  close() {
    this.#codec = null;
    this.#onClose();
  }
}

/** A property that is made when somebody asks for it. */
function later(name, make) {
  const define = (stream, value) => Object.defineProperty(stream, name, { value, writable: true, enumerable: true, configurable: true });
  return {
    configurable: true,
    get() {
      define(this, undefined);
      this[name] = make(this);
      return this[name];
    },
    set(value) {
      define(this, value);
    },
  };
}

const methods = {
  /** The result of a chunk, which ends the stream; `callback`: later, as the stream's output. */
  _processChunk(chunk, flush, callback) {
    if (typeof callback === 'function') return this._process(chunk, flush, callback);
    const handle = this._handle;
    if (!handle) throw new Error('zlib binding closed');
    const chunks = [];
    const room = this._chunkSize;
    let failure;
    const onError = (error) => (failure = error);
    this.on('error', onError);
    let [at, length] = [0, 0];
    for (;;) {
      const output = Buffer.allocUnsafe(room);
      handle.writeSync(flush, chunk, at, chunk.byteLength - at, output, 0, room);
      if (failure ?? this._failure) throw failure ?? this._failure;
      const [left, inputLeft] = this._writeState;
      if (left < room) chunks.push(output.subarray(0, room - left));
      length += room - left;
      at = chunk.byteLength - inputLeft;
      if (length > this._maxOutputLength) {
        this._close();
        throw this._tooLarge();
      }
      if (left > 0) break;
    }
    this.bytesWritten = at;
    this._close();
    return length === 0 ? Buffer.alloc(0) : chunks.length === 1 ? chunks[0] : Buffer.concat(chunks, length);
  },
  _close() {
    this._handle?.close();
    this._handle = null;
  },
};

function addTo(prototype) {
  for (const [name, value] of Object.entries(methods)) Object.defineProperty(prototype, name, { value, writable: true, configurable: true });
  Object.defineProperties(prototype, {
    _outBuffer: later('_outBuffer', (stream) => Buffer.allocUnsafe(stream._chunkSize)),
    _writeState: later('_writeState', () => new Uint32Array(2)),
  });
}

module.exports = { Handle, addTo };
