// Objects that need not be made on every path, cycles among them, and arguments of inlined apply.
// gc-stress: 211
'use strict';
const N = process.env.SMALL ? 1500 : 30000;
let keep = null, bad = 0, log = [];
class P { constructor(x, y) { this.x = x; this.y = y; } add(o) { return new P(this.x + o.x, this.y + o.y); } dot(o) { return this.x * o.x + this.y * o.y; } get len() { return this.x + this.y; } }
function selfPut(i) { const o = { a: i, self: null }; if (i & 1) o.self = o; else o.self = { a: -i }; o.a = o.self.a + 1; if (i % 997 == 0) keep = o; return o.self.a + o.a; }
function pair(i) { const a = { v: i }, b = { o: a, v: 1 }; a.o = b; if (i % 501 == 0) { keep = a; return keep.o.o.v; } return a.o.o.v + b.v; }
function phi(i) { let o = { n: i }; for (let j = 0; j < 3; j++) { const q = { n: o.n + j, prev: o }; if (q.n % 7 == 3) o = q; else o.n++; } return o.n + (o.prev ? o.prev.n : 0); }
function swap(i) { let a = { v: i }, b = { v: -i }; for (let j = 0; j < (i & 3); j++) { const t = a; a = b; b = t; a.v++; } return a.v * 3 + b.v; }
function list(i) { let l = null; for (let j = 0; j < 4; j++) l = { next: l, v: i + j }; let s = 0; for (let n = l; n; n = n.next) s = s * 3 + n.v; return s | 0; }
function arr(i) { const a = [i, i + 1, 2]; a[1] = a[0] + a[2]; if (i % 611 == 0) a.push(9); const [p, q, ...r] = a; return p + q + r.length + a.length; }
function arr2(i) { const a = new Array(3); a[0] = i; return (a[1] === undefined ? 1 : 0) + a[0] + a.length + (1 in a ? 100 : 0); }
function clos(i) { let n = i; const inc = () => ++n, get = () => n; inc(); if (i % 401 == 0) keep = inc; inc(); return get() + n; }
function clos2(i) { let fs = []; for (let k = 0; k < 3; k++) { let c = k; fs.push(() => c += i); } fs[0](); return fs[0]() + fs[1]() + fs[2](); }
function args() { return arguments.length + arguments[0]; } function viaArgs(i) { return args(i, 2) + args.apply(null, [i, { a: i }]) + args(...[i]); }
function rest(...r) { return r.length * 10 + r[0].v; } function viaRest(i) { return rest({ v: i }, 2) + rest.call(null, { v: 1 }); }
function thrown(i) { const o = { v: i, t: 0 }; try { o.t = 1; if (i % 5 == 0) throw o; o.t = 2; } catch (e) { o.t += e.v === i ? 10 : 1000; } finally { o.v++; } return o.v + o.t; }
function deoptAdd(i) { const o = { v: i % 10007 == 0 ? 'x' + i : i, w: { z: i } }; const r = o.v + o.w.z; if (typeof r == 'string') keep = o; return typeof r == 'string' ? o.w.z + r.length : r; }
function compare(i) { const a = { v: i }, b = { v: i }; const c = i & 1 ? a : b; return (a === b ? 1000 : 0) + (c === a ? 1 : 2) + (a == c ? 4 : 0) + (c !== b ? 8 : 0); }
function keys(i) { const o = { a: i, b: 2 }; if (i % 3 == 0) o.c = 3; if (i % 1009 == 0) delete o.a; let s = 0; for (const k in o) s += o[k]; return s + ('c' in o ? 1 : 0); }
function getter(i) { const o = { _v: i, get v() { return this._v + 1; }, set v(x) { this._v = x * 2; } }; o.v = o.v; return o.v; }
function method(i) { const p = new P(i, 1).add(new P(2, i)).add({ x: 1, y: 1 }); return p.dot(p) % 100003 + p.len; }
function inst(i) { const p = i & 1 ? new P(i, i) : { x: i, y: 2 }; return p instanceof P ? p.len : p.x; }
function nested(i) { const o = { a: { b: { c: i } } }; const { a: { b } } = o; b.c++; if (i % 777 == 0) log.push(o.a.b === b, JSON.stringify(o)); return o.a.b.c; }
function spread(i) { const o = { a: i, b: 2 }; const p = { ...o, b: 3, c: o }; p.c.a = 7; return p.a + p.b + o.a; }
function boxed(i) { const o = { v: i + .5, n: null, u: undefined, s: 's', t: i > 3 }; o.v *= 2; if (i % 1201 == 0) log.push(JSON.stringify(o)); return o.v + (o.n === null) + (o.u === void 0) + (o.t ? 1 : 0); }
function typed(i) { const t = new Float64Array(4), v = new Uint8Array(t.buffer); t[1] = i; t[2] = -0; return v[15] + t[1] + (Object.is(t[2], -0) ? 1 : 0) + v[23]; }
function iter(i) { let s = 0; for (const [k, v] of [[1, i], [2, i + 1]]) s += k * v; for (const x of new Set([i, i, 2])) s += x; return s; }
function iter2(i) { const e = [i, 5].entries(); let s = 0, r; while (!(r = e.next()).done) s += r.value[0] * 3 + r.value[1]; return s; }
function genr(i) { const g = (function* () { const o = { v: i }; o.v += yield o; yield o.v; })(); const o = g.next().value; o.v++; return g.next(3).value + o.v; }
function loopEsc(i) { let o = { v: 0 }; for (let j = 0; j < 6; j++) { if (j == 3 && i % 333 == 0) { keep = o; o = { v: o.v + 100 }; } o.v += j; } return o.v + (keep && keep.v === 3 ? 1 : 0); }
function twoExits(i) { const o = { v: i, l: [i] }; if (i % 2003 == 0) return keep = o, o.l[0]; o.l[0] += o.v; if (i % 2011 == 0) { o.v = 'str'; keep = o; } return o.l[0] + (o.v === i ? 1 : 0); }
function proto(i) { const o = { __proto__: { z: i }, y: 1 }; return o.z + o.y + (Object.getPrototypeOf(o).z === i ? 1 : 0); }
function weird(i) { const o = { 0: i, 1: 2, a: 3 }; o[i & 1]++; return o[0] + o[1] + o['a'] + (o[2] === undefined ? 1 : 0); }
function bigs(i) { const o = { b: BigInt(i) }; o.b = o.b * 3n + 1n; return Number(o.b % 1000n); }
const fs = [selfPut, pair, phi, swap, list, arr, arr2, clos, clos2, viaArgs, viaRest, thrown, deoptAdd, compare, keys, getter, method, inst, nested, spread, boxed, typed, iter, iter2, genr, loopEsc, twoExits, proto, weird, bigs];
for (const f of fs) { keep = null; let s = 0; for (let i = 0; i < N / 3; i++) s = (s + f(i)) % 1000000007; console.log(f.name, s, typeof keep == 'function' ? keep() : keep && typeof keep == 'object' ? Object.keys(keep).join() + ':' + (keep.v ?? keep.a) : keep); }
console.log(log.length, log.slice(0, 6).join(), log.slice(-3).join());
let all = 0; for (let i = 0; i < N / 10; i++) for (let k = 0; k < fs.length; k++) { const r = fs[(k + i) % fs.length](i * 7); all = (all * 3 + r) % 1000000007; } console.log(all);
