// node:crypto: digests, random bytes and identifiers here; keys, ciphers, signatures and what is derived from
// passwords in modules that are loaded when they are first asked for.
'use strict';

const native = require('native');
const { Buffer } = require('buffer');
const { coded, invalidArgument, outOfRange, checkFunction } = require('internal/errors');
const { Hash, Hmac, bytesOf, hash, shown } = require('internal/crypto/hash');

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
    throw new QuotaExceededError('The requested length exceeds 65,536 bytes');
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
  const [x, y] = [[a, 'buf1'], [b, 'buf2']].map(([data, name]) => {
    if (!(ArrayBuffer.isView(data) || data instanceof ArrayBuffer || data instanceof SharedArrayBuffer)) {
      throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', `The "${name}" argument must be an instance of ArrayBuffer, Buffer, TypedArray, or DataView.`);
    }
    return bytesOf(data, undefined, name);
  });
  if (x.length !== y.length) throw coded(RangeError, 'ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH', 'Input buffers must have the same byte length');
  let difference = 0;
  for (let i = 0; i < x.length; i++) difference |= x[i] ^ y[i];
  return difference === 0;
}

/** As randomFillSync, told of. */
function randomFill(buffer, offset, size, callback) {
  const args = [buffer, offset, size, callback].slice(0, [offset, size, callback].findIndex((arg) => typeof arg === 'function') + 1);
  const done = [offset, size, callback].find((arg) => typeof arg === 'function');
  checkFunction(done, 'callback');
  native.complete(done, null, randomFillSync(...args));
}

function randomUUIDv7() {
  const bytes = native.randomBytes(16);
  let time = Date.now();
  for (let i = 5; i >= 0; i--, time = Math.floor(time / 256)) bytes[i] = time % 256;
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = shown(bytes, 'hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

// ---- primes

function primeBytes(candidate) {
  if (typeof candidate !== 'bigint') return bytesOf(candidate, undefined, 'candidate');
  const hex = candidate.toString(16);
  return Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex');
}
function checkPrimeSync(candidate, options = {}) {
  return native.isProbablePrime(primeBytes(candidate), options.checks ?? 0);
}
function checkPrime(candidate, options, callback) {
  if (typeof options === 'function') [options, callback] = [{}, options];
  checkFunction(callback, 'callback');
  native.complete(callback, null, checkPrimeSync(candidate, options));
}
function generatePrimeSync(size, options = {}) {
  if (typeof size !== 'number') throw invalidArgument('size', 'of type number', size);
  if (!(Number.isInteger(size) && size >= 1)) throw outOfRange('size', '>= 1 && <= 2147483647', size);
  if (options.add !== undefined || options.rem !== undefined) throw unavailable('generatePrime', 'primes of a residue are not looked for');
  for (;;) {
    const bytes = native.generatePrime(size, 1);
    const prime = BigInt(`0x${shown(bytes, 'hex')}`);
    if (options.safe && !native.isProbablePrime(primeBytes((prime - 1n) / 2n), 0)) continue;
    return options.bigint ? prime : bytes.buffer;
  }
}
function generatePrime(size, options, callback) {
  if (typeof options === 'function') [options, callback] = [{}, options];
  checkFunction(callback, 'callback');
  native.complete(callback, null, generatePrimeSync(size, options));
}

// ---- what is not there

function unavailable(name, why) {
  return coded(Error, 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM', `crypto.${name} is unavailable: ${why}`);
}
const absent = (names, why) => Object.fromEntries(names.map((name) => [name, {
  [name]() {
    throw unavailable(name, why);
  },
}[name]]));

class Crypto {
  constructor() {
    if (made) throw coded(TypeError, 'ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor');
  }
  get subtle() { return require('internal/crypto/subtle').subtle; }
  getRandomValues(array) { return getRandomValues(array); }
  randomUUID() { return randomUUID(); }
}
for (const name of ['subtle', 'getRandomValues', 'randomUUID']) Object.defineProperty(Crypto.prototype, name, { enumerable: true });
Object.defineProperty(Crypto.prototype, Symbol.toStringTag, { value: 'Crypto', configurable: true });
let made = false;
const webcrypto = new Crypto();
made = true;

const constants = {
  SSL_OP_ALL: 2147485776, SSL_OP_ALLOW_NO_DHE_KEX: 1024, SSL_OP_ALLOW_UNSAFE_LEGACY_RENEGOTIATION: 262144, SSL_OP_CIPHER_SERVER_PREFERENCE: 4194304,
  SSL_OP_CISCO_ANYCONNECT: 32768, SSL_OP_COOKIE_EXCHANGE: 8192, SSL_OP_CRYPTOPRO_TLSEXT_BUG: 2147483648, SSL_OP_DONT_INSERT_EMPTY_FRAGMENTS: 2048,
  SSL_OP_LEGACY_SERVER_CONNECT: 4, SSL_OP_NO_COMPRESSION: 131072, SSL_OP_NO_ENCRYPT_THEN_MAC: 524288, SSL_OP_NO_QUERY_MTU: 4096,
  SSL_OP_NO_RENEGOTIATION: 1073741824, SSL_OP_NO_SESSION_RESUMPTION_ON_RENEGOTIATION: 65536, SSL_OP_NO_SSLv2: 0, SSL_OP_NO_SSLv3: 33554432,
  SSL_OP_NO_TICKET: 16384, SSL_OP_NO_TLSv1: 67108864, SSL_OP_NO_TLSv1_1: 268435456, SSL_OP_NO_TLSv1_2: 134217728, SSL_OP_NO_TLSv1_3: 536870912,
  SSL_OP_PRIORITIZE_CHACHA: 2097152, SSL_OP_TLS_ROLLBACK_BUG: 8388608, ENGINE_METHOD_RSA: 1, ENGINE_METHOD_DSA: 2, ENGINE_METHOD_DH: 4,
  ENGINE_METHOD_RAND: 8, ENGINE_METHOD_EC: 2048, ENGINE_METHOD_CIPHERS: 64, ENGINE_METHOD_DIGESTS: 128, ENGINE_METHOD_PKEY_METHS: 512,
  ENGINE_METHOD_PKEY_ASN1_METHS: 1024, ENGINE_METHOD_ALL: 65535, ENGINE_METHOD_NONE: 0, DH_CHECK_P_NOT_SAFE_PRIME: 2, DH_CHECK_P_NOT_PRIME: 1,
  DH_UNABLE_TO_CHECK_GENERATOR: 4, DH_NOT_SUITABLE_GENERATOR: 8, RSA_SSLV23_PADDING: 2, RSA_PKCS1_PADDING: 1, RSA_NO_PADDING: 3, RSA_PKCS1_OAEP_PADDING: 4, RSA_X931_PADDING: 5, RSA_PKCS1_PSS_PADDING: 6, RSA_PSS_SALTLEN_DIGEST: -1,
  RSA_PSS_SALTLEN_MAX_SIGN: -2, RSA_PSS_SALTLEN_AUTO: -2, TLS1_VERSION: 769, TLS1_1_VERSION: 770, TLS1_2_VERSION: 771, TLS1_3_VERSION: 772,
  POINT_CONVERSION_COMPRESSED: 2, POINT_CONVERSION_UNCOMPRESSED: 4, POINT_CONVERSION_HYBRID: 6,
};

module.exports = {
  createHash: function (algorithm, options) { return new Hash(algorithm, options); },
  createHmac: function (hmac, key, options) { return new Hmac(hmac, key, options); },
  hash,
  getHashes: () => require('internal/crypto/digests').getHashes(),
  getRandomValues, randomBytes, pseudoRandomBytes: randomBytes, prng: randomBytes, rng: randomBytes, randomFill, randomFillSync, randomInt, randomUUID, randomUUIDv7, timingSafeEqual,
  checkPrime, checkPrimeSync, generatePrime, generatePrimeSync,
  createCipheriv: function (cipher, key, iv, options) { return new module.exports.Cipheriv(cipher, key, iv, options); },
  createDecipheriv: function (cipher, key, iv, options) { return new module.exports.Decipheriv(cipher, key, iv, options); },
  createSign: function (algorithm, options) { return new module.exports.Sign(algorithm, options); },
  createVerify: function (algorithm, options) { return new module.exports.Verify(algorithm, options); },
  createECDH: function (curve) { return new module.exports.ECDH(curve); },
  getCurves: () => ['prime256v1', 'secp256k1', 'secp384r1', 'secp521r1'],
  getFips: function () { return 0; },
  setFips: function (on) {
    if (on) throw unavailable('setFips', 'no module is certified');
  },
  secureHeapUsed: function () { return { total: 0, used: 0, utilization: 0, min: 0 }; },
  Hash, Hmac, webcrypto, Crypto, constants,
  get subtle() { return webcrypto.subtle; },
  ...absent(['createDiffieHellman', 'createDiffieHellmanGroup', 'getDiffieHellman', 'DiffieHellman', 'DiffieHellmanGroup'], 'of agreements there are those of elliptic curves'),
  ...absent(['argon2', 'argon2Sync'], 'passwords are derived from by PBKDF2 and scrypt'),
  ...absent(['createMac', 'getMacs', 'Certificate', 'parsePKCS12', 'setEngine', 'encapsulate', 'decapsulate'], 'hearth has no OpenSSL'),
};
/** Loaded when they are asked for. */
for (const [name, names] of [
  ['ciphers', ['Cipheriv', 'Decipheriv', 'getCiphers', 'getCipherInfo']],
  ['keys', ['KeyObject', 'createSecretKey', 'createPrivateKey', 'createPublicKey', 'generateKeyPair', 'generateKeyPairSync', 'generateKey', 'generateKeySync']],
  ['sign', ['Sign', 'Verify', 'sign', 'verify', 'publicEncrypt', 'privateDecrypt', 'privateEncrypt', 'publicDecrypt']],
  ['derive', ['pbkdf2', 'pbkdf2Sync', 'scrypt', 'scryptSync', 'hkdf', 'hkdfSync', 'ECDH', 'diffieHellman']],
  ['certificate', ['X509Certificate']],
  ['subtle', ['CryptoKey', 'SubtleCrypto']],
]) {
  for (const key of names) {
    Object.defineProperty(module.exports, key, {
      enumerable: name !== 'subtle', configurable: true,
      get() {
        const value = require(`internal/crypto/${name}`)[key];
        Object.defineProperty(module.exports, key, { value, writable: true, enumerable: name !== 'subtle', configurable: true });
        return value;
      },
      set(value) {
        Object.defineProperty(module.exports, key, { value, writable: true, enumerable: true, configurable: true });
      },
    });
  }
}
