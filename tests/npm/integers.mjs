// Big integers and curves in plain JavaScript.
import BN from 'bn.js';
import elliptic from 'elliptic';
import Long from 'long';
import JSBI from 'jsbi';
let a = new BN('123456789abcdef0123456789abcdef', 16), b = new BN('987654321098765432109876543210');
for (let i = 0; i < 120; i++) { const c = a.mul(b).addn(i).ishln(3).isub(a); a = c.umod(new BN(1).ushln(300 + i).isubn(7)); b = b.sqr().mod(new BN('f'.repeat(70), 16)).iaddn(1); }
console.log(a.toString(), b.toString(16), a.gcd(b).toString(), a.invm(new BN(2).pow(new BN(521)).subn(1)).toString(36), a.divmod(b).mod.toString(), a.toRed(BN.red('k256')).redPow(new BN(12345)).toString(), a.neg().toTwos(512).toString(16), a.bitLength(), a.egcd(b).a.toString().length, a.xor(b).toString(7));
for (const name of ['secp256k1', 'p256', 'ed25519']) { const Curve = name === 'ed25519' ? elliptic.eddsa : elliptic.ec; const ec = new Curve(name); const key = name === 'ed25519' ? ec.keyFromSecret('aa'.repeat(32)) : ec.keyFromPrivate('1234567890abcdef'.repeat(4)); const s = key.sign('abcdef0123456789'); console.log(name, key.getPublic('hex'), s.toDER ? s.toDER('hex') : s.toHex(), key.verify('abcdef0123456789', s), key.verify('abcdef0123456780', s)); }
const e = new elliptic.ec('secp256k1'); console.log(e.keyFromPrivate('1').derive(e.keyFromPrivate('2').getPublic()).toString(16));
let l = Long.fromString('7fffffffffffffed', true, 16), acc = Long.ZERO; for (let i = 1; i < 3000; i++) { l = l.mul(6364136223846793005 % 2 ** 31).add(i).xor(l.shru(i % 63)); acc = acc.add(l.toSigned().div(i)).rotl(i % 64); } console.log(l.toString(), acc.toString(), acc.toString(2), Long.MIN_VALUE.div(-1).toString(), Long.fromNumber(-1.5).toBytesLE(), acc.mod(97).toNumber(), Long.MAX_UNSIGNED_VALUE.compare(acc));
let j = JSBI.BigInt(1); for (let i = 1; i < 200; i++) j = JSBI.add(JSBI.multiply(j, JSBI.BigInt(i)), JSBI.BigInt(-i)); console.log(j.toString(), JSBI.remainder(j, JSBI.BigInt('1000000007')).toString(), JSBI.asUintN(130, j).toString(16), JSBI.signedRightShift(j, JSBI.BigInt(300)).toString(), JSBI.toNumber(j), JSBI.lessThan(j, JSBI.BigInt(0)));
