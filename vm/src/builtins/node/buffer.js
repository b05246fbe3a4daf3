// node:buffer: Buffer over Uint8Array, atob and btoa.
'use strict';

const native = require('native');
const { coded, invalidArgument, outOfRange } = require('internal/errors');

const kInspect = Symbol.for('nodejs.util.inspect.custom');
const encodings = new Map([
  ['utf8', 'utf8'], ['utf-8', 'utf8'], ['hex', 'hex'], ['base64', 'base64'], ['base64url', 'base64url'], ['ascii', 'ascii'],
  ['latin1', 'latin1'], ['binary', 'latin1'], ['ucs2', 'utf16le'], ['ucs-2', 'utf16le'], ['utf16le', 'utf16le'], ['utf-16le', 'utf16le'],
]);
function encodingOf(name) {
  if (name === undefined || name === null || name === '') return 'utf8';
  const encoding = encodings.get(`${name}`.toLowerCase());
  if (encoding === undefined) throw coded(TypeError, 'ERR_UNKNOWN_ENCODING', `Unknown encoding: ${name}`);
  return encoding;
}
const wrap = (bytes) => Object.setPrototypeOf(bytes, Buffer.prototype);

class Buffer extends Uint8Array {
  static poolSize = 8192;
  static from(value, encodingOrOffset, length) {
    if (typeof value === 'string') return wrap(native.encode(value, encodingOf(encodingOrOffset)));
    if (value instanceof ArrayBuffer) return new Buffer(value, encodingOrOffset, length);
    if (value !== null && typeof value === 'object') {
      if (ArrayBuffer.isView(value)) {
        const copy = new Buffer(value.length ?? value.byteLength);
        copy.set(value);
        return copy;
      }
      const primitive = value.valueOf?.();
      if (primitive != null && primitive !== value && (typeof primitive === 'string' || typeof primitive === 'object')) {
        return Buffer.from(primitive, encodingOrOffset, length);
      }
      if (value.type === 'Buffer' && Array.isArray(value.data)) return Buffer.from(value.data);
      if (Array.isArray(value) || typeof value.length === 'number') {
        const out = new Buffer(value.length);
        for (let i = 0; i < value.length; i++) out[i] = value[i];
        return out;
      }
    }
    throw invalidArgument('first argument', 'of type string or an instance of Buffer, ArrayBuffer, or Array or an Array-like Object', value);
  }
  static of(...items) {
    return Buffer.from(items);
  }
  static alloc(size, fill, encoding) {
    checkSize(size);
    const out = new Buffer(size);
    return fill === undefined || fill === 0 ? out : out.fill(fill, encoding);
  }
  static allocUnsafe(size) {
    checkSize(size);
    return new Buffer(size);
  }
  static allocUnsafeSlow(size) {
    return Buffer.allocUnsafe(size);
  }
  static isBuffer(value) {
    return value instanceof Buffer;
  }
  static isEncoding(name) {
    return typeof name === 'string' && encodings.has(name.toLowerCase());
  }
  static byteLength(value, encoding) {
    if (typeof value !== 'string') return value.byteLength;
    return native.encode(value, encodingOf(encoding)).length;
  }
  static compare(a, b) {
    const length = Math.min(a.length, b.length);
    for (let i = 0; i < length; i++) if (a[i] !== b[i]) return a[i] < b[i] ? -1 : 1;
    return Math.sign(a.length - b.length);
  }
  static concat(list, total = list.reduce((n, b) => n + b.length, 0)) {
    const out = Buffer.alloc(total);
    let at = 0;
    for (const item of list) {
      if (at >= total) break;
      const part = at + item.length > total ? item.subarray(0, total - at) : item;
      out.set(part, at);
      at += part.length;
    }
    return out;
  }
  get parent() { return this.buffer; }
  get offset() { return this.byteOffset; }
  toString(encoding, start = 0, end = this.length) {
    const bytes = start === 0 && end >= this.length ? this : this.subarray(Math.max(start, 0), Math.max(end, 0));
    return native.decode(bytes, encodingOf(encoding));
  }
  toLocaleString(encoding, start, end) {
    return this.toString(encoding, start, end);
  }
  toJSON() {
    return { type: 'Buffer', data: Array.from(this) };
  }
  equals(other) {
    if (!(other instanceof Uint8Array)) throw invalidArgument('otherBuffer', 'an instance of Buffer or Uint8Array', other);
    return Buffer.compare(this, other) === 0;
  }
  compare(target, targetStart = 0, targetEnd = target.length, start = 0, end = this.length) {
    return Buffer.compare(this.subarray(start, end), target.subarray(targetStart, targetEnd));
  }
  copy(target, targetStart = 0, start = 0, end = this.length) {
    const part = this.subarray(start, Math.min(end, start + target.length - targetStart));
    target.set(part, targetStart);
    return part.length;
  }
  slice(start, end) {
    return this.subarray(start, end);
  }
  write(text, offset = 0, length = this.length - offset, encoding = 'utf8') {
    if (typeof offset === 'string') return this.write(text, 0, this.length, offset);
    if (typeof length === 'string') return this.write(text, offset, this.length - offset, length);
    const bytes = native.encode(text, encodingOf(encoding)).subarray(0, Math.min(length, this.length - offset));
    this.set(bytes, offset);
    return bytes.length;
  }
  fill(value, start = 0, end = this.length, encoding = 'utf8') {
    if (typeof start === 'string') return this.fill(value, 0, this.length, start);
    if (typeof end === 'string') return this.fill(value, start, this.length, end);
    if (typeof value === 'number' || typeof value === 'boolean') return super.fill(value & 255, start, end);
    const bytes = typeof value === 'string' ? native.encode(value, encodingOf(encoding)) : value;
    if (bytes.length === 0) return super.fill(0, start, end);
    for (let i = start; i < end; i++) this[i] = bytes[(i - start) % bytes.length];
    return this;
  }
  indexOf(value, from = 0, encoding) {
    if (typeof value === 'number') return super.indexOf(value & 255, from);
    if (typeof from === 'string') return this.indexOf(value, 0, from);
    const bytes = typeof value === 'string' ? native.encode(value, encodingOf(encoding)) : value;
    const start = from < 0 ? Math.max(this.length + from, 0) : from;
    if (bytes.length === 0) return Math.min(start, this.length);
    outer: for (let i = start; i + bytes.length <= this.length; i++) {
      for (let j = 0; j < bytes.length; j++) if (this[i + j] !== bytes[j]) continue outer;
      return i;
    }
    return -1;
  }
  lastIndexOf(value, from = this.length, encoding) {
    if (typeof value === 'number') return super.lastIndexOf(value & 255, from);
    const bytes = typeof value === 'string' ? native.encode(value, encodingOf(encoding)) : value;
    outer: for (let i = Math.min(from, this.length - bytes.length); i >= 0; i--) {
      for (let j = 0; j < bytes.length; j++) if (this[i + j] !== bytes[j]) continue outer;
      return i;
    }
    return -1;
  }
  includes(value, from, encoding) {
    return this.indexOf(value, from, encoding) >= 0;
  }
  swap16() { return swap(this, 2); }
  swap32() { return swap(this, 4); }
  swap64() { return swap(this, 8); }
  readUIntBE(offset, length) {
    let value = 0;
    for (let i = 0; i < length; i++) value = value * 256 + this[offset + i];
    return value;
  }
  readUIntLE(offset, length) {
    let value = 0;
    for (let i = length - 1; i >= 0; i--) value = value * 256 + this[offset + i];
    return value;
  }
  readIntBE(offset, length) {
    const value = this.readUIntBE(offset, length);
    return value >= 2 ** (8 * length - 1) ? value - 2 ** (8 * length) : value;
  }
  readIntLE(offset, length) {
    const value = this.readUIntLE(offset, length);
    return value >= 2 ** (8 * length - 1) ? value - 2 ** (8 * length) : value;
  }
  writeUIntBE(value, offset, length) {
    for (let i = length - 1, rest = value; i >= 0; i--, rest = Math.floor(rest / 256)) this[offset + i] = rest;
    return offset + length;
  }
  writeUIntLE(value, offset, length) {
    for (let i = 0, rest = value; i < length; i++, rest = Math.floor(rest / 256)) this[offset + i] = rest;
    return offset + length;
  }
  writeIntBE(value, offset, length) { return this.writeUIntBE(value < 0 ? value + 2 ** (8 * length) : value, offset, length); }
  writeIntLE(value, offset, length) { return this.writeUIntLE(value < 0 ? value + 2 ** (8 * length) : value, offset, length); }
  [kInspect]() {
    const shown = Array.from(this.subarray(0, 50), (byte) => byte.toString(16).padStart(2, '0'));
    const more = this.length > 50 ? ` ... ${this.length - 50} more byte${this.length > 51 ? 's' : ''}` : '';
    return `<Buffer ${shown.join(' ')}${more}>`;
  }
}

function checkSize(size) {
  if (typeof size !== 'number') throw invalidArgument('size', 'of type number', size);
  if (!(size >= 0 && size <= 2 ** 32)) throw outOfRange('size', '>= 0 && <= 4294967296', size);
}
function swap(buffer, width) {
  if (buffer.length % width) throw coded(RangeError, 'ERR_INVALID_BUFFER_SIZE', `Buffer size must be a multiple of ${width * 8}-bits`);
  for (let i = 0; i < buffer.length; i += width) buffer.subarray(i, i + width).reverse();
  return buffer;
}

// Numbers of fixed width, by the views of DataView.
const view = (buffer) => new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
for (const [name, method, width] of [
  ['Int8', 'Int8', 1], ['UInt8', 'Uint8', 1], ['Int16', 'Int16', 2], ['UInt16', 'Uint16', 2], ['Int32', 'Int32', 4], ['UInt32', 'Uint32', 4],
  ['BigInt64', 'BigInt64', 8], ['BigUInt64', 'BigUint64', 8], ['Float', 'Float32', 4], ['Double', 'Float64', 8],
]) {
  for (const [suffix, little] of width === 1 ? [['', true]] : [['LE', true], ['BE', false]]) {
    const check = (buffer, offset) => {
      if (typeof offset !== 'number') throw invalidArgument('offset', 'of type number', offset);
      if (!(offset >= 0 && offset + width <= buffer.length)) throw outOfRange('offset', `>= 0 and <= ${buffer.length - width}`, offset);
    };
    const methods = {
      [`read${name}${suffix}`](offset = 0) {
        check(this, offset);
        return view(this)[`get${method}`](offset, little);
      },
      [`write${name}${suffix}`](value, offset = 0) {
        check(this, offset);
        view(this)[`set${method}`](offset, value, little);
        return offset + width;
      },
    };
    for (const [key, value] of Object.entries(methods)) {
      Object.defineProperty(Buffer.prototype, key, { value, writable: true, configurable: true });
      const alias = key.replace('UInt', 'Uint');
      if (alias !== key) Object.defineProperty(Buffer.prototype, alias, { value, writable: true, configurable: true });
    }
  }
}

function notBase64() {
  const { DOMException } = require('internal/event_target');
  return new DOMException('The string to be decoded is not correctly encoded.', 'InvalidCharacterError');
}
function atob(text) {
  const clean = `${text}`.replace(/[\t\n\f\r ]/g, '');
  const body = clean.length % 4 === 0 ? clean.replace(/={1,2}$/, '') : clean;
  if (body.length % 4 === 1 || /[^A-Za-z0-9+/]/.test(body)) throw notBase64();
  return native.decode(native.encode(body, 'base64'), 'latin1');
}
function btoa(text) {
  const string = `${text}`;
  if (/[^\0-\xff]/.test(string)) {
    const { DOMException } = require('internal/event_target');
    throw new DOMException('Invalid character', 'InvalidCharacterError');
  }
  return native.decode(native.encode(string, 'latin1'), 'base64');
}

module.exports = {
  Buffer, atob, btoa, kMaxLength: 2 ** 32, constants: { MAX_LENGTH: 2 ** 32, MAX_STRING_LENGTH: 2 ** 29 - 24 },
  isUtf8: (bytes) => {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes);
      return true;
    } catch {
      return false;
    }
  },
  isAscii: (bytes) => bytes.every((byte) => byte < 128),
  get Blob() { return require('internal/web_files/blob').Blob; },
  get File() { return require('internal/web_files/blob').File; },
  resolveObjectURL: (url) => require('internal/web_files/object_urls').resolveObjectURL(url),
  transcode: (source, from, to) => Buffer.from(Buffer.from(source).toString(from), to),
};
