// Blob and File (https://w3c.github.io/FileAPI/): bytes that do not change.
'use strict';

const { coded, received } = require('internal/errors');
const { kClone, kParts } = require('internal/clone');

const kInspect = Symbol.for('nodejs.util.inspect.custom');
const encoder = new TextEncoder();

function typeOf(type) {
  const text = `${type}`;
  return /[^\x20-\x7e]/.test(text) ? '' : text.toLowerCase();
}
function checkDictionary(options) {
  if (options !== undefined && options !== null && typeof options !== 'object' && typeof options !== 'function') {
    throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', `The "options" argument must be a dictionary.${received(options)}`);
  }
}
/** The bytes of a buffer or a view of one; a copy. */
const copyOf = (part) => (ArrayBuffer.isView(part) ? new Uint8Array(part.buffer, part.byteOffset, part.byteLength).slice() : new Uint8Array(part).slice());
const isBuffer = (part) => part instanceof ArrayBuffer || (typeof SharedArrayBuffer === 'function' && part instanceof SharedArrayBuffer);

/** Makes a Blob of parts that are its own. */
const kMade = Symbol('kMade');
let partsOf;

class Blob {
  #parts = [];
  #size = 0;
  #type = '';
  constructor(sources = [], options = {}) {
    if (sources === kMade) {
      this.#add(...options.parts);
      this.#type = options.type;
      return;
    }
    if (sources === null || typeof sources !== 'object' || typeof sources[Symbol.iterator] !== 'function') {
      throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', 'Value cannot be converted to sequence.');
    }
    checkDictionary(options);
    const endings = options?.endings ?? 'transparent';
    if (endings !== 'transparent' && endings !== 'native') {
      throw coded(TypeError, 'ERR_INVALID_ARG_VALUE', `The property 'options.endings' is invalid. Received ${require('util').inspect(endings)}`);
    }
    let index = 0;
    for (const part of sources) {
      if (typeof part === 'symbol') {
        throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', `Value[${index}] is a Symbol and cannot be converted to a string.`);
      }
      if (isBuffer(part) || ArrayBuffer.isView(part)) {
        this.#add(copyOf(part));
      } else if (part !== null && typeof part === 'object' && #parts in part) {
        this.#add(...part.#parts);
      } else {
        const text = `${part}`;
        this.#add(encoder.encode(endings === 'native' ? text.replace(/\r\n|\r/g, '\n') : text));
      }
      index++;
    }
    const type = options?.type;
    if (type !== undefined) this.#type = typeOf(type);
  }
  static {
    partsOf = (blob) => blob.#parts;
  }
  static #check(value) {
    if (value === null || typeof value !== 'object' || !(#parts in value)) throw coded(TypeError, 'ERR_INVALID_THIS', 'Value of "this" must be of type Blob');
  }
  #add(...parts) {
    for (const part of parts) {
      if (part.length === 0) continue;
      this.#parts.push(part);
      this.#size += part.length;
    }
  }
  get type() {
    Blob.#check(this);
    return this.#type;
  }
  get size() {
    Blob.#check(this);
    return this.#size;
  }
  slice(start = 0, end = undefined, contentType = '') {
    Blob.#check(this);
    const size = this.#size;
    const bounded = (value) => {
      // [Clamp]: to the nearest integer, and to the even one of two.
      const number = +value || 0;
      const nearest = Math.round(number);
      const at = Math.abs(number % 1) === 0.5 && nearest % 2 !== 0 ? nearest - 1 : nearest;
      return at < 0 ? Math.max(size + at, 0) : Math.min(at, size);
    };
    let skip = bounded(start);
    let rest = Math.max(bounded(end === undefined ? size : end) - skip, 0);
    const parts = [];
    for (const part of this.#parts) {
      if (rest === 0) break;
      if (skip >= part.length) {
        skip -= part.length;
        continue;
      }
      const taken = part.subarray(skip, skip + rest);
      parts.push(taken);
      rest -= taken.length;
      skip = 0;
    }
    return make(parts, typeOf(contentType));
  }
  #bytes() {
    const all = new Uint8Array(this.#size);
    let at = 0;
    for (const part of this.#parts) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  }
  async arrayBuffer() {
    Blob.#check(this);
    return this.#bytes().buffer;
  }
  async text() {
    Blob.#check(this);
    return new TextDecoder().decode(this.#bytes());
  }
  async bytes() {
    Blob.#check(this);
    return this.#bytes();
  }
  stream() {
    Blob.#check(this);
    const parts = [...this.#parts];
    const { ReadableStream } = require('stream/web');
    return new ReadableStream({
      type: 'bytes',
      pull(controller) {
        const part = parts.shift();
        if (part === undefined) {
          controller.close();
          controller.byobRequest?.respond(0);
        } else {
          controller.enqueue(part.slice());
        }
      },
    });
  }
  textStream() {
    return this.stream().pipeThrough(new (require('stream/web').TextDecoderStream)());
  }
  /** A copy shares the bytes, as nobody changes them. */
  [kClone]() {
    return make(this.#parts, this.#type);
  }
  [kParts]() {
    return ['blob', this.#parts, this.#type];
  }
  [kInspect](depth, options, inspect) {
    if (depth < 0) return '[Blob]';
    const { size, type } = this;
    return `Blob ${inspect({ size, type }, { ...options, depth: options.depth == null ? null : options.depth - 1 })}`;
  }
}
function make(parts, type) {
  return new Blob(kMade, { parts, type });
}

class File extends Blob {
  #name;
  #lastModified;
  constructor(sources, name, options = {}) {
    if (arguments.length < 2) throw coded(TypeError, 'ERR_MISSING_ARGS', 'The "fileBits" and "fileName" arguments must be specified');
    super(sources, options);
    const { lastModified } = sources === kMade ? options : options ?? {};
    this.#name = `${name}`.toWellFormed();
    this.#lastModified = lastModified === undefined ? Date.now() : Math.trunc(+lastModified) || 0;
  }
  static #check(value) {
    if (value === null || typeof value !== 'object' || !(#name in value)) throw coded(TypeError, 'ERR_INVALID_THIS', 'Value of "this" must be of type File');
  }
  get name() {
    File.#check(this);
    return this.#name;
  }
  get lastModified() {
    File.#check(this);
    return this.#lastModified;
  }
  [kClone]() {
    return new File(kMade, this.#name, { parts: partsOf(this), type: this.type, lastModified: this.#lastModified });
  }
  [kParts]() {
    return ['blob', partsOf(this), this.type, this.#name, this.#lastModified];
  }
  [kInspect](depth, options, inspect) {
    if (depth < 0) return '[File]';
    const { size, type, name, lastModified } = this;
    return `File ${inspect({ size, type, name, lastModified }, { ...options, depth: options.depth == null ? null : options.depth - 1 })}`;
  }
}
for (const [Class, names] of [[Blob, ['type', 'size', 'slice', 'arrayBuffer', 'text', 'bytes', 'stream', 'textStream']], [File, ['name', 'lastModified']]]) {
  for (const name of names) Object.defineProperty(Class.prototype, name, { enumerable: true });
  for (const key of [kClone, kParts, kInspect]) Object.defineProperty(Class.prototype, key, { enumerable: false });
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { value: Class.name, configurable: true });
}

/** A File of what a Blob has. */
const fileOf = (blob, name, options) => new File(kMade, name, { parts: partsOf(blob), type: blob.type, ...options });

/** Of parts that came from another thread. */
const receive = (parts, type, name, lastModified) => (name === undefined ? make(parts, type) : new File(kMade, name, { parts, type, lastModified }));

module.exports = { receive, Blob, File, fileOf, isBlob: (value) => value instanceof Blob, partsOf };
