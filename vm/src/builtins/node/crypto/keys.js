// KeyObject: keys, where they come from and the forms in which they are written.
'use strict';

const native = require('native');
const { Buffer } = require('buffer');
const { checkFunction, checkString, coded, invalidArgument, invalidValue, outOfRange } = require('internal/errors');
const { kClone, kParts } = require('internal/clone');
const { bytesOf } = require('internal/crypto/hash');
const der = require('internal/crypto/der');
const rsa = require('internal/crypto/rsa');
const curves = require('internal/crypto/curves');
const edwards = require('internal/crypto/edwards');

const RSA = '1.2.840.113549.1.1.1';
const RSA_PSS = '1.2.840.113549.1.1.10';
const EC = '1.2.840.10045.2.1';
const EDWARDS = { Ed25519: '1.3.101.112', X25519: '1.3.101.110' };
const invalid = (message = 'error:1E08010C:DECODER routines::unsupported') => coded(Error, 'ERR_OSSL_UNSUPPORTED', message);
const unavailable = (what) => coded(Error, 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM', `crypto: ${what}`);

// ---- read

const curveOfOid = (oid) => {
  const name = Object.keys(curves.CURVES).find((key) => curves.CURVES[key].oid === oid);
  if (name === undefined) throw coded(Error, 'ERR_OSSL_EC_UNKNOWN_GROUP', `error:08000081:elliptic curve routines::unknown group (${oid})`);
  return name;
};
const edwardsOfOid = (oid) => Object.keys(EDWARDS).find((name) => EDWARDS[name] === oid);

function readPkcs1(bytes, isPrivate) {
  const numbers = der.list(der.expect(der.read(bytes), 0x30).value).map(({ value }) => Buffer.from(rsa.trimmed(value)));
  if (!isPrivate) return { kty: 'RSA', n: numbers[0], e: numbers[1] };
  const [, n, e, d, p, q, dp, dq, qi] = numbers;
  return { kty: 'RSA', n, e, d, p, q, dp, dq, qi };
}
function readSec1(bytes, curve) {
  const [, secret, ...rest] = der.list(der.expect(der.read(bytes), 0x30).value);
  const named = rest.find(({ tag }) => tag === 0xa0);
  const name = curve ?? curveOfOid(der.oid(der.read(named.value).value));
  const open = rest.find(({ tag }) => tag === 0xa1);
  if (open === undefined) return curves.keyOf(name, secret.value);
  const point = curves.decodePoint(name, der.read(open.value).value.subarray(1));
  if (point === null) throw coded(Error, 'ERR_OSSL_EC_POINT_IS_NOT_ON_CURVE', 'error:0800006B:elliptic curve routines::point is not on curve');
  return { kty: 'EC', curve: name, ...point, d: Buffer.from(secret.value) };
}
function readPkcs8(bytes) {
  const [, algorithm, key] = der.list(der.expect(der.read(bytes), 0x30).value);
  const [id, parameter] = der.list(algorithm.value);
  const oid = der.oid(id.value);
  if (oid === RSA) return readPkcs1(key.value, true);
  if (oid === RSA_PSS) return { ...readPkcs1(key.value, true), isPss: true };
  if (oid === EC) return readSec1(key.value, curveOfOid(der.oid(parameter.value)));
  const edwardsName = edwardsOfOid(oid);
  if (edwardsName) return edwards.keyOf(edwardsName, der.read(key.value).value);
  throw unavailable(`keys of the kind ${oid} are unavailable`);
}
function readSpki(bytes) {
  const [algorithm, bits] = der.list(der.expect(der.read(bytes), 0x30).value);
  const [id, parameter] = der.list(algorithm.value);
  const oid = der.oid(id.value);
  const key = bits.value.subarray(1);
  if (oid === RSA) return readPkcs1(key, false);
  if (oid === RSA_PSS) return { ...readPkcs1(key, false), isPss: true };
  if (oid === EC) {
    const curve = curveOfOid(der.oid(parameter.value));
    const point = curves.decodePoint(curve, key);
    if (point === null) throw coded(Error, 'ERR_OSSL_EC_POINT_IS_NOT_ON_CURVE', 'error:0800006B:elliptic curve routines::point is not on curve');
    return { kty: 'EC', curve, ...point };
  }
  const edwardsName = edwardsOfOid(oid);
  if (edwardsName) return { kty: 'OKP', curve: edwardsName, x: Buffer.from(key) };
  throw unavailable(`keys of the kind ${oid} are unavailable`);
}
function readCertificate(bytes) {
  const [body] = der.list(der.expect(der.read(bytes), 0x30).value);
  const fields = der.list(body.value);
  return readSpki(fields[fields[0].tag === 0xa0 ? 6 : 5].whole);
}
const READERS = {
  'PRIVATE KEY': readPkcs8, 'RSA PRIVATE KEY': (bytes) => readPkcs1(bytes, true), 'EC PRIVATE KEY': (bytes) => readSec1(bytes), 'PUBLIC KEY': readSpki,
  'RSA PUBLIC KEY': (bytes) => readPkcs1(bytes, false), CERTIFICATE: readCertificate,
};
const TYPES = { pkcs1: ['RSA PRIVATE KEY', 'RSA PUBLIC KEY'], pkcs8: ['PRIVATE KEY'], sec1: ['EC PRIVATE KEY'], spki: [undefined, 'PUBLIC KEY'] };

const fromJwkText = (text, name) => {
  if (typeof text !== 'string') throw invalidArgument(`key.${name}`, 'of type string', text);
  return Buffer.from(text, 'base64url');
};
function readJwk(jwk) {
  if (jwk === null || typeof jwk !== 'object') throw invalidArgument('key.key', 'of type object', jwk);
  const field = (name) => fromJwkText(jwk[name], name);
  switch (jwk.kty) {
    case 'oct': return { kty: 'oct', bytes: field('k') };
    case 'RSA': {
      const key = { kty: 'RSA', n: field('n'), e: field('e') };
      return jwk.d === undefined ? key : { ...key, d: field('d'), p: field('p'), q: field('q'), dp: field('dp'), dq: field('dq'), qi: field('qi') };
    }
    case 'EC': {
      const curve = curves.nameOf(jwk.crv);
      if (curve === undefined) throw coded(TypeError, 'ERR_CRYPTO_INVALID_CURVE', 'Invalid EC curve name');
      const key = { kty: 'EC', curve, x: field('x'), y: field('y') };
      if (curves.decodePoint(curve, curves.encodePoint(key)) === null) throw coded(Error, 'ERR_CRYPTO_INVALID_JWK', 'Invalid JWK EC key');
      return jwk.d === undefined ? key : { ...key, d: field('d') };
    }
    case 'OKP': {
      if (!Object.hasOwn(EDWARDS, jwk.crv)) throw unavailable(`keys of the curve ${jwk.crv} are unavailable`);
      return jwk.d === undefined ? { kty: 'OKP', curve: jwk.crv, x: field('x') } : edwards.keyOf(jwk.crv, field('d'));
    }
    default: throw invalidArgument('key.kty', "one of: 'RSA', 'EC', or 'OKP'", jwk.kty);
  }
}

// ---- written

const algorithmOf = (data) => (data.kty === 'RSA'
  ? der.sequence(der.identifier(data.isPss ? RSA_PSS : RSA), ...data.isPss ? [] : [der.nothing()])
  : data.kty === 'EC' ? der.sequence(der.identifier(EC), der.identifier(curves.CURVES[data.curve].oid)) : der.sequence(der.identifier(EDWARDS[data.curve])));
const writePkcs1 = (data, isPrivate) => der.sequence(...isPrivate
  ? [Buffer.from([0]), data.n, data.e, data.d, data.p, data.q, data.dp, data.dq, data.qi].map(der.integer)
  : [data.n, data.e].map(der.integer));
const writeSec1 = (data, hasCurve) => der.sequence(der.integer(Buffer.from([1])), der.octets(data.d),
  ...hasCurve ? [der.element(0xa0, der.identifier(curves.CURVES[data.curve].oid))] : [], der.element(0xa1, der.bits(curves.encodePoint(data))));
const writeSpki = (data) => der.sequence(algorithmOf(data), der.bits(data.kty === 'RSA' ? writePkcs1(data, false) : data.kty === 'EC' ? curves.encodePoint(data) : data.x));
const writePkcs8 = (data) => der.sequence(der.integer(Buffer.from([0])), algorithmOf(data),
  der.octets(data.kty === 'RSA' ? writePkcs1(data, true) : data.kty === 'EC' ? writeSec1(data, false) : der.octets(data.d)));

function writeJwk(data, isPrivate) {
  const text = (bytes) => Buffer.from(bytes).toString('base64url');
  const fields = (names) => Object.fromEntries(names.map((name) => [name, text(data[name])]));
  if (data.kty === 'oct') return { kty: 'oct', k: text(data.bytes) };
  if (data.kty === 'RSA') return { kty: 'RSA', ...fields(isPrivate ? ['n', 'e', 'd', 'p', 'q', 'dp', 'dq', 'qi'] : ['n', 'e']) };
  if (data.kty === 'EC') return { kty: 'EC', ...fields(['x', 'y']), crv: data.curve, ...isPrivate ? fields(['d']) : {} };
  return { kty: 'OKP', crv: data.curve, ...fields(isPrivate ? ['x', 'd'] : ['x']) };
}

// ---- objects

const kData = Symbol('data');
const make = { allowed: false };
class KeyObject {
  constructor(type, data) {
    if (!['secret', 'public', 'private'].includes(type)) throw invalidValue('type', type);
    if (!make.allowed) throw coded(TypeError, 'ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor');
    Object.defineProperty(this, 'type', { value: type, enumerable: false });
    Object.defineProperty(this, kData, { value: data });
  }
  static from(key) {
    const data = require('internal/crypto/subtle').objectOf(key);
    if (data === undefined) throw invalidArgument('key', 'an instance of CryptoKey', key);
    return data;
  }
  equals(other) {
    if (!(other instanceof KeyObject)) throw invalidArgument('otherKeyObject', 'an instance of KeyObject', other);
    if (other.type !== this.type) return false;
    const form = ({ type, [kData]: data }) => (type === 'secret' ? data.bytes : type === 'public' ? writeSpki(data) : writePkcs8(data));
    return form(this).equals(form(other));
  }
  [kClone]() {
    return build(this.type, this[kData]);
  }
  [kParts]() {
    return ['key', this.type, this[kData]];
  }
  get [Symbol.toStringTag]() { return 'KeyObject'; }
}
for (const key of [kClone, kParts]) Object.defineProperty(KeyObject.prototype, key, { enumerable: false });
/** Data of a key that came from another thread: its bytes are buffers again. */
const received = (data) => Object.fromEntries(Object.entries(data).map(([name, value]) => [name, ArrayBuffer.isView(value) ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : value]));
const receive = (type, data) => build(type, received(data));
class SecretKeyObject extends KeyObject {
  get symmetricKeySize() { return this[kData].bytes.length; }
  export(options) {
    if (options?.format === 'jwk') return writeJwk(this[kData]);
    if (options?.format !== undefined && options.format !== 'buffer') throw invalidValue('options.format', options.format, "must be one of: undefined, 'buffer', 'jwk'");
    return Buffer.from(this[kData].bytes);
  }
}
class AsymmetricKeyObject extends KeyObject {
  get asymmetricKeyType() {
    const { kty, curve, isPss } = this[kData];
    return kty === 'RSA' ? (isPss ? 'rsa-pss' : 'rsa') : kty === 'EC' ? 'ec' : curve.toLowerCase();
  }
  get asymmetricKeyDetails() {
    const data = this[kData];
    if (data.kty === 'RSA') return { modulusLength: rsa.bitsOf(data), publicExponent: rsa.numberOf(data.e) };
    return data.kty === 'EC' ? { namedCurve: curves.CURVES[data.curve].openssl } : {};
  }
  export(options) {
    const isPrivate = this.type === 'private';
    if (options === null || typeof options !== 'object') throw invalidArgument('options', 'of type object', options);
    return written(this[kData], isPrivate, options);
  }
}
class PublicKeyObject extends AsymmetricKeyObject {}
class PrivateKeyObject extends AsymmetricKeyObject {}
for (const Class of [SecretKeyObject, PublicKeyObject, PrivateKeyObject]) Object.defineProperty(Class, 'name', { value: Class.name });

function written(data, isPrivate, { format, type, cipher, passphrase }) {
  if (format === 'jwk') return writeJwk(data, isPrivate);
  if (cipher || passphrase) throw unavailable('encrypted keys are unavailable');
  const known = isPrivate ? { pkcs1: () => writePkcs1(data, true), pkcs8: () => writePkcs8(data), sec1: () => writeSec1(data, true) } : { pkcs1: () => writePkcs1(data, false), spki: () => writeSpki(data) };
  if (!Object.hasOwn(known, type)) throw invalidValue('options.type', type);
  if (type === 'pkcs1' && data.kty !== 'RSA') throw coded(Error, 'ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS', 'The selected key encoding pkcs1 can only be used for RSA keys.');
  if (type === 'sec1' && data.kty !== 'EC') throw coded(Error, 'ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS', 'The selected key encoding sec1 can only be used for EC keys.');
  const bytes = known[type]();
  if (format === 'der') return bytes;
  if (format !== 'pem') throw invalidValue('options.format', format);
  return der.toPem(TYPES[type][isPrivate ? 0 : 1], bytes);
}

function build(type, data) {
  make.allowed = true;
  try {
    const Class = { secret: SecretKeyObject, public: PublicKeyObject, private: PrivateKeyObject }[type];
    return new Class(type, data);
  } finally {
    make.allowed = false;
  }
}
const publicPart = ({ d, p, q, dp, dq, qi, ...rest }) => rest; // eslint-disable-line no-unused-vars

function createSecretKey(key, encoding) {
  const bytes = Buffer.from(bytesOf(key, encoding, 'key'));
  return build('secret', { kty: 'oct', bytes });
}

/** The data of a key that was given in one of the forms: [data, whether it is private]. */
function dataOf(input, name = 'key') {
  if (input instanceof KeyObject) {
    if (input.type === 'secret') throw coded(TypeError, 'ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE', 'Invalid key object type secret, expected private or public.');
    return [input[kData], input.type === 'private'];
  }
  const fromSubtle = require('internal/crypto/subtle').objectOf(input);
  if (fromSubtle !== undefined) return dataOf(fromSubtle, name);
  if (typeof input === 'string' || ArrayBuffer.isView(input) || input instanceof ArrayBuffer) return dataOf({ key: input }, name);
  if (input === null || typeof input !== 'object') throw invalidArgument(name, 'of type string or an instance of ArrayBuffer, Buffer, TypedArray, DataView, KeyObject, or CryptoKey', input);
  const { key, format = 'pem', type, passphrase, encoding } = input;
  if (key instanceof KeyObject) return dataOf(key, name);
  if (format === 'jwk') {
    const data = readJwk(key);
    return [data, data.d !== undefined];
  }
  if (key !== null && typeof key === 'object' && require('internal/crypto/subtle').objectOf(key) !== undefined) return dataOf(key, name);
  const bytes = bytesOf(key, encoding, `${name}.key`);
  try {
    if (format === 'der') {
      const label = type === 'pkcs1' ? null : TYPES[type]?.find(Boolean);
      if (type === 'pkcs1') {
        const isPrivate = der.list(der.read(bytes).value).length > 2;
        return [readPkcs1(bytes, isPrivate), isPrivate];
      }
      if (!label) throw invalidArgument(`${name}.type`, 'of type string', type);
      return [READERS[label](bytes), label.includes('PRIVATE')];
    }
    const pem = der.fromPem(bytes.toString('latin1'));
    if (pem === null) throw invalid();
    if (pem.encrypted) {
      if (passphrase === undefined) throw coded(TypeError, 'ERR_MISSING_PASSPHRASE', 'Passphrase required for encrypted key');
      throw unavailable('encrypted keys are unavailable');
    }
    const reader = READERS[pem.label];
    if (reader === undefined) throw invalid();
    return [reader(pem.der), pem.label.includes('PRIVATE')];
  } catch (error) {
    if (error.code) throw error;
    throw invalid();
  }
}
function createPrivateKey(key) {
  const [data, isPrivate] = dataOf(key);
  if (!isPrivate) throw invalid();
  return build('private', data);
}
function createPublicKey(key) {
  const [data] = dataOf(key);
  return build('public', publicPart(data));
}
/** Bytes of a secret, which may be a KeyObject. */
function secretOf(key, encoding, name = 'key') {
  if (key instanceof KeyObject) {
    if (key.type !== 'secret') throw coded(TypeError, 'ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE', `Invalid key object type ${key.type}, expected secret.`);
    return key[kData].bytes;
  }
  const object = key !== null && typeof key === 'object' && !ArrayBuffer.isView(key) ? require('internal/crypto/subtle').objectOf(key) : undefined;
  const kinds = 'of type string or an instance of ArrayBuffer, Buffer, TypedArray, DataView, KeyObject, or CryptoKey';
  return object === undefined ? bytesOf(key, encoding, name, kinds) : secretOf(object, encoding, name);
}

// ---- made

function generatePair(type, options = {}) {
  checkString(type, 'type');
  switch (type) {
    case 'rsa': case 'rsa-pss': {
      const { modulusLength, publicExponent = 65537 } = options;
      if (typeof modulusLength !== 'number') throw invalidArgument('options.modulusLength', 'of type number', modulusLength);
      if (!Number.isInteger(modulusLength) || modulusLength < 0) throw outOfRange('options.modulusLength', '>= 0 && <= 4294967295', modulusLength);
      const data = rsa.generate(modulusLength, publicExponent);
      if (type === 'rsa-pss') data.isPss = true;
      return data;
    }
    case 'ec': {
      checkString(options.namedCurve, 'options.namedCurve');
      const curve = curves.nameOf(options.namedCurve);
      if (curve === undefined) throw coded(TypeError, 'ERR_CRYPTO_INVALID_CURVE', 'Invalid EC curve name');
      return curves.keyOf(curve);
    }
    case 'ed25519': return edwards.keyOf('Ed25519');
    case 'x25519': return edwards.keyOf('X25519');
    default:
      if (['dsa', 'dh', 'ed448', 'x448'].includes(type) || type.startsWith('ml-') || type.startsWith('slh-')) throw unavailable(`keys of the kind ${type} are unavailable`);
      throw invalidValue('type', type, 'must be a supported key type');
  }
}
function generateKeyPairSync(type, options = {}) {
  const data = generatePair(type, options);
  const form = (encoding, isPrivate) => {
    const kept = isPrivate ? data : publicPart(data);
    return encoding ? written(kept, isPrivate, encoding) : build(isPrivate ? 'private' : 'public', kept);
  };
  return { publicKey: form(options.publicKeyEncoding, false), privateKey: form(options.privateKeyEncoding, true) };
}
function generateKeyPair(type, options, callback) {
  if (typeof options === 'function') [options, callback] = [undefined, options];
  checkFunction(callback, 'callback');
  const { publicKey, privateKey } = generateKeyPairSync(type, options);
  native.complete(callback, null, publicKey, privateKey);
}
Object.defineProperty(generateKeyPair, Symbol.for('hearth.promisify.arguments'), { value: ['publicKey', 'privateKey'] });
function generateKeySync(type, options) {
  if (type !== 'hmac' && type !== 'aes') throw invalidValue('type', type, 'must be a supported key type');
  const { length } = options ?? {};
  if (typeof length !== 'number') throw invalidArgument('options.length', 'of type number', length);
  if (type === 'aes' && ![128, 192, 256].includes(length)) throw invalidValue('options.length', length, 'must be one of: 128, 192, 256');
  if (type === 'hmac' && (length < 8 || length > 2 ** 31 - 1)) throw outOfRange('options.length', '>= 8 && <= 2147483647', length);
  return createSecretKey(native.randomBytes(Math.floor(length / 8)));
}
function generateKey(type, options, callback) {
  checkFunction(callback, 'callback');
  native.complete(callback, null, generateKeySync(type, options));
}

module.exports = {
  receive, received, KeyObject, kData, build, dataOf, publicPart, secretOf, createSecretKey, createPrivateKey, createPublicKey, generateKeyPair, generateKeyPairSync, generateKey, generateKeySync,
  generatePair, readJwk, writeJwk, readSpki, readPkcs8, writeSpki, writePkcs8,
};
