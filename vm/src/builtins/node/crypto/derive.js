// Keys from passwords and from agreement: PBKDF2, scrypt, HKDF, ECDH.
'use strict';

const native = require('native');
const { Buffer } = require('buffer');
const { checkFunction, checkString, coded, invalidArgument, outOfRange } = require('internal/errors');
const { SIZES, known } = require('internal/crypto/digests');
const { bytesOf, hmac, shown } = require('internal/crypto/hash');
const { KeyObject, dataOf, secretOf } = require('internal/crypto/keys');
const curves = require('internal/crypto/curves');
const edwards = require('internal/crypto/edwards');

const wrap = (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
function checkCount(value, name, low, high) {
  if (typeof value !== 'number') throw invalidArgument(name, 'of type number', value);
  if (!Number.isInteger(value)) throw outOfRange(name, 'an integer', value);
  if (value < low || value > high) throw outOfRange(name, `>= ${low} && <= ${high}`, value);
}
/** Errors of the derivation itself, which callbacks are told of; those of arguments are thrown. */
const failures = new WeakSet();
function failure(what) {
  const error = new Error(`${what} derivation failed`);
  failures.add(error);
  return error;
}
function digestOf(name, what) {
  const found = known(name);
  if (found === undefined) throw coded(TypeError, 'ERR_CRYPTO_INVALID_DIGEST', `Invalid digest: ${name}`);
  if (SIZES[found] === undefined) throw failure(what);
  return found;
}
/** Of a function that gives its result, one that tells it. */
const later = (act) => (...args) => {
  const callback = args.pop();
  let result;
  let error = null;
  try {
    checkFunction(callback, 'callback');
    result = act(...args);
  } catch (thrown) {
    if (!failures.has(thrown)) throw thrown;
    error = thrown;
  }
  native.complete(callback, error, result);
};

function pbkdf2Sync(password, salt, iterations, keylen, digest) {
  checkString(digest, 'digest');
  const [secret, grain] = [bytesOf(password, 'utf8', 'password'), bytesOf(salt, 'utf8', 'salt')];
  checkCount(iterations, 'iterations', 1, 2147483647);
  checkCount(keylen, 'keylen', 0, 2147483647);
  const name = digestOf(digest, 'PBKDF2');
  if (keylen === 0) throw failure('PBKDF2');
  return wrap(native.pbkdf2(name, secret, grain, iterations, keylen));
}
function pbkdf2(password, salt, iterations, keylen, digest, callback) {
  if (typeof digest === 'function') throw invalidArgument('digest', 'of type string', undefined);
  checkString(digest, 'digest');
  later(pbkdf2Sync)(password, salt, iterations, keylen, digest, callback);
}

/** What scrypt's parameters are where nothing, or 0, is said of them. */
const USUAL = { N: 16384, r: 8, p: 1, maxmem: 32 * 1024 * 1024 };
function scryptParameters(options) {
  const found = { ...USUAL };
  for (const [short, long] of [['N', 'cost'], ['r', 'blockSize'], ['p', 'parallelization'], ['maxmem', undefined]]) {
    if (long !== undefined && options[short] !== undefined && options[long] !== undefined) {
      throw coded(TypeError, 'ERR_INCOMPATIBLE_OPTION_PAIR', `Option "${short}" cannot be used in combination with option "${long}"`);
    }
    const name = options[short] !== undefined || long === undefined ? short : long;
    if (options[name] === undefined) continue;
    checkCount(options[name], name, 0, short === 'maxmem' ? Number.MAX_SAFE_INTEGER : 4294967295);
    found[short] = options[name] || USUAL[short];
  }
  return found;
}
function scryptSync(password, salt, keylen, options) {
  const { N, r, p, maxmem } = scryptParameters(options !== null && typeof options === 'object' ? options : {});
  const [secret, grain] = [bytesOf(password, 'utf8', 'password'), bytesOf(salt, 'utf8', 'salt')];
  checkCount(keylen, 'keylen', 0, 2147483647);
  const isPower = N > 1 && Number.isInteger(Math.log2(N));
  if (!isPower || p * r >= 2 ** 30 || (r < 4 && N >= 2 ** (16 * r))) throw coded(RangeError, 'ERR_CRYPTO_INVALID_SCRYPT_PARAMS', 'Invalid scrypt params');
  // The blocks, the table, and two blocks to work with.
  if (128 * r * (p + N + 2) > maxmem) {
    throw coded(RangeError, 'ERR_CRYPTO_INVALID_SCRYPT_PARAMS', 'Invalid scrypt params: error:030000AC:digital envelope routines::memory limit exceeded');
  }
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
  checkString(digest, 'digest');
  const kinds = 'of type string or an instance of ArrayBuffer, TypedArray, DataView, or Buffer';
  const key = ikm instanceof KeyObject ? secretOf(ikm) : bytesOf(ikm, 'utf8', 'ikm', kinds.replace('of ArrayBuffer', 'of SecretKeyObject, ArrayBuffer'));
  const [grain, context] = [bytesOf(salt, 'utf8', 'salt', kinds), bytesOf(info, 'utf8', 'info', kinds)];
  checkCount(length, 'length', 0, Number.MAX_SAFE_INTEGER);
  if (context.length > 1024) throw outOfRange('info', 'must not contain more than 1024 bytes', context.length);
  const name = digestOf(digest, 'HKDF');
  if (length > 255 * SIZES[name]) throw coded(RangeError, 'ERR_CRYPTO_INVALID_KEYLEN', 'Invalid key length');
  if (length === 0) throw failure('HKDF');
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
  if (options === null || typeof options !== 'object' || Array.isArray(options)) throw invalidArgument('options', 'of type object', options);
  const [secret] = dataOf(options.privateKey, 'options.privateKey');
  const [other] = dataOf(options.publicKey, 'options.publicKey');
  if (secret.kty !== other.kty || secret.curve !== other.curve) throw coded(Error, 'ERR_CRYPTO_INCOMPATIBLE_KEY', 'Incompatible key types for Diffie-Hellman');
  if (callback === undefined) return agree(secret, other);
  return later(agree)(secret, other, callback);
}

module.exports = { pbkdf2, pbkdf2Sync, scrypt, scryptSync, hkdf, hkdfSync, hkdfBytes, ECDH, diffieHellman, agree };
