// Signatures on curves, in BigInt.
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { ed25519, x25519 } from '@noble/curves/ed25519.js';
import { p256 } from '@noble/curves/nist.js';
import { bytesToHex, hexToBytes } from '@noble/curves/utils.js';

const key = hexToBytes('01'.repeat(32)), other = hexToBytes('02'.repeat(32)), message = new TextEncoder().encode('hello');
for (const [name, curve] of Object.entries({ secp256k1, p256, ed25519 })) {
  const publicKey = curve.getPublicKey(key), signature = curve.sign(message, key);
  console.log(name, bytesToHex(publicKey), bytesToHex(signature), curve.verify(signature, message, publicKey), curve.verify(signature, message.map((b) => b ^ 1), publicKey));
}
console.log(bytesToHex(secp256k1.getSharedSecret(key, secp256k1.getPublicKey(other))), bytesToHex(x25519.getSharedSecret(key, x25519.getPublicKey(other))));
const G = secp256k1.Point.BASE;
console.log(G.multiply(12345n).toHex(), G.add(G).equals(G.double()), G.toAffine());
try { secp256k1.Point.fromHex('02' + 'f'.repeat(64)); } catch (e) { console.log(e.message); }
