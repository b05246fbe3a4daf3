// Elliptic curves in Weierstrass' form over prime fields (SEC 1, FIPS 186-5): points, agreement on secrets, signatures.
'use strict';

const native = require('native');
const { numberOf, bytesOf, inverse } = require('internal/crypto/rsa');

const hex = (text) => BigInt(`0x${text.replaceAll(' ', '')}`);
/** y² = x³ + ax + b over p, with a point g of order n. */
const CURVES = {
  'P-256': {
    openssl: 'prime256v1', oid: '1.2.840.10045.3.1.7', size: 32, a: -3n,
    p: 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n,
    b: hex('5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b'),
    n: hex('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551'),
    g: [hex('6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296'), hex('4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5')],
  },
  'P-384': {
    openssl: 'secp384r1', oid: '1.3.132.0.34', size: 48, a: -3n,
    p: 2n ** 384n - 2n ** 128n - 2n ** 96n + 2n ** 32n - 1n,
    b: hex('b3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aef'),
    n: hex('ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973'),
    g: [hex('aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7'),
      hex('3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5f')],
  },
  'P-521': {
    openssl: 'secp521r1', oid: '1.3.132.0.35', size: 66, a: -3n,
    p: 2n ** 521n - 1n,
    b: hex('0051953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00'),
    n: 2n ** 521n - 2n ** 264n + hex('fa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409'),
    g: [hex('00c6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d3dbaa14b5e77efe75928fe1dc127a2ffa8de3348b3c1856a429bf97e7e31c2e5bd66'),
      hex('011839296a789a3bc0045c8a5fb42c7d1bd998f54449579b446817afbd17273e662c97ee72995ef42640c550b9013fad0761353c7086a272c24088be94769fd16650')],
  },
  secp256k1: {
    openssl: 'secp256k1', oid: '1.3.132.0.10', size: 32, a: 0n,
    p: 2n ** 256n - 2n ** 32n - 977n, b: 7n,
    n: hex('fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141'),
    g: [hex('79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798'), hex('483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8')],
  },
};
const ALIASES = { 'p-256': 'P-256', 'p-384': 'P-384', 'p-521': 'P-521', prime256v1: 'P-256', secp256r1: 'P-256', secp384r1: 'P-384', secp521r1: 'P-521', secp256k1: 'secp256k1' };
const nameOf = (text) => ALIASES[`${text}`.toLowerCase()];

const mod = (n, p) => {
  const rest = n % p;
  return rest < 0n ? rest + p : rest;
};

// In Jacobian coordinates: x = X/Z², y = Y/Z³; Z is 0 at infinity.
const INFINITY = [1n, 1n, 0n];
function double([X, Y, Z], { p, a }) {
  if (Z === 0n || Y === 0n) return INFINITY;
  const yy = (Y * Y) % p;
  const s = (4n * X * yy) % p;
  const zz = (Z * Z) % p;
  const m = (3n * X * X + a * zz * zz) % p;
  const x = mod(m * m - 2n * s, p);
  return [x, mod(m * (s - x) - 8n * yy * yy, p), (2n * Y * Z) % p];
}
function add(P, Q, curve) {
  if (P[2] === 0n) return Q;
  if (Q[2] === 0n) return P;
  const { p } = curve;
  const [za, zb] = [(P[2] * P[2]) % p, (Q[2] * Q[2]) % p];
  const [ua, ub] = [(P[0] * zb) % p, (Q[0] * za) % p];
  const [sa, sb] = [(P[1] * zb % p * Q[2]) % p, (Q[1] * za % p * P[2]) % p];
  const [h, r] = [mod(ub - ua, p), mod(sb - sa, p)];
  if (h === 0n) return r === 0n ? double(P, curve) : INFINITY;
  const hh = (h * h) % p;
  const hhh = (h * hh) % p;
  const v = (ua * hh) % p;
  const x = mod(r * r - hhh - 2n * v, p);
  return [x, mod(r * (v - x) - sa * hhh, p), (h * P[2] % p * Q[2]) % p];
}
function affine([X, Y, Z], { p }) {
  if (Z === 0n) return null;
  const z = inverse(Z, p);
  const zz = (z * z) % p;
  return [(X * zz) % p, (Y * zz % p * z) % p];
}
/** By digits of four bits. */
function multiply(number, [x, y], curve) {
  const table = [INFINITY, [x, y, 1n]];
  for (let i = 2; i < 16; i++) table.push(i % 2 ? add(table[i - 1], table[1], curve) : double(table[i / 2], curve));
  let sum = INFINITY;
  for (const digit of number.toString(16)) {
    for (let i = 0; i < 4; i++) sum = double(sum, curve);
    sum = add(sum, table[parseInt(digit, 16)], curve);
  }
  return sum;
}

function isOn([x, y], { p, a, b }) {
  return x >= 0n && x < p && y >= 0n && y < p && mod(y * y - (x * x * x + a * x + b), p) === 0n;
}
function powerOf(base, exponent, p) {
  let result = 1n;
  for (let b = mod(base, p), e = exponent; e > 0n; e >>= 1n, b = (b * b) % p) if (e & 1n) result = (result * b) % p;
  return result;
}
/** A point as bytes: with both coordinates, or one and a bit of the other. */
function encodePoint({ curve, x, y }, compressed = false) {
  const { size } = CURVES[curve];
  const pad = (bytes) => bytesOf(numberOf(bytes), size);
  return compressed ? Buffer.concat([Buffer.from([2 + (y.at(-1) & 1)]), pad(x)]) : Buffer.concat([Buffer.from([4]), pad(x), pad(y)]);
}
/** Coordinates as bytes; null if this is no point of the curve. */
function decodePoint(name, bytes) {
  const curve = CURVES[name];
  const { size, p, a, b } = curve;
  const x = numberOf(bytes.subarray(1, 1 + size));
  let y;
  if (bytes[0] === 4 && bytes.length === 1 + 2 * size) {
    y = numberOf(bytes.subarray(1 + size));
  } else if ((bytes[0] === 2 || bytes[0] === 3) && bytes.length === 1 + size) {
    y = powerOf(x * x * x + a * x + b, (p + 1n) / 4n, p);
    if (Number(y & 1n) !== bytes[0] - 2) y = p - y;
  } else {
    return null;
  }
  return isOn([x, y], curve) ? { x: bytesOf(x, size), y: bytesOf(y, size) } : null;
}

/** A number from 1 to below n. */
function randomScalar({ n, size }) {
  const spare = BigInt(size * 8 - n.toString(2).length);
  for (;;) {
    const number = numberOf(native.randomBytes(size)) >> spare;
    if (number > 0n && number < n) return number;
  }
}
/** The key of a secret number, or a new one. */
function keyOf(name, secret) {
  const curve = CURVES[name];
  const d = secret === undefined ? randomScalar(curve) : numberOf(secret);
  if (!(d > 0n && d < curve.n)) return null;
  const [x, y] = affine(multiply(d, curve.g, curve), curve);
  return { kty: 'EC', curve: name, x: bytesOf(x, curve.size), y: bytesOf(y, curve.size), d: bytesOf(d, curve.size) };
}
/** The x that both sides come to (ECDH). */
function agree(key, point) {
  const curve = CURVES[key.curve];
  const shared = affine(multiply(numberOf(key.d), [numberOf(point.x), numberOf(point.y)], curve), curve);
  return shared === null ? null : bytesOf(shared[0], curve.size);
}

/** The highest bits of a digest, as many as the order has. */
function messageNumber(hashed, n) {
  const bits = n.toString(2).length;
  const number = numberOf(hashed);
  return hashed.length * 8 > bits ? number >> BigInt(hashed.length * 8 - bits) : number;
}
/** r and s, one after the other (ECDSA). */
function sign(key, hashed) {
  const curve = CURVES[key.curve];
  const { n, g, size } = curve;
  const [z, d] = [messageNumber(hashed, n), numberOf(key.d)];
  for (;;) {
    const k = randomScalar(curve);
    const r = affine(multiply(k, g, curve), curve)[0] % n;
    const s = (inverse(k, n) * (z + r * d)) % n;
    if (r !== 0n && s !== 0n) return Buffer.concat([bytesOf(r, size), bytesOf(s, size)]);
  }
}
function verify(key, hashed, signature) {
  const curve = CURVES[key.curve];
  const { n, g, size } = curve;
  if (signature.length !== 2 * size) return false;
  const [r, s] = [numberOf(signature.subarray(0, size)), numberOf(signature.subarray(size))];
  if (!(r > 0n && r < n && s > 0n && s < n)) return false;
  const w = inverse(s, n);
  const [first, second] = [(messageNumber(hashed, n) * w) % n, (r * w) % n];
  const sum = affine(add(multiply(first, g, curve), multiply(second, [numberOf(key.x), numberOf(key.y)], curve), curve), curve);
  return sum !== null && sum[0] % n === r;
}

module.exports = { CURVES, nameOf, encodePoint, decodePoint, keyOf, agree, sign, verify };
