// node: 99
// gc-stress: 100003
// Math.sumPrecise against sums of integers: what overflows in the middle, cancels, is below the least normal number,
// or lies half way; negative sums that are numbers as they are.
'use strict';
const bits = new BigUint64Array(1), number = new Float64Array(bits.buffer), words = new Uint32Array(bits.buffer);
// In units of 2 ** -1074.
function units(x) { number[0] = x; const e = Number((bits[0] >> 52n) & 2047n); let m = bits[0] & ((1n << 52n) - 1n); if (e) m |= 1n << 52n; m <<= BigInt(e ? e - 1 : 0); return bits[0] >> 63n ? -m : m; }
function nearest(sum) {
  if (sum === 0n) return 0;
  let a = sum < 0n ? -sum : sum, e = -1074;
  const extra = a.toString(2).length - 53;
  if (extra > 0) { const s = BigInt(extra), rest = a & ((1n << s) - 1n), half = 1n << (s - 1n); a >>= s; if (rest > half || (rest === half && a & 1n)) a += 1n; e += extra; }
  let r = Number(a);
  for (; e > 0; e -= Math.min(e, 900)) r *= 2 ** Math.min(e, 900);
  for (; e < 0; e += Math.min(-e, 500)) r *= 2 ** -Math.min(-e, 500);
  return sum < 0n ? -r : r;
}
let seed = 1;
const random = () => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) / 2 ** 32;
const kinds = [
  () => { words[0] = random() * 2 ** 32; words[1] = random() * 2 ** 32; },
  () => { words[0] = random() * 2 ** 32; words[1] = (random() * 2 ** 32 & 0x800fffff) | (963 + (random() * 120 | 0) << 20); },
  () => { words[0] = random() * 2 ** 32; words[1] = (random() * 2 ** 32 & 0x800fffff) | (2044 + (random() * 3 | 0) << 20); },
  () => { words[0] = random() * 2 ** 32; words[1] = random() * 2 ** 32 & 0x801fffff; },
  () => { number[0] = Math.round((random() - 0.5) * 2 ** (random() * 54)); },
  () => { number[0] = (random() < 0.5 ? -1 : 1) * 2 ** ((random() * 2098 | 0) - 1074); },
];
let wrong = 0;
for (let round = 0; round < 600; round++) {
  const list = [];
  for (let i = round % 50 === 0 ? 300 : 1 + (random() * 12 | 0); i > 0; i--) { kinds[round % 6](); list.push(Number.isFinite(number[0]) ? number[0] : 1); }
  if (round % 3 === 0) for (const x of list.slice()) if (random() < 0.8) list.push(-x);
  const expected = nearest(list.reduce((s, x) => s + units(x), 0n)), got = Math.sumPrecise(list);
  if (expected !== got && wrong++ < 3) console.log(list.join(), expected, got);
}
console.log(wrong);
const MAX = Number.MAX_VALUE;
for (const list of [[], [-0], [-0, -0], [0, -0], [-1], [-0.5], [1, -2], [-MAX], [-2, 2 ** -52], [MAX, MAX], [MAX, 2 ** 970], [MAX, 2 ** 969], [MAX, MAX, -MAX], [1e308, 1e308, 0.1, 0.1, 1e30, 0.1, -1e30, -1e308, -1e308], [Infinity, -Infinity], [NaN, 1], [Infinity, 1e308, 1e308], [-Infinity, -0], [5e-324, -5e-324], [-1, 1, -0]]) {
  const s = Math.sumPrecise(list);
  console.log(list.join(' '), '=', Object.is(s, -0) ? '-0' : s);
}
