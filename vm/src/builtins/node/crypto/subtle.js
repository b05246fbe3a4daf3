// WebCrypto (https://w3c.github.io/webcrypto/): keys that say what they may be used for, and what is done with them.
'use strict';

const native = require('native');
const { Buffer } = require('buffer');
const { kClone, kParts } = require('internal/clone');
const { coded } = require('internal/errors');
const { SIZES } = require('internal/crypto/digests');
const { digest, hmac, blockBytes } = require('internal/crypto/hash');
const rsa = require('internal/crypto/rsa');
const curves = require('internal/crypto/curves');
const edwards = require('internal/crypto/edwards');

const fail = (name, message) => new DOMException(message, name);
const kMake = Symbol('make');
const kKey = Symbol('key');

class CryptoKey {
  #type;
  #extractable;
  #algorithm;
  #usages;
  #data;
  constructor(token, type, extractable, algorithm, usages, data) {
    if (token !== kMake) throw coded(TypeError, 'ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor');
    [this.#type, this.#extractable, this.#algorithm, this.#usages, this.#data] = [type, extractable, algorithm, USAGES.filter((usage) => usages.includes(usage)), data];
  }
  get type() { return this.#type; }
  get extractable() { return this.#extractable; }
  get algorithm() { return this.#algorithm; }
  get usages() { return [...this.#usages]; }
  [kClone]() {
    return new CryptoKey(kMake, this.#type, this.#extractable, this.#algorithm, this.#usages, this.#data);
  }
  [kParts]() {
    return ['cryptoKey', this.#type, this.#extractable, this.#algorithm, this.#usages, this.#data];
  }
  static [kKey](key) {
    return key !== null && typeof key === 'object' && #data in key ? key.#data : undefined;
  }
  [Symbol.for('nodejs.util.inspect.custom')](depth, options, inspect) {
    return `CryptoKey ${inspect({ type: this.#type, extractable: this.#extractable, algorithm: this.#algorithm, usages: this.#usages }, { ...options, depth: (options.depth ?? 2) - 1 })}`;
  }
}
Object.defineProperty(CryptoKey.prototype, Symbol.toStringTag, { value: 'CryptoKey', configurable: true });
for (const key of [kClone, kParts]) Object.defineProperty(CryptoKey.prototype, key, { enumerable: false });
const secretPart = CryptoKey[kKey];
delete CryptoKey[kKey];
for (const name of ['type', 'extractable', 'algorithm', 'usages']) Object.defineProperty(CryptoKey.prototype, name, { enumerable: true });

const USAGES = ['encrypt', 'decrypt', 'sign', 'verify', 'deriveKey', 'deriveBits', 'wrapKey', 'unwrapKey'];
const HASHES = { 'SHA-1': 'sha1', 'SHA-256': 'sha256', 'SHA-384': 'sha384', 'SHA-512': 'sha512' };

/** The KeyObject of a CryptoKey; undefined for what is none. */
function objectOf(key) {
  const data = secretPart(key);
  return data === undefined ? undefined : require('internal/crypto/keys').build(key.type, data);
}

// ---- algorithms

/** What each can do: usages of [secret or private, public] keys, and what a key is asked for. */
const ALGORITHMS = {
  'AES-CBC': { kind: 'aes', usages: [['encrypt', 'decrypt', 'wrapKey', 'unwrapKey']] },
  'AES-CTR': { kind: 'aes', usages: [['encrypt', 'decrypt', 'wrapKey', 'unwrapKey']] },
  'AES-GCM': { kind: 'aes', usages: [['encrypt', 'decrypt', 'wrapKey', 'unwrapKey']] },
  HMAC: { kind: 'hmac', usages: [['sign', 'verify']] },
  PBKDF2: { kind: 'secret', usages: [['deriveKey', 'deriveBits']] },
  HKDF: { kind: 'secret', usages: [['deriveKey', 'deriveBits']] },
  'RSASSA-PKCS1-v1_5': { kind: 'rsa', usages: [['sign'], ['verify']] },
  'RSA-PSS': { kind: 'rsa', usages: [['sign'], ['verify']] },
  'RSA-OAEP': { kind: 'rsa', usages: [['decrypt', 'unwrapKey'], ['encrypt', 'wrapKey']] },
  ECDSA: { kind: 'ec', usages: [['sign'], ['verify']] },
  ECDH: { kind: 'ec', usages: [['deriveKey', 'deriveBits'], []] },
  Ed25519: { kind: 'okp', usages: [['sign'], ['verify']] },
  X25519: { kind: 'okp', usages: [['deriveKey', 'deriveBits'], []] },
};
const NAMES = new Map([...Object.keys(ALGORITHMS), ...Object.keys(HASHES)].map((name) => [name.toLowerCase(), name]));

function normalize(algorithm) {
  const given = typeof algorithm === 'string' ? { name: algorithm } : algorithm;
  if (given === null || typeof given !== 'object' || given.name === undefined) throw coded(TypeError, 'ERR_MISSING_OPTION', "algorithm.name is required in 'Algorithm'");
  const name = NAMES.get(`${given.name}`.toLowerCase());
  if (name === undefined) throw fail('NotSupportedError', 'Unrecognized algorithm name');
  return { ...given, name };
}
function hashOf(algorithm) {
  const { name } = normalize(algorithm);
  if (!Object.hasOwn(HASHES, name)) throw fail('NotSupportedError', 'Unrecognized algorithm name');
  return name;
}
const bytesOf = (data, name = 'data') => {
  if (ArrayBuffer.isView(data)) return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  if (data instanceof ArrayBuffer || data instanceof SharedArrayBuffer) return Buffer.from(data);
  throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', `${name} is not instance of ArrayBuffer, Buffer, TypedArray, or DataView.`);
};
const copyOf = (data, name) => Buffer.from(bytesOf(data, name));
const bufferOf = (bytes) => bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);

function checkUsages(name, usages, place, isEmptyWrong = true) {
  const allowed = ALGORITHMS[name].usages[place] ?? [];
  for (const usage of usages) {
    if (!USAGES.includes(usage)) throw coded(TypeError, 'ERR_INVALID_ARG_VALUE', `'${usage}' is not a valid enum value of type KeyUsage.`);
    if (!allowed.includes(usage)) throw fail('SyntaxError', `Unsupported key usage for ${name} key`);
  }
  if (isEmptyWrong && usages.length === 0) throw fail('SyntaxError', 'Usages cannot be empty when importing a private key.');
}
function use(key, algorithm, usage) {
  const data = secretPart(key);
  if (data === undefined) throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', 'key is not of type CryptoKey.');
  if (key.algorithm.name !== algorithm.name) throw fail('InvalidAccessError', 'Key algorithm mismatch');
  if (!key.usages.includes(usage)) throw fail('InvalidAccessError', `Unable to use this key to ${usage}`);
  return data;
}
const keyFor = (type, extractable, algorithm, usages, data) => new CryptoKey(kMake, type, extractable || type === 'public', algorithm, usages, data);

// ---- encryption

function cipher(encrypts, algorithm, key, data, usage = encrypts ? 'encrypt' : 'decrypt') {
  const secret = use(key, algorithm, usage);
  switch (algorithm.name) {
    case 'AES-CBC': {
      const iv = bytesOf(algorithm.iv, 'algorithm.iv');
      if (iv.length !== 16) throw fail('OperationError', 'algorithm.iv must contain exactly 16 bytes');
      const { Cipheriv, Decipheriv } = require('internal/crypto/ciphers');
      const made = new (encrypts ? Cipheriv : Decipheriv)(`aes-${secret.bytes.length * 8}-cbc`, secret.bytes, iv);
      try {
        return Buffer.concat([made.update(data), made.final()]);
      } catch {
        throw fail('OperationError', 'The operation failed for an operation-specific reason');
      }
    }
    case 'AES-CTR': {
      const counter = bytesOf(algorithm.counter, 'algorithm.counter');
      if (counter.length !== 16) throw fail('OperationError', 'algorithm.counter must contain exactly 16 bytes');
      if (!(algorithm.length >= 1 && algorithm.length <= 128)) throw fail('OperationError', 'AES-CTR algorithm.length must be between 1 and 128');
      return Buffer.from(native.aesCtr(secret.bytes, counter, data, 0, algorithm.length).buffer);
    }
    case 'AES-GCM': {
      const { gcmEncrypt, gcmDecrypt } = require('internal/crypto/ciphers');
      const iv = bytesOf(algorithm.iv, 'algorithm.iv');
      const plain = algorithm.additionalData === undefined ? Buffer.alloc(0) : bytesOf(algorithm.additionalData, 'algorithm.additionalData');
      const { tagLength = 128 } = algorithm;
      if (![32, 64, 96, 104, 112, 120, 128].includes(tagLength)) throw fail('OperationError', `${tagLength} is not a valid AES-GCM tag length`);
      const out = (encrypts ? gcmEncrypt : gcmDecrypt)(secret.bytes, iv, data, plain, tagLength / 8);
      if (out === undefined) throw fail('OperationError', 'The operation failed for an operation-specific reason');
      return out;
    }
    case 'RSA-OAEP': {
      const options = { padding: rsa.RSA_PKCS1_OAEP_PADDING, oaepHash: HASHES[key.algorithm.hash.name], oaepLabel: algorithm.label === undefined ? Buffer.alloc(0) : bytesOf(algorithm.label) };
      try {
        return Buffer.from(encrypts ? rsa.encrypt(secret, data, options) : rsa.decrypt(secret, data, options));
      } catch {
        throw fail('OperationError', 'The operation failed for an operation-specific reason');
      }
    }
    default: throw fail('NotSupportedError', 'Unrecognized algorithm name');
  }
}

// ---- signatures

function signOrVerify(algorithm, key, data, signature) {
  const isVerify = signature !== undefined;
  const secret = use(key, algorithm, isVerify ? 'verify' : 'sign');
  const hash = () => HASHES[key.algorithm.hash.name];
  switch (algorithm.name) {
    case 'HMAC': {
      const code = hmac(hash(), secret.bytes, data);
      return isVerify ? code.length === signature.length && require('crypto').timingSafeEqual(code, signature) : code;
    }
    case 'RSASSA-PKCS1-v1_5': case 'RSA-PSS': {
      const options = algorithm.name === 'RSA-PSS' ? { padding: rsa.RSA_PKCS1_PSS_PADDING, saltLength: algorithm.saltLength } : {};
      const hashed = digest(hash(), data);
      return isVerify ? rsa.verify(secret, hash(), hashed, signature, options) : rsa.sign(secret, hash(), hashed, options);
    }
    case 'ECDSA': {
      const hashed = digest(HASHES[hashOf(algorithm.hash)], data);
      return isVerify ? curves.verify(secret, hashed, signature) : curves.sign(secret, hashed);
    }
    case 'Ed25519': return isVerify ? edwards.verify(secret, data, signature) : edwards.sign(secret, data);
    default: throw fail('NotSupportedError', 'Unrecognized algorithm name');
  }
}

// ---- derivation

function derive(algorithm, key, length, usage) {
  const secret = use(key, algorithm, usage);
  const { agree, hkdfBytes } = require('internal/crypto/derive');
  switch (algorithm.name) {
    case 'PBKDF2':
      if (length === null || length % 8) throw fail('OperationError', length === null ? 'length cannot be null' : 'length must be a multiple of 8');
      if (algorithm.iterations === 0) throw fail('OperationError', 'iterations cannot be zero');
      return Buffer.from(native.pbkdf2(HASHES[hashOf(algorithm.hash)], secret.bytes, bytesOf(algorithm.salt, 'algorithm.salt'), algorithm.iterations, length / 8).buffer);
    case 'HKDF': {
      if (length === null || length % 8) throw fail('OperationError', length === null ? 'length cannot be null' : 'length must be a multiple of 8');
      const name = HASHES[hashOf(algorithm.hash)];
      if (length / 8 > 255 * SIZES[name]) throw fail('OperationError', 'The operation failed for an operation-specific reason');
      return hkdfBytes(name, secret.bytes, bytesOf(algorithm.salt, 'algorithm.salt'), bytesOf(algorithm.info, 'algorithm.info'), length / 8);
    }
    case 'ECDH': case 'X25519': {
      const other = secretPart(algorithm.public);
      if (other === undefined) throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', 'algorithm.public is not of type CryptoKey.');
      if (algorithm.public.type !== 'public') throw fail('InvalidAccessError', 'algorithm.public must be a public key');
      if (algorithm.public.algorithm.name !== algorithm.name || other.curve !== secret.curve) throw fail('InvalidAccessError', 'algorithm.public must be the same type and curve as baseKey');
      let shared;
      try {
        shared = agree(secret, other);
      } catch {
        throw fail('OperationError', 'The operation failed for an operation-specific reason');
      }
      if (length === null) return shared;
      if (length > shared.length * 8) throw fail('OperationError', 'derived bit length is too small');
      const out = Buffer.from(shared.subarray(0, Math.ceil(length / 8)));
      if (length % 8) out[out.length - 1] &= 0xff << (8 - (length % 8));
      return out;
    }
    default: throw fail('NotSupportedError', 'Unrecognized algorithm name');
  }
}

// ---- keys

function symmetric(algorithm, bytes, extractable, usages) {
  const { name } = algorithm;
  checkUsages(name, usages, 0, false);
  if (usages.length === 0) throw fail('SyntaxError', `Usages cannot be empty when importing a secret key.`);
  const { kind } = ALGORITHMS[name];
  if (kind === 'aes') {
    if (![16, 24, 32].includes(bytes.length)) throw fail('DataError', 'Invalid key length');
    return keyFor('secret', extractable, { name, length: bytes.length * 8 }, usages, { kty: 'oct', bytes });
  }
  if (kind === 'hmac') {
    if (bytes.length === 0) throw fail('DataError', 'Zero-length key is not supported');
    const length = algorithm.length ?? bytes.length * 8;
    if (length > bytes.length * 8 || length <= (bytes.length - 1) * 8) throw fail('DataError', 'Invalid key length');
    return keyFor('secret', extractable, { name, length, hash: { name: hashOf(algorithm.hash) } }, usages, { kty: 'oct', bytes });
  }
  if (extractable) throw fail('SyntaxError', `${name} keys are not extractable`);
  return keyFor('secret', false, { name }, usages, { kty: 'oct', bytes });
}
function algorithmOf(algorithm, data) {
  const { name } = algorithm;
  switch (ALGORITHMS[name].kind) {
    case 'rsa': return { name, modulusLength: rsa.bitsOf(data), publicExponent: new Uint8Array(data.e), hash: { name: hashOf(algorithm.hash) } };
    case 'ec': return { name, namedCurve: data.curve };
    default: return { name };
  }
}
function asymmetric(algorithm, data, isPrivate, extractable, usages) {
  const { kind } = ALGORITHMS[algorithm.name];
  const kinds = { rsa: 'RSA', ec: 'EC', okp: 'OKP' };
  if (kinds[kind] !== data.kty || (kind === 'okp' && data.curve !== algorithm.name) || (kind === 'ec' && algorithm.namedCurve !== undefined && curves.nameOf(algorithm.namedCurve) !== data.curve)) {
    throw fail('DataError', kind === 'ec' ? 'Named curve mismatch' : 'Invalid key type');
  }
  checkUsages(algorithm.name, usages, isPrivate ? 0 : 1, isPrivate);
  return keyFor(isPrivate ? 'private' : 'public', extractable, algorithmOf(algorithm, data), usages, data);
}

function importKey(format, keyData, algorithm, extractable, usages) {
  const keys = require('internal/crypto/keys');
  const { kind } = ALGORITHMS[algorithm.name] ?? {};
  if (kind === undefined) throw fail('NotSupportedError', 'Unrecognized algorithm name');
  const isSymmetric = ['aes', 'hmac', 'secret'].includes(kind);
  const unsupported = () => fail('NotSupportedError', `Unable to import ${algorithm.name} key with format ${format}`);
  if (format === 'jwk') {
    if (keyData === null || typeof keyData !== 'object' || ArrayBuffer.isView(keyData)) throw fail('DataError', 'Invalid keyData');
    if (keyData.ext === false && extractable) throw fail('DataError', 'JWK "ext" Parameter and extractable mismatch');
    if (keyData.key_ops !== undefined && usages.some((usage) => !keyData.key_ops.includes(usage))) throw fail('DataError', 'Key operations and usage mismatch');
    let data;
    try {
      data = keys.readJwk(keyData);
    } catch {
      throw fail('DataError', 'Invalid keyData');
    }
    if ((data.kty === 'oct') !== isSymmetric) throw fail('DataError', 'Invalid JWK "kty" Parameter');
    return isSymmetric ? symmetric(algorithm, data.bytes, extractable, usages) : asymmetric(algorithm, data, data.d !== undefined, extractable, usages);
  }
  if (format === 'raw' || format === 'raw-secret' || format === 'raw-public') {
    const bytes = copyOf(keyData, 'keyData');
    if (isSymmetric) return symmetric(algorithm, bytes, extractable, usages);
    if (kind === 'ec') {
      const curve = curves.nameOf(algorithm.namedCurve);
      const point = curve && curves.decodePoint(curve, bytes);
      if (!point) throw fail('DataError', 'Invalid keyData');
      return asymmetric(algorithm, { kty: 'EC', curve, ...point }, false, extractable, usages);
    }
    if (kind === 'okp' && bytes.length === 32) return asymmetric(algorithm, { kty: 'OKP', curve: algorithm.name, x: bytes }, false, extractable, usages);
    throw unsupported();
  }
  if (isSymmetric || (format !== 'spki' && format !== 'pkcs8')) throw unsupported();
  let data;
  try {
    data = format === 'spki' ? keys.readSpki(copyOf(keyData, 'keyData')) : keys.readPkcs8(copyOf(keyData, 'keyData'));
  } catch (error) {
    if (error.code === 'ERR_INVALID_ARG_TYPE') throw error;
    throw fail('DataError', 'Invalid keyData');
  }
  return asymmetric(algorithm, data, format === 'pkcs8', extractable, usages);
}

const JWK_NAMES = { 'RSASSA-PKCS1-v1_5': { 'SHA-1': 'RS1', 'SHA-256': 'RS256', 'SHA-384': 'RS384', 'SHA-512': 'RS512' }, 'RSA-PSS': { 'SHA-1': 'PS1', 'SHA-256': 'PS256', 'SHA-384': 'PS384', 'SHA-512': 'PS512' },
  'RSA-OAEP': { 'SHA-1': 'RSA-OAEP', 'SHA-256': 'RSA-OAEP-256', 'SHA-384': 'RSA-OAEP-384', 'SHA-512': 'RSA-OAEP-512' }, HMAC: { 'SHA-1': 'HS1', 'SHA-256': 'HS256', 'SHA-384': 'HS384', 'SHA-512': 'HS512' } };
function exportKey(format, key) {
  const data = secretPart(key);
  if (data === undefined) throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', 'key is not of type CryptoKey.');
  if (!key.extractable) throw fail('InvalidAccessError', 'key is not extractable');
  const keys = require('internal/crypto/keys');
  const { name, hash, length } = key.algorithm;
  if (format === 'jwk') {
    const jwk = { key_ops: key.usages, ext: key.extractable };
    if (name.startsWith('AES')) jwk.alg = `A${length}${name.slice(4)}`;
    else if (JWK_NAMES[name]) jwk.alg = JWK_NAMES[name][hash.name];
    else if (name === 'Ed25519') jwk.alg = 'Ed25519';
    return Object.assign(jwk, keys.writeJwk(data, key.type === 'private'));
  }
  if (format === 'raw' || format === 'raw-secret' || format === 'raw-public') {
    if (key.type === 'secret') return bufferOf(data.bytes);
    if (key.type === 'public' && data.kty === 'EC') return bufferOf(curves.encodePoint(data));
    if (key.type === 'public' && data.kty === 'OKP') return bufferOf(data.x);
  } else if (format === 'spki' && key.type === 'public') {
    return bufferOf(keys.writeSpki(data));
  } else if (format === 'pkcs8' && key.type === 'private') {
    return bufferOf(keys.writePkcs8(data));
  }
  throw fail('NotSupportedError', `Unable to export ${name} ${key.type} key using ${format} format`);
}

function generateKey(algorithm, extractable, usages) {
  const { name } = algorithm;
  const { kind, usages: known } = ALGORITHMS[name] ?? {};
  switch (kind) {
    case 'aes':
      if (![128, 192, 256].includes(algorithm.length)) throw fail('OperationError', 'Invalid key length');
      return symmetric(algorithm, Buffer.from(native.randomBytes(algorithm.length / 8).buffer), extractable, usages);
    case 'hmac': {
      const length = algorithm.length ?? blockBytes(HASHES[hashOf(algorithm.hash)]) * 8;
      if (length === 0) throw fail('OperationError', 'Zero-length key is not supported');
      return symmetric({ ...algorithm, length }, Buffer.from(native.randomBytes(Math.ceil(length / 8)).buffer), extractable, usages);
    }
    case 'rsa': case 'ec': case 'okp': {
      for (const usage of usages) if (!known.flat().includes(usage)) throw fail('SyntaxError', `Unsupported key usage for ${name} key`);
      const [own, others] = known.map((list) => usages.filter((usage) => list.includes(usage)));
      if (own.length === 0) throw fail('SyntaxError', 'Usages cannot be empty when creating a key.');
      let data;
      if (kind === 'rsa') {
        data = rsa.generate(algorithm.modulusLength, Number(rsa.numberOf(bytesOf(algorithm.publicExponent))));
      } else if (kind === 'ec') {
        const curve = curves.nameOf(algorithm.namedCurve);
        if (curve === undefined) throw fail('NotSupportedError', 'Unrecognized namedCurve');
        data = curves.keyOf(curve);
      } else {
        data = edwards.keyOf(name);
      }
      const { publicPart } = require('internal/crypto/keys');
      const described = algorithmOf(algorithm, data);
      return { publicKey: keyFor('public', true, described, others, publicPart(data)), privateKey: keyFor('private', extractable, described, own, data) };
    }
    default: throw fail('NotSupportedError', 'Unrecognized algorithm name');
  }
}

/** Bits that a derived key needs; null: all that there are. */
function lengthFor(algorithm) {
  const { kind } = ALGORITHMS[algorithm.name] ?? {};
  if (kind === 'aes') return algorithm.length;
  if (kind === 'hmac') return algorithm.length ?? blockBytes(HASHES[hashOf(algorithm.hash)]) * 8;
  if (kind === 'secret') return null;
  throw fail('NotSupportedError', 'Unrecognized algorithm name');
}

class SubtleCrypto {
  constructor(token) {
    if (token !== kMake) throw coded(TypeError, 'ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor');
  }
  async digest(algorithm, data) {
    const bytes = copyOf(data, "Failed to execute 'digest' on 'SubtleCrypto': 2nd argument");
    return bufferOf(digest(HASHES[hashOf(algorithm)], bytes));
  }
  async encrypt(algorithm, key, data) {
    return bufferOf(cipher(true, normalize(algorithm), key, copyOf(data, "Failed to execute 'encrypt' on 'SubtleCrypto': 3rd argument")));
  }
  async decrypt(algorithm, key, data) {
    return bufferOf(cipher(false, normalize(algorithm), key, copyOf(data, "Failed to execute 'decrypt' on 'SubtleCrypto': 3rd argument")));
  }
  async sign(algorithm, key, data) {
    return bufferOf(signOrVerify(normalize(algorithm), key, copyOf(data, "Failed to execute 'sign' on 'SubtleCrypto': 3rd argument")));
  }
  async verify(algorithm, key, signature, data) {
    return signOrVerify(normalize(algorithm), key, copyOf(data), copyOf(signature));
  }
  async deriveBits(algorithm, baseKey, length = null) {
    return bufferOf(derive(normalize(algorithm), baseKey, length, 'deriveBits'));
  }
  async deriveKey(algorithm, baseKey, derivedKeyType, extractable, keyUsages) {
    const wanted = normalize(derivedKeyType);
    const bytes = derive(normalize(algorithm), baseKey, lengthFor(wanted), 'deriveKey');
    return importKey('raw', bytes, wanted, !!extractable, [...keyUsages]);
  }
  async generateKey(algorithm, extractable, keyUsages) {
    return generateKey(normalize(algorithm), !!extractable, [...keyUsages]);
  }
  async importKey(format, keyData, algorithm, extractable, keyUsages) {
    return importKey(`${format}`, keyData, normalize(algorithm), !!extractable, [...keyUsages]);
  }
  async exportKey(format, key) {
    return exportKey(`${format}`, key);
  }
  async wrapKey(format, key, wrappingKey, wrapAlgorithm) {
    const exported = exportKey(format, key);
    const bytes = format === 'jwk' ? Buffer.from(JSON.stringify(exported)) : Buffer.from(exported);
    return bufferOf(cipher(true, normalize(wrapAlgorithm), wrappingKey, bytes, 'wrapKey'));
  }
  async unwrapKey(format, wrappedKey, unwrappingKey, unwrapAlgo, unwrappedKeyAlgo, extractable, keyUsages) {
    const bytes = cipher(false, normalize(unwrapAlgo), unwrappingKey, copyOf(wrappedKey), 'unwrapKey');
    const data = format === 'jwk' ? JSON.parse(bytes.toString()) : bytes;
    return importKey(`${format}`, data, normalize(unwrappedKeyAlgo), !!extractable, [...keyUsages]);
  }
}
for (const name of Object.getOwnPropertyNames(SubtleCrypto.prototype)) {
  if (name !== 'constructor') Object.defineProperty(SubtleCrypto.prototype, name, { enumerable: true });
}
Object.defineProperty(SubtleCrypto.prototype, Symbol.toStringTag, { value: 'SubtleCrypto', configurable: true });

/** A key that came from another thread. */
const receive = (type, extractable, algorithm, usages, data) => new CryptoKey(kMake, type, extractable, algorithm, usages, require('internal/crypto/keys').received(data));

module.exports = { receive, SubtleCrypto, CryptoKey, subtle: new SubtleCrypto(kMake), objectOf };
