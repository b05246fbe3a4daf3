// Conditionals within conditionals over sums and negations, constant or not, of numbers, words, booleans and mixtures.
'use strict';
const N = 5000;
function floats(a, b, c) { const x = a > b ? -a + 0.25 : b > c ? -(c > 0 ? c + 1.5 : b - 1.5) : a - c; return (x < 0 ? -x : x) + (a > b ? (b > c ? 8774.832 : -8774.832) : 0.5); }
function folded() { let f = 3.5, g = -f; f = true ? (false ? g + 1 : -g + (g < 0 ? 2.25 : 9)) : f * 2; g = f > 5 ? -(f < 6 ? f - 0.125 : g) : g; return f + g; }
function assigned(a, b) { let r; const s = (r = a < b ? -a : b) < 0 ? (r += 1) : (r -= a > 10 ? (b ? 2 : 3) : 4); return s * 1000 + r; }
function words(a, b) { return ((a | 0) > (b | 0) ? ((a ^ b) & 1 ? a - b | 0 : -(a | 0)) : (b & 2 ? ~b : b >>> 0)) + (a & 4 ? (b & 4 ? 1 : -1) : 0); }
function zeros(a) { const z = a === 0 ? (1 / a < 0 ? -0 : 0) : a < 0 ? -(-a % 1) : a % 1; return Object.is(z, -0) ? '-0' : z; }
function minmax(a, b) { return (a < b ? a : b) + (a > b ? a : b) - (a <= b ? (a >= b ? 0 : b) : a) + (!(a < b) ? !(a > b) ? 1 : 2 : 3); }
function sides(a, b) { let n = 0; const f = v => (n++, v); const r = f(a) ? f(b) ? f(1) : f(2) : f(b) || f(3) && f(4); return r * 10 + n; }
function mixed(a) { return a % 3 === 0 ? (a & 1 ? a : a + 0.5) : a % 3 === 1 ? String(a) : a & 4 ? null : undefined; }
function ofMixed(a) { const m = mixed(a); return typeof m === 'number' ? (m > 9 ? m - 9 : -m) : m == null ? (m === null ? 1 : 2) : m.length > 2 ? +m : -m; }
function chained(a) { return a < 10 ? 1 : a < 100 ? a < 50 ? 2 : 3 : a < 1000 ? a & 1 ? 4.5 : 4 : a < 4000 ? -a ? -1 / a : 0 : 5; }
function looped(n) { let x = 1, y = -1; for (let i = 0; i < n; i++) { const t = i & 1 ? (x > y ? -y : x) : (y > x ? -x : y + 1); y = x > 100 ? -(i % 3 ? x - y : y) : x; x = t > 0 ? t + 0.5 : -t + 1; } return x - y; }
const fs = { floats: i => floats(i % 17 - 8.5, i % 5, i % 3 - 1), folded, assigned: i => assigned(i % 21, i % 7 - 3), words: i => words(i * 999983, -i * 7777), zeros: i => zeros(i % 4 ? i / 4 - 300 : i & 8 ? -0 : 0),
  minmax: i => minmax(i % 7 ? i % 11 : NaN, i % 5), sides: i => sides(i & 1, i & 2), ofMixed, chained, looped: i => looped(i % 40) };
for (const [name, f] of Object.entries(fs)) { let s = 0, last; for (let i = 0; i < N; i++) { last = f(i); s = (s * 31 + Number(last) * 8) % 1000003; if (s !== s) s = i; } console.log(name, s, last); }
console.log(floats(NaN, 1, 2), floats(-0, 0, -0), assigned('5', 7n === 7n), minmax('b', 'a'), minmax('2', 3), words(2 ** 40, 2 ** 33 + 5), zeros('x'), sides('', 'a'), ofMixed(2 ** 31 + 4), chained('77'));
