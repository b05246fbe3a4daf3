// Curve25519: signatures (Ed25519, RFC 8032) and agreement on secrets (X25519, RFC 7748).
'use strict';

const native = require('native');
const { digest } = require('internal/crypto/hash');

const P = 2n ** 255n - 19n;
const L = 2n ** 252n + 27742317777372353535851937790883648493n;
const D = 37095705934669439343138083508754565189542113879843219016388785533085940283555n;
const ROOT = 19681161376707505956807079304988542015446066515923890162744021073123829784752n;
const BASE = [15112221349535400772501151409588531511454012693041857206046113283949847762202n, 46316835694926478169428394003475163141307993866256225615783033603165251855960n];

const mod = (n, p = P) => {
  const rest = n % p;
  return rest < 0n ? rest + p : rest;
};
function power(base, exponent) {
  let result = 1n;
  for (let b = mod(base), e = exponent; e > 0n; e >>= 1n, b = (b * b) % P) if (e & 1n) result = (result * b) % P;
  return result;
}
const invert = (n) => power(n, P - 2n);
const fromLittle = (bytes) => BigInt(`0x${Buffer.from(bytes).reverse().toString('hex') || '0'}`);
const toLittle = (n, length = 32) => Buffer.from(n.toString(16).padStart(length * 2, '0'), 'hex').reverse();

// Extended coordinates.
function add([x1, y1, z1, t1], [x2, y2, z2, t2]) {
  const a = mod((y1 - x1) * (y2 - x2));
  const b = mod((y1 + x1) * (y2 + x2));
  const c = mod(2n * t1 * D % P * t2);
  const d = mod(2n * z1 * z2);
  const [e, f, g, h] = [b - a, d - c, d + c, b + a];
  return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
}
function multiply(number, point) {
  const table = [[0n, 1n, 1n, 0n], point];
  for (let i = 2; i < 16; i++) table.push(add(table[i - 1], point));
  let [sum] = table;
  for (const digit of number.toString(16)) {
    for (let i = 0; i < 4; i++) sum = add(sum, sum);
    sum = add(sum, table[parseInt(digit, 16)]);
  }
  return sum;
}
const base = [BASE[0], BASE[1], 1n, mod(BASE[0] * BASE[1])];
function encode([x, y, z]) {
  const inverse = invert(z);
  const [ax, ay] = [mod(x * inverse), mod(y * inverse)];
  const bytes = toLittle(ay);
  bytes[31] |= Number(ax & 1n) << 7;
  return bytes;
}
function decode(bytes) {
  const copy = Buffer.from(bytes);
  const sign = copy[31] >> 7;
  copy[31] &= 0x7f;
  const y = fromLittle(copy);
  if (y >= P) return null;
  const [u, v] = [mod(y * y - 1n), mod(D * y * y + 1n)];
  let x = mod(u * v ** 3n % P * power(u * v ** 7n, (P - 5n) / 8n));
  if (mod(v * x * x) !== u) {
    x = mod(x * ROOT);
    if (mod(v * x * x) !== u) return null;
  }
  if (x === 0n && sign === 1) return null;
  if (Number(x & 1n) !== sign) x = P - x;
  return [x, y, 1n, mod(x * y)];
}
function expand(seed) {
  const hashed = digest('sha512', seed);
  hashed[0] &= 248;
  hashed[31] = (hashed[31] & 127) | 64;
  return [fromLittle(hashed.subarray(0, 32)), hashed.subarray(32)];
}
const number512 = (...parts) => fromLittle(digest('sha512', Buffer.concat(parts))) % L;

function sign(key, message) {
  const [a, prefix] = expand(key.d);
  const r = number512(prefix, message);
  const R = encode(multiply(r, base));
  return Buffer.concat([R, toLittle((r + number512(R, key.x, message) * a) % L)]);
}
function verify(key, message, signature) {
  if (signature.length !== 64) return false;
  const [R, s] = [signature.subarray(0, 32), fromLittle(signature.subarray(32))];
  const [A, point] = [decode(key.x), decode(R)];
  if (A === null || point === null || s >= L) return false;
  return encode(multiply(s, base)).equals(encode(add(point, multiply(number512(R, key.x, message), A))));
}

/** The Montgomery ladder over u. */
function ladder(secret, u) {
  const bytes = Buffer.from(secret);
  bytes[0] &= 248;
  bytes[31] = (bytes[31] & 127) | 64;
  const k = fromLittle(bytes);
  const masked = Buffer.from(u);
  masked[31] &= 127;
  const x1 = fromLittle(masked) % P;
  let [x2, z2, x3, z3] = [1n, 0n, x1, 1n];
  let swap = 0n;
  for (let t = 254n; t >= 0n; t--) {
    const bit = (k >> t) & 1n;
    if (swap !== bit) [x2, z2, x3, z3] = [x3, z3, x2, z2];
    swap = bit;
    const [a, b, c, d] = [x2 + z2, x2 - z2, x3 + z3, x3 - z3];
    const [aa, bb, da, cb] = [mod(a * a), mod(b * b), mod(d * a), mod(c * b)];
    const e = aa - bb;
    [x3, z3] = [mod((da + cb) ** 2n), mod(x1 * mod((da - cb) ** 2n))];
    [x2, z2] = [mod(aa * bb), mod(e * (aa + 121665n * e))];
  }
  if (swap) [x2, z2] = [x3, z3];
  return toLittle(mod(x2 * invert(z2)));
}
const NINE = Buffer.concat([Buffer.from([9]), Buffer.alloc(31)]);

function keyOf(curve, secret = Buffer.from(native.randomBytes(32).buffer)) {
  const d = Buffer.from(secret);
  const x = curve === 'Ed25519' ? encode(multiply(expand(d)[0], base)) : ladder(d, NINE);
  return { kty: 'OKP', curve, x, d };
}
/** The shared secret; null if all of it is zeros. */
function agree(key, x) {
  const shared = ladder(key.d, x);
  return shared.every((byte) => byte === 0) ? null : shared;
}

module.exports = { sign, verify, keyOf, agree };
