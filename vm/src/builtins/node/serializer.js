// The format of V8's ValueSerializer, version 15: what v8.serialize writes and v8.deserialize reads.
'use strict';

const native = require('native');
const { coded } = require('internal/errors');
const { types } = require('util');

const VERSION = 15;
const cannotRead = () => new Error('Unable to deserialize cloned data.');

/** Letters of views, by constructor. */
const VIEW_TAGS = new Map([
  [Int8Array, 'b'], [Uint8Array, 'B'], [Uint8ClampedArray, 'C'], [Int16Array, 'w'], [Uint16Array, 'W'], [Int32Array, 'd'],
  [Uint32Array, 'D'], [Float16Array, 'h'], [Float32Array, 'f'], [Float64Array, 'F'], [BigInt64Array, 'q'], [BigUint64Array, 'Q'],
  [DataView, '?'],
]);
const VIEWS = new Map([...VIEW_TAGS].map(([view, tag]) => [tag, view]));
const ERROR_TAGS = new Map([['EvalError', 'E'], ['RangeError', 'R'], ['ReferenceError', 'F'], ['SyntaxError', 'S'], ['TypeError', 'T'], ['URIError', 'U']]);
const ERRORS = { E: EvalError, R: RangeError, F: ReferenceError, S: SyntaxError, T: TypeError, U: URIError };
const FLAGS = [['g', 1], ['i', 2], ['m', 4], ['y', 8], ['u', 16], ['s', 32], ['d', 128], ['v', 256]];
const viewClass = (view) => (types.isDataView(view) ? DataView : globalThis[Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get.call(view)]);
const isIndex = (key) => {
  const first = key.charCodeAt(0);
  return first >= 48 && first <= 57 && String(key >>> 0) === key && key >>> 0 !== 0xffffffff;
};
/** Texts up to this length are written and read unit by unit. */
const SHORT = 48;
const shown = (value) => {
  if (typeof value === 'function') return Function.prototype.toString.call(value);
  if (typeof value === 'object') return `#<${value.constructor?.name || 'Object'}>`;
  return String(value);
};

class Serializer {
  #bytes = new Uint8Array(256);
  #length = 0;
  #ids = new Map();
  #transferred = new Map();
  #viewsByHost = false;
  #number = new DataView(new ArrayBuffer(8));

  #reserve(count) {
    if (this.#length + count <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + count));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }
  #byte(value) {
    if (this.#length === this.#bytes.length) this.#reserve(1);
    this.#bytes[this.#length++] = value;
  }
  #tag(letter) {
    this.#byte(letter.charCodeAt(0));
  }
  #varint(value) {
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) this.#byte(rest % 128 + 128);
    this.#byte(rest);
  }
  #raw(bytes) {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }
  #double(value) {
    this.#number.setFloat64(0, value, true);
    this.#raw(new Uint8Array(this.#number.buffer));
  }
  /** A short text of one byte a unit; false if it is none. */
  #shortString(text) {
    const { length } = text;
    this.#reserve(length + 2);
    const bytes = this.#bytes;
    const start = this.#length + 2;
    for (let i = 0; i < length; i++) {
      const unit = text.charCodeAt(i);
      if (unit > 255) return false;
      bytes[start + i] = unit;
    }
    bytes[start - 2] = 34;
    bytes[start - 1] = length;
    this.#length = start + length;
    return true;
  }
  #string(text) {
    if (text.length <= SHORT && this.#shortString(text)) return;
    if (!/[^\0-\xff]/.test(text)) {
      this.#tag('"');
      this.#varint(text.length);
      this.#raw(Buffer.from(text, 'latin1'));
      return;
    }
    const size = text.length * 2;
    const width = size < 1 << 7 ? 1 : size < 1 << 14 ? 2 : size < 1 << 21 ? 3 : size < 1 << 28 ? 4 : 5;
    // The code units are aligned.
    if ((this.#length + 1 + width) & 1) this.#byte(0);
    this.#tag('c');
    this.#varint(size);
    this.#raw(Buffer.from(text, 'utf16le'));
  }
  #bigint(value) {
    let rest = value < 0n ? -value : value;
    const words = [];
    for (; rest > 0n; rest >>= 64n) words.push(rest & 0xffffffffffffffffn);
    this.#varint(words.length * 16 + (value < 0n ? 1 : 0));
    for (const word of words) {
      this.#number.setBigUint64(0, word, true);
      this.#raw(new Uint8Array(this.#number.buffer));
    }
  }
  #refuse(value) {
    const ErrorClass = typeof this._getDataCloneError === 'function' ? this._getDataCloneError : Error;
    throw new ErrorClass(`${shown(value)} could not be cloned.`);
  }
  #value(value) {
    switch (typeof value) {
      case 'undefined': return this.#tag('_');
      case 'boolean': return this.#tag(value ? 'T' : 'F');
      case 'number':
        if (Object.is(value | 0, value)) {
          this.#tag('I');
          return this.#varint(value < 0 ? -2 * value - 1 : 2 * value);
        }
        this.#tag('N');
        return this.#double(value);
      case 'bigint':
        this.#tag('Z');
        return this.#bigint(value);
      case 'string': return this.#string(value);
      case 'symbol': return this.#refuse(value);
      default:
    }
    if (value === null) return this.#tag('0');
    const isView = ArrayBuffer.isView(value);
    if (isView && !this.#viewsByHost && !this.#ids.has(value)) {
      // Its buffer comes first.
      this.#value(value.buffer);
    }
    const known = this.#ids.get(value);
    if (known !== undefined) {
      this.#tag('^');
      return this.#varint(known);
    }
    this.#ids.set(value, this.#ids.size);
    return this.#object(value, isView);
  }
  #object(value, isView) {
    if (typeof value === 'function') return this.#refuse(value);
    if (isView) return this.#view(value);
    if (native.kind(value) === 'Object' && !this._isHostObject?.(value)) return this.#plain(value);
    if (types.isProxy(value)) return this.#refuse(value);
    // Of subclasses for messages: what is neither plain nor of the language.
    if (this._isHostObject?.(value)) {
      this.#tag('\\');
      this._writeHostObject(value);
      return undefined;
    }
    if (Array.isArray(value)) return this.#array(value);
    if (types.isDate(value)) {
      this.#tag('D');
      return this.#double(Date.prototype.getTime.call(value));
    }
    if (types.isBoxedPrimitive(value)) return this.#boxed(value);
    if (types.isRegExp(value)) {
      this.#tag('R');
      this.#string(value.source);
      return this.#varint(FLAGS.reduce((bits, [letter, bit]) => (value.flags.includes(letter) ? bits | bit : bits), 0));
    }
    if (types.isMap(value)) {
      const entries = [...Map.prototype.entries.call(value)].flat();
      this.#tag(';');
      for (const item of entries) this.#value(item);
      this.#tag(':');
      return this.#varint(entries.length);
    }
    if (types.isSet(value)) {
      const items = [...Set.prototype.values.call(value)];
      this.#tag("'");
      for (const item of items) this.#value(item);
      this.#tag(',');
      return this.#varint(items.length);
    }
    if (types.isSharedArrayBuffer(value)) {
      if (typeof this._getSharedArrayBufferId !== 'function') return this.#refuse(value);
      this.#tag('u');
      return this.#varint(this._getSharedArrayBufferId(value));
    }
    if (types.isArrayBuffer(value)) return this.#buffer(value);
    if (types.isNativeError(value)) return this.#error(value);
    if (types.isPromise(value) || types.isWeakMap(value) || types.isWeakSet(value) || types.isGeneratorObject(value) || value instanceof WeakRef) return this.#refuse(value);
    return this.#plain(value);
  }
  #plain(value) {
    this.#tag('o');
    const count = this.#properties(value, Object.keys(value));
    this.#tag('{');
    return this.#varint(count);
  }
  #properties(object, keys) {
    let count = 0;
    for (const key of keys) {
      // A getter may have taken it away.
      if (!Object.prototype.propertyIsEnumerable.call(object, key)) continue;
      const value = object[key];
      this.#value(isIndex(key) ? Number(key) : key);
      this.#value(value);
      count++;
    }
    return count;
  }
  #array(array) {
    const length = array.length;
    const keys = Object.keys(array);
    const dense = keys.length >= length && (length === 0 || keys[length - 1] === String(length - 1));
    if (!dense) {
      this.#tag('a');
      this.#varint(length);
      const count = this.#properties(array, keys);
      this.#tag('@');
      this.#varint(count);
      return this.#varint(length);
    }
    this.#tag('A');
    this.#varint(length);
    for (let i = 0; i < length; i++) {
      if (Object.hasOwn(array, i)) this.#value(array[i]);
      else this.#tag('-');
    }
    const count = this.#properties(array, keys.slice(length));
    this.#tag('$');
    this.#varint(count);
    return this.#varint(length);
  }
  #boxed(value) {
    const inner = value.valueOf();
    switch (typeof inner) {
      case 'boolean': return this.#tag(inner ? 'y' : 'x');
      case 'number':
        this.#tag('n');
        return this.#double(inner);
      case 'bigint':
        this.#tag('z');
        return this.#bigint(inner);
      case 'string':
        this.#tag('s');
        return this.#string(inner);
      default: return this.#refuse(value);
    }
  }
  #buffer(buffer) {
    const id = this.#transferred.get(buffer);
    if (id !== undefined) {
      this.#tag('t');
      return this.#varint(id);
    }
    if (buffer.detached) {
      const ErrorClass = typeof this._getDataCloneError === 'function' ? this._getDataCloneError : Error;
      throw new ErrorClass('An ArrayBuffer is detached and could not be cloned.');
    }
    this.#tag(buffer.resizable ? '~' : 'B');
    this.#varint(buffer.byteLength);
    if (buffer.resizable) this.#varint(buffer.maxByteLength);
    return this.#raw(new Uint8Array(buffer));
  }
  #view(view) {
    if (this.#viewsByHost) {
      this.#tag('\\');
      if (typeof this._writeHostObject !== 'function') {
        throw coded(TypeError, 'ERR_METHOD_NOT_IMPLEMENTED', 'The _writeHostObject() method is not implemented');
      }
      this._writeHostObject(view);
      return undefined;
    }
    this.#tag('V');
    this.#varint(VIEW_TAGS.get(viewClass(view)).charCodeAt(0));
    this.#varint(view.byteOffset);
    this.#varint(view.byteLength);
    return this.#varint(view.buffer.resizable ? 2 : 0);
  }
  #error(error) {
    this.#tag('r');
    const tag = ERROR_TAGS.get(String(error.name));
    if (tag !== undefined) this.#varint(tag.charCodeAt(0));
    const message = Object.getOwnPropertyDescriptor(error, 'message');
    if (message && 'value' in message) {
      this.#varint('m'.charCodeAt(0));
      this.#string(String(message.value));
    }
    if (typeof error.stack === 'string') {
      this.#varint('s'.charCodeAt(0));
      this.#string(error.stack);
    }
    const cause = Object.getOwnPropertyDescriptor(error, 'cause');
    if (cause && 'value' in cause) {
      this.#varint('c'.charCodeAt(0));
      this.#value(cause.value);
    }
    return this.#varint('.'.charCodeAt(0));
  }

  writeHeader() {
    this.#byte(0xff);
    this.#byte(VERSION);
  }
  writeValue(value) {
    this.#value(value);
    return true;
  }
  releaseBuffer() {
    const bytes = this.#bytes.slice(0, this.#length);
    this.#bytes = new Uint8Array(256);
    this.#length = 0;
    return Buffer.from(bytes.buffer);
  }
  transferArrayBuffer(id, buffer) {
    this.#transferred.set(buffer, id >>> 0);
  }
  writeUint32(value) {
    this.#varint(value >>> 0);
  }
  writeUint64(high, low) {
    let rest = (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
    for (; rest >= 128n; rest >>= 7n) this.#byte(Number(rest & 127n) + 128);
    this.#byte(Number(rest));
  }
  writeDouble(value) {
    this.#double(value);
  }
  writeRawBytes(source) {
    if (!ArrayBuffer.isView(source) && !types.isAnyArrayBuffer(source)) {
      throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', 'source must be a TypedArray or a DataView');
    }
    this.#raw(ArrayBuffer.isView(source) ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength) : new Uint8Array(source));
  }
  _setTreatArrayBufferViewsAsHostObjects(on) {
    this.#viewsByHost = !!on;
  }
  get _getDataCloneError() {
    return Error;
  }
}

class Deserializer {
  #bytes;
  #at = 0;
  #version = 0;
  #objects = [];
  #transferred = new Map();

  constructor(buffer) {
    if (!ArrayBuffer.isView(buffer)) throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', 'buffer must be a TypedArray or a DataView');
    this.buffer = buffer;
    this.#bytes = new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  }
  #byte() {
    if (this.#at >= this.#bytes.length) throw cannotRead();
    return this.#bytes[this.#at++];
  }
  #varint() {
    let value = 0;
    for (let weight = 1; ; weight *= 128) {
      const byte = this.#byte();
      if (weight <= 2 ** 28) value += (byte & 127) * weight;
      if (byte < 128) return value % 2 ** 32;
    }
  }
  #raw(count) {
    if (count > this.#bytes.length - this.#at) throw cannotRead();
    this.#at += count;
    return this.#bytes.subarray(this.#at - count, this.#at);
  }
  #double() {
    const bytes = this.#raw(8);
    return new DataView(bytes.buffer, bytes.byteOffset, 8).getFloat64(0, true);
  }
  #peek() {
    let at = this.#at;
    while (this.#bytes[at] === 0) at++;
    return at < this.#bytes.length ? String.fromCharCode(this.#bytes[at]) : '';
  }
  /** The next tag; padding is skipped. */
  #tag() {
    for (;;) {
      const byte = this.#byte();
      if (byte !== 0) return String.fromCharCode(byte);
    }
  }
  #text(tag) {
    const size = this.#varint();
    const bytes = this.#raw(size);
    if (tag === '"') return native.decode(bytes, 'latin1');
    if (tag === 'c' && size % 2 === 0) return native.decode(bytes, 'utf16le');
    if (tag === 'S') return native.decode(bytes, 'utf8');
    throw cannotRead();
  }
  #string() {
    return this.#text(this.#tag());
  }
  #bigint() {
    const bits = this.#varint();
    const bytes = this.#raw(bits >> 1);
    let value = 0n;
    for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i]);
    return bits & 1 ? -value : value;
  }
  #keep(object) {
    this.#objects.push(object);
    return object;
  }
  #value() {
    const value = this.#plain(this.#tag());
    // The view over a buffer follows it.
    if (types.isAnyArrayBuffer(value) && this.#peek() === 'V') return this.#view(value);
    return value;
  }
  #plain(tag) {
    switch (tag) {
      case '_': return undefined;
      case '0': return null;
      case 'T': return true;
      case 'F': return false;
      case 'I': {
        const bits = this.#varint();
        return bits & 1 ? -Math.floor(bits / 2) - 1 : bits / 2;
      }
      case 'U': return this.#varint();
      case 'N': return this.#double();
      case 'Z': return this.#bigint();
      case '"': case 'c': case 'S': return this.#text(tag);
      case '^': {
        const id = this.#varint();
        if (id >= this.#objects.length) throw cannotRead();
        return this.#objects[id];
      }
      case 'o': return this.#properties(this.#keep({}), '{');
      case 'A': return this.#dense();
      case 'a': {
        const length = this.#varint();
        const array = this.#keep([]);
        array.length = length;
        this.#properties(array, '@');
        if (this.#varint() !== length) throw cannotRead();
        return array;
      }
      case 'D': return this.#keep(new Date(this.#double()));
      case 'y': return this.#keep(Object(true));
      case 'x': return this.#keep(Object(false));
      case 'n': return this.#keep(Object(this.#double()));
      case 'z': return this.#keep(Object(this.#bigint()));
      case 's': return this.#keep(Object(this.#string()));
      case 'R': {
        const source = this.#string();
        const bits = this.#varint();
        return this.#keep(new RegExp(source, FLAGS.map(([letter, bit]) => (bits & bit ? letter : '')).join('')));
      }
      case ';': {
        const map = this.#keep(new Map());
        let count = 0;
        for (; this.#peek() !== ':'; count += 2) {
          const key = this.#value();
          map.set(key, this.#value());
        }
        this.#tag();
        if (this.#varint() !== count) throw cannotRead();
        return map;
      }
      case "'": {
        const set = this.#keep(new Set());
        let count = 0;
        for (; this.#peek() !== ','; count++) set.add(this.#value());
        this.#tag();
        if (this.#varint() !== count) throw cannotRead();
        return set;
      }
      case 'B': return this.#keep(this.#raw(this.#varint()).slice().buffer);
      case '~': {
        const size = this.#varint();
        const maxByteLength = this.#varint();
        if (size > maxByteLength) throw cannotRead();
        const buffer = this.#keep(new ArrayBuffer(size, { maxByteLength }));
        new Uint8Array(buffer).set(this.#raw(size));
        return buffer;
      }
      case 't': {
        const id = this.#varint();
        if (!this.#transferred.has(id)) throw cannotRead();
        return this.#keep(this.#transferred.get(id));
      }
      case 'u': {
        const id = this.#varint();
        if (typeof this._getSharedArrayBuffer !== 'function') throw cannotRead();
        return this.#keep(this._getSharedArrayBuffer(id));
      }
      case 'r': return this.#error();
      case '\\': {
        if (typeof this._readHostObject !== 'function') {
          throw coded(TypeError, 'ERR_METHOD_NOT_IMPLEMENTED', 'The _readHostObject() method is not implemented');
        }
        const at = this.#objects.push(undefined) - 1;
        const object = this._readHostObject();
        if (object === null || typeof object !== 'object') throw new TypeError('readHostObject must return an object');
        this.#objects[at] = object;
        return object;
      }
      default: throw cannotRead();
    }
  }
  #properties(object, end) {
    let count = 0;
    for (; this.#peek() !== end; count++) {
      const key = this.#value();
      if (typeof key !== 'string' && typeof key !== 'number') throw cannotRead();
      const value = this.#value();
      // What the prototype has, a setter for one, is not asked.
      if (key in object) Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
      else object[key] = value;
    }
    this.#tag();
    if (this.#varint() !== count) throw cannotRead();
    return object;
  }
  #dense() {
    const length = this.#varint();
    if (length > this.#bytes.length - this.#at) throw cannotRead();
    const array = this.#keep([]);
    array.length = length;
    for (let i = 0; i < length; i++) {
      if (this.#peek() === '-') this.#tag();
      else array[i] = this.#value();
    }
    this.#properties(array, '$');
    if (this.#varint() !== length) throw cannotRead();
    return array;
  }
  #view(buffer) {
    this.#tag();
    const View = VIEWS.get(String.fromCharCode(this.#varint()));
    const offset = this.#varint();
    const size = this.#varint();
    const flags = this.#version >= 14 ? this.#varint() : 0;
    if (View === undefined || offset > buffer.byteLength || size > buffer.byteLength - offset) throw cannotRead();
    const width = View.BYTES_PER_ELEMENT ?? 1;
    if (size % width || offset % width) throw cannotRead();
    return this.#keep(flags & 1 ? new View(buffer, offset) : new View(buffer, offset, size / width));
  }
  #error() {
    let Class = Error;
    let message;
    const options = {};
    let stack;
    const at = this.#objects.push(undefined) - 1;
    for (let tag = String.fromCharCode(this.#varint()); tag !== '.'; tag = String.fromCharCode(this.#varint())) {
      if (tag === 'm') message = this.#string();
      else if (tag === 's') stack = this.#string();
      else if (tag === 'c') options.cause = this.#value();
      else if (ERRORS[tag]) Class = ERRORS[tag];
      else throw cannotRead();
    }
    const error = new Class(message, options);
    Object.defineProperty(error, 'stack', { value: stack, writable: true, configurable: true, enumerable: false });
    this.#objects[at] = error;
    return error;
  }

  readHeader() {
    if (this.#bytes[this.#at] === 0xff) {
      this.#at++;
      this.#version = this.#varint();
      if (this.#version <= VERSION) return true;
    }
    throw new Error('Unable to deserialize cloned data due to invalid or unsupported version.');
  }
  readValue() {
    return this.#value();
  }
  getWireFormatVersion() {
    return this.#version;
  }
  transferArrayBuffer(id, buffer) {
    if (!types.isAnyArrayBuffer(buffer)) throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', 'arrayBuffer must be an ArrayBuffer or SharedArrayBuffer');
    this.#transferred.set(id >>> 0, buffer);
  }
  readUint32() {
    return this.#varint();
  }
  readUint64() {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = this.#byte();
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return [Number((value >> 32n) & 0xffffffffn), Number(value & 0xffffffffn)];
    }
  }
  readDouble() {
    return this.#double();
  }
  _readRawBytes(count) {
    this.#raw(count);
    return this.#at - count;
  }
  readRawBytes(count) {
    const offset = this._readRawBytes(count);
    return Buffer.from(this.buffer.buffer, this.buffer.byteOffset + offset, count);
  }
}

/** Numbers of views as host objects. */
const HOST_VIEWS = [
  Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array, DataView,
  null, BigInt64Array, BigUint64Array, Float16Array,
];
const BUFFER = 10;

class DefaultSerializer extends Serializer {
  constructor() {
    super();
    this._setTreatArrayBufferViewsAsHostObjects(true);
  }
  _writeHostObject(view) {
    if (!ArrayBuffer.isView(view)) throw new this._getDataCloneError(`Unserializable host object: ${require('util').inspect(view)}`);
    this.writeUint32(Buffer.isBuffer(view) ? BUFFER : HOST_VIEWS.indexOf(viewClass(view)));
    this.writeUint32(view.byteLength);
    this.writeRawBytes(view);
  }
}

class DefaultDeserializer extends Deserializer {
  _readHostObject() {
    const index = this.readUint32();
    const View = index === BUFFER ? Buffer : HOST_VIEWS[index];
    if (!View) throw cannotRead();
    const size = this.readUint32();
    const offset = this._readRawBytes(size) + this.buffer.byteOffset;
    const width = View.BYTES_PER_ELEMENT ?? 1;
    if (index === BUFFER) return Buffer.from(this.buffer.buffer, offset, size);
    if (offset % width === 0) return new View(this.buffer.buffer, offset, size / width);
    // Not aligned: a copy is.
    return new View(this.buffer.buffer.slice(offset, offset + size), 0, size / width);
  }
}

function serialize(value) {
  const serializer = new DefaultSerializer();
  serializer.writeHeader();
  serializer.writeValue(value);
  return serializer.releaseBuffer();
}

function deserialize(buffer) {
  const deserializer = new DefaultDeserializer(buffer);
  deserializer.readHeader();
  return deserializer.readValue();
}

module.exports = { Serializer, Deserializer, DefaultSerializer, DefaultDeserializer, serialize, deserialize };
