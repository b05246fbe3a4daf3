// Keys from passwords and from agreement: PBKDF2, scrypt, HKDF, ECDH.
'use strict';

const native = require('native');
const { Buffer } = require('buffer');
const { checkFunction, checkString, coded, invalidArgument, outOfRange } = require('internal/errors');
const { SIZES, bytesOf, hmac, known, shown } = require('internal/crypto/hash');
const { KeyObject, dataOf, secretOf } = require('internal/crypto/keys');
const curves = require('internal/crypto/curves');
const edwards = require('internal/crypto/edwards');

const wrap = (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
function checkCount(value, name, low, high) {
  if (typeof value !== 'number') throw invalidArgument(name, 'of type number', value);
  if (!Number.isInteger(value)) throw outOfRange(name, 'an integer', value);
  if (value < low || value > high) throw outOfRange(name, `>= ${low} && <= ${high}`, value);
}
function digestOf(name) {
  checkString(name, 'digest');
  const found = known(name);
  if (found === undefined) throw coded(TypeError, 'ERR_CRYPTO_INVALID_DIGEST', `Invalid digest: ${name}`);
  return found;
}
/** Of a function that gives its result, one that tells it. */
const later = (act) => (...args) => {
  const callback = args.pop();
  checkFunction(callback, 'callback');
  const result = act(...args);
  native.complete(callback, null, result);
};

function pbkdf2Sync(password, salt, iterations, keylen, digest) {
  const name = digestOf(digest);
  const [secret, grain] = [bytesOf(password, 'utf8', 'password'), bytesOf(salt, 'utf8', 'salt')];
  checkCount(iterations, 'iterations', 1, 2147483647);
  checkCount(keylen, 'keylen', 0, 2147483647);
  return wrap(native.pbkdf2(name, secret, grain, iterations, keylen));
}
function pbkdf2(password, salt, iterations, keylen, digest, callback) {
  if (typeof digest === 'function') throw invalidArgument('digest', 'of type string', undefined);
  later(pbkdf2Sync)(password, salt, iterations, keylen, digest, callback);
}

function scryptSync(password, salt, keylen, options = {}) {
  const [secret, grain] = [bytesOf(password, 'utf8', 'password'), bytesOf(salt, 'utf8', 'salt')];
  checkCount(keylen, 'keylen', 0, 2147483647);
  for (const [short, long] of [['N', 'cost'], ['r', 'blockSize'], ['p', 'parallelization']]) {
    if (options[short] !== undefined && options[long] !== undefined) throw coded(TypeError, 'ERR_INCOMPATIBLE_OPTION_PAIR', `Option "${short}" cannot be used in combination with option "${long}"`);
  }
  const { N = options.cost ?? 16384, r = options.blockSize ?? 8, p = options.parallelization ?? 1, maxmem = 32 * 1024 * 1024 } = options;
  for (const [value, name] of [[N, 'N'], [r, 'r'], [p, 'p']]) checkCount(value, name, 0, 4294967295);
  const isPower = N > 1 && Number.isInteger(Math.log2(N));
  if (!isPower || r < 1 || p < 1 || p * r >= 2 ** 30) throw coded(RangeError, 'ERR_CRYPTO_INVALID_SCRYPT_PARAMS', 'Invalid scrypt params');
  if (128 * N * r > maxmem) throw coded(RangeError, 'ERR_CRYPTO_INVALID_SCRYPT_PARAMS', 'Invalid scrypt params: error:030000AC:digital envelope routines::memory limit exceeded');
  return wrap(native.scrypt(secret, grain, N, r, p, keylen));
}
function scrypt(password, salt, keylen, options, callback) {
  if (typeof options === 'function') [options, callback] = [{}, options];
  later(scryptSync)(password, salt, keylen, options, callback);
}

/** RFC 5869. */
function hkdfBytes(name, key, salt, info, length) {
  const size = SIZES[name];
  const secret = hmac(name, salt.length === 0 ? Buffer.alloc(size) : salt, key);
  const parts = [];
  let last = Buffer.alloc(0);
  for (let i = 1; (i - 1) * size < length; i++) {
    last = hmac(name, secret, Buffer.concat([last, info, Buffer.from([i])]));
    parts.push(last);
  }
  return Buffer.concat(parts).subarray(0, length);
}
function hkdfSync(digest, ikm, salt, info, length) {
  const name = digestOf(digest);
  const key = ikm instanceof KeyObject ? secretOf(ikm) : bytesOf(ikm, 'utf8', 'ikm');
  const [grain, context] = [bytesOf(salt, 'utf8', 'salt'), bytesOf(info, 'utf8', 'info')];
  checkCount(length, 'length', 0, 2147483647);
  if (context.length > 1024) throw outOfRange('info', 'must not contain more than 1024 bytes', context.length);
  if (length > 255 * SIZES[name]) throw coded(RangeError, 'ERR_CRYPTO_INVALID_KEYLEN', 'Invalid key length');
  const bytes = hkdfBytes(name, key, grain, context, length);
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
}
const hkdf = (digest, ikm, salt, info, length, callback) => later(hkdfSync)(digest, ikm, salt, info, length, callback);

// ---- agreement

function ECDH(curve) {
  if (!(this instanceof ECDH)) return new ECDH(curve);
  checkString(curve, 'curve');
  const name = curves.nameOf(curve);
  if (name === undefined) throw coded(TypeError, 'ERR_CRYPTO_INVALID_CURVE', 'Invalid EC curve name');
  Object.defineProperty(this, '_curve', { value: name });
  Object.defineProperty(this, '_key', { value: null, writable: true });
}
const form = (point, encoding, format) => shown(curves.encodePoint(point, format === 'compressed'), encoding);
function keyOf(ecdh) {
  if (ecdh._key === null) throw coded(Error, 'ERR_CRYPTO_ECDH_INVALID_KEY', 'Failed to get ECDH private key');
  return ecdh._key;
}
Object.assign(ECDH.prototype, {
  generateKeys(encoding, format) {
    this._key = curves.keyOf(this._curve);
    return this.getPublicKey(encoding, format);
  },
  computeSecret(otherKey, inputEncoding, outputEncoding) {
    const point = curves.decodePoint(this._curve, bytesOf(otherKey, inputEncoding, 'otherPublicKey'));
    if (point === null) throw coded(Error, 'ERR_CRYPTO_ECDH_INVALID_PUBLIC_KEY', 'Public key is not valid for specified curve');
    return shown(curves.agree(keyOf(this), point), outputEncoding);
  },
  getPublicKey(encoding, format) {
    return form(keyOf(this), encoding, format);
  },
  getPrivateKey(encoding) {
    return shown(Buffer.from(keyOf(this).d), encoding);
  },
  setPrivateKey(key, encoding) {
    const made = curves.keyOf(this._curve, bytesOf(key, encoding, 'key'));
    if (made === null) throw coded(Error, 'ERR_CRYPTO_INVALID_KEYTYPE', 'Private key is not valid for specified curve.');
    this._key = made;
    return this;
  },
});
ECDH.convertKey = function convertKey(key, curve, inputEncoding, outputEncoding, format) {
  const name = curves.nameOf(curve);
  const point = name && curves.decodePoint(name, bytesOf(key, inputEncoding, 'key'));
  if (!point) throw coded(Error, 'ERR_CRYPTO_OPERATION_FAILED', 'Failed to convert Buffer to EC_POINT');
  return form({ curve: name, ...point }, outputEncoding, format);
};

/** The secret of two keys as agreement gives it: data of keys, not objects. */
function agree(secret, other) {
  const shared = secret.kty === 'EC' ? curves.agree(secret, other) : edwards.agree(secret, other.x);
  if (shared === null) throw coded(Error, 'ERR_OSSL_FAILED_DURING_DERIVATION', 'error:1C8000D8:Provider routines::failed during derivation');
  return shared;
}
function diffieHellman(options, callback) {
  if (options === null || typeof options !== 'object') throw invalidArgument('options', 'of type object', options);
  const [secret] = dataOf(options.privateKey, 'options.privateKey');
  const [other] = dataOf(options.publicKey, 'options.publicKey');
  if (secret.kty !== other.kty || secret.curve !== other.curve) throw coded(Error, 'ERR_CRYPTO_INCOMPATIBLE_KEY', 'Incompatible key types for Diffie-Hellman');
  if (callback === undefined) return agree(secret, other);
  return later(agree)(secret, other, callback);
}

module.exports = { pbkdf2, pbkdf2Sync, scrypt, scryptSync, hkdf, hkdfSync, hkdfBytes, ECDH, diffieHellman, agree };
