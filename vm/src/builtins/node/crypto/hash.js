// Digests and codes of authentication (RFC 2104), which may be written to as streams are.
'use strict';

const native = require('native');
const { Buffer } = require('buffer');
const { checkString, checkUint32, coded, invalidArgument, invalidValue } = require('internal/errors');
const { EXTENDABLE, SIZES, known } = require('internal/crypto/digests');

/** Digests that OpenSSL has, but not without what programs must ask for. */
const OUTDATED = ['md4', 'rsa-md4', 'md4withrsaencryption', 'mdc2', 'whirlpool'];
function algorithm(name) {
  const found = known(name);
  if (found !== undefined) return found;
  if (OUTDATED.includes(name.toLowerCase())) throw coded(Error, 'ERR_OSSL_EVP_UNSUPPORTED', 'error:0308010C:digital envelope routines::unsupported');
  throw new Error('Digest method not supported');
}

function bytesOf(data, encoding, name, kinds = 'of type string or an instance of ArrayBuffer, Buffer, TypedArray, or DataView') {
  if (typeof data === 'string') return Buffer.from(data, encoding === 'buffer' ? 'utf8' : encoding);
  if (ArrayBuffer.isView(data)) return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  if (data instanceof ArrayBuffer || data instanceof SharedArrayBuffer) return Buffer.from(data);
  throw invalidArgument(name, kinds, data);
}
/** What `update` is given: no buffers without a view, and encodings that are none are as if they were not there. */
function written(data, encoding, name = 'data') {
  if (typeof data !== 'string') {
    if (!ArrayBuffer.isView(data)) throw invalidArgument(name, 'of type string or an instance of Buffer, TypedArray, or DataView', data);
    return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  }
  if (!Buffer.isEncoding(encoding)) return Buffer.from(data);
  if (encoding.toLowerCase() === 'hex' && data.length % 2 !== 0) throw invalidValue('encoding', encoding, `is invalid for data of length ${data.length}`);
  return Buffer.from(data, encoding);
}
const shown = (bytes, encoding) => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return encoding && encoding !== 'buffer' ? buffer.toString(encoding) : buffer;
};
/** A digest's text; bytes where the encoding is none. */
const shownDigest = (bytes, encoding) => {
  const name = `${encoding}`;
  return shown(bytes, Buffer.isEncoding(name) ? name : undefined);
};
const digest = (name, bytes, length) => Buffer.from(native.digest(name, bytes, length).buffer);
const blockBytes = (name) => native.blockBytes(name);

function hmac(name, key, message) {
  const block = blockBytes(name);
  const short = key.length > block ? digest(name, key) : key;
  const [inner, outer] = [Buffer.alloc(block, 0x36), Buffer.alloc(block, 0x5c)];
  for (let i = 0; i < short.length; i++) {
    inner[i] ^= short[i];
    outer[i] ^= short[i];
  }
  return digest(name, Buffer.concat([outer, digest(name, Buffer.concat([inner, message]))]));
}

/** What is a stream only when somebody treats it as one: few do, and streams take time to load. */
class LazyTransform {
  _transform(chunk, encoding, callback) {
    this.update(chunk, encoding);
    callback();
  }
  _flush(callback) {
    this.push(this.digest());
    callback();
  }
}
const STREAM = ['on', 'once', 'addListener', 'prependListener', 'removeListener', 'off', 'emit', 'listenerCount', 'listeners', 'removeAllListeners', 'write', 'end', 'pipe', 'unpipe', 'read', 'push',
  'destroy', 'pause', 'resume', 'setEncoding', 'cork', 'uncork', Symbol.asyncIterator];
const becoming = new WeakSet();
function become(object) {
  const { Transform } = require('stream');
  if (Object.getPrototypeOf(LazyTransform.prototype) !== Transform.prototype) {
    for (const name of STREAM) delete LazyTransform.prototype[name];
    Object.setPrototypeOf(LazyTransform.prototype, Transform.prototype);
    for (const name of ['on', 'once', 'emit', 'write', 'end', 'pipe', 'read', 'push', Symbol.asyncIterator]) {
      const real = Transform.prototype[name];
      Object.defineProperty(LazyTransform.prototype, name, {
        configurable: true, writable: true,
        value(...args) {
          if (!becoming.has(this)) become(this);
          return real.apply(this, args);
        },
      });
    }
  }
  if (becoming.has(object)) return;
  becoming.add(object);
  Transform.call(object, object.streamOptions);
}
for (const name of STREAM) {
  Object.defineProperty(LazyTransform.prototype, name, {
    configurable: true, writable: true,
    value(...args) {
      become(this);
      return this[name](...args);
    },
  });
}

const finalized = () => coded(Error, 'ERR_CRYPTO_HASH_FINALIZED', 'Digest already called');
/** Digests that are written to as streams tell of what comes after their end as streams do. */
class Digesting extends LazyTransform {
  _transform(chunk, encoding, callback) {
    try {
      this.update(chunk, encoding);
    } catch (error) {
      callback(error.code === 'ERR_CRYPTO_HASH_FINALIZED' ? coded(Error, 'ERR_CRYPTO_HASH_UPDATE_FAILED', 'Hash update failed') : error);
      return;
    }
    callback();
  }
}

let warned = false;
function warnOfLength() {
  if (warned) return;
  warned = true;
  process.emitWarning('Creating SHAKE128/256 digests without an explicit options.outputLength is deprecated.', 'DeprecationWarning', 'DEP0198');
}

class HashImplementation extends Digesting {
  #name;
  #length;
  #chunks = [];
  #done = false;
  constructor(name, options) {
    super();
    checkString(name, 'algorithm');
    const length = options !== null && typeof options === 'object' ? options.outputLength : undefined;
    if (length !== undefined) checkUint32(length, 'options.outputLength');
    this.#name = algorithm(name);
    const usual = SIZES[this.#name];
    if (usual === undefined && length === undefined) warnOfLength();
    if (usual !== undefined && length !== undefined && length !== usual) {
      throw coded(Error, 'ERR_OSSL_EVP_NOT_XOF_OR_INVALID_LENGTH', 'error:030000B2:digital envelope routines::not XOF or invalid length');
    }
    this.#length = length ?? EXTENDABLE[this.#name];
    Object.defineProperty(this, 'streamOptions', { value: options });
  }
  update(data, inputEncoding) {
    if (this.#done) throw finalized();
    this.#chunks.push(Buffer.from(written(data, inputEncoding)));
    return this;
  }
  copy(options) {
    if (this.#done) throw finalized();
    const copy = new Hash(this.#name, options);
    copy.#chunks = [...this.#chunks];
    return copy;
  }
  digest(outputEncoding) {
    if (this.#done) throw finalized();
    this.#done = true;
    return this.#digest(outputEncoding);
  }
  #digest(outputEncoding) {
    return shownDigest(digest(this.#name, Buffer.concat(this.#chunks), this.#length), outputEncoding);
  }
  /** What was a stream can still be asked. */
  _flush(callback) {
    this.push(this.#digest());
    callback();
  }
}

/** Of a whole message: crypto.hash. */
function hash(name, data, options) {
  checkString(name, 'algorithm');
  const bytes = written(data, undefined, 'input');
  const { outputEncoding, outputLength } = typeof options === 'string' ? { outputEncoding: options } : options ?? {};
  if (options !== undefined && typeof options !== 'string' && (options === null || typeof options !== 'object' || Array.isArray(options))) {
    throw invalidArgument('options', 'of type object', options);
  }
  if (outputLength !== undefined) checkUint32(outputLength, 'outputLength');
  const encoding = outputEncoding ?? 'hex';
  checkString(encoding, 'outputEncoding');
  if (encoding !== '' && encoding !== 'buffer' && !Buffer.isEncoding(encoding)) throw invalidValue('outputEncoding', encoding);
  const found = known(name);
  if (found === undefined) throw new Error(`Digest method ${name} is not supported`);
  const usual = SIZES[found];
  if (usual !== undefined && outputLength !== undefined && outputLength !== usual) {
    throw new Error(`Output length ${outputLength} is invalid for ${name}, which does not support XOF`);
  }
  return shown(digest(found, bytes, outputLength ?? EXTENDABLE[found]), encoding || 'utf8');
}

class HmacImplementation extends Digesting {
  #name;
  #key;
  #chunks = [];
  #done = false;
  constructor(name, key, options) {
    super();
    checkString(name, 'hmac');
    const encoding = options?.encoding ?? undefined;
    if (encoding !== undefined) checkString(encoding, 'options.encoding');
    this.#key = Buffer.from(require('internal/crypto/keys').secretOf(key, encoding, 'key'));
    const found = known(name);
    if (found === undefined || SIZES[found] === undefined) throw coded(TypeError, 'ERR_CRYPTO_INVALID_DIGEST', `Invalid digest: ${name}`);
    this.#name = found;
    Object.defineProperty(this, 'streamOptions', { value: options });
  }
  update(data, inputEncoding) {
    if (this.#done) throw finalized();
    this.#chunks.push(Buffer.from(written(data, inputEncoding)));
    return this;
  }
  digest(outputEncoding) {
    if (this.#done) return outputEncoding && outputEncoding !== 'buffer' ? '' : Buffer.alloc(0);
    this.#done = true;
    return shownDigest(hmac(this.#name, this.#key, Buffer.concat(this.#chunks)), outputEncoding);
  }
}

/** As in Node.js, the classes can be called. */
function callable(name, Class) {
  const call = function (...args) {
    return Reflect.construct(Class, args, new.target ?? call);
  };
  Object.defineProperty(call, 'name', { value: name });
  call.prototype = Class.prototype;
  Object.defineProperty(call.prototype, 'constructor', { value: call, writable: true, configurable: true, enumerable: false });
  for (const method of ['update', 'digest', 'copy', 'final']) {
    if (Object.hasOwn(Class.prototype, method)) Object.defineProperty(Class.prototype, method, { enumerable: true });
  }
  return call;
}
const Hash = callable('Hash', HashImplementation);
const Hmac = callable('Hmac', HmacImplementation);

module.exports = { Hash, Hmac, LazyTransform, algorithm, hash, bytesOf, written, shown, digest, hmac, blockBytes, callable };
