// An object that code knows as a constant has other properties later: values, kinds, prototypes, toJSON, between two reads and in loops.
'use strict';
const N = 4000;
const C = { x: 1, y: 2.5, f() { return this.x; }, toJSON() { return this.x; } };
const A = [1, 2, 3], M = new Map([['k', 1]]), F = Object.freeze({ z: { n: 1 } });
let L = { x: 1 };
function read() { return C.x + C.y; }
function between(g) { const a = C.x; g(); return [a, C.x].join('|'); }
function loop(n, at) { let s = 0; for (let i = 0; i < n; i++) { s += C.x; if (i === at) C.x = C.x === 1 ? 1.5 : 1; } return s; }
function json() { return JSON.stringify(C) + JSON.stringify({ C, L }); }
function method() { return C.f() + C['f'](); }
function arr() { return A[0] + A.length + (A[3] === undefined ? 0 : A[3]); }
function frozen() { return F.z.n + ('z' in F); }
function lets() { const a = L.x; const o = L; L = { x: a + 1, w: 0 }; return a + L.x + (o === L) + o.x; }
function maps() { return M.get('k') + M.size + M.has('j'); }
function inner() { const g = () => C.x; const a = g(); C.x = a + 1; const b = g(); C.x = a; return a * 10 + b; }
function holder() { return C.hasOwnProperty('x') + (C.toString === Object.prototype.toString) + C.missing; }
const fs = { read, between: () => between(() => {}), loop: i => loop(5, i % 9), json, method, arr, frozen, lets, maps, inner, holder };
function all(tag) { for (const k in fs) { let s = '', h = 0; for (let i = 0; i < N / 4; i++) { s = String(fs[k](i)); for (let j = 0; j < s.length; j++) h = h * 31 + s.charCodeAt(j) | 0; } console.log(tag, k, h, s); } }
all('first');
C.x = 'one'; console.log(between(() => { C.x = 1; }), read()); A.push(9); F.z.n = 2.5; M.set('j', 1); all('changed');
console.log(between(() => { delete C.x; })); C.x = 4; Object.defineProperty(C, 'y', { get() { return C.x * 2; }, configurable: true }); A.length = 2; M.clear(); M.set('k', 0.5); L.x = 1; all('getter');
C.f = function () { return 'other' + this.y; }; delete C.toJSON; Object.setPrototypeOf(C, { missing: 'found', toJSON() { return 'proto'; } }); A[0] = { valueOf: () => 50 }; L.x = 1; all('proto');
Object.freeze(C); Object.setPrototypeOf(A, { get 0() { return 'none'; } }); try { loop(3, 1); } catch (e) { console.log(e.name); } try { inner(); } catch (e) { console.log(e.name, C.x); }
delete fs.loop; delete fs.inner; L.x = 1; all('frozen');
