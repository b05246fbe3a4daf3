// Digests and codes of authentication (RFC 2104), which may be written to as streams are.
'use strict';

const native = require('native');
const { Buffer } = require('buffer');
const { coded, invalidArgument } = require('internal/errors');

const SIZES = { md5: 16, sha1: 20, sha224: 28, sha256: 32, sha384: 48, sha512: 64, 'sha512-256': 32 };
const blockBytes = (name) => (name.startsWith('sha384') || name.startsWith('sha512') ? 128 : 64);

/** The name of a digest as we know it; undefined for what is none of ours. */
function known(name) {
  const text = `${name}`.toLowerCase().replace(/^rsa-/, '').replace(/^sha-/, 'sha').replace('sha512/256', 'sha512-256');
  return Object.hasOwn(SIZES, text) ? text : undefined;
}
function algorithm(name) {
  const found = known(name);
  if (found === undefined) throw new Error('Digest method not supported');
  return found;
}

function bytesOf(data, encoding, name) {
  if (typeof data === 'string') return Buffer.from(data, encoding === 'buffer' ? 'utf8' : encoding);
  if (ArrayBuffer.isView(data)) return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  if (data instanceof ArrayBuffer || data instanceof SharedArrayBuffer) return Buffer.from(data);
  throw invalidArgument(name, 'of type string or an instance of Buffer, TypedArray, or DataView', data);
}
const shown = (bytes, encoding) => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return encoding && encoding !== 'buffer' ? buffer.toString(encoding) : buffer;
};
const digest = (name, bytes) => Buffer.from(native.digest(name, bytes).buffer);

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

class HashImplementation extends LazyTransform {
  #name;
  #chunks = [];
  #done = false;
  constructor(name, options) {
    super();
    this.#name = algorithm(name);
    if (options?.outputLength !== undefined && options.outputLength !== SIZES[this.#name]) throw coded(Error, 'ERR_OSSL_EVP_NOT_XOF_OR_INVALID_LENGTH', 'Unsupported state or unable to authenticate');
    Object.defineProperty(this, 'streamOptions', { value: options });
  }
  update(data, inputEncoding) {
    if (this.#done) throw coded(Error, 'ERR_CRYPTO_HASH_FINALIZED', 'Digest already called');
    this.#chunks.push(Buffer.from(bytesOf(data, inputEncoding, 'data')));
    return this;
  }
  copy(options) {
    if (this.#done) throw coded(Error, 'ERR_CRYPTO_HASH_FINALIZED', 'Digest already called');
    const copy = new Hash(this.#name, options);
    copy.#chunks = [...this.#chunks];
    return copy;
  }
  digest(outputEncoding) {
    if (this.#done) throw coded(Error, 'ERR_CRYPTO_HASH_FINALIZED', 'Digest already called');
    this.#done = true;
    return shown(digest(this.#name, Buffer.concat(this.#chunks)), outputEncoding);
  }
}
class HmacImplementation extends LazyTransform {
  #name;
  #key;
  #chunks = [];
  #done = false;
  constructor(name, key, options) {
    super();
    if (typeof name !== 'string') throw invalidArgument('hmac', 'of type string', name);
    const found = known(name);
    if (found === undefined) throw coded(TypeError, 'ERR_CRYPTO_INVALID_DIGEST', `Invalid digest: ${name}`);
    this.#name = found;
    this.#key = Buffer.from(require('internal/crypto/keys').secretOf(key, options?.encoding, 'key'));
    Object.defineProperty(this, 'streamOptions', { value: options });
  }
  update(data, inputEncoding) {
    if (this.#done) throw coded(Error, 'ERR_CRYPTO_HASH_FINALIZED', 'Digest already called');
    this.#chunks.push(Buffer.from(bytesOf(data, inputEncoding, 'data')));
    return this;
  }
  digest(outputEncoding) {
    const bytes = this.#done ? Buffer.alloc(0) : hmac(this.#name, this.#key, Buffer.concat(this.#chunks));
    this.#done = true;
    return shown(bytes, outputEncoding);
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

module.exports = { Hash, Hmac, LazyTransform, SIZES, algorithm, known, bytesOf, shown, digest, hmac, blockBytes, callable };
