// Boxes, signatures and hashes in doubles.
import nacl from 'tweetnacl';

const seed = new Uint8Array(32).fill(3), nonce = new Uint8Array(24).fill(5), message = new TextEncoder().encode('a message to be sealed');
const sign = nacl.sign.keyPair.fromSeed(seed), a = nacl.box.keyPair.fromSecretKey(seed), b = nacl.box.keyPair.fromSecretKey(nonce.length ? seed.map((x) => x + 1) : seed);
const hex = (bytes) => Buffer.from(bytes).toString('hex');
console.log(hex(sign.publicKey), hex(nacl.sign.detached(message, sign.secretKey)), nacl.sign.open(nacl.sign(message, sign.secretKey), sign.publicKey).length);
const box = nacl.box(message, nonce, b.publicKey, a.secretKey);
console.log(hex(box), new TextDecoder().decode(nacl.box.open(box, nonce, a.publicKey, b.secretKey)), nacl.secretbox.open(nacl.secretbox(message, nonce, seed), nonce, nonce.length ? seed.map((x) => x ^ 1) : seed));
console.log(hex(nacl.hash(message)), nacl.verify(seed, seed), sign.publicKey);
try { nacl.box(message, seed, seed, seed); } catch (e) { console.log(e.message); }
