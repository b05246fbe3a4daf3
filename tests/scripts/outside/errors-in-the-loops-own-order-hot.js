// Loops whose invariant part may throw, or is guarded by a test, a loop that runs no round, or an earlier throw: what was done before the error is what the program says.
// gc-stress: 61
'use strict';
const N = 300;
let log = 0, order = '';
const say = k => { log = log * 3 + k | 0; return k; };
const grab = f => { try { return String(f()); } catch (e) { return e.name + (/^Cannot read|^v$/.test(e.message) ? e.message.slice(0, 12) : ''); } };
class Res { #v = 1; static v(o) { return o.#v; } } const boomer = { get v() { throw new RangeError('v'); }, w: 2 }, frozen = Object.freeze({ v: 1 }), later = { v: 1 };
// the effect before it, in the first round and in none
function a(o, n, out) { for (let i = 0; i < n; i++) { out.n++; out.s += o.v; } return out.s; }
function b(o, n, out) { for (let i = 0; i < n; i++) { out.s += o.v; out.n++; if (i === 2) o = null; } return out.s; }
function c(o, p, n, out) { for (let i = 0; i < n; i++) { out.s += p.v.w; out.n += o.v.w; } return out.s; }
function d(o, k, n, out) { for (let i = 0; i < n; i++) { if (k) out.s += o.v; else out.n++; } return out.s; }
function e(f, n, out) { let i = 0; do { out.n = i; out.s += f(i); } while (++i < n); return out.s; }
function g(l, n, out) { for (let i = 0; i < n; i++) { out.n++; out.s += l.length + l[0]; } return out.s; }
function x(o, n, out) { for (let i = 0; i < n; i++) { out.n++; out.s += Res.v(o); } return out.s; }
function k(o, n, out) { for (let i = 0; i < n; i++) { out.n++; o.v = i; out.s += o.v; } return out.s; }
function m(o, C, n, out) { for (let i = 0; i < n; i++) { out.n++; if (o instanceof C) out.s++; out.s += 'v' in o; } return out.s; }
function q(s, n, out) { for (let i = 0; i < n; i++) { out.n++; out.s += s.charCodeAt(1) + s.length; } return out.s; }
function r(u, v, n, out) { for (let i = 0; i < n; i++) { out.n++; out.s += Number(u * v) + Number(u % v); } return out.s; }
function t(o, n, out) { for (let i = 0; i < n; i++) { out.n++; const { v, w = say(2) } = o, [y = 1] = o.l ?? []; out.s += v + w + y; } return out.s; }
const bad = [null, undefined, {}, boomer, frozen, later, 5, 'str', Symbol.iterator, 1n, [], [1, 2], new Proxy({}, { get(_, p) { return p === Symbol.toPrimitive ? undefined : 3; }, has: () => true, set: () => false }), new Res(), Res, Object.create(boomer)];
const run = { a, b, c: (o, n, out, o2) => c(o2, o, n, out), c2: (o, n, out) => c({ v: { w: 1 } }, o, n, out), d: (o, n, out) => d(o, n & 1, n, out), e, g, x, k, m: (o, n, out, o2) => m(o, o2, n, out), m2: (o, n, out) => m(o, Res, n, out), q, r: (o, n, out, o2) => r(o, o2, n, out), r2: (o, n, out) => r(o, 2, n, out), t };
for (const name in run) { const seen = [], f = run[name]; for (let i = 0; i < N / 2; i++) f(name === 'e' ? say : name === 'q' ? 'abc' : name[0] === 'r' ? 3 : name === 'x' ? new Res() : name === 'g' ? [1] : { v: { w: 1, valueOf: () => 1 } }, i & 3, { n: 0, s: 0 }, name === 'm' ? Res : name === 'r' ? 4 : { v: { w: 2 } }); for (let j = 0; j < 2; j++) for (const o of bad) for (const n of [0, 1, 4]) { const out = { n: 0, s: 0 }; seen.push(grab(() => f(o, n, out, bad[(n * 3 + bad.indexOf(o)) % bad.length])) + '/' + out.n); } let h = 0; for (const ch of seen.join()) h = (h * 31 + ch.charCodeAt()) | 0; console.log(name, h, seen.slice(0, 9).join(' ')); }
// two of them: the first to fail in the program's order
function two(p, o, n) { let s = 0; for (let i = 0; i < n; i++) { s = i; if (i >= 1) s += p.f(); s += o.v.w; } return s; }
function twice(l, o, n) { let s = 0; for (let i = 0; i < n; i++) { s += l[i].z; s += o.v; } return s; }
const seen = new Set(); for (let i = 0; i < N; i++) { seen.add(grab(() => two(i % 5 ? { f: () => 1 } : {}, i % 7 ? { v: { w: 1 } } : {}, i % 3))); seen.add(grab(() => twice(i % 5 ? [{ z: 1 }, { z: 2 }] : [{ z: 1 }], i % 7 ? { v: 1 } : boomer, i % 3))); } console.log([...seen].join(' '));
// nested: the inner loop's invariants are the outer loop's variables
function nested(rows, o, n) { let s = 0; for (let y = 0; y < n; y++) { const row = rows[y]; for (let x = 0; x < (y & 1 ? 0 : 3); x++) { s += row[x] * o.scale; s |= 0; } log = y; if (y === 3) o = rows.o; } return s; }
let h = 0; for (let i = 0; i < N; i++) { const rows = [[1, 2, 3], i & 1 ? null : [4], [5, 6, 7], undefined, i & 2 ? [8, 9, 1] : null, [1]]; rows.o = i & 4 ? { scale: 2 } : null; for (const ch of grab(() => nested(rows, { scale: i & 7 }, i % 6)) + log) h = (h * 31 + ch.charCodeAt()) | 0; } console.log(h);
// what a test lets through in one round holds for no other
function guarded(l, n) { let s = 0, o = null; for (let i = 0; i < n; i++) { if (o !== null) s += o.v; if (typeof l[i & 3] === 'object') o = l[i & 3]; if (o && o.w) s += o.w.z; } return s; }
h = 0; for (let i = 0; i < N; i++) for (const ch of grab(() => guarded([{ v: 1 }, i % 3 ? null : { v: 2, w: { z: 3 } }, 5, i % 11 ? { v: 4, w: { z: 5 } } : { w: 1, v: 's' }], i % 9))) h = (h * 31 + ch.charCodeAt()) | 0; console.log(h);
function typed(u, n, k) { let s = 0; for (let i = 0; i < n; i++) { if (k < u.length) s += u[k]; else if (i > 3) s += u[k] ?? -1; u[i] = i; if (i === 2) k = i & 1 ? k : k + 1; } return s; }
h = 0; for (let i = 0; i < N; i++) h = (h * 31 + typed(new Uint8Array(i % 5), i % 7, i % 6 - 1) + typed([1, 2, 3].slice(i % 4), i % 7, i % 6)) | 0; console.log(h);
// caught inside and outside, with variables that the loop changes
function inside(o, n) { let s = 0, c = 0; for (let i = 0; i < n; i++) { try { s += o.v.w; c++; } catch { s -= i; if (c++ === 2) o = { v: { w: 7 } }; } finally { s ^= c; } } return s * 100 + c; }
function outside(o, n) { let s = 0, i = 0; try { for (; i < n; i++) { s += i; if (i & 1) s += o.v.w; } } catch (e) { s = -s - i; } return s * 100 + i; }
h = 0; for (let i = 0; i < N; i++) { const o = [{ v: { w: i } }, {}, null, boomer][i < N / 2 ? 0 : i & 3]; h = (h * 31 + inside(o, i % 8) + outside(o, i % 6)) | 0; } console.log(h);
function tdz(n, k) { let s = 0; for (let i = 0; i < n; i++) { s += i; if (i === k) s += late; } let late = 5; return s + late; } function never(n) { let s = 1; for (let i = 0; i < n; i++) { s += notThere; } return s; }
seen.clear(); for (let i = 0; i < N; i++) { seen.add(grab(() => tdz(3, i < N / 2 ? 5 : i & 3))); seen.add(grab(() => never(i < N / 2 ? 0 : i & 1))); if (i === N - 20) globalThis.notThere = 9; } console.log([...seen].join(' '), log);
