// node: 26
// gc-stress: 199
// crypto.subtle: digests, codes, ciphers, derivation, signatures, keys that come and go.
'use strict';
const { subtle } = crypto;
const bytes = (text) => new TextEncoder().encode(text);
const hex = (buffer) => Buffer.from(buffer).toString('hex');
const tell = async (name, act) => {
  try {
    const value = await act();
    console.log(name, value instanceof ArrayBuffer ? hex(value) : value);
  } catch (error) {
    console.log(name, '!', error.name, error.message);
  }
};

async function main() {
  console.log(Object.prototype.toString.call(subtle), typeof CryptoKey, typeof SubtleCrypto, require('crypto').webcrypto === crypto);
  for (const name of ['SHA-1', 'SHA-256', 'sha-384', 'SHA-512']) await tell(name, () => subtle.digest(name, bytes('abc')));
  await tell('no digest', () => subtle.digest('MD5', bytes('abc')));
  await tell('no bytes', () => subtle.digest('SHA-1', 'abc'));

  const code = await subtle.importKey('raw', bytes('k'), { name: 'HMAC', hash: 'SHA-256' }, true, ['sign', 'verify']);
  console.log(code);
  await tell('HMAC', () => subtle.sign('HMAC', code, bytes('a')));
  await tell('verified', async () => [await subtle.verify('HMAC', code, await subtle.sign('HMAC', code, bytes('a')), bytes('a')), await subtle.verify('HMAC', code, bytes('b'), bytes('a'))]);
  await tell('exported', () => subtle.exportKey('jwk', code));

  for (const [name, settings] of [['AES-CBC', { iv: new Uint8Array(16) }], ['AES-CTR', { counter: new Uint8Array(16).fill(255), length: 64 }], ['AES-GCM', { iv: new Uint8Array(12), additionalData: bytes('x') }]]) {
    const key = await subtle.importKey('raw', new Uint8Array(32).fill(2), name, true, ['encrypt', 'decrypt']);
    let encrypted;
    await tell(name, async () => (encrypted = await subtle.encrypt({ name, ...settings }, key, bytes('hello world, hello world'))));
    await tell('  back', async () => Buffer.from(await subtle.decrypt({ name, ...settings }, key, encrypted)).toString());
    if (name !== 'AES-CTR') await tell('  changed', () => subtle.decrypt({ name, ...settings }, key, encrypted.slice(1)));
  }

  const password = await subtle.importKey('raw', bytes('pw'), 'PBKDF2', false, ['deriveBits', 'deriveKey']);
  await tell('PBKDF2', () => subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-512', salt: bytes('s'), iterations: 10 }, password, 256));
  await tell('a key of it', async () => subtle.exportKey('raw', await subtle.deriveKey({ name: 'PBKDF2', hash: 'SHA-1', salt: bytes('s'), iterations: 10 }, password, { name: 'AES-GCM', length: 128 }, true, ['encrypt'])));
  const material = await subtle.importKey('raw', bytes('pw'), 'HKDF', false, ['deriveBits']);
  await tell('HKDF', () => subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt: bytes('s'), info: new Uint8Array() }, material, 128));

  for (const [algorithm, settings] of [[{ name: 'ECDSA', namedCurve: 'P-256' }, { hash: 'SHA-256' }], [{ name: 'Ed25519' }, {}]]) {
    const { publicKey, privateKey } = await subtle.generateKey(algorithm, true, ['sign', 'verify']);
    console.log(algorithm.name, privateKey.algorithm, privateKey.usages, publicKey.usages);
    const again = [
      await subtle.importKey('pkcs8', await subtle.exportKey('pkcs8', privateKey), algorithm, false, ['sign']),
      await subtle.importKey('jwk', await subtle.exportKey('jwk', publicKey), algorithm, true, ['verify']),
      await subtle.importKey('raw', await subtle.exportKey('raw', publicKey), algorithm, true, ['verify']),
      await subtle.importKey('spki', await subtle.exportKey('spki', publicKey), algorithm, true, ['verify']),
    ];
    const signature = await subtle.sign({ name: algorithm.name, ...settings }, again[0], bytes('m'));
    for (const key of again.slice(1)) await tell('  verified', async () => [await subtle.verify({ name: algorithm.name, ...settings }, key, signature, bytes('m')), await subtle.verify({ name: algorithm.name, ...settings }, key, signature, bytes('n'))]);
    await tell('  kept', () => subtle.exportKey('pkcs8', again[0]));
    console.log(Object.keys(await subtle.exportKey('jwk', privateKey)).join());
  }
  for (const algorithm of [{ name: 'ECDH', namedCurve: 'P-256' }, { name: 'X25519' }]) {
    const [a, b] = [await subtle.generateKey(algorithm, true, ['deriveBits']), await subtle.generateKey(algorithm, true, ['deriveBits'])];
    const bits = ({ publicKey }, { privateKey }) => subtle.deriveBits({ name: algorithm.name, public: publicKey }, privateKey, 256);
    await tell(algorithm.name, async () => hex(await bits(a, b)) === hex(await bits(b, a)));
  }

  await tell('a wrong length', () => subtle.importKey('raw', new Uint8Array(5), 'AES-GCM', true, ['encrypt']));
  await tell('a wrong usage', () => subtle.importKey('raw', new Uint8Array(16), 'AES-GCM', true, ['sign']));
  await tell('another algorithm', () => subtle.encrypt({ name: 'AES-GCM', iv: new Uint8Array(12) }, code, bytes('a')));
  await tell('no algorithm', () => subtle.generateKey('NOPE', true, []));
}
main();
