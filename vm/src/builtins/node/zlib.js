// node:zlib: streams that compress and decompress, and the same at once.
'use strict';

const native = require('native');
const { Buffer } = require('buffer');
const { Transform } = require('internal/streams/transform');
const { checkFunction, checkUint32, coded, invalidArgument, outOfRange } = require('internal/errors');
const constants = require('internal/zlib_constants');
const { Handle, addTo } = require('internal/zlib_handle');

const {
  Z_NO_FLUSH, Z_BLOCK, Z_SYNC_FLUSH, Z_FULL_FLUSH, Z_FINISH, BROTLI_OPERATION_PROCESS, BROTLI_OPERATION_FLUSH,
  BROTLI_OPERATION_FINISH, BROTLI_OPERATION_EMIT_METADATA, ZSTD_e_continue: ZSTD_CONTINUE, ZSTD_e_flush: ZSTD_FLUSH, ZSTD_e_end: ZSTD_END,
} = constants;
const { kMaxLength } = require('buffer');

const names = new Map(Object.entries(constants).filter(([name]) => /^Z_(OK|STREAM_END|NEED_DICT|ERRNO|\w+_ERROR)$/.test(name)));
const codes = {};
for (const [name, number] of names) {
  codes[name] = number;
  codes[number] = name;
}
Object.freeze(codes);
const zstdNames = new Map(Object.entries(constants).filter(([name]) => name.startsWith('ZSTD_error_')).map(([name, number]) => [number, name]));

/** What a family of formats means by going on, flushing and finishing. */
const families = {
  zlib: { flush: Z_NO_FLUSH, finishFlush: Z_FINISH, fullFlush: Z_FULL_FLUSH, least: Z_NO_FLUSH, most: Z_BLOCK, process: Z_NO_FLUSH },
  brotli: {
    flush: BROTLI_OPERATION_PROCESS, finishFlush: BROTLI_OPERATION_FINISH, fullFlush: BROTLI_OPERATION_FLUSH, least: BROTLI_OPERATION_PROCESS,
    most: BROTLI_OPERATION_EMIT_METADATA, process: BROTLI_OPERATION_PROCESS,
  },
  zstd: { flush: ZSTD_CONTINUE, finishFlush: ZSTD_END, fullFlush: ZSTD_FLUSH, least: ZSTD_CONTINUE, most: ZSTD_END, process: ZSTD_CONTINUE },
};

function errorOf([message, code, errno]) {
  const error = new Error(message);
  return Object.assign(error, { errno, code: code === 'ZSTD' ? zstdNames.get(errno) ?? 'ZSTD_error_GENERIC' : code });
}

/** A whole number within bounds, or what stands for none. */
function whole(value, name, least, most, fallback) {
  if (value === undefined || Number.isNaN(value)) return fallback;
  if (typeof value !== 'number') throw invalidArgument(name, 'of type number', value);
  if (!Number.isFinite(value)) throw outOfRange(name, 'a finite number', value);
  if (value < least || value > most) throw outOfRange(name, most === Infinity ? `>= ${least}` : `>= ${least} and <= ${most}`, value);
  return value;
}

function bytesOf(data, name) {
  if (typeof data === 'string') return Buffer.from(data);
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  if (data instanceof ArrayBuffer || (typeof SharedArrayBuffer !== 'undefined' && data instanceof SharedArrayBuffer)) return new Uint8Array(data);
  throw invalidArgument(name, 'of type string or an instance of Buffer, TypedArray, DataView, or ArrayBuffer', data);
}

function dictionaryOf(dictionary) {
  if (dictionary === undefined) return undefined;
  if (ArrayBuffer.isView(dictionary) || dictionary instanceof ArrayBuffer) return bytesOf(dictionary, 'options.dictionary');
  throw invalidArgument('options.dictionary', 'an instance of Buffer, TypedArray, DataView, or ArrayBuffer', dictionary);
}

/** Numbers and values in turn. */
function parametersOf(params, isKnown, code) {
  const list = [];
  for (const [key, value] of Object.entries(params ?? {})) {
    const number = Number(key);
    if (Number.isNaN(number) || !isKnown(number)) {
      if (code === 'ERR_BROTLI_INVALID_PARAM') throw coded(RangeError, code, `${key} is not a valid Brotli parameter`);
      throw coded(Error, code, 'Setting parameter failed');
    }
    if (typeof value !== 'number' && typeof value !== 'boolean') throw invalidArgument('options.params[key]', 'of type number', value);
    list.push(number, Number(value));
  }
  return list;
}

const known = (prefix) => {
  const numbers = new Set(Object.entries(constants).filter(([name]) => name.startsWith(prefix)).map(([, number]) => number));
  return (number) => numbers.has(number);
};
const kinds = {
  Deflate: 'deflate', Inflate: 'inflate', Gzip: 'gzip', Gunzip: 'gunzip', DeflateRaw: 'deflateRaw', InflateRaw: 'inflateRaw', Unzip: 'unzip',
  BrotliCompress: 'brotliCompress', BrotliDecompress: 'brotliDecompress', ZstdCompress: 'zstdCompress', ZstdDecompress: 'zstdDecompress',
};
const inflating = ['inflate', 'gunzip', 'unzip'];
const decompressing = [...inflating, 'inflateRaw', 'brotliDecompress', 'zstdDecompress'];

/** A codec as the options want it, and the options checked. */
function settingsOf(kind, options) {
  const family = families[kind.startsWith('brotli') ? 'brotli' : kind.startsWith('zstd') ? 'zstd' : 'zlib'];
  const settings = { kind, family, level: -1, strategy: 0, parameters: [] };
  settings.chunkSize = whole(options?.chunkSize, 'options.chunkSize', 64, Infinity, 16384);
  settings.flush = whole(options?.flush, 'options.flush', family.least, family.most, family.flush);
  settings.finishFlush = whole(options?.finishFlush, 'options.finishFlush', family.least, family.most, family.finishFlush);
  settings.maxOutputLength = whole(options?.maxOutputLength, 'options.maxOutputLength', 1, kMaxLength, kMaxLength);
  settings.info = !!options?.info;
  settings.rejectGarbageAfterEnd = !!options?.rejectGarbageAfterEnd;
  if (family === families.zlib) {
    // The header tells it.
    const isTold = inflating.includes(kind) && (options?.windowBits === undefined || options.windowBits === null || options.windowBits === 0);
    settings.windowBits = isTold ? 0 : whole(options?.windowBits, 'options.windowBits', kind === 'gzip' ? 9 : 8, 15, 15);
    settings.level = whole(options?.level, 'options.level', -1, 9, -1);
    settings.memLevel = whole(options?.memLevel, 'options.memLevel', 1, 9, 8);
    settings.strategy = whole(options?.strategy, 'options.strategy', 0, 4, 0);
    settings.dictionary = dictionaryOf(options?.dictionary);
  } else if (family === families.brotli) {
    const isKnown = kind === 'brotliCompress' ? known('BROTLI_PARAM_') : known('BROTLI_DECODER_PARAM_');
    settings.parameters = parametersOf(options?.params, isKnown, 'ERR_BROTLI_INVALID_PARAM');
  } else {
    settings.parameters = parametersOf(options?.params, kind === 'zstdCompress' ? known('ZSTD_c_') : known('ZSTD_d_'), 'ERR_ZLIB_INITIALIZATION_FAILED');
    settings.dictionary = dictionaryOf(options?.dictionary);
  }
  settings.make = () => {
    const bits = settings.windowBits || 15;
    const codec = native.makeCodec(kind, settings.level, bits, settings.memLevel, settings.strategy, settings.dictionary, settings.parameters);
    if (Array.isArray(codec)) throw errorOf(codec);
    return codec;
  };
  return settings;
}

const GZIP = 0x1f;
/** Another member of a file of gzip follows the first: anything but padding. */
const isNextMember = (isGzip, bytes, at, isStrict = false) => isGzip && (isStrict ? bytes[at] === GZIP : bytes[at] !== 0);
/** How a frame of zstd begins: its magic number, or one of those of frames to skip. */
const FRAME_STARTS = [[0x28, 0xb5, 0x2f, 0xfd], ...Array.from({ length: 16 }, (_, i) => [0x50 + i, 0x2a, 0x4d, 0x18])];
/** Whether another frame of zstd begins, as far as there are bytes. */
const mayStartFrame = (bytes, at) => FRAME_STARTS.some((start) => start.every((byte, i) => at + i >= bytes.length || bytes[at + i] === byte));
const startsFrame = (bytes, at) => bytes.length - at >= 4 && mayStartFrame(bytes, at);
const tooLarge = (most) => coded(RangeError, 'ERR_BUFFER_TOO_LARGE', `Cannot create a Buffer larger than ${most} bytes`);
const trailingJunk = () => coded(TypeError, 'ERR_TRAILING_JUNK_AFTER_STREAM_END', 'Trailing junk found after the end of the compressed stream');
const endedEarly = () => errorOf(['unexpected end of file', 'Z_BUF_ERROR', -5]);

// ---- at once

function runAtOnce(kind, data, options) {
  const settings = settingsOf(kind, options);
  const bytes = bytesOf(data, 'buffer');
  const codec = settings.make();
  const isGzip = kind === 'gunzip' || (kind === 'unzip' && bytes[0] === GZIP);
  const chunks = [];
  let [at, length, hasEnded] = [0, 0, false];
  const room = Math.max(settings.chunkSize, Math.min(bytes.length * 2, 1 << 20));
  for (;;) {
    const result = native.runCodec(codec, bytes, at, settings.finishFlush, room);
    if (typeof result[0] === 'string') throw errorOf(result);
    const [out, taken, ended] = result;
    at += taken;
    length += out.length;
    if (length > settings.maxOutputLength) {
      throw tooLarge(settings.maxOutputLength);
    }
    if (out.length > 0) chunks.push(out);
    if (ended) {
      hasEnded = true;
      const goesOn = kind === 'zstdDecompress' ? startsFrame(bytes, at) : at < bytes.length && isNextMember(isGzip, bytes, at, settings.rejectGarbageAfterEnd);
      if (!goesOn) break;
      if (isGzip) native.resetCodec(codec);
      hasEnded = false;
    } else if (out.length < room && (taken === 0 || at >= bytes.length)) {
      // Nothing more can come of it.
      break;
    }
  }
  if (!hasEnded && decompressing.includes(kind) && settings.finishFlush === settings.family.finishFlush) throw endedEarly();
  if (hasEnded && at < bytes.length && settings.rejectGarbageAfterEnd) throw trailingJunk();
  const buffer = chunks.length === 1 ? Object.setPrototypeOf(chunks[0], Buffer.prototype) : Buffer.concat(chunks, length);
  return { buffer, taken: at };
}

function convenience(kind, Stream) {
  const atOnce = function (data, options) {
    const { buffer, taken } = runAtOnce(kind, data, options);
    if (!options?.info) return buffer;
    const engine = new Stream(options);
    engine.bytesWritten = taken;
    return { buffer, engine };
  };
  const later = function (data, ...rest) {
    const [options, callback] = typeof rest[0] === 'function' ? [{}, rest[0]] : rest;
    checkFunction(callback, 'callback');
    // Wrong arguments are the caller's, and thrown.
    settingsOf(kind, options);
    bytesOf(data, 'buffer');
    let result;
    try {
      result = [null, atOnce(data, options)];
    } catch (error) {
      result = [error];
    }
    native.complete(callback, ...result);
  };
  return [
    Object.defineProperties(later, { name: { value: 'asyncBufferWrapper' }, length: { value: 3 } }),
    Object.defineProperty(atOnce, 'name', { value: 'syncBufferWrapper' }),
  ];
}

// ---- streams

const kSettings = Symbol('kSettings');
const kCodec = Symbol('kCodec');
const kGoOn = Symbol('kGoOn');
const kHasEnded = Symbol('kHasEnded');
/** Bytes after a frame that may begin another. */
const kHeld = Symbol('kHeld');
/** What comes is of no use. */
const kIsOver = Symbol('kIsOver');
const kFlush = Symbol('kFlush');
const kIsGzip = Symbol('kIsGzip');

/** A chunk that stands for a wish to flush. */
const flushMarks = new Map();
const markFor = (flush) => {
  let mark = flushMarks.get(flush);
  if (!mark) {
    mark = Buffer.alloc(0);
    mark[kFlush] = flush;
    flushMarks.set(flush, mark);
  }
  return mark;
};

function ZlibBase(kind, options) {
  const settings = settingsOf(kind, options);
  if (options?.encoding || options?.objectMode || options?.writableObjectMode) {
    Reflect.apply(Transform, this, [{ ...options, encoding: null, objectMode: false, writableObjectMode: false }]);
  } else {
    Reflect.apply(Transform, this, [{ autoDestroy: true, ...options }]);
  }
  this.bytesWritten = 0;
  const codec = settings.make();
  this._handle = new Handle(this, codec, kind === 'gunzip' || kind === 'unzip', () => {
    this[kCodec] = null;
  });
  this._outOffset = 0;
  this._chunkSize = settings.chunkSize;
  this._defaultFlushFlag = settings.flush;
  this._finishFlushFlag = settings.finishFlush;
  this._maxOutputLength = settings.maxOutputLength;
  Object.defineProperties(this, {
    [kSettings]: { value: settings },
    [kCodec]: { value: codec, writable: true },
    [kGoOn]: { value: null, writable: true },
    [kHasEnded]: { value: false, writable: true },
    [kHeld]: { value: undefined, writable: true },
    [kIsOver]: { value: false, writable: true },
    [kIsGzip]: { value: kind === 'gunzip', writable: true },
  });
}
Object.setPrototypeOf(ZlibBase.prototype, Transform.prototype);
Object.setPrototypeOf(ZlibBase, Transform);

addTo(ZlibBase.prototype);
Object.assign(ZlibBase.prototype, {
  _failed(result) {
    this._failure = errorOf(result);
    this.destroy(this._failure);
  },
  _tooLarge() {
    return tooLarge(this._maxOutputLength);
  },
  _transform(chunk, encoding, callback) {
    const { flush, finishFlush } = this[kSettings];
    let mode = flush;
    if (typeof chunk[kFlush] === 'number') {
      mode = chunk[kFlush];
    } else if (this.writableEnded && this.writableLength === chunk.byteLength) {
      // The last one.
      mode = Math.max(flush, finishFlush);
    }
    this._process(chunk, mode, callback);
  },
  _flush(callback) {
    this._process(Buffer.alloc(0), this[kSettings].finishFlush, callback, true);
  },
  // The end of the input is told before that of the output.
  _final(callback) {
    callback();
  },
  /** Runs the codec on a chunk, and waits where nobody takes what it gives. */
  _process(chunk, flush, callback, isLast = false) {
    const { kind, chunkSize } = this[kSettings];
    let bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    const isZstd = kind === 'zstdDecompress';
    if (this.bytesWritten === 0 && kind === 'unzip') this[kIsGzip] = bytes[0] === GZIP;
    const isGzip = this[kIsGzip];
    let at = 0;
    // What was before it is given first.
    const refuseRest = () => native.complete(() => {
      this.destroy(trailingJunk());
      callback();
    });
    const step = () => {
      for (;;) {
        if (!this[kCodec]) {
          if (this.destroyed) callback();
          return;
        }
        if (this[kHasEnded]) {
          // What follows the end is another frame or member, or of no use.
          if (isZstd && this[kHeld]) {
            bytes = Buffer.concat([this[kHeld], bytes.subarray(at)]);
            this.bytesWritten -= this[kHeld].length;
            this[kHeld] = undefined;
            at = 0;
          }
          if (isZstd && !this[kIsOver] && startsFrame(bytes, at)) {
            this[kHasEnded] = false;
          } else if (isZstd && !this[kIsOver] && !isLast && mayStartFrame(bytes, at)) {
            // Too few bytes to tell: they wait for more.
            this[kHeld] = bytes.subarray(at);
            this.bytesWritten += bytes.length - at;
            break;
          } else if (!isZstd && at < bytes.length && isNextMember(isGzip, bytes, at, this[kSettings].rejectGarbageAfterEnd)) {
            native.resetCodec(this[kCodec]);
            this[kHasEnded] = false;
          } else {
            if (at < bytes.length && this[kSettings].rejectGarbageAfterEnd) {
              refuseRest();
              return;
            }
            this[kIsOver] = true;
            if (isZstd && isLast) this.bytesWritten += bytes.length - at;
            if (isLast || at < bytes.length) this.push(null);
            break;
          }
        }
        const result = native.runCodec(this[kCodec], bytes, at, flush, chunkSize);
        if (typeof result[0] === 'string') {
          // Told later; nobody is told that what failed was written, nor what came after it.
          native.complete(() => this.destroy(errorOf(result)));
          return;
        }
        const [out, taken, ended] = result;
        at += taken;
        this.bytesWritten += taken;
        if (ended) this[kHasEnded] = true;
        const mayGoOn = out.length === 0 || this.push(Object.setPrototypeOf(out, Buffer.prototype));
        const isFull = out.length === chunkSize;
        if (ended && isZstd) {
          if (mayGoOn) continue;
          this[kGoOn] = step;
          return;
        }
        if (ended && at < bytes.length && isNextMember(isGzip, bytes, at, this[kSettings].rejectGarbageAfterEnd)) continue;
        if (ended && at < bytes.length && this[kSettings].rejectGarbageAfterEnd) {
          refuseRest();
          return;
        }
        if (ended && decompressing.includes(kind)) {
          if (at < bytes.length || isLast) this.push(null);
          break;
        }
        if (!isFull && (at >= bytes.length || taken === 0)) break;
        if (!mayGoOn) {
          this[kGoOn] = step;
          return;
        }
      }
      if (isLast && !this[kHasEnded] && decompressing.includes(kind) && flush === this[kSettings].family.finishFlush) {
        native.complete(() => this.destroy(endedEarly()));
        return;
      }
      native.complete(callback);
    };
    step();
  },
  _read(size) {
    const goOn = this[kGoOn];
    if (!goOn) {
      Transform.prototype._read.call(this, size);
      return;
    }
    this[kGoOn] = null;
    native.complete(goOn);
  },
  flush(...args) {
    let [kind, callback] = args;
    if (typeof kind === 'function' || (kind === undefined && !callback)) [kind, callback] = [this[kSettings].family.fullFlush, kind];
    if (this.writableFinished) {
      if (callback) process.nextTick(callback);
    } else if (this.writableEnded) {
      if (callback) this.once('end', callback);
    } else {
      this.write(markFor(kind), '', callback);
    }
  },
  reset() {
    if (!this[kCodec]) throw new Error('zlib binding closed');
    native.resetCodec(this[kCodec]);
    this[kHasEnded] = false;
  },
  close(callback) {
    if (callback) require('internal/streams/end_of_stream').finished(this, callback);
    this.destroy();
  },
  _destroy(error, callback) {
    this._close();
    this[kCodec] = null;
    const goOn = this[kGoOn];
    this[kGoOn] = null;
    goOn?.();
    callback(error);
  },
});
Object.defineProperty(ZlibBase.prototype, '_closed', { configurable: true, get() { return !this[kCodec]; } });

/** Level and strategy of what comes. */
function params(level, strategy, callback) {
  const settings = this[kSettings];
  whole(level, 'level', -1, 9, -1);
  whole(strategy, 'strategy', 0, 4, 0);
  if (settings.level === level && settings.strategy === strategy) {
    process.nextTick(callback);
    return;
  }
  this.flush(Z_SYNC_FLUSH, () => {
    if (!this[kCodec]) return;
    native.setCodecLevel(this[kCodec], level);
    settings.level = level;
    settings.strategy = strategy;
    callback?.();
  });
}

/** A class that may be called without `new`. */
function streamClass(name, kind) {
  function Class(options) {
    if (!(this instanceof Class)) return new Class(options);
    Reflect.apply(ZlibBase, this, [kind, options]);
  }
  Object.defineProperty(Class, 'name', { value: name });
  Object.setPrototypeOf(Class.prototype, ZlibBase.prototype);
  Object.setPrototypeOf(Class, ZlibBase);
  if (!kind.startsWith('brotli') && !kind.startsWith('zstd')) Class.prototype.params = params;
  return Class;
}

const classes = {};
const functions = {};
const makers = {};
for (const [name, kind] of Object.entries(kinds)) {
  const Stream = streamClass(name, kind);
  classes[name] = Stream;
  [functions[kind], functions[`${kind}Sync`]] = convenience(kind, Stream);
  makers[`create${name}`] = Object.defineProperty(function (options) { return new Stream(options); }, 'name', { value: `create${name}` });
}

module.exports = {
  crc32: function (data, value = 0) {
    if (typeof data !== 'string' && !ArrayBuffer.isView(data)) throw invalidArgument('data', 'of type string or an instance of Buffer, TypedArray, or DataView', data);
    checkUint32(value, 'value');
    return native.checksum(data, value);
  },
  ...classes, ...functions, ...makers,
};
Object.defineProperties(module.exports, {
  constants: { enumerable: true, value: constants },
  codes: { enumerable: true, value: codes },
});
// Old programs look for them here.
for (const [name, value] of Object.entries(constants)) {
  if (!name.startsWith('BROTLI')) Object.defineProperty(module.exports, name, { enumerable: false, value });
}
