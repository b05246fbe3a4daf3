// The digests by their names: OpenSSL's, whose case says nothing.
'use strict';

/** Bytes of what each gives. */
const SIZES = {
  md5: 16, 'md5-sha1': 36, sha1: 20, sha224: 28, sha256: 32, sha384: 48, sha512: 64, 'sha512-224': 28, 'sha512-256': 32,
  'sha3-224': 28, 'sha3-256': 32, 'sha3-384': 48, 'sha3-512': 64, 'keccak-224': 28, 'keccak-256': 32, 'keccak-384': 48, 'keccak-512': 64,
  blake2b512: 64, blake2s256: 32, ripemd160: 20,
};
/** Bytes of what those give that give any number, where none is asked for. */
const EXTENDABLE = { shake128: 16, shake256: 32 };

const ALIASES = {
  md5: ['RSA-MD5', 'md5WithRSAEncryption', 'ssl3-md5'],
  sha1: ['RSA-SHA1', 'RSA-SHA1-2', 'sha-1', 'sha1WithRSAEncryption', 'ssl3-sha1'],
  blake2b512: ['blake2b-512'],
  blake2s256: ['blake2s-256'],
  ripemd160: ['RSA-RIPEMD160', 'ripemd', 'ripemd-160', 'ripemd160WithRSA', 'rmd160'],
  shake128: ['shake-128'],
  shake256: ['shake-256'],
};
for (const bits of [224, 256, 384, 512]) {
  ALIASES[`sha${bits}`] = [`RSA-SHA${bits}`, `sha-${bits}`, `sha2-${bits}`, `sha${bits}WithRSAEncryption`];
  ALIASES[`sha3-${bits}`] = [`RSA-SHA3-${bits}`, `id-rsassa-pkcs1-v1_5-with-sha3-${bits}`];
}
for (const bits of [224, 256]) {
  ALIASES[`sha512-${bits}`] = [`RSA-SHA512/${bits}`, `sha-512/${bits}`, `sha2-512/${bits}`, `sha512-${bits}WithRSAEncryption`];
}

const names = new Map();
for (const name of [...Object.keys(SIZES), ...Object.keys(EXTENDABLE)]) {
  for (const alias of [name, ...(ALIASES[name] ?? [])]) names.set(alias.toLowerCase(), name);
}

/** The name of a digest as we know it; undefined for what is none of ours. */
const known = (name) => names.get(`${name}`.toLowerCase());
const getHashes = () => [...Object.keys(SIZES), ...Object.keys(EXTENDABLE), ...Object.values(ALIASES).flat()].sort();

module.exports = { SIZES, EXTENDABLE, known, getHashes };
