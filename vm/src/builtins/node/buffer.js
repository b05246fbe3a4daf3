// node:buffer: Buffer over Uint8Array, atob and btoa.
'use strict';

const native = require('native');
const { coded, invalidArgument, outOfRange } = require('internal/errors');
const { encodingOf, lengthOf, kMaxLength, kStringMaxLength } = require('internal/buffer/encodings');
const { isTypedArray, isUint8Array, isAnyArrayBuffer } = require('util').types;

/** What all buffers are made by: Buffer is an ordinary function, which may be called without new. */
class FastBuffer extends Uint8Array {}

let warned = false;
/** Tells once that Buffer was called as a constructor; not what is in node_modules. */
function warn() {
  if (warned) return;
  const caller = (new Error().stack ?? '').split('\n').slice(1).find((line) => !/\(?node:/.test(line)) ?? '';
  if (/[\\/]node_modules[\\/]/.test(caller)) return;
  warned = true;
  process.emitWarning('Buffer() is deprecated due to security and usability issues. Please use the Buffer.alloc(), ' +
    'Buffer.allocUnsafe(), or Buffer.from() methods instead.', 'DeprecationWarning', 'DEP0005', Buffer);
}

function Buffer(arg, encodingOrOffset, length) {
  warn();
  if (typeof arg !== 'number') return Buffer.from(arg, encodingOrOffset, length);
  if (typeof encodingOrOffset === 'string') throw invalidArgument('string', 'of type string', arg);
  return Buffer.alloc(arg);
}

function checkNumber(value, name, low, high) {
  if (typeof value !== 'number') throw invalidArgument(name, 'of type number', value);
  if (!(value >= low && value <= high)) throw outOfRange(name, `>= ${low} && <= ${high}`, value);
}
const checkBytes = (value, name) => {
  if (!isUint8Array(value)) throw invalidArgument(name, 'an instance of Buffer or Uint8Array', value);
};
const fromString = (text, encoding) => wrap(native.encode(text, encodingOf(encoding)));
const wrap = (bytes) => Object.setPrototypeOf(bytes, FastBuffer.prototype);

function fromArrayBuffer(buffer, byteOffset, length) {
  const offset = byteOffset === undefined ? 0 : Math.trunc(byteOffset) || 0;
  const most = buffer.byteLength - offset;
  if (most < 0) throw coded(RangeError, 'ERR_BUFFER_OUT_OF_BOUNDS', '"offset" is outside of buffer bounds');
  if (length === undefined) return new FastBuffer(buffer, offset, most);
  const count = +length > 0 ? Math.trunc(length) : 0;
  if (count > most) throw coded(RangeError, 'ERR_BUFFER_OUT_OF_BOUNDS', '"length" is outside of buffer bounds');
  return new FastBuffer(buffer, offset, count);
}
function fromArrayLike(values) {
  const out = new FastBuffer(values.length > 0 ? values.length : 0);
  if (out.length > 0) out.set(values);
  return out;
}

Object.assign(Buffer, {
  poolSize: 65536,
  from: function (value, encodingOrOffset, length) {
    if (typeof value === 'string') return fromString(value, typeof encodingOrOffset === 'string' ? encodingOrOffset : 'utf8');
    if (value !== null && typeof value === 'object') {
      if (isAnyArrayBuffer(value)) return fromArrayBuffer(value, encodingOrOffset, length);
      const primitive = value.valueOf?.();
      if (primitive != null && primitive !== value && (typeof primitive === 'string' || typeof primitive === 'object')) {
        return Buffer.from(primitive, encodingOrOffset, length);
      }
      if (value.length !== undefined || isAnyArrayBuffer(value.buffer)) {
        return typeof value.length === 'number' ? fromArrayLike(value) : new FastBuffer();
      }
      if (value.type === 'Buffer' && Array.isArray(value.data)) return fromArrayLike(value.data);
      const text = value[Symbol.toPrimitive]?.('string');
      if (typeof text === 'string') return fromString(text, encodingOrOffset);
    }
    throw invalidArgument('first argument', 'of type string or an instance of Buffer, ArrayBuffer, or Array or an Array-like Object', value);
  },
  copyBytesFrom: function (view, offset, length) {
    if (!isTypedArray(view)) throw invalidArgument('view', 'an instance of TypedArray', view);
    for (const [value, name] of [[offset, 'offset'], [length, 'length']]) {
      if (value === undefined) continue;
      if (typeof value !== 'number') throw invalidArgument(name, 'of type number', value);
      if (!Number.isInteger(value)) throw outOfRange(name, 'an integer', value);
      checkNumber(value, name, 0, Number.MAX_SAFE_INTEGER);
    }
    const start = Math.min(offset ?? 0, view.length);
    const end = length === undefined ? view.length : Math.min(start + length, view.length);
    const width = view.BYTES_PER_ELEMENT;
    return fromArrayLike(new Uint8Array(view.buffer, view.byteOffset + start * width, (end - start) * width));
  },
  of(...items) {
    return fromArrayLike(items);
  },
  alloc: function (size, fill, encoding) {
    checkNumber(size, 'size', 0, kMaxLength);
    const out = new FastBuffer(size);
    return fill === undefined || fill === 0 || size === 0 ? out : out.fill(fill, encoding);
  },
  allocUnsafe: function (size) {
    checkNumber(size, 'size', 0, kMaxLength);
    return new FastBuffer(size);
  },
  allocUnsafeSlow: function (size) {
    checkNumber(size, 'size', 0, kMaxLength);
    return new FastBuffer(size);
  },
  isBuffer: function (value) {
    return value instanceof Buffer;
  },
  compare: function (a, b) {
    checkBytes(a, 'buf1');
    checkBytes(b, 'buf2');
    return a === b ? 0 : native.compareBytes(a, b);
  },
  isEncoding: function (name) {
    return typeof name === 'string' && name.length !== 0 && encodingOf.known(name) !== undefined;
  },
  concat: function (list, length) {
    if (!Array.isArray(list)) throw invalidArgument('list', 'an instance of Array', list);
    if (list.length === 0) return new FastBuffer();
    if (length !== undefined) checkNumber(length, 'length', 0, Number.MAX_SAFE_INTEGER);
    let total = 0;
    for (let i = 0; i < list.length; i++) {
      checkBytes(list[i], `list[${i}]`);
      total += list[i].length;
    }
    const out = Buffer.alloc(length ?? total);
    let at = 0;
    for (const item of list) {
      if (at + item.length > out.length) {
        out.set(item.subarray(0, out.length - at), at);
        break;
      }
      out.set(item, at);
      at += item.length;
    }
    return out;
  },
  byteLength: function (value, encoding) {
    if (typeof value === 'string') return lengthOf(value, encodingOf.known(encoding || 'utf8') ?? 'utf8');
    if (ArrayBuffer.isView(value) || isAnyArrayBuffer(value)) return value.byteLength;
    throw invalidArgument('string', 'of type string or an instance of Buffer or ArrayBuffer', value);
  },
  stringLength(input, encoding = 'utf8') {
    if (!isTypedArray(input) && !isAnyArrayBuffer(input)) throw invalidArgument('input', 'an instance of ArrayBuffer, Buffer, or TypedArray', input);
    const bytes = ArrayBuffer.isView(input) ? new Uint8Array(input.buffer, input.byteOffset, input.byteLength) : new Uint8Array(input);
    return native.decode(bytes, encodingOf(encoding)).length;
  },
});
Object.defineProperty(Buffer, Symbol.species, { configurable: true, enumerable: false, get() { return FastBuffer; } });
Object.setPrototypeOf(Buffer, Uint8Array);
Buffer.prototype = FastBuffer.prototype;
Object.defineProperty(Buffer.prototype, 'constructor', { value: Buffer, writable: true, configurable: true, enumerable: false });
require('internal/buffer/numbers')(Buffer.prototype);
require('internal/buffer/methods')(Buffer, FastBuffer);

function notBase64() {
  const { DOMException } = require('internal/event_target');
  return new DOMException('The string to be decoded is not correctly encoded.', 'InvalidCharacterError');
}
function atob(text) {
  if (arguments.length === 0) throw coded(TypeError, 'ERR_MISSING_ARGS', 'The "input" argument must be specified');
  const clean = `${text}`.replace(/[\t\n\f\r ]/g, '');
  const body = clean.length % 4 === 0 ? clean.replace(/={1,2}$/, '') : clean;
  if (body.length % 4 === 1 || /[^A-Za-z0-9+/]/.test(body)) throw notBase64();
  return native.decode(native.encode(body, 'base64'), 'latin1');
}
function btoa(text) {
  if (arguments.length === 0) throw coded(TypeError, 'ERR_MISSING_ARGS', 'The "input" argument must be specified');
  const string = `${text}`;
  if (/[^\0-\xff]/.test(string)) {
    const { DOMException } = require('internal/event_target');
    throw new DOMException('Invalid character', 'InvalidCharacterError');
  }
  return native.decode(native.encode(string, 'latin1'), 'base64');
}

function bytesOf(input) {
  if (!isTypedArray(input) && !isAnyArrayBuffer(input)) throw invalidArgument('input', 'an instance of ArrayBuffer, Buffer, or TypedArray', input);
  return ArrayBuffer.isView(input) ? new Uint8Array(input.buffer, input.byteOffset, input.byteLength) : new Uint8Array(input);
}
function isUtf8(input) {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytesOf(input));
    return true;
  } catch (error) {
    if (error.code === 'ERR_INVALID_ARG_TYPE') throw error;
    return false;
  }
}
function isAscii(input) {
  return bytesOf(input).every((byte) => byte < 128);
}
function isLatin1(input) {
  if (typeof input !== 'string') throw invalidArgument('input', 'of type string', input);
  return !/[^\0-\xff]/.test(input);
}
const transcoded = new Set(['utf8', 'utf16le', 'latin1', 'ascii']);
function transcode(source, from, to) {
  checkBytes(source, 'source');
  const [a, b] = [from, to].map((name) => (name ? typeof name === 'string' && encodingOf.known(name) : 'utf8'));
  if (!transcoded.has(a) || !transcoded.has(b)) {
    throw Object.assign(new Error('Unable to transcode Buffer [U_ILLEGAL_ARGUMENT_ERROR]'), { errno: 1, code: 'U_ILLEGAL_ARGUMENT_ERROR' });
  }
  let text = native.decode(source, a);
  if (b === 'latin1') text = text.replace(/[^\0-\xff]/gu, '?');
  if (b === 'ascii') text = text.replace(/[^\0-\x7f]/gu, '?');
  return Buffer.from(text, b);
}
function resolveObjectURL(url) {
  return require('internal/web_files/object_urls').resolveObjectURL(url);
}

const { limits } = require('internal/buffer/encodings');
module.exports = {
  Buffer, transcode, isUtf8, isAscii, isLatin1, kMaxLength, kStringMaxLength, btoa, atob,
  constants: Object.defineProperties({}, {
    MAX_LENGTH: { value: kMaxLength, enumerable: true },
    MAX_STRING_LENGTH: { value: kStringMaxLength, enumerable: true },
  }),
  get INSPECT_MAX_BYTES() { return limits.shown; },
  set INSPECT_MAX_BYTES(count) {
    checkNumber(count, 'INSPECT_MAX_BYTES', 0, Infinity);
    limits.shown = count;
  },
  get Blob() { return require('internal/web_files/blob').Blob; },
  resolveObjectURL,
  get File() { return require('internal/web_files/blob').File; },
};
