// BigInts cut to widths that are whole words or not, and shifted by more than any length.
// gc-stress: 61
'use strict';
const N = process.env.SMALL ? 60 : 700;
const vals = [0n, 1n, -1n, 2n, -2n, 127n, -128n, 2n ** 31n, -(2n ** 31n), 2n ** 32n, -(2n ** 32n), 2n ** 53n, 2n ** 62n, -(2n ** 62n), 2n ** 63n - 1n, 2n ** 63n, -(2n ** 63n), -(2n ** 63n) - 1n, 2n ** 64n - 1n, 2n ** 64n, -(2n ** 64n), 2n ** 65n + 1n, -(2n ** 127n), 2n ** 128n - 1n, -(2n ** 128n), 0x123456789abcdef0123456789abcdefn, -0xfedcba9876543210fedcba9876543210fn];
const widths = [0, 1, 2, 7, 8, 31, 32, 33, 53, 62, 63, 64, 65, 96, 127, 128, 129, 192, 256, 2 ** 53 - 1];
let h = 0n;
const mixin = v => { h = BigInt.asUintN(200, h * 1000003n + v); };
for (const v of vals) for (const w of widths) { mixin(BigInt.asIntN(w, v)); if (w < 1000 || v >= 0n) mixin(BigInt.asUintN(w, v)); }
console.log(h);
const shifts = [0n, 1n, -1n, 31n, 32n, 33n, 63n, 64n, 65n, -31n, -32n, -63n, -64n, -65n, 127n, 128n, -127n, -128n, -200n];
for (const v of vals) for (const s of shifts) { mixin(v << s); mixin(v >> s); }
console.log(h);
for (const s of [2n ** 31n, 2n ** 32n, 2n ** 32n + 1n, 2n ** 63n, 2n ** 64n, 2n ** 64n + 3n, 2n ** 100n]) for (const v of vals) { mixin(v >> s); mixin(v << -s); }
console.log(h, -1n >> 2n ** 32n, -1n << ~(2n ** 32n), 0n << 2n ** 100n, 1n >> 2n ** 64n);
const errs = [];
for (const f of [() => 1n << 2n ** 64n, () => 1n >> -(2n ** 64n), () => BigInt.asUintN(2 ** 53, 1n), () => BigInt.asIntN(-1, 1n), () => BigInt.asIntN(1, 1), () => 1n >>> 1n, () => 1n / 0n, () => 1n % 0n, () => 2n ** -1n, () => +1n, () => Math.max(1n), () => 1n + 1, () => BigInt(1.5), () => BigInt('1n'), () => BigInt.asUintN(1e6, -1n).toString().length > 300000]) try { errs.push(String(f())); } catch (e) { errs.push(e.name); }
console.log(errs.join());
// 64-bit arithmetic, wrapped in each round: the usual shape of hashes
function fnv(s, n) { let x = 0xcbf29ce484222325n; for (let i = 0; i < n; i++) x = BigInt.asUintN(64, (x ^ BigInt(s.charCodeAt(i % s.length))) * 0x100000001b3n); return x; }
function xorshift(n) { let x = 88172645463325252n; for (let i = 0; i < n; i++) { x ^= BigInt.asUintN(64, x << 13n); x ^= x >> 7n; x ^= BigInt.asUintN(64, x << 17n); } return x; }
function signed(n) { let x = 1n; for (let i = 0; i < n; i++) x = BigInt.asIntN(64, x * -6364136223846793005n - 1442695040888963407n); return x; }
function signed2(n) { let x = 1n, c = 0; for (let i = 0; i < n; i++) { x = BigInt.asIntN(64, (x << 7n) - x); if (x < 0n) c++; if (BigInt.asUintN(64, x) > 2n ** 63n) c += 3; } return [x, c]; }
function div(n) { let s = 0n; for (let i = 1; i < n; i++) { const d = BigInt(i % 2 ? i : -i); s += (-(2n ** 63n)) / d + (2n ** 63n - 1n) % d; } return s; }
function minDiv(n) { let r = 0n; for (let i = 0; i < n; i++) { const m = BigInt.asIntN(64, -(2n ** 63n)); r = m / -1n + m % -1n - -m; } return r; }
function addOverflow(n) { let c = 0; for (let i = 0; i < n; i++) { const a = BigInt.asIntN(64, 2n ** 63n - BigInt(i % 3 + 1)), b = BigInt.asIntN(64, BigInt(i % 5)); const s = a + b; if (s > 2n ** 63n - 1n) c++; if (BigInt.asIntN(64, s) < 0n) c += 10; if (BigInt.asUintN(64, -b) > 100n) c += 100; } return c; }
function neg(n) { let c = 0; for (let i = 0; i < n; i++) { const a = BigInt.asIntN(64, BigInt(i) << 60n); if (-a === a) c++; if (~a === -a - 1n) c += 3; if ((a & 0xffffffffffffffffn) < 0n) c += 1000; if ((a | -1n) !== -1n) c += 100000; if ((-a & a) === a) c += 7; } return c; }
function compare(n) { let c = 0; for (let i = -n; i < n; i++) { const b = BigInt(i); if (b < i + .5) c++; if (b == i) c++; if (b === i) c += 9999; if (b > '' + (i - 1)) c++; if (b < NaN || b > NaN) c += 99999; if (2n ** 64n + b > 2 ** 64) c++; if (b <= Infinity && b >= -Infinity) c++; } return c; }
function arrays(n) { const a = new BigInt64Array(4), u = new BigUint64Array(a.buffer); let h = 0n; for (let i = 0; i < n; i++) { a[i & 3] = BigInt(i) << 61n; u[(i + 1) & 3] += a[i & 3]; a[(i + 2) & 3]--; u[(i + 3) & 3] -= 5n; h ^= u[i & 3] + a[(i + 1) & 3] * 3n; } return [h, ...a, ...u].join(); }
function convert(n) { let s = 0; for (let i = 0; i < n; i++) { const b = 2n ** 53n + BigInt(i); s += Number(b) - 2 ** 53; s += Number(BigInt.asIntN(64, -b)) + 2 ** 53; s += Number((b << 11n) + 1n) % 8192; s += parseInt(b.toString(36), 36) - 2 ** 53; } return s; }
function loopCounter(n) { let s = 0n; for (let i = 0n; i < BigInt(n); i++) { s += i & 1n ? i : -i; if (!(i % 100n)) s ^= i; } return s; }
for (let r = 0; r < 3; r++) console.log([fnv('hello, world', N), xorshift(N), signed(N), signed2(N), div(N), minDiv(N), addOverflow(N), neg(N), compare(N), arrays(N), convert(N), loopCounter(N)].join(' '));
// text in each radix there and back
let ok = 0;
for (const v of vals) for (let r = 2; r <= 36; r++) { const s = v.toString(r); let x = 0n; for (const c of s.replace('-', '')) x = x * BigInt(r) + BigInt(parseInt(c, r)); if ((s[0] === '-' ? -x : x) === v) ok++; }
console.log(ok, vals.length * 35, BigInt('0x' + 'f'.repeat(40)), BigInt('  -12  '), BigInt(''), BigInt('0b101'), BigInt('-0') === 0n);
console.log(vals.map(v => v.toLocaleString('en')).join(' '));
// as keys, in switch and in maps
const m = new Map, o = {}; for (let i = 0; i < N; i++) { m.set(BigInt(i % 50), i); o[BigInt(i % 50)] = i; switch (BigInt(i)) { case 3n: m.set('three', i); break; case BigInt(2 ** 40): m.set('x', 1); } }
console.log(m.size, m.get(49n), m.get(49), Object.keys(o).length, o[49], [3n, 1, '2', 2n, 1n].sort().join(), [3n, 1, 2n, 0.5, -1n].sort((a, b) => a < b ? -1 : a > b ? 1 : 0).join());
