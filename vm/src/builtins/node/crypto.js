// node:crypto: digests, random bytes and identifiers. Ciphers, keys and signatures are not there.
'use strict';

const native = require('native');
const { Buffer } = require('buffer');
const { coded, invalidArgument, outOfRange, checkFunction } = require('internal/errors');

const NAMES = ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'];
const blockBytes = (name) => (name === 'sha384' || name === 'sha512' ? 128 : 64);

function bytesOf(data, encoding, name) {
  if (typeof data === 'string') return Buffer.from(data, encoding === 'buffer' ? 'utf8' : encoding);
  if (ArrayBuffer.isView(data)) return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  if (data instanceof ArrayBuffer) return Buffer.from(data);
  throw invalidArgument(name, 'of type string or an instance of Buffer, TypedArray, or DataView', data);
}

const shown = (bytes, encoding) => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return encoding && encoding !== 'buffer' ? buffer.toString(encoding) : buffer;
};

function algorithm(name) {
  const known = String(name).toLowerCase().replace(/^(rsa-)?sha-/, 'sha');
  if (!NAMES.includes(known)) throw new Error('Digest method not supported');
  return known;
}

class Hash {
  #name;
  #chunks = [];
  #done = false;
  constructor(name) { this.#name = algorithm(name); }
  update(data, encoding) {
    if (this.#done) throw coded(Error, 'ERR_CRYPTO_HASH_FINALIZED', 'Digest already called');
    this.#chunks.push(Buffer.from(bytesOf(data, encoding, 'data')));
    return this;
  }
  copy() {
    const copy = new Hash(this.#name);
    copy.#chunks = [...this.#chunks];
    return copy;
  }
  digest(encoding) {
    if (this.#done) throw coded(Error, 'ERR_CRYPTO_HASH_FINALIZED', 'Digest already called');
    this.#done = true;
    return shown(native.digest(this.#name, Buffer.concat(this.#chunks)), encoding);
  }
}

// RFC 2104.
class Hmac {
  #inner;
  #outer;
  constructor(name, key) {
    const known = algorithm(name);
    let bytes = bytesOf(key, 'utf8', 'key');
    if (bytes.length > blockBytes(known)) bytes = native.digest(known, bytes);
    const pad = (value) => Buffer.from(Uint8Array.from({ length: blockBytes(known) }, (_, i) => (bytes[i] ?? 0) ^ value));
    this.#inner = new Hash(known).update(pad(0x36));
    this.#outer = new Hash(known).update(pad(0x5c));
  }
  update(data, encoding) {
    this.#inner.update(data, encoding);
    return this;
  }
  digest(encoding) { return this.#outer.update(this.#inner.digest()).digest(encoding); }
}

function randomBytes(size, callback) {
  if (typeof size !== 'number') throw invalidArgument('size', 'of type number', size);
  if (!(size >= 0 && size <= 2147483647)) throw outOfRange('size', '>= 0 && <= 2147483647', size);
  const bytes = shown(native.randomBytes(size));
  if (callback === undefined) return bytes;
  checkFunction(callback, 'callback');
  process.nextTick(callback, null, bytes);
  return undefined;
}

function randomFillSync(buffer, offset = 0, size = buffer.byteLength - offset) {
  const view = new Uint8Array(buffer.buffer ?? buffer, (buffer.byteOffset ?? 0) + offset, size);
  view.set(native.randomBytes(size));
  return buffer;
}

function getRandomValues(array) {
  if (!ArrayBuffer.isView(array) || array instanceof DataView || array instanceof Float32Array || array instanceof Float64Array) {
    throw new DOMException('The data argument must be an integer-type TypedArray', 'TypeMismatchError');
  }
  if (array.byteLength > 65536) {
    throw new DOMException(`The requested length exceeds 65,536 bytes`, 'QuotaExceededError');
  }
  return randomFillSync(array);
}

function randomInt(min, max, callback) {
  let [from, to, done] = [min, max, callback];
  if (to === undefined || typeof to === 'function') [from, to, done] = [0, min, max];
  const range = to - from;
  if (!(range > 0 && range <= 2 ** 48 - 1)) throw outOfRange('max', `greater than the value of "min" (${from})`, to);
  // What is above the last multiple of the range would favour small numbers.
  const limit = 2 ** 48 - (2 ** 48 % range);
  let drawn;
  do drawn = randomBytes(6).readUIntBE(0, 6); while (drawn >= limit);
  const result = from + (drawn % range);
  if (done === undefined) return result;
  process.nextTick(done, undefined, result);
  return undefined;
}

function randomUUID() {
  const bytes = native.randomBytes(16);
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = shown(bytes, 'hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

function timingSafeEqual(a, b) {
  const [x, y] = [bytesOf(a, 'utf8', 'buf1'), bytesOf(b, 'utf8', 'buf2')];
  if (x.length !== y.length) throw coded(RangeError, 'ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH', 'Input buffers must have the same byte length');
  let difference = 0;
  for (let i = 0; i < x.length; i++) difference |= x[i] ^ y[i];
  return difference === 0;
}

class Crypto {
  getRandomValues(array) { return getRandomValues(array); }
  randomUUID() { return randomUUID(); }
  get [Symbol.toStringTag]() { return 'Crypto'; }
}
const webcrypto = new Crypto();

module.exports = {
  createHash: (name) => new Hash(name),
  createHmac: (name, key) => new Hmac(name, key),
  hash: (name, data, encoding = 'hex') => new Hash(name).update(data).digest(encoding),
  getHashes: () => [...NAMES],
  getRandomValues, randomBytes, pseudoRandomBytes: randomBytes, randomFillSync, randomInt, randomUUID, timingSafeEqual,
  Hash, Hmac, webcrypto, Crypto,
};
