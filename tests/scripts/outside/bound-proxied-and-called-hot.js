// Functions that are called through call, apply, bind, Reflect and proxies, and these of each other; what `this`, new.target and the arguments are, before and after each of them is replaced.
// gc-stress: 211
const N = 800;
const tell = v => v === globalThis ? 'global' : typeof v === 'object' && v ? Object.prototype.toString.call(v).slice(8, -1) + (v.id ?? '') : typeof v === 'function' ? 'f' : String(v);
function sloppy(a, b) { return tell(this) + ',' + a + ',' + b + ',' + arguments.length + (new.target ? '!' : ''); }
function strict(a, b) { 'use strict'; return tell(this) + ',' + a + ',' + b + ',' + arguments.length + (new.target ? '!' : ''); }
const arrow = (a, ...b) => 'arrow,' + a + ',' + b;
function opt(a = 1, { x } = { x: 2 }) { return a + ',' + x + ',' + (this?.id ?? typeof this); }
class K { constructor(a, b) { this.id = a + '-' + b + '-' + arguments.length; this.t = new.target === K; } static s() { return tell(this); } m(a) { return this.id + a; } }
const fns = { sloppy, strict, arrow, opt, max: Math.max, s: K.s, m: K.prototype.m, K };
const thises = [undefined, null, 5, 'st', { id: 1 }, true, Symbol.iterator, 1n];
const ways = {
  call0: (f, t) => f.call(t), call1: (f, t) => f.call(t, 1), call2: (f, t) => f.call(t, 1, 2), none: (f, t) => f.call(),
  apply0: (f, t) => f.apply(t), applyNull: (f, t) => f.apply(t, null), applyList: (f, t) => f.apply(t, [1, , 3]), applyLike: (f, t) => f.apply(t, { length: 2, 1: 'y' }), applyArgs: (f, t) => (function () { return f.apply(t, arguments); })(4, 5), applyRest: (f, t) => ((...r) => f.apply(t, r))(6, 7), applyBad: (f, t) => f.apply(t, 1),
  spread: (f, t) => f.call(t, ...[1, 2]), spreadAll: (f, t) => f.call(...[t, 3]), bind: (f, t) => f.bind(t, 1)(2), bind2: (f, t) => f.bind(t, 1).bind({ id: 'no' }, 2)(3), bindCall: (f, t) => f.bind(t).call({ id: 'no' }, 8),
  callCall: (f, t) => f.call.call(f, t, 1), callApply: (f, t) => f.call.apply(f, [t, 1, 2]), applyCall: (f, t) => f.apply.call(f, t, [1]), applyApply: (f, t) => f.apply.apply(f, [t, [2, 3]]), bound: (f, t) => Function.prototype.call.bind(f)(t, 1), boundApply: (f, t) => Function.prototype.apply.bind(f, t)([1, 2]),
  reflect: (f, t) => Reflect.apply(f, t, [1]), proxy: (f, t) => new Proxy(f, {}).call(t, 1), proxyBind: (f, t) => new Proxy(f.bind(t), { apply: (g, u, l) => g(...l, tell(u)) })(1), map: (f, t) => [1, 2].map(f, t).join(';'), construct: (f, t) => tell(new f(1, 2)), constructBound: (f, t) => tell(new (f.bind(t, 1))(2)), reflectNew: (f, t) => tell(Reflect.construct(f, [1], K)), tagged: (f, t) => f.call(t, ...`ab`, ...new Set([1])), optional: (f, t) => f?.call?.(t, 1),
};
function run(title, n = 20) { for (const k in fns) { const f = fns[k], seen = new Set(); for (let i = 0; i < n; i++) for (const w in ways) for (const t of thises) { let r; try { r = ways[w](f, t); } catch (e) { r = e.name; } if (i === 0 || i === n - 1) seen.add(String(r)); else if (!seen.has(String(r))) console.log('changed', k, w, String(r)); } console.log(title, k, seen.size, [...seen].join(' ').slice(0, 300)); } }
run('all', 5);
// sites of their own
function site(o, i) { return sloppy.call(o, i) + strict.apply(o, [i]) + opt.call(o) + K.s.call(o) + arrow.apply(o, [i, 1]); }
let h = 0; for (let i = 0; i < N; i++) h = (h * 31 + site(thises[i % (i < 400 ? 1 : thises.length)], i).length) | 0; console.log(h);
function forward() { return target.apply(this, arguments); } let target = sloppy;
function partly(f) { return f.apply(this, Array.prototype.slice.call(arguments, 1)); }
function later(f, ...r) { return f.call(this, ...r, r.length); }
class Fwd { constructor() { return Reflect.construct(K, arguments, new.target); } } class Sub extends K { constructor() { super(...arguments, 'sub'); } } class Sub2 extends Fwd { }
h = 0; for (let i = 0; i < N; i++) { target = i < 500 ? sloppy : i < 700 ? strict : i < 900 ? opt : [arrow, Math.min, sloppy.bind({ id: 'b' })][i % 3]; h = (h * 31 + String(forward(i, 2)).length + String(forward.call({ id: i }, i)).length + partly(target, i, { x: 1 }).toString().length + String(later.call(3, target, i)).length + new Sub(i).id.length + new Sub2(i, 1).id.length + new Fwd().id.length + (new Sub() instanceof K) + (new Sub2() instanceof Sub2)) | 0; } console.log(h);
const getsBound = { id: 'o', get f() { return sloppy.bind(this, 'got'); }, g: sloppy.bind({ id: 'G' }), __proto__: { h() { return super.toString.call([]) + sloppy.call(this); } } };
h = 0; for (let i = 0; i < N; i++) h = (h * 7 + getsBound.f(i).length + getsBound.g(i).length + getsBound.h().length + [i].map(getsBound.g, { id: 'no' })[0].length) | 0; console.log(h);
// new.target of bound and proxied constructors
function Ctor(a) { if (new.target) this.t = new.target.name; this.n = arguments.length; } const BC = Ctor.bind(null, 1), BBC = BC.bind(5, 2), PC = new Proxy(Ctor, {}), BPC = PC.bind(null, 3), PBC = new Proxy(BC, { construct(t, l, n) { return Reflect.construct(t, [...l, 'trap'], n === PBC ? Ctor : n); } }); BC.prototype = Ctor.prototype; class EB extends BC { } class EP extends PBC { constructor() { super(7); } }
const ctors = [Ctor, BC, BBC, PC, BPC, PBC, EB, EP]; const told = new Set(); for (let i = 0; i < N; i++) { const C = ctors[i < 300 ? 1 : i % 8], c = new C(i), r = Reflect.construct(C, [1, 2], i & 8 ? EB : C); told.add([C.name, c.t, c.n, c instanceof C, r.t, r.n, r instanceof EB].join()); } console.log([...told].join(' '));
// what is changed on the way
const own = Object.assign(function () { return 'own' + arguments.length; }, { call: () => 'myCall', apply: () => 'myApply', bind: () => () => 'myBind' });
function three(f) { return f.call(null, 1) + f.apply(null, [1]) + f.bind(null)(1); } h = new Set(); for (let i = 0; i < N; i++) h.add(three(i < 600 || i & 1 ? function () { return arguments.length; } : own)); console.log(...h);
function late(f, o) { return f.apply(o, [o.a, (o.f = 1, o.b)]); } function changing(i) { let f = sloppy; return f.call({ id: i }, f = strict, f === strict); } h = 0; for (let i = 0; i < N; i++) h = (h * 3 + late(strict, { a: i, get b() { return this.f; } }).length + changing(i).length) | 0; console.log(h);
const { call, apply, bind } = Function.prototype; let n = 0;
Function.prototype.call = function (...l) { n++; return Reflect.apply(this, ...[l[0], l.slice(1)]); }; h = 0; for (let i = 0; i < N; i++) h = (h * 31 + site({ id: i }, i).length) | 0; const ofCall = ['call', h, n]; n = 0;
Function.prototype.apply = function (t, l) { n++; return 'replaced' + l.length; }; h = 0; for (let i = 0; i < N; i++) h = (h * 31 + site({ id: i }, i).length + forward(1, 2).length) | 0; const ofApply = ['apply', h, n];
Function.prototype.call = call; Function.prototype.apply = apply; console.log(...ofCall); console.log(...ofApply); Function.prototype.bind = function () { return () => 'unbound'; }; h = 0; for (let i = 0; i < N; i++) h = (h * 31 + site(null, i).length + getsBound.f().length) | 0; console.log('bind', h, n); Function.prototype.bind = bind;
delete Function.prototype.call; try { site(1, 2); } catch (e) { h = e.name; } Object.defineProperty(Function.prototype, 'call', { value: call, writable: true, configurable: true }); console.log(h); Object.setPrototypeOf(sloppy, { call: () => 'proto', apply }); console.log(site(null, 1), typeof sloppy.bind);
