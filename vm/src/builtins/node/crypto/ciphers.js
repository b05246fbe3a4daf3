// AES (FIPS 197) in the modes that programs use: ECB, CBC, CTR and GCM (NIST SP 800-38A and -38D).
'use strict';

const native = require('native');
const { Buffer } = require('buffer');
const { coded, checkString, invalidArgument } = require('internal/errors');
const { LazyTransform, bytesOf, callable, shown, written } = require('internal/crypto/hash');
const { secretOf } = require('internal/crypto/keys');

const BLOCK = 16;
const wrap = (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
const NIDS = { ecb: [418, 422, 426], cbc: [419, 423, 427], ctr: [904, 905, 906], gcm: [895, 898, 901] };

/** By name: bits of the key and the mode. */
const ciphers = new Map();
for (const [i, bits] of [128, 192, 256].entries()) {
  for (const mode of ['cbc', 'ctr', 'ecb', 'gcm']) ciphers.set(`aes-${bits}-${mode}`, { name: `aes-${bits}-${mode}`, bits, mode, nid: NIDS[mode][i] });
  ciphers.set(`aes${bits}`, ciphers.get(`aes-${bits}-cbc`));
  ciphers.set(`id-aes${bits}-gcm`, ciphers.get(`aes-${bits}-gcm`));
}

function xor(a, b) {
  return Buffer.from(a.map((byte, i) => byte ^ b[i]));
}

/** The first counter of GCM. */
function firstCounter(key, iv) {
  if (iv.length === 12) return Buffer.concat([iv, Buffer.from([0, 0, 0, 1])]);
  const h = native.aesEcb(key, Buffer.alloc(BLOCK), true);
  return wrap(native.ghash(h, Buffer.alloc(0), iv));
}
function next(counter) {
  const copy = Buffer.from(counter);
  copy.writeUInt32BE((copy.readUInt32BE(12) + 1) >>> 0, 12);
  return copy;
}
function tagOf(key, counter, plain, encrypted) {
  const h = native.aesEcb(key, Buffer.alloc(BLOCK), true);
  return xor(wrap(native.ghash(h, plain, encrypted)), native.aesEcb(key, counter, true));
}
/** GCM at once: what was encrypted, with its tag behind. */
function gcmEncrypt(key, iv, data, plain, tagLength = 16) {
  const counter = firstCounter(key, iv);
  const out = wrap(native.aesCtr(key, next(counter), data, 0, 32));
  return Buffer.concat([out, tagOf(key, counter, plain, out).subarray(0, tagLength)]);
}
/** Undefined if the tag is another. */
function gcmDecrypt(key, iv, data, plain, tagLength = 16) {
  if (data.length < tagLength) return undefined;
  const [encrypted, tag] = [data.subarray(0, data.length - tagLength), data.subarray(data.length - tagLength)];
  const counter = firstCounter(key, iv);
  if (!sameBytes(tagOf(key, counter, plain, encrypted).subarray(0, tagLength), tag)) return undefined;
  return wrap(native.aesCtr(key, next(counter), encrypted, 0, 32));
}
function sameBytes(a, b) {
  let difference = a.length ^ b.length;
  for (let i = 0; i < a.length; i++) difference |= a[i] ^ b[i];
  return difference === 0;
}

class Cipher extends LazyTransform {
  #kind;
  #key;
  #iv;
  #encrypts;
  #options;
  #rest = Buffer.alloc(0);
  #used = 0;
  #pads = true;
  #done = false;
  #plain = [];
  #encrypted = [];
  #tag;
  constructor(encrypts, name, key, iv, options) {
    super();
    checkString(name, 'cipher');
    const kind = ciphers.get(name.toLowerCase());
    if (kind === undefined) throw coded(Error, 'ERR_CRYPTO_UNKNOWN_CIPHER', 'Unknown cipher');
    this.#kind = kind;
    this.#key = Buffer.from(secretOf(key, options?.encoding, 'key'));
    this.#iv = iv === null ? Buffer.alloc(0) : Buffer.from(bytesOf(iv, undefined, 'iv'));
    if (this.#key.length !== kind.bits / 8) throw coded(RangeError, 'ERR_CRYPTO_INVALID_KEYLEN', 'Invalid key length');
    const length = this.#iv.length;
    if (kind.mode === 'ecb' ? length !== 0 : kind.mode === 'gcm' ? length === 0 : length !== BLOCK) throw coded(TypeError, 'ERR_CRYPTO_INVALID_IV', 'Invalid initialization vector');
    this.#encrypts = encrypts;
    this.#options = options ?? {};
    Object.defineProperty(this, 'streamOptions', { value: options });
  }
  _transform(chunk, encoding, callback) {
    this.push(this.update(chunk, encoding));
    callback();
  }
  _flush(callback) {
    try {
      this.push(this.final());
    } catch (error) {
      callback(error);
      return;
    }
    callback();
  }
  #blocks(data) {
    if (data.length === 0) return data;
    if (this.#kind.mode === 'ecb') return wrap(native.aesEcb(this.#key, data, this.#encrypts));
    const out = wrap(native.aesCbc(this.#key, this.#iv, data, this.#encrypts));
    this.#iv = Buffer.from((this.#encrypts ? out : data).subarray(data.length - BLOCK));
    return out;
  }
  #stream(data) {
    const isGcm = this.#kind.mode === 'gcm';
    const counter = isGcm ? next(firstCounter(this.#key, this.#iv)) : this.#iv;
    const out = wrap(native.aesCtr(this.#key, counter, data, this.#used, isGcm ? 32 : 128));
    this.#used += data.length;
    if (isGcm) this.#encrypted.push(Buffer.from(this.#encrypts ? out : data));
    return out;
  }
  update(data, inputEncoding, outputEncoding) {
    if (this.#done) throw coded(Error, 'ERR_CRYPTO_INVALID_STATE', 'Invalid state for operation update');
    const bytes = written(data, inputEncoding);
    if (this.#kind.mode === 'ctr' || this.#kind.mode === 'gcm') return shown(this.#stream(bytes), outputEncoding);
    const all = Buffer.concat([this.#rest, bytes]);
    // The last block may be padding.
    const kept = !this.#encrypts && this.#pads && all.length > 0 && all.length % BLOCK === 0 ? BLOCK : all.length % BLOCK;
    this.#rest = all.subarray(all.length - kept);
    return shown(this.#blocks(all.subarray(0, all.length - kept)), outputEncoding);
  }
  final(outputEncoding) {
    if (this.#done) throw coded(Error, 'ERR_CRYPTO_INVALID_STATE', 'Invalid state for operation final');
    this.#done = true;
    const { mode } = this.#kind;
    if (mode === 'gcm') {
      const tag = tagOf(this.#key, firstCounter(this.#key, this.#iv), Buffer.concat(this.#plain), Buffer.concat(this.#encrypted));
      if (this.#encrypts) this.#tag = tag.subarray(0, this.#options.authTagLength ?? 16);
      else if (this.#tag === undefined || !sameBytes(tag.subarray(0, this.#tag.length), this.#tag)) throw new Error('Unsupported state or unable to authenticate data');
      return shown(Buffer.alloc(0), outputEncoding);
    }
    if (mode === 'ctr') return shown(Buffer.alloc(0), outputEncoding);
    if (!this.#pads) {
      if (this.#rest.length > 0) throw coded(Error, 'ERR_OSSL_WRONG_FINAL_BLOCK_LENGTH', 'error:1C80006B:Provider routines::wrong final block length');
      return shown(Buffer.alloc(0), outputEncoding);
    }
    if (this.#encrypts) {
      const count = BLOCK - this.#rest.length;
      return shown(this.#blocks(Buffer.concat([this.#rest, Buffer.alloc(count, count)])), outputEncoding);
    }
    if (this.#rest.length !== BLOCK) throw coded(Error, 'ERR_OSSL_WRONG_FINAL_BLOCK_LENGTH', 'error:1C80006B:Provider routines::wrong final block length');
    const last = this.#blocks(this.#rest);
    const count = last.at(-1);
    if (count < 1 || count > BLOCK || last.subarray(BLOCK - count).some((byte) => byte !== count)) throw coded(Error, 'ERR_OSSL_BAD_DECRYPT', 'error:1C800064:Provider routines::bad decrypt');
    return shown(last.subarray(0, BLOCK - count), outputEncoding);
  }
  setAutoPadding(autoPadding = true) {
    this.#pads = !!autoPadding;
    return this;
  }
  setAAD(aadbuf, options) {
    if (this.#kind.mode !== 'gcm') throw coded(Error, 'ERR_CRYPTO_INVALID_STATE', 'Invalid state for operation setAAD');
    this.#plain.push(Buffer.from(bytesOf(aadbuf, options?.encoding, 'aadbuf')));
    return this;
  }
  getAuthTag() {
    if (this.#tag === undefined || !this.#encrypts) throw coded(Error, 'ERR_CRYPTO_INVALID_STATE', 'Invalid state for operation getAuthTag');
    return Buffer.from(this.#tag);
  }
  setAuthTag(tag, encoding) {
    const bytes = bytesOf(tag, encoding, 'buffer');
    if (this.#kind.mode !== 'gcm' || this.#encrypts || this.#done) throw coded(Error, 'ERR_CRYPTO_INVALID_STATE', 'Invalid state for operation setAuthTag');
    const wanted = this.#options.authTagLength;
    if (wanted !== undefined ? bytes.length !== wanted : ![4, 8, 12, 13, 14, 15, 16].includes(bytes.length)) throw coded(TypeError, 'ERR_CRYPTO_INVALID_AUTH_TAG', `Invalid authentication tag length: ${bytes.length}`);
    this.#tag = Buffer.from(bytes);
    return this;
  }
}
class CipherivImplementation extends Cipher {
  constructor(...args) {
    super(true, ...args);
  }
}
class DecipherivImplementation extends Cipher {
  constructor(...args) {
    super(false, ...args);
  }
}
const Cipheriv = callable('Cipheriv', CipherivImplementation);
const Decipheriv = callable('Decipheriv', DecipherivImplementation);

function getCipherInfo(nameOrNid, options = {}) {
  if (typeof nameOrNid !== 'string' && typeof nameOrNid !== 'number') throw invalidArgument('nameOrNid', 'of type string or number', nameOrNid);
  const kind = typeof nameOrNid === 'number' ? [...ciphers.values()].find(({ nid }) => nid === nameOrNid) : ciphers.get(nameOrNid.toLowerCase());
  if (kind === undefined) return undefined;
  const { keyLength, ivLength } = options;
  if (keyLength !== undefined && keyLength !== kind.bits / 8) return undefined;
  const usual = { ecb: undefined, cbc: 16, ctr: 16, gcm: 12 }[kind.mode];
  if (ivLength !== undefined && (kind.mode === 'gcm' ? ivLength < 1 : ivLength !== usual)) return undefined;
  const name = kind.mode === 'gcm' ? `id-aes${kind.bits}-gcm` : kind.name;
  const info = { mode: kind.mode, name, nid: kind.nid, keyLength: kind.bits / 8, blockSize: kind.mode === 'cbc' || kind.mode === 'ecb' ? BLOCK : 1 };
  if (usual !== undefined) info.ivLength = ivLength ?? usual;
  return info;
}

module.exports = { Cipheriv, Decipheriv, getCiphers: () => [...ciphers.keys()].sort(), getCipherInfo, gcmEncrypt, gcmDecrypt };
