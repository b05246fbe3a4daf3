// What looks the same in every round is read again in each, since the round itself changes it later.
// gc-stress: 211
'use strict';
const N = 4000;
let state = 1; const o = { v: 1, next: null }, holder = { f: x => x + 1 };
function whileGlobal() { state = 1; let c = 0; while (state === 1) { c++; state = 0; } return c; }
function printsOld(n) { let a = 0, out = ''; do { out += a; a = 1; } while (--n > 0); return out; }
function field(n) { o.v = 1; let s = ''; for (let i = 0; i < n; i++) { s += o.v; o.v = 2; } return s; }
function late(n) { let k = 5, s = 0; for (let i = 0; i < n; i++) { s += k * 3; if (i === 2) k = 7; } return s; }
function inner(n) { let s = 0, lim = 2; for (let i = 0; i < n; i++) { for (let j = 0; j < lim; j++) s += lim; lim = 3 - lim; } return s; }
function callee(n) { let s = 0; for (let i = 0; i < n; i++) { s = holder.f(s); if (i === 3) holder.f = x => x * 2; } holder.f = x => x + 1; return s; }
function guarded(n, p) { let s = 0; for (let i = 0; i < n; i++) { if (p !== null) s += p.v; p = i > 1 ? null : o; } return s; }
function division(n, d) { let s = 0; for (let i = 0; i < n; i++) { if (d !== 0) s += 12 / d | 0; d = (d + 1) % 3; } return s; }
function lengthOf(n) { const a = [1]; let s = 0; for (let i = 0; i < n; i++) { s += a.length; a.push(i); if (i === 4) a.length = 0; } return s; }
function elementOf(n) { const a = [1, 2]; let s = 0; for (let i = 0; i < n; i++) { s = s * 3 + a[0]; a[i & 1] = i; } return s; }
function otherName(n) { const a = [1, 2], b = a; let s = 0; for (let i = 0; i < n; i++) { s += a[1]; b[1] = s; } return s; }
function typed(n) { const w = new Int32Array(2), bytes = new Uint8Array(w.buffer); let s = 0; for (let i = 0; i < n; i++) { s += w[0]; bytes[1] = i; } return s; }
function text(n) { let t = 'a', s = 0; for (let i = 0; i < n; i++) { s += t.length; t += 'b'; } return s; }
function kind(n) { let x = 1, s = ''; for (let i = 0; i < n; i++) { s += typeof x; x = i === 1 ? 'a' : i === 3 ? undefined : x; } return s; }
function chain(n) { let p = { v: 0, next: { v: 1, next: { v: 2, next: null } } }, s = 0; for (let i = 0; i < n && p; i++) { s = s * 10 + p.v; p = p.next; } return s; }
function shape(n) { const p = {}; let s = ''; for (let i = 0; i < n; i++) { s += 'k' in p ? p.k : '-'; if (i === 1) p.k = i; if (i === 3) delete p.k; } return s; }
function proto(n) { const p = Object.create({ k: 1 }); let s = 0; for (let i = 0; i < n; i++) { s = s * 4 + p.k; if (i === 2) p.k = 2; if (i === 4) Object.setPrototypeOf(p, null); } return s; }
function throwing(n) { let q = o, s = 0; try { for (let i = 0; i < n; i++) { s += q.v; q = i < 3 ? o : undefined; } } catch (e) { return s + e.name; } return s; }
function closure(n) { let k = 1; const get = () => k, put = v => { k = v; }; let s = ''; for (let i = 0; i < n; i++) { s += get(); put(i); } return s; }
function method(n) { class P { get w() { return 1; } } const p = new P(); let s = 0; for (let i = 0; i < n; i++) { s += p.w; if (i === 2) Object.defineProperty(P.prototype, 'w', { value: 50, configurable: true }); } return s; }
const all = { whileGlobal, printsOld, field, late, inner, callee, guarded: n => guarded(n, o), division: n => division(n, 2), lengthOf, elementOf, otherName, typed, text, kind, chain, shape, proto, throwing, closure, method };
o.v = 1; const seen = {}; let wrong = 0;
for (const k in all) seen[k] = Array.from({ length: 8 }, (_, n) => (o.v = 1, all[k](n)));
for (let i = 0; i < N; i++) for (const k in all) { if (k === 'method' && i % 16) continue; o.v = 1; if (all[k](i & 7) !== seen[k][i & 7]) wrong++; }
for (const k in seen) console.log(k, seen[k].join(' '));
console.log(wrong);
