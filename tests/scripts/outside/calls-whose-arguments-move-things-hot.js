// Calls of methods of several classes and of callbacks, whose arguments replace the method, the receiver, its class or the variable; throw, or come from getters; and receivers that have no such method.
// gc-stress: 211
'use strict';
const N = 600;
class A { constructor(k) { this.k = k; } m(a, b) { return this.k + a * 2 + (b ?? 1); } n() { return this; } f = x => x + 1; }
class B extends A { m(a, b = 3) { return this.k * 3 - a - b; } f = x => x * 2; } class C extends A { m(...a) { return a.length * 100 + this.k; } n() { return new A(this.k + 1); } } class D extends B { m(a) { return super.m(a, arguments.length) + 1; } } class E { k = 9; get m() { return E.dyn; } n() { return this; } f(x) { return this.k + x; } static dyn = function (a) { return this.k + a; }; }
const classes = [A, B, C, D, E], mk = (i, n) => new classes[i % n](i & 7);
const grab = f => { try { return f(); } catch (e) { return e instanceof RangeError ? -7 : e instanceof TypeError ? -3 : -1; } };
let log = 0;
const g = { get x() { log++; if (g.at === log % 50) throw new RangeError('x'); return 4; }, y: 2, at: -1, l: [5, 6], n: { m: 8 } };
function plain(o, i) { return o.m(i, i + 1); }
function getters(o) { return o.m(g.x, g.y * g.l[1]) + o.m(g.n.m); }
function caught(o, p) { let r = 0; try { r = o.m(r = 5, p.z.w); } catch { r = -r; } return r; }
function receiver(o, i) { let p = o; return p.m(p = mk(i + 1, 5), 2) + p.k | 0; }
function own(o, i) { return o.m((o.m = i & 1 ? function (a) { return 1000 + this.k; } : o.m, i), 1); }
function index(l, i) { return l[i & 1].m(i) + l[(i + 1) & 1].m(l[0] = l[1], l.length); }
function chain(o, i) { return o.n().n().m(o.n().k, i).toFixed(1) + o.f(i); }
function callee(f, i) { return f(i) + f(f = x => x - 1, 2) + f(i); }
function optional(o, i) { return (o?.m?.(i) ?? -1) + (o.q?.(i) ?? -2) + (o.n?.().k ?? 0); }
function kept(o, i) { const { m } = o, h = o.m; return o.m === m ? h.call(o, i) + m.apply(o, [i, 2]) : -5; }
function inLoop(o, n) { let s = 0; for (let i = 0; i < n; i++) { s += o.m(i, s & 3); if (i % 3 === 2) o = i & 1 ? new D(i) : new C(i); } return s; }
function cond(o, p, i) { return (i & 1 ? o : p).m(i & 2 ? o.k : p.k, i & 4 ? 1 : undefined); }
function args(o, i) { return o.m(...[i, 2], ...(i & 1 ? [] : [3])) + o.m.call(o, ...g.l); }
const all = { plain: (o, i) => plain(o, i), getters, caught: (o, i) => caught(o, i % 3 ? { z: { w: 2 } } : i % 2 ? {} : { get z() { throw new RangeError(); } }), receiver, own, index: (o, i) => index([o, mk(i + 2, 4)], i), chain, callee: (o, i) => callee(o.f, i), optional, kept, inLoop: (o, i) => inLoop(o, i % 7), cond: (o, i) => cond(o, mk(i + 1, 3), i), args };
function run(title, n, make) { const out = []; for (const k in all) { let h = 0; for (let i = 0; i < N / 4; i++) { const r = grab(() => all[k](make ? make(i) : mk(i, n), i & 31)); h = (h * 31 + (typeof r === 'string' ? r.length * 1000 + parseInt(r) : r | 0)) | 0; } out.push(h); } console.log(title, out.join(), log); }
run('one', 1); run('two', 2); run('three', 3); run('four', 4); run('five', 5);
run('missing', 0, i => i % 20 ? mk(i, 3) : [{ k: 1 }, 5, null, undefined, 'str', Object.create(null), { m: 3, n: 4, f: 5 }][i / 20 % 7]);
g.at = 3; run('throwing', 4); g.at = -1;
run('proxies', 0, i => i % 4 ? mk(i, 4) : new Proxy(mk(i, 2), { get: (t, k, r) => (log++, Reflect.get(t, k, r)) }));
run('primitives', 0, i => { Number.prototype.m ??= function (a) { return this + a; }; String.prototype.m ??= function (a, b) { return this.length + b; }; return i % 3 === 0 ? i : i % 3 === 1 ? 'abc' : mk(i, 3); }); delete Number.prototype.m; delete String.prototype.m;
const am = A.prototype.m; A.prototype.m = function (a) { return am.call(this, a, 7) - 1; }; run('replaced', 4);
delete B.prototype.m; run('deleted', 4); Object.setPrototypeOf(C.prototype, E.prototype); run('moved', 4); E.dyn = (a, b) => a - b; run('getter gives another', 5);
Object.defineProperty(A.prototype, 'm', { get() { log++; return log % 5 ? am : null; }, configurable: true }); run('became a getter', 4);
Object.defineProperty(A.prototype, 'm', { value: 5, writable: true, configurable: true }); run('no function', 4); A.prototype.m = am; run('put back', 4);
// a method that changes the class it is called by, while the arguments of the next call are made
class S { m(i) { if (i % 100 === 99) S.prototype.m = S.prototype.m === S.one ? S.two : S.one; return i; } static one(i) { if (i % 100 === 50) S.prototype.m = S.two; return -i; } static two(i) { if (i % 100 === 20) delete S.prototype.m; return i * 2; } } class T extends S { m(i) { return super.m?.(i) ?? 0; } } class U { m(i) { return 7; } }
let h = 0; const st = [new S(), new T(), new U(), new T()]; for (let i = 0; i < N; i++) { const o = st[i & 3]; h = (h * 31 + grab(() => o.m(o.m(i & 127), st[(i + 1) & 3].m?.(i & 127)) + st[1].m(o.m?.(3) ?? 1))) | 0; if (i % 300 === 299) S.prototype.m ??= S.one; } console.log(h);
