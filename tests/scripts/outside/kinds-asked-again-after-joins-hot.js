// gc-stress: 4001
// What an object is, asked twice with a way in between that makes the first answer void; a switch behind a switch on
// the same variable; a loop whose guard becomes another in a catch.
'use strict';
class A { constructor() { this.t = 'A'; this.f = 1; } m() { return 1; } }
class B extends A { constructor() { super(); this.g = { z: 2 }; } m() { return 2; } }
class C { constructor() { this.h = 3; } }
const as = (o, K) => (o instanceof K ? o : null);
function twice(o) { const b = as(o, B), a = as(o, A); let r = 0; if (b !== null && a !== null) r += b.g.z; else if (a !== null) r += a.f; if (b) r += b.m(); if (!a && !b && o) r += o.h ?? 100; return r; }
function objectOrNot(o) { let v = null; if (typeof o === 'object' && o) v = o; if (v === null) return typeof o; if (typeof o === 'object' && o !== null && 'f' in v) return v.f; return v && v.h; }
function guarded(on, n, list) { let none = null, nine = 1, r = 0; for (let i = 0; i < n; i++) { let v = 0; if (on) v = i; else { try { none[0] = 0; } catch { r += 10; } } if (on) { if (on) nine = 0; r += v + nine; if (i > n / 2) return r; } else { try { none[0] = nine; } catch (e) { r += e instanceof TypeError ? 1 : 1000; } finally { on = list[i % list.length]; } } } return r; }
const things = [new A, new B, new C, null, undefined, 5, 's', new B, { f: 0 }, []];
let hash = 0, text = '';
for (let i = 0; i < 20000; i++) { const o = things[i % (i < 10000 ? 3 : 10)]; hash = (hash * 31 + twice(o)) | 0; const x = objectOrNot(o); if (i % 997 === 0) text += x + ','; }
let sum = 0;
for (let i = 0; i < 600; i++) sum += guarded(i & 1, 20 + i % 5, [0, 0, 1, 0, 1]);
console.log(hash, text, sum, guarded(true, 10, [1]), guarded(false, 50, [0, 1, 1]));
function again(a, b) { let k; if (a < 3) k = 0; else if (a < 6) k = b ? 1 : 2; else k = 'x'; switch (k) { case 0: a += 1; break; case 1: a += 2; k = 2; break; case 'x': a = a + ''; } switch (k) { case 0: return a; case 1: return -1; case 2: return a * 2; default: return a + k; } }
let p = 0;
for (let i = 0; i < 20000; i++) { const v = again(i % 9, i % 5 < 2); p = typeof v === 'string' ? (p * 7 + v.length) | 0 : (p * 31 + v) | 0; }
console.log(p);
function answers(a, b, c) { const x = a > b, y = b > c, z = !(x && y); if (x) { if (y) return z ? -1 : a > c ? 1 : 2; if (z) return 3; return -2; } if (!x && z) return y ? 4 : 5; return -3; }
const values = [0, 1, 2, -0, NaN, 1.5, '1', null, undefined, 1n, true];
let u = 0;
for (let k = 0; k < 25; k++) for (const a of values) for (const b of values) for (const c of values) u = (u * 31 + answers(a, b, c)) | 0;
console.log(u);
// One site that walks lists, sets, strings, views and generators.
function walked(it) { const i = it[Symbol.iterator](); let r = 0, x; while (!(x = i.next()).done) r = (r * 3 + (x.value | 0)) | 0; for (const v of it) r = (r + (v | 0)) | 0; const [f, g] = it; return r + (f | 0) + (g | 0); }
const walks = [[1, 2, 3], new Set([4, 5]), '678', new Uint8Array([9, 8]), { *[Symbol.iterator]() { yield 7; yield 6; } }, [, 1], { [Symbol.iterator]: Array.prototype[Symbol.iterator], length: 2, 0: 5, 1: 6 }];
let w = 0;
for (let i = 0; i < 8000; i++) w = (w * 31 + walked(walks[i < 4000 ? 0 : i % 7])) | 0;
console.log(w);
