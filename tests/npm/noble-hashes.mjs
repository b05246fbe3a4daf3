// Hashes and key derivation.
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { sha3_256, keccak_512, shake256 } from '@noble/hashes/sha3.js';
import { blake2b } from '@noble/hashes/blake2.js';
import { blake3 } from '@noble/hashes/blake3.js';
import { ripemd160, sha1, md5 } from '@noble/hashes/legacy.js';
import { hmac } from '@noble/hashes/hmac.js';
import { pbkdf2, pbkdf2Async } from '@noble/hashes/pbkdf2.js';
import { scrypt } from '@noble/hashes/scrypt.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { bytesToHex, utf8ToBytes, hexToBytes } from '@noble/hashes/utils.js';

const text = utf8ToBytes('The quick brown fox — ünïcode');
for (const [name, hash] of Object.entries({ sha256, sha512, sha3_256, keccak_512, blake2b, blake3, ripemd160, sha1, md5 })) console.log(name, bytesToHex(hash(text)), bytesToHex(hash(new Uint8Array(300).fill(7))));
console.log(bytesToHex(shake256(text, { dkLen: 50 })), bytesToHex(hmac(sha256, hexToBytes('00ff'), text)), bytesToHex(pbkdf2(sha512, 'pw', 'salt', { c: 300, dkLen: 40 })), bytesToHex(await pbkdf2Async(sha256, 'pw', 'salt', { c: 100, dkLen: 8 })));
console.log(bytesToHex(scrypt('pw', 'salt', { N: 512, r: 8, p: 1, dkLen: 32 })), bytesToHex(hkdf(sha256, text, undefined, utf8ToBytes('info'), 42)), sha256(new Uint8Array(2)));
const partial = sha256.create();
for (let i = 0; i < 200; i++) partial.update(text);
console.log(bytesToHex(partial.digest()));
try { sha256('text'); } catch (e) { console.log(e.name, e.message); }
