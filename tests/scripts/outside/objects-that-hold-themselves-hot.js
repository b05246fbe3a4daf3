// gc-stress: 4001
// Objects that are put into themselves, or into each other, on some of the ways, and then leave the function or do not;
// stores through a variable that is now one object, now another.
'use strict';
function itself(a, b) { const o = { x: 1, me: null }; if (a) o.me = o; if (b) return o; return o.me === o ? o.me.x : o.me; }
function pair(a, b) { const p = { v: a, q: null }, q = { v: b, q: null }; if (a & 1) p.q = q; else q.q = p; if (b & 1) q.q = p; if (a % 5000 === 4999) return [p, q]; return (p.q ? p.q.v : 1) + (q.q ? q.q.v : 2); }
function list(a) { const l = [0, 0]; if (a & 1) l[0] = l; if (a % 3 === 0) l[1] = l[0]; if (a % 4999 === 0) return l; return (l[0] === l) + (l[1] === l) * 2; }
function closure(a) { let s = null; const f = () => s; if (a & 1) s = f; const g = a % 5 ? f : () => g; return (f() === f ? 1 : 0) + (g() === g ? 2 : 0); }
class Node { constructor(a) { this.self = a & 1 ? this : null; if (a % 3 === 0) this.k = this.self; this.a = a; } get deep() { return this.self?.self?.self?.a; } }
function made(a) { const n = new Node(a); if (a % 6000 > 5996) return n; return n.deep ?? n.k ?? 1; }
function chain(n) { let o = { n: 0, p: null }; for (let i = 0; i < n; i++) { const q = { n: i, p: null }; if (i & 1) q.p = o; else q.p = q; o = q; if (i % 100 === 99) o = { n: o.n, p: o.p.p === o ? null : o.p }; } return o.n + (o.p ? o.p.n : -1); }
let sum = 0, told = '';
for (let i = 0; i < 12000; i++) {
  let r = itself(i & 1, i % 4000 === 3);
  sum = (sum + (r && typeof r === 'object' ? (r.me === r ? 7 : 9) : r | 0)) | 0;
  r = pair(i, i % 7 ? i : i + 1);
  if (Array.isArray(r)) { told += `${r[0].q === r[1]},${r[1].q === r[0]};`; r = 1; }
  sum = (sum + r + closure(i)) | 0;
  r = list(i);
  if (typeof r === 'object') { told += `${r[0] === r}/${r[1] === r};`; r = 2; }
  sum = (sum + r) | 0;
  r = made(i);
  if (typeof r === 'object') { told += `${r.self === r}:${r.k === r};`; r = 1; }
  sum = (sum + r) | 0;
}
console.log(sum, told);
console.log(chain(10000), chain(1), chain(14001));
// One store by two names.
function chosen(n) { const g = { v: 0 }; let c = { v: 1 }, p = c, once = true, r = 0, h = 0; for (let i = 0; i < n; i++) { c.v = g.v = h; if (once) { r += p.v; once = false; p = g; continue; } r = (r * 3 + p.v) | 0; once = 0 <= h; h = (h + i) | 0; if (i % 7 === 0) p = c; if (i % 11 === 0) c = { v: -1 }; } return r; }
function first(n) { const a = [0]; let r = 0; for (let k = 0; k < n; k++) { a[0] = 1; const m = [[[[1], [1, 1]]], [[[1, 1]], [[k]]]]; r += m[k & 1][0][0][0] + a[0]; a[0] = k; r = (r + a[0]) | 0; const b = k % 5 ? a : [9]; b[0] += 1; r = (r + a[0]) | 0; } return r; }
function inner(n) { const o = { i: { v: 1 } }; let r = 0; for (let k = 0; k < n; k++) { const a = o.i; a.v = (o.i.v + 1) | 0; r = (r + a.v) | 0; if (k % 3 === 0) o.i = { v: r & 255 }; r ^= o.i.v; a.v = 5; } return r; }
console.log(chosen(15000), first(12000), inner(15000));
// A copy onto itself that repeats what it has just written.
function repeat(out, from, to, length) { let c = 0; while (to + c - from < 8) { for (let j = 0; j < 8; j++) out[to + c + j] = out[from + j]; c += to + c - from; } for (let i = c; i < length; i += 8) for (let j = 0; j < 8; j++) out[to + i + j] = out[from + i - c + j]; }
const bytes = new Uint8Array(600);
let hash = 0;
for (let k = 0; k < 300; k++) { for (let i = 0; i < 20; i++) bytes[i] = i * k; repeat(bytes, 4, 5 + k % 7, 100); for (let i = 0; i < 130; i++) hash = (hash * 31 + bytes[i]) | 0; }
console.log(hash);
