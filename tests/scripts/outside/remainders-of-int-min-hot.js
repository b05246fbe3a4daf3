// Quotients, remainders, negations and shifts at the least int, by variables and constants, truncated or not.
// node: 26
// gc-stress: 61
'use strict';
const N = 12000;
const s = z => Object.is(z, -0) ? '-0' : String(z);
const fs = {
  mod: (x, y) => x % y, modOr: (x, y) => (x % y) | 0, divOr: (x, y) => (x / y) | 0, divU: (x, y) => (x / y) >>> 0,
  modU: (x, y) => (x >>> 0) % (y >>> 0), modU2: (x, y) => ((x >>> 0) % (y >>> 0)) | 0, divUU: (x, y) => ((x >>> 0) / (y >>> 0)) >>> 0,
  m1: x => x % -1, m1o: x => (x % -1) | 0, d1: x => x / -1, d1o: x => (x / -1) | 0, p2: x => x % 8, p2n: x => x % -8, pmin: x => x % -2147483648,
  dmin: x => (x / -2147483648) | 0, negdiv: x => -(x / -2147483648), d3: x => (x / 3) | 0, d7: x => (x / -7) | 0, m7: x => x % 7, m10: x => (x % 10) | 0,
  neg: x => -x, nego: x => -x | 0, abs: x => Math.abs(x), abso: x => Math.abs(x) | 0, absu: x => Math.abs(x | 0) >>> 0,
  imul: (x, y) => Math.imul(x, y), mulo: (x, y) => (x * y) | 0, dec: x => (x | 0) - 1, inc: x => (x | 0) + 1, sh: (x, y) => x << y, sr: (x, y) => x >> y, su: (x, y) => x >>> y,
  notn: x => -~x, nn: x => ~-x, clz: x => Math.clz32(-x), half: x => (x >> 1) * 2 - x, floord: (x, y) => Math.floor(x / y), truncd: (x, y) => Math.trunc(x / y), roundd: (x, y) => Math.round(x / y),
  mix: (x, y) => ((x / y) | 0) * y + (x % y), zero: (x, y) => (x % y) === 0, zeroTest: (x, y) => (x % y) ? 'n' : 'z',
};
const small = [[10, 3], [17, 5], [9, 9]];
const edge = [[-2147483648, -1], [-2147483648, 1], [-2147483648, -2147483648], [2147483647, -1], [0, -1], [0, 0], [-10, -3], [10, -3], [-9, 9], [7, 0], [-7, 0], [4294967295, 2], [-1, 4294967295], [1, 31], [-1, 33], [2147483647, 2147483647]];
for (const [name, f] of Object.entries(fs)) {
  let a = 0;
  for (let i = 0; i < N; i++) { const r = f(small[i % 3][0], small[i % 3][1]); if (typeof r === 'number') a = (a + r) % 1000003; }
  const first = edge.map(e => s(f(e[0], e[1]))).join(',');
  for (let i = 0; i < N; i++) { const e = edge[i & 15]; f(e[0], e[1]); }
  const second = edge.map(e => s(f(e[0], e[1]))).join(',');
  console.log(name, s(a), first === second ? first : first + ' THEN ' + second);
}
