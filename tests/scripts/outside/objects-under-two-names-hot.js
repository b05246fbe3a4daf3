// One object by two names: what is stored through one is read through the other, in whatever order.
// gc-stress: 211
'use strict';
const N = 4000;
class C { constructor(on) { this.on = on; this.n = 1; this.w = 0; } }
const shared = new C(true), list = [new C(true)];
function swapped(x, y) { x.n = 1; y.n = 2; return x.n; }
function early(x, y) { const v = x.n; y.n = v + 1; return x.n - v; }
function array() { const c = new C(true); list[0] = c; if (list[0].on) list[0].n = 7; list[0].w = list[0].w; return c.n * 10 + c.w; }
function sunk(flag) { const c = new C(false), d = flag ? c : shared; d.n = 5; c.w = d.n; return c.n * 10 + c.w; }
function twice(a, b) { a[0] = 1; b[0] = 2; a[0] += b[0]; return a[0] + b[0]; }
function views(f) { const d = new Float64Array(1), w = new Uint32Array(d.buffer); d[0] = f; const before = w[1]; w[1] ^= 0x80000000; return d[0] + before % 7; }
function overlapping() { const b = new ArrayBuffer(8), x = new Int16Array(b, 2), y = new Int16Array(b); y[1] = 5; x[0]++; y[1] += x[0]; return x[0]; }
function dynamic(o, k, l) { o[k] = 1; o[l] = 2; return o[k]; }
function named(o, k) { o.a = 1; o[k] = 3; return o.a; }
function captured() { let n = 1; const f = () => n++, g = v => { n = v; }; f(); const before = n; g(9); return before * 100 + n * 10 + f(); }
function argument(x) { 'use strict'; arguments[0] = 5; return x + arguments[0]; }
const sloppy = new Function('x', 'y', 'arguments[0] = 5; y = 7; return x * 10 + (arguments[1] ?? 9);');
function through(o) { const h = { o }; h.o.n = 3; o.n++; return h.o.n; }
function inProto() { const p = { v: 1 }, c = Object.create(p); p.v = 2; const a = c.v; c.v = 3; p.v = 4; return a * 100 + c.v * 10 + p.v; }
function moved(o, p) { const { n } = o; p.n = 8; const { n: m } = o; return n * 10 + m; }
function looped(x, y, n) { let s = 0; for (let i = 0; i < n; i++) { x.n = i; s += y.n; y.n = -1; s += x.n; } return s; }
function joined(flag, x, y) { const t = flag ? x : y; x.n = 1; t.n = 2; y.n += 10; return x.n * 100 + t.n; }
function setter() { let log = 0; const o = { x: 1, set y(v) { this.x = v; log++; } }; const before = o.x; o.y = 4; return before * 100 + o.x * 10 + log; }
function grown(x, y) { x.extra = 1; y.extra2 = 2; return (x.extra2 ?? 'none') + Object.keys(x).length; }
const obj = () => new C(true);
const all = {
  swapped: i => { const c = obj(); return i & 1 ? swapped(c, c) : swapped(c, obj()); }, early: i => { const c = obj(); return i & 1 ? early(c, c) : early(c, obj()); },
  array, sunk: i => sunk(i & 1), twice: i => { const a = [0]; return i & 1 ? twice(a, a) : twice(a, [5]); }, views: i => views(i & 1 ? 1.5 : -2), overlapping,
  dynamic: i => dynamic({ a: 0, b: 0 }, 'a', i & 1 ? 'a' : 'b'), named: i => named({ a: 0 }, i & 1 ? 'a' : 'z'), elements: i => dynamic([0, 0], 0, i & 1), captured, argument: () => argument(1), sloppy: i => i & 1 ? sloppy(1, 2) : sloppy(1),
  through: () => through(obj()), inProto, moved: i => { const c = obj(); return moved(c, i & 1 ? c : obj()); }, looped: i => { const c = obj(); return looped(c, i & 1 ? c : obj(), 4); },
  joined: i => { const c = obj(); return joined(i & 1, c, i & 2 ? c : obj()); }, setter, grown: i => { const c = obj(); return grown(c, i & 1 ? c : obj()); },
};
const seen = {}; let wrong = 0;
for (const k in all) seen[k] = [0, 1, 2, 3].map(i => all[k](i));
for (let i = 0; i < N; i++) for (const k in all) if (all[k](i & 3) !== seen[k][i & 3]) wrong++;
for (const k in seen) console.log(k, seen[k].join(' '));
console.log(wrong);
