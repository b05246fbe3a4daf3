// Functions of one text and several scopes, and functions of several texts that compile to the same: methods, getters, initialisers and callbacks that meet at one site keep their own variables, names, sources, lines and templates.
// gc-stress: 61
'use strict';
const N = 1500;
const f1 = () => function () { /* one */ }; const f2 = () => function () { /* two */ }; const f3 = () => function () { /* three */ };
const text = f => f().toString();
const told = new Set(); for (let i = 0; i < N; i++) told.add(i % 3 + text([f1, f2, f3][i % 3])); console.log([...told].join(' '));
const id = s => s, t1 = () => id`a`, t2 = () => id`a`, t3 = () => id`a`; class T1 { m() { return id`x`; } } class T2 { m() { return id`x`; } } class T3 extends T2 { m() { return id`x`; } }
const ask = f => f(), askM = o => o.m(); const which = new Map(); const note = (v, k) => { if (!which.has(v)) which.set(v, new Set()); which.get(v).add(k); };
for (let i = 0; i < N; i++) { note(ask([t1, t2, t3][i % 3]), i % 3); note(askM([new T1(), new T2(), new T3()][i % 3]), i % 3 + 3); } console.log(which.size, [...which.values()].map(s => [...s].join()).join(';'));
class L1 { n() { return new Error('e').stack.split('\n')[1].split(':').at(-2); } }
class L2 { n() { return new Error('e').stack.split('\n')[1].split(':').at(-2); } }

class L3 { n() { return new Error('e').stack.split('\n')[1].split(':').at(-2); } }
const line = o => o.n(); told.clear(); for (let i = 0; i < N / 5; i++) told.add(i % 3 + ':' + line([new L1(), new L2(), new L3()][i % 3])); console.log([...told].join());
// variables of their own
const mk = k => ({ m() { return k; }, get g() { return k * 2; }, set s(v) { k = v; }, f: () => k++, *[Symbol.iterator]() { yield k; }, async a() { return k; }, __proto__: { up() { return k + super.toString.length; } } });
const objs = [0, 1, 2, 3, 4, 5, 6].map(mk), heirs = objs.map(o => Object.create(o));
function use(o, i) { o.s = i; const [x] = o; return o.m() + o.g * 3 + o.f() * 5 + o.f() * 7 + x * 11 + o.up(); }
let h = 0; for (let i = 0; i < N; i++) h = (h * 31 + use(objs[i < 400 ? 0 : i < 700 ? i % 2 : i % 7], i) + use(heirs[(i * 3) % 7], i & 15) + objs[(i + 1) % 7].m()) | 0; console.log(h);
const cls = (k, B = Object) => class extends B { #p = k; x = k + 1; y = () => k + this.x; static s() { return k; } static #q = k; static q() { return this.#q; } get g() { return k; } m() { return k + this.#p; } constructor(...a) { super(...a); this.z = k++; } };
const cs = [1, 2, 3, 4, 5].map(k => cls(k)); cs.push(cls(6, cs[0]), cls(7, cs[1]));
function useC(C) { const o = new C(); return o.m() + o.g * 3 + o.x * 5 + C.s() * 7 + C.q() * 11 + o.y() * 13 + o.z * 17; }
h = 0; for (let i = 0; i < N; i++) h = (h * 31 + useC(cs[i < 300 ? 0 : i < 600 ? i % 2 : i % 7])) | 0; console.log(h);
// callbacks
function each(l, f) { let s = 0; for (const x of l) s = s * 2 + f(x, l) | 0; return s; } const adders = n => x => x + n, counters = (c = 0) => x => c += x, list = [1, 2, 3];
function curry(a) { return b => c => d => a * 1000 + b * 100 + c * 10 + d; } const cur = [1, 2, 3].map(a => [4, 5].map(b => curry(a)(b)(6))).flat();
const counts = [counters(), counters(5), counters(100)]; h = 0; for (let i = 0; i < N; i++) h = (h * 31 + each(list, adders(i)) + each(list, counts[i % 3]) + each(list, cur[i % 6]) + list.map(adders(i & 3)).reduce((a, b) => a * 3 + b + i)) | 0; console.log(h);
// loops that make functions, which meet afterwards at one site
const made = []; for (let i = 0; i < 6; i++) { let j = i * 10; made.push(() => j++, () => i, v => j = v ?? j, function () { return this === undefined ? j + i : this.q; }); }
h = 0; for (let i = 0; i < N; i++) { const f = made[(i * 5) % made.length]; h = (h * 31 + f() + f.call({ q: i }, i & 7)) | 0; } console.log(h);
// one is replaced by another of the same text, in the middle
const swap = { f: adders(1) }; function twice(o, x) { const g = o.f, a = o.f(x); o.f = adders(x); return a * 100 + o.f(x) * 10 + g(x); } h = 0; for (let i = 0; i < N; i++) h = (h * 31 + twice(swap, i & 15)) | 0; console.log(h);
class Pr { } Pr.prototype.f = adders(2); const pr = new Pr(); function inherited(x) { const a = pr.f(x); if (x % 50 === 0) Pr.prototype.f = adders(x); return a * 10 + pr.f(x); } h = 0; for (let i = 0; i < N; i++) h = (h * 31 + inherited(i)) | 0; console.log(h);
function rec(n, f) { return n ? rec(n - 1, x => f(x) + n) : f(0); } h = 0; for (let i = 0; i < N; i++) h = (h * 31 + rec(i % 7, x => x + i)) | 0; console.log(h);
// names, this and new.target that arrows find
function Outer(k) { this.k = k; const a = () => this.k + (new.target ? 1 : 0) + arguments.length; return { a, b: () => a() + arguments[0], c: function () { return (() => this.d ?? arguments.length)(); }, d: k }; }
h = 0; for (let i = 0; i < N; i++) { const o = i & 1 ? new Outer(i) : Outer.call({}, i, 2), { c } = o; h = (h * 31 + o.a() + o.b() + o.c() + c.call({}, 1, 2, 3)) | 0; } console.log(h);
