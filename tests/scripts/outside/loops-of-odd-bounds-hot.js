// Loops whose counters take steps that leave a word, whose bounds are functions, text or dates, that never run, or whose remainder is by zero.
'use strict';
const N = 600;
function bigStep() { let n = 0; for (let k = 0; k < 0x7fffffff; k = k + 0x7fffffff) n++; return n; }
function bigStep2() { let n = 0; for (let k = -0x80000000; k <= 0x7fffffff; k += 0x40000000) n++; return n; }
function nested(m) { let n = 0; for (let i = 0; i < m; i++) { for (let j = 2; j < 2; j = j % i) n++; for (let k = 0; k < 0x7fffffff; k = k + 0x7fffffff) n += i; } return n; }
function byZero(m) { let n = 0; for (let i = 0; i < m; i++) { let j = 9; while (j > 0 && n < 500) { j = j % i; n++; if (j !== j) n += 10; } } return n; }
function overFunction() { let n = 0; for (let i = 3705358555; i < overFunction; i = i + 3705358555) n++; return n; }
function overText(t) { let n = 0; for (let i = 0; i < t; i++) n += i; return n; }
function down() { let n = 0; for (let i = 5 >>> 0; i >= 0; i--) { n += i; if (n > 100) break; } return n; }
function unsigned() { let n = 0; for (let i = 0xfffffffa; (i | 0) !== 2; i = i + 1 >>> 0) n++; return n; }
function fractions() { let n = 0; for (let i = 0; i !== 1; i += 0.125) n++; for (let i = 0.1; i < 1; i += 0.1) n += 100; return n; }
function moving(a) { let n = 0; for (let i = 0; i < a.length; i++) { n += a[i]; if (i % 3 === 0 && a.length < 12) a.push(i); if (i === 5) a.length = 7; } return n; }
function both() { let n = 0; for (let i = 0, j = 10; i < j; i += 3, j += 2) n += j - i; return n; }
function never(x) { let n = 0; for (let i = 0; i < NaN; i++) n++; for (let i = x; i < undefined; i++) n++; while (null > 0) n++; do n++; while (''); return n; }
function infinite() { let n = 0; for (let i = -Infinity; i < 0; i++) if (++n > 5) break; for (let i = Infinity; i-- > 1;) if (++n > 9) break; return n; }
function large() { let n = 0; for (let i = 2 ** 53 - 2; i < 2 ** 53 + 5 && n < 20; i++) n++; return n; }
function bigints() { let n = 0n; for (let i = 2n ** 63n - 3n; i < 2n ** 63n + 3n; i++) n += i & 0xffn; return n; }
function objects() { let c = 0; const lim = { valueOf() { return c++ > 3 ? 0 : 10; } }; let n = 0; for (let i = 0; i < lim; i++) n++; return n * 100 + c; }
function shifting() { let n = 0; for (let i = 1; i; i <<= 1) n++; for (let i = -1; i !== 0; i = i >>> 1) n += 100; for (let i = -8; i !== -1; i >>= 1) n += 10000; return n; }
const fs = { bigStep, bigStep2, nested: i => nested(i % 6), byZero: i => byZero(i % 4), overFunction, overText: i => overText(String(i % 9)), down, unsigned, fractions, moving: i => moving([1, i]), both, never: i => never(i), infinite, large, bigints, objects, shifting };
for (const [name, f] of Object.entries(fs)) { let s = 0, v; for (let i = 0; i < N; i++) { v = f(i); s = (s * 31 + Number(v)) % 1000003; } console.log(name, s, String(v)); }
console.log(overText({ valueOf: () => 4 }), overText('x'), overText([3]), overText(new Date(5)), overText(3n), overText(null), nested('3'));
