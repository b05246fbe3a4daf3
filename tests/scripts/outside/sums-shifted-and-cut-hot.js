// A sum that is shifted and cut to a word carries from the bits that are lost; so do products, differences and halves.
'use strict';
const N = 4000;
const sum = (a, b) => ((a + b) / 4096 | 0), sumK = a => ((a + 4097) / 4096) | 0, sumU = (a, b) => (a + b) / 2 >>> 0;
const half = (a, b) => (a + b) >>> 1, halfS = (a, b) => (a + b) >> 1, mid = (a, b) => Math.floor((a + b) / 2), mid2 = (a, b) => a + ((b - a) >> 1);
const prod = (a, b) => (a * b) >> 12, prodK = a => (a * 0x10001) >>> 16, imul = (a, b) => Math.imul(a, b) >>> 16, hi = (a, b) => Math.floor(a * b / 4294967296) | 0;
const diff = (a, b) => (a - b - 1) >> 3, neg = a => -(a >>> 0) >> 4, negu = a => (-a) >>> 28, chain = (a, b) => ((a + b + a) >> 2) + ((b + a) >>> 30);
const shl = (a, b) => (a << 20) + (b << 20) >> 20, sext = a => (a << 24 >> 24) + (a << 16 >> 16), zext = a => (a << 24 >>> 24) + (a & 0xff) - (a << 16 >>> 16);
const rot = (a, n) => (a << n) | (a >>> (32 - n)), rotK = a => (a << 7) | (a >>> 25), big = a => (a * 4294967296 + a) % 4294967291, trunc = a => Math.trunc(a / 3) | 0;
const fl = a => Math.floor(a / 8) === a >> 3, rem = a => (a % 8) === (a & 7), div = (a, b) => (a / b | 0) * b + a % b === a;
const fs = { sum, sumK, sumU, half, halfS, mid, mid2, prod, prodK, imul, hi, diff, neg, negu, chain, shl, sext, zext, rot, rotK, big, trunc, fl, rem, div };
const edges = [0, 1, -1, 4095, 4096, -4096, -4097, 0x7fffffff, -0x80000000, 0x80000000, 0xffffffff, 2 ** 52, 2 ** 53, -(2 ** 53), 0.5, -0.5, NaN, Infinity, -0, 1e300];
for (const [name, f] of Object.entries(fs)) {
  let s = 0;
  for (let i = 0; i < N; i++) { const v = +f(i * 524287 - 1e9 | 0, (i * 7919) % 33); s = (s * 3 + (v | 0) + (v > 1e9 ? 1 : 0)) % 1000003; }
  console.log(name, s);
  let t = '';
  for (const a of edges) for (const b of [1, -1, 0x7fffffff, 31, 0.5, -0]) { const v = f(a, b); t += Object.is(v, -0) ? '-0,' : v + ','; }
  let h = 0; for (let i = 0; i < t.length; i++) h = Math.imul(h, 31) + t.charCodeAt(i) | 0;
  console.log(name, h, t.slice(0, 60));
}
