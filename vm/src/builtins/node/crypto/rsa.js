// RSA (RFC 8017): powers of messages, and the forms that messages are given before.
'use strict';

const native = require('native');
const { coded } = require('internal/errors');
const { SIZES } = require('internal/crypto/digests');
const { digest } = require('internal/crypto/hash');
const der = require('internal/crypto/der');

const RSA_PKCS1_PADDING = 1;
const RSA_NO_PADDING = 3;
const RSA_PKCS1_OAEP_PADDING = 4;
const RSA_PKCS1_PSS_PADDING = 6;

const OIDS = {
  md5: '1.2.840.113549.2.5', sha1: '1.3.14.3.2.26', sha224: '2.16.840.1.101.3.4.2.4', sha256: '2.16.840.1.101.3.4.2.1', sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3', 'sha512-224': '2.16.840.1.101.3.4.2.5', 'sha512-256': '2.16.840.1.101.3.4.2.6', 'sha3-224': '2.16.840.1.101.3.4.2.7',
  'sha3-256': '2.16.840.1.101.3.4.2.8', 'sha3-384': '2.16.840.1.101.3.4.2.9', 'sha3-512': '2.16.840.1.101.3.4.2.10', ripemd160: '1.3.36.3.2.1',
};
const numberOf = (bytes) => (bytes.length === 0 ? 0n : BigInt(`0x${Buffer.from(bytes).toString('hex')}`));
function bytesOf(number, length) {
  const hex = number.toString(16);
  const bytes = Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex');
  return length === undefined || bytes.length >= length ? bytes : Buffer.concat([Buffer.alloc(length - bytes.length), bytes]);
}
const wrap = (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
const power = (base, exponent, modulus) => wrap(native.modPow(base, exponent, modulus));
const trimmed = (bytes) => {
  let at = 0;
  while (at < bytes.length - 1 && bytes[at] === 0) at++;
  return bytes.subarray(at);
};
const sizeOf = (key) => trimmed(key.n).length;
const bitsOf = (key) => {
  const n = trimmed(key.n);
  return (n.length - 1) * 8 + 32 - Math.clz32(n[0]);
};

function raw(key, message) {
  const n = trimmed(key.n);
  if (numberOf(message) >= numberOf(n)) throw coded(Error, 'ERR_OSSL_RSA_DATA_TOO_LARGE_FOR_MODULUS', 'error:02000084:rsa routines::data too large for modulus');
  return power(message, key.e, n);
}
/** With the secret exponent, by the primes where they are known. */
function rawSecret(key, message) {
  const n = trimmed(key.n);
  if (numberOf(message) >= numberOf(n)) throw coded(Error, 'ERR_OSSL_RSA_DATA_TOO_LARGE_FOR_MODULUS', 'error:02000084:rsa routines::data too large for modulus');
  if (!key.p) return power(message, key.d, n);
  const [p, q] = [trimmed(key.p), trimmed(key.q)];
  const [first, second] = [numberOf(power(message, key.dp, p)), numberOf(power(message, key.dq, q))];
  const [P, Q] = [numberOf(p), numberOf(q)];
  const h = (((first - second) % P + P) * numberOf(key.qi)) % P;
  return bytesOf(second + h * Q, n.length);
}

function mask(name, seed, length) {
  const parts = [];
  for (let i = 0; i * SIZES[name] < length; i++) {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(i);
    parts.push(digest(name, Buffer.concat([seed, counter])));
  }
  return Buffer.concat(parts).subarray(0, length);
}
const xor = (a, b) => Buffer.from(a.map((byte, i) => byte ^ b[i]));
const random = (length) => wrap(native.randomBytes(length));

// ---- signatures

function digestInfo(name, hashed) {
  return der.sequence(der.sequence(der.identifier(OIDS[name]), der.nothing()), der.octets(hashed));
}
function pkcs1(message, size) {
  if (message.length > size - 11) throw coded(Error, 'ERR_OSSL_RSA_DIGEST_TOO_BIG_FOR_RSA_KEY', 'error:02000070:rsa routines::digest too big for rsa key');
  return Buffer.concat([Buffer.from([0, 1]), Buffer.alloc(size - message.length - 3, 0xff), Buffer.from([0]), message]);
}
function pssEncode(name, hashed, bits, saltLength, mgf) {
  const size = Math.ceil(bits / 8);
  const length = SIZES[name];
  const most = size - length - 2;
  const count = saltLength === -1 ? length : saltLength === -2 || saltLength === undefined ? most : saltLength;
  if (count > most || count < 0) throw coded(Error, 'ERR_OSSL_RSA_DATA_TOO_LARGE_FOR_KEY_SIZE', 'error:0200006E:rsa routines::data too large for key size');
  const salt = random(count);
  const h = digest(name, Buffer.concat([Buffer.alloc(8), hashed, salt]));
  const block = Buffer.concat([Buffer.alloc(size - count - length - 2), Buffer.from([1]), salt]);
  const masked = xor(block, mask(mgf, h, block.length));
  masked[0] &= 0xff >> (8 * size - bits);
  return Buffer.concat([masked, h, Buffer.from([0xbc])]);
}
function pssVerify(name, hashed, encoded, bits, saltLength, mgf) {
  const length = SIZES[name];
  const size = Math.ceil(bits / 8);
  if (size < length + 2 || encoded.at(-1) !== 0xbc) return false;
  const [masked, h] = [encoded.subarray(0, size - length - 1), encoded.subarray(size - length - 1, size - 1)];
  if (masked[0] & ~(0xff >> (8 * size - bits)) & 0xff) return false;
  const block = xor(masked, mask(mgf, h, masked.length));
  block[0] &= 0xff >> (8 * size - bits);
  const at = block.findIndex((byte) => byte !== 0);
  if (block[at] !== 1) return false;
  const salt = block.subarray(at + 1);
  const expected = saltLength === -1 ? length : saltLength;
  if (expected !== undefined && expected !== -2 && expected !== salt.length) return false;
  return digest(name, Buffer.concat([Buffer.alloc(8), hashed, salt])).equals(h);
}
function sign(key, name, hashed, { padding = RSA_PKCS1_PADDING, saltLength, mgf = name } = {}) {
  const size = sizeOf(key);
  if (padding === RSA_PKCS1_PSS_PADDING) {
    const encoded = pssEncode(name, hashed, bitsOf(key) - 1, saltLength, mgf);
    return rawSecret(key, Buffer.concat([Buffer.alloc(size - encoded.length), encoded]));
  }
  return rawSecret(key, pkcs1(digestInfo(name, hashed), size));
}
function verify(key, name, hashed, signature, { padding = RSA_PKCS1_PADDING, saltLength, mgf = name } = {}) {
  const size = sizeOf(key);
  if (signature.length !== size || numberOf(signature) >= numberOf(key.n)) return false;
  const encoded = raw(key, signature);
  if (padding === RSA_PKCS1_PSS_PADDING) {
    const bits = bitsOf(key) - 1;
    return pssVerify(name, hashed, encoded.subarray(size - Math.ceil(bits / 8)), bits, saltLength, mgf);
  }
  return encoded.equals(pkcs1(digestInfo(name, hashed), size));
}

// ---- encryption

const tooLarge = () => coded(Error, 'ERR_OSSL_RSA_DATA_TOO_LARGE_FOR_KEY_SIZE', 'error:0200006E:rsa routines::data too large for key size');
function encode(message, size, { padding = RSA_PKCS1_OAEP_PADDING, oaepHash = 'sha1', oaepLabel = Buffer.alloc(0) }) {
  if (padding === RSA_NO_PADDING) {
    if (message.length !== size) throw message.length > size ? tooLarge() : coded(Error, 'ERR_OSSL_RSA_DATA_TOO_SMALL_FOR_KEY_SIZE', 'error:0200007A:rsa routines::data too small for key size');
    return message;
  }
  if (padding === RSA_PKCS1_PADDING) {
    if (message.length > size - 11) throw tooLarge();
    const filler = random(size - message.length - 3);
    for (let i = 0; i < filler.length; i++) while (filler[i] === 0) filler[i] = native.randomBytes(1)[0];
    return Buffer.concat([Buffer.from([0, 2]), filler, Buffer.from([0]), message]);
  }
  const length = SIZES[oaepHash];
  if (message.length > size - 2 * length - 2) throw tooLarge();
  const block = Buffer.concat([digest(oaepHash, oaepLabel), Buffer.alloc(size - message.length - 2 * length - 2), Buffer.from([1]), message]);
  const seed = random(length);
  const masked = xor(block, mask(oaepHash, seed, block.length));
  return Buffer.concat([Buffer.from([0]), xor(seed, mask(oaepHash, masked, length)), masked]);
}
function decode(encoded, size, { padding = RSA_PKCS1_OAEP_PADDING, oaepHash = 'sha1', oaepLabel = Buffer.alloc(0) }) {
  if (padding === RSA_NO_PADDING) return encoded;
  if (padding === RSA_PKCS1_PADDING) {
    const end = encoded.indexOf(0, 2);
    if (encoded[0] !== 0 || encoded[1] !== 2 || end < 10) throw coded(Error, 'ERR_OSSL_RSA_PKCS_DECODING_ERROR', 'error:0200009F:rsa routines::pkcs decoding error');
    return encoded.subarray(end + 1);
  }
  const length = SIZES[oaepHash];
  const failed = () => coded(Error, 'ERR_OSSL_RSA_OAEP_DECODING_ERROR', 'error:02000079:rsa routines::oaep decoding error');
  if (size < 2 * length + 2) throw failed();
  const [maskedSeed, masked] = [encoded.subarray(1, 1 + length), encoded.subarray(1 + length)];
  const seed = xor(maskedSeed, mask(oaepHash, masked, length));
  const block = xor(masked, mask(oaepHash, seed, masked.length));
  const one = block.findIndex((byte, i) => i >= length && byte !== 0);
  // Everything is looked at before anything is told.
  const isRight = encoded[0] === 0 & block.subarray(0, length).equals(digest(oaepHash, oaepLabel)) & block[one] === 1;
  if (!isRight) throw failed();
  return block.subarray(one + 1);
}
const encrypt = (key, message, options) => raw(key, encode(message, sizeOf(key), options));
const decrypt = (key, message, options) => {
  if (message.length !== sizeOf(key)) throw coded(Error, 'ERR_OSSL_RSA_DATA_LEN_NOT_EQUAL_TO_MOD_LEN', 'error:0200006C:rsa routines::data greater than mod len');
  return decode(rawSecret(key, message), sizeOf(key), options);
};
/** privateEncrypt and publicDecrypt: what a signature without a digest is. */
const encryptSecret = (key, message, padding) => rawSecret(key, padding === RSA_NO_PADDING ? message : pkcs1(message, sizeOf(key)));
function decryptPublic(key, message, padding) {
  const encoded = raw(key, message);
  if (padding === RSA_NO_PADDING) return encoded;
  const end = encoded.indexOf(0, 2);
  if (encoded[0] !== 0 || encoded[1] !== 1 || end < 10 || encoded.subarray(2, end).some((byte) => byte !== 0xff)) {
    throw coded(Error, 'ERR_OSSL_RSA_INVALID_PADDING', 'error:0200008A:rsa routines::invalid padding');
  }
  return encoded.subarray(end + 1);
}

// ---- keys

function inverse(a, modulus) {
  let [r, s, x, y] = [modulus, ((a % modulus) + modulus) % modulus, 0n, 1n];
  while (s !== 0n) {
    const q = r / s;
    [r, s, x, y] = [s, r - q * s, y, x - q * y];
  }
  return r === 1n ? ((x % modulus) + modulus) % modulus : undefined;
}
/** What follows from the modulus, the exponents and one of the primes. */
function withPrimes({ n, e, d, p, q }) {
  const [P, Q, D] = [numberOf(p), numberOf(q), numberOf(d)];
  return { kty: 'RSA', n, e, d, p, q, dp: bytesOf(D % (P - 1n)), dq: bytesOf(D % (Q - 1n)), qi: bytesOf(inverse(Q, P)) };
}
function generate(bits, exponent = 65537) {
  const E = BigInt(exponent);
  for (;;) {
    const [p, q] = [Math.ceil(bits / 2), Math.floor(bits / 2)].map((size) => wrap(native.generatePrime(size, 2)));
    const [P, Q] = [numberOf(p), numberOf(q)];
    if (P === Q) continue;
    const d = inverse(E, (P - 1n) * (Q - 1n));
    if (d === undefined || (P * Q).toString(2).length !== bits) continue;
    const [first, second] = P > Q ? [P, Q] : [Q, P];
    return withPrimes({ n: bytesOf(P * Q), e: bytesOf(E), d: bytesOf(d), p: bytesOf(first), q: bytesOf(second) });
  }
}

module.exports = { sign, verify, encrypt, decrypt, encryptSecret, decryptPublic, generate, withPrimes, bitsOf, sizeOf, numberOf, bytesOf, inverse, trimmed, RSA_PKCS1_PADDING, RSA_NO_PADDING, RSA_PKCS1_OAEP_PADDING, RSA_PKCS1_PSS_PADDING };
