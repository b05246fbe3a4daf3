// Signatures: createSign, createVerify, sign and verify; encryption with public keys.
'use strict';

const native = require('native');
const { Buffer } = require('buffer');
const { checkFunction, coded, invalidArgument } = require('internal/errors');
const { SIZES, known } = require('internal/crypto/digests');
const { LazyTransform, algorithm, bytesOf, callable, digest, shown, written } = require('internal/crypto/hash');
const { dataOf, publicPart } = require('internal/crypto/keys');
const der = require('internal/crypto/der');
const rsa = require('internal/crypto/rsa');
const curves = require('internal/crypto/curves');
const edwards = require('internal/crypto/edwards');

/** r and s of a signature as a sequence of numbers, and back. */
const toDer = (signature) => der.sequence(der.integer(signature.subarray(0, signature.length / 2)), der.integer(signature.subarray(signature.length / 2)));
function fromDer(bytes, size) {
  try {
    const parts = der.list(der.expect(der.read(bytes), 0x30).value).map(({ value }) => rsa.trimmed(value));
    if (parts.length !== 2 || parts.some((part) => part.length > size)) return null;
    return Buffer.concat(parts.flatMap((part) => [Buffer.alloc(size - part.length), part]));
  } catch {
    return null;
  }
}

const encodingOf = (key) => (key !== null && typeof key === 'object' ? key.dsaEncoding ?? 'der' : 'der');
function rsaOptions(data, key) {
  const { padding = data.isPss ? rsa.RSA_PKCS1_PSS_PADDING : rsa.RSA_PKCS1_PADDING, saltLength } = key !== null && typeof key === 'object' ? key : {};
  return { padding, saltLength };
}
function signData(name, message, key) {
  const [data, isPrivate] = dataOf(key);
  if (!isPrivate) throw coded(Error, 'ERR_OSSL_UNSUPPORTED', 'error:1E08010C:DECODER routines::unsupported');
  if (data.kty === 'OKP') return edwards.sign(data, message);
  const hashed = digest(name ?? 'sha256', message);
  if (data.kty === 'RSA') return rsa.sign(data, name ?? 'sha256', hashed, rsaOptions(data, key));
  const signature = curves.sign(data, hashed);
  return encodingOf(key) === 'ieee-p1363' ? signature : toDer(signature);
}
function verifyData(name, message, key, signature) {
  const [data] = dataOf(key);
  if (data.kty === 'OKP') return edwards.verify(data, message, signature);
  const hashed = digest(name ?? 'sha256', message);
  if (data.kty === 'RSA') return rsa.verify(data, name ?? 'sha256', hashed, signature, rsaOptions(data, key));
  const plain = encodingOf(key) === 'ieee-p1363' ? signature : fromDer(signature, curves.CURVES[data.curve].size);
  return plain !== null && curves.verify(data, hashed, plain);
}

/** Names such as RSA-SHA256 stand for their digest. */
function digestOf(name) {
  if (typeof name !== 'string') throw invalidArgument('algorithm', 'of type string', name);
  const found = known(name) ?? known(name.replace(/^ecdsa-with-/i, ''));
  if (SIZES[found] === undefined) throw coded(TypeError, 'ERR_CRYPTO_INVALID_DIGEST', 'Invalid digest');
  return found;
}

class Collector extends LazyTransform {
  name;
  chunks = [];
  constructor(name, options) {
    super();
    Object.defineProperty(this, 'name', { value: digestOf(name), enumerable: false });
    Object.defineProperty(this, 'chunks', { value: [], enumerable: false });
    Object.defineProperty(this, 'streamOptions', { value: options });
  }
  update(data, encoding) {
    this.chunks.push(Buffer.from(written(data, encoding)));
    return this;
  }
  _flush(callback) {
    callback();
  }
}
class SignImplementation extends Collector {
  sign(privateKey, encoding) {
    if (!privateKey) throw coded(Error, 'ERR_CRYPTO_SIGN_KEY_REQUIRED', 'No key provided to sign');
    return shown(signData(this.name, Buffer.concat(this.chunks), privateKey), encoding);
  }
}
class VerifyImplementation extends Collector {
  verify(key, signature, encoding) {
    return verifyData(this.name, Buffer.concat(this.chunks), key, bytesOf(signature, encoding, 'signature'));
  }
}
const Sign = callable('Sign', SignImplementation);
const Verify = callable('Verify', VerifyImplementation);

const oneShot = (name) => (name === null || name === undefined ? undefined : digestOf(name));
function sign(name, data, key, callback) {
  if (!key) throw coded(Error, 'ERR_CRYPTO_SIGN_KEY_REQUIRED', 'No key provided to sign');
  const act = () => signData(oneShot(name), bytesOf(data, undefined, 'data'), key);
  return told(act, callback);
}
function verify(name, data, key, signature, callback) {
  const act = () => verifyData(oneShot(name), bytesOf(data, undefined, 'data'), key, bytesOf(signature, undefined, 'signature'));
  return told(act, callback);
}
function told(act, callback) {
  if (callback === undefined) return act();
  checkFunction(callback, 'callback');
  const result = act();
  native.complete(callback, null, result);
  return undefined;
}

// ---- encryption

function rsaKey(key, needsPrivate) {
  const [data, isPrivate] = dataOf(key);
  if (data.kty !== 'RSA') throw coded(Error, 'ERR_OSSL_EVP_OPERATION_NOT_SUPPORTED_FOR_THIS_KEYTYPE', 'error:03000096:digital envelope routines::operation not supported for this keytype');
  if (needsPrivate && !isPrivate) throw coded(Error, 'ERR_OSSL_UNSUPPORTED', 'error:1E08010C:DECODER routines::unsupported');
  return data;
}
function paddingOf(key, fallback) {
  const { padding = fallback, oaepHash = 'sha1', oaepLabel, encoding } = key !== null && typeof key === 'object' && !ArrayBuffer.isView(key) ? key : {};
  return { padding, oaepHash: algorithm(oaepHash), oaepLabel: oaepLabel === undefined ? Buffer.alloc(0) : bytesOf(oaepLabel, encoding, 'key.oaepLabel') };
}
const messageOf = (buffer, key) => bytesOf(buffer, key?.encoding, 'buffer');
const publicEncrypt = (key, buffer) => rsa.encrypt(publicPart(rsaKey(key)), messageOf(buffer, key), paddingOf(key, rsa.RSA_PKCS1_OAEP_PADDING));
const privateDecrypt = (key, buffer) => Buffer.from(rsa.decrypt(rsaKey(key, true), messageOf(buffer, key), paddingOf(key, rsa.RSA_PKCS1_OAEP_PADDING)));
const privateEncrypt = (key, buffer) => rsa.encryptSecret(rsaKey(key, true), messageOf(buffer, key), paddingOf(key, rsa.RSA_PKCS1_PADDING).padding);
const publicDecrypt = (key, buffer) => Buffer.from(rsa.decryptPublic(publicPart(rsaKey(key)), messageOf(buffer, key), paddingOf(key, rsa.RSA_PKCS1_PADDING).padding));

module.exports = { Sign, Verify, sign, verify, publicEncrypt, privateDecrypt, privateEncrypt, publicDecrypt, toDer, fromDer };
