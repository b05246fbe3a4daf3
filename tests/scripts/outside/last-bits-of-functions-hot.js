// gc-stress: 4001
// Functions of Math to the last bit: of angles far from zero, of steep ones, of what is next to one, as constants and in hot code.
'use strict';
const N = 3000;
const word = new Float64Array(1), halves = new Uint32Array(word.buffer);
let h = 0; const put = x => { word[0] = x; if (x !== x) word[0] = 0.125; h = Math.imul(h, 31) + halves[0] | 0; h = Math.imul(h, 31) + halves[1] | 0; };
const one = { sin: x => Math.sin(x), cos: x => Math.cos(x), tan: x => Math.tan(x), asin: x => Math.asin(x % 1), acos: x => Math.acos(x % 1), atan: x => Math.atan(x), sinh: x => Math.sinh(x % 700), cosh: x => Math.cosh(x % 700), tanh: x => Math.tanh(x % 25), asinh: x => Math.asinh(x), acosh: x => Math.acosh(x), atanh: x => Math.atanh(x % 1), exp: x => Math.exp(x % 700), expm1: x => Math.expm1(x % 50), log: x => Math.log(x), log1p: x => Math.log1p(x), log2: x => Math.log2(x), log10: x => Math.log10(x), cbrt: x => Math.cbrt(x), sqrt: x => Math.sqrt(x) };
const spreads = [i => i * 0.0003 - 0.4, i => i * 0.013 - 20, i => i * 7919 - 8e6, i => i * 1e5 + 823000, i => 1.7e12 + i * 977, i => (i - 1500) * 1e18, i => (1 + i / N) * 2 ** (i % 1000), i => Math.PI / 2 * i * 1e3, i => 2 ** -(i % 60) * (i & 1 ? -1 : 1), i => 1 - 2 ** -(i % 53), i => 2 ** (i % 60) - 1];
for (const k in one) { const row = []; for (const s of spreads) { h = 0; for (let i = 0; i < N / 6; i++) put(one[k](s(i * 6))); row.push(h); } console.log(k, row.join(' ')); }
const steep = (y, x) => Math.atan2(y, x); const row = []; for (const s of spreads) { h = 0; for (let i = 0; i < N / 6; i++) { const v = s(i * 6); put(steep(v, (i % 13 - 6) * 0.3)); put(steep((i % 13 - 6) * 0.3, v)); put(steep(v * 2 ** 60, -v)); put(steep(v, 2 ** (i % 70 - 70) * -v)); } row.push(h); } console.log('atan2', row.join(' '));
console.log([1e22, -1664721.66, -2.457e21, 2 ** 120, 6381956970095103 * 2 ** 797, 1.7976931348623157e308, 823549.6, 823550, 1048576, 1e6, 1e15, -0, 5e-324].map(x => `${Math.sin(x)} ${Math.cos(x)} ${Math.tan(x)}`).join('\n'));
console.log([-0.5, -0.29289321, -0.2928933, 0.4142135, 0.41421357, 1, 3, -0.9999999999999999, 2 ** 53, 1e300, 1e-9, -1e-17, -1, -1.5, Infinity, -0].map(x => Object.is(Math.log1p(x), -0) ? '-0' : Math.log1p(x)).join(' '));
console.log([[1e300, -1e-300], [-6.3e19, -3.6], [6.3e19, -3.6], [1, -(2 ** -61)], [1, -(2 ** -60)], [2 ** 61, -1], [1, -0], [-1, 0], [Infinity, -1], [Infinity, -Infinity], [0, -1e300], [5e-324, -1], [1.7976931348623157e308, -5e-324]].map(([y, x]) => Math.atan2(y, x)).join(' '));
// Numbers by chance, as games draw them from a clock.
let seed = 1700000000000, s = 0; const random = () => { const x = Math.sin(seed++) * 10000; return x - Math.floor(x); }; for (let i = 0; i < N * 3; i++) s += random(); console.log(s);
let noise = 0; for (let i = 0; i < N * 3; i++) { const v = Math.sin(i * 12.9898 + i * i * 78.233) * 43758.5453; noise += v - Math.floor(v); } console.log(noise);
