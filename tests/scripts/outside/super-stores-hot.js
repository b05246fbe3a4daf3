// Stores and reads through super, with receivers of every kind; typed arrays and proxies among the prototypes.
// node: 26
// gc-stress: 61
'use strict';
const N = 20000;
const t = f => { try { return String(f()); } catch (e) { return e.name; } };
const d = (o, k) => { const x = Object.getOwnPropertyDescriptor(o, k); return x ? ('value' in x ? x.value + (x.writable ? 'w' : '-') + (x.enumerable ? 'e' : '-') + (x.configurable ? 'c' : '-') : 'accessor') : 'none'; };
class A { get acc() { return this._acc; } set acc(v) { this._acc = v; } get ro() { return 1; } m() { return 'A' + this.tag; } static s() { return 'S' + this.name; } }
A.prototype.data = 'Adata'; Object.defineProperty(A.prototype, 'fixed', { value: 'F', writable: false, configurable: true });
class B extends A {
  constructor() { super(); this.tag = 'b'; }
  set(k, v) { super[k] = v; return v; } get(k) { return super[k]; } setX(v) { super.x = v; return this.x; } inc() { return super.x++; } add(v) { return super.data += v; } pre() { return ++super.data; } logical(v) { return [super.nope ??= v, super.data ||= v, super.data &&= v]; }
  m() { return 'B' + super.m(); } arrow() { return (() => super.m())(); } static s() { return 'B' + super.s(); } destr(o) { ({ x: super.dx, y: super['dy'] } = o); [super.d0, ...super.rest] = [1, 2, 3]; return [this.dx, this.dy, this.d0, this.rest]; } del() { return delete super.x; } forin(o) { const r = []; for (super.key in o) r.push(this.key); return r; }
  async am() { await null; return super.m(); } *gm() { yield super.m(); super.g = 5; yield this.g; }
}
const b = new B(); let s = 0;
for (let i = 0; i < N; i++) { s += b.setX(i); b.set('acc', i); s += b.get('acc'); b.set('k' + (i & 3), i); s += b.m().length + b.arrow().length; }
console.log(s, d(b, 'x'), d(b, '_acc'), d(b, 'acc'), d(b, 'k3'), d(A.prototype, 'x'), b.get('x'));
console.log(t(() => b.set('ro', 5)), t(() => b.set('fixed', 5)), t(() => b.inc()), b.x, t(() => b.add('!')), d(b, 'data'), t(() => b.pre()), t(() => b.logical(3)), t(() => b.destr({ x: 1, y: 2 })), t(() => b.del()), t(() => b.forin({ p: 1, q: 2 })), B.s());
Object.defineProperty(b, 'own', { value: 1, writable: false, configurable: true }); Object.defineProperty(b, 'oacc', { get() { return 'g'; }, set(v) { this.got = v; }, configurable: true }); Object.defineProperty(b, 'hid', { value: 1, writable: true, enumerable: false, configurable: true });
console.log(t(() => b.set('own', 2)), t(() => b.set('oacc', 3)), b.got, t(() => b.set('hid', 4)), d(b, 'hid'));
const set = B.prototype.set, get = B.prototype.get;
for (const r of [Object.freeze({}), Object.preventExtensions({ e: 1 }), [1, 2], function f() {}, new Uint8Array(2), 'str', 5, null, undefined, Symbol('s')]) console.log(t(() => set.call(r, 'e', 7)), t(() => set.call(r, 'acc', 7)), t(() => set.call(r, 'length', 1)), t(() => set.call(r, '0', 300)), t(() => set.call(r, '9', 9)), t(() => r[0]), t(() => get.call(r, 'data')));
const traps = []; const p = new Proxy({}, new Proxy({}, { get(_, k) { return (...a) => { traps.push(k + ':' + (typeof a[1] === 'string' ? a[1] : '')); return Reflect[k](...a); }; } }));
for (let i = 0; i < 3; i++) set.call(p, 'z', i); console.log(traps.join(), p.z);
Object.setPrototypeOf(B.prototype, new Proxy(A.prototype, { set(t, k, v, r) { traps.push('S' + k + (r === b)); return Reflect.set(t, k, v, r); }, get(t, k, r) { traps.push('G' + String(k) + (r === b)); return Reflect.get(t, k, r); } })); traps.length = 0;
b.setX(1); b.m(); b.set('acc', 2); console.log(traps.join()); let c = 0; for (let i = 0; i < N; i++) { b.setX(i); c += traps.length; traps.length = 0; } console.log(c);
Object.setPrototypeOf(B.prototype, null); console.log(t(() => b.setX(3)), t(() => b.get('x')), t(() => b.m())); Object.setPrototypeOf(B.prototype, A.prototype); console.log(b.m());
const o1 = { __proto__: { set q(v) { this.r = v; } }, f(v) { super.q = v; super.w = v; return this; } }; console.log(JSON.stringify(o1.f.call({}, 4)), t(() => Object.keys(o1.f.call(Object.create(o1), 5))));
const ta = new Int8Array(2), i1 = Object.create(ta); function put(o, k, v) { o[k] = v; return o[k]; }
let z = 0; for (let i = 0; i < N; i++) z += put(i1, i & 1, i & 7) || 0; console.log(z, d(i1, 0), ta.join(), t(() => put(i1, 5, 1)), d(i1, 5), t(() => put(i1, -1, 1)), t(() => put(i1, '1.5', 1)), t(() => put(i1, '-0', 1)), t(() => put(i1, 'x', 1)), t(() => Reflect.set(ta, 0, 9, i1)), t(() => Reflect.set(ta, 7, 9, i1)), t(() => Reflect.set({}, 0, 9, ta)), ta.join(), t(() => Reflect.set([], 0, 9, ta)), t(() => Reflect.set({}, 5, 9, ta)));
const arr = []; Object.setPrototypeOf(arr, new Proxy(Array.prototype, { set(t, k, v, r) { c++; return Reflect.defineProperty(r, k, { value: v * 2, writable: true, enumerable: true, configurable: true }); }, has() { c++; return false; } })); c = 0; function push(a, i) { a[i] = i; return a[i]; } for (let i = 0; i < 1000; i++) push([], i & 3); for (let i = 0; i < 1000; i++) push(arr, i); console.log(c, arr.length, arr[999]);
(async () => { console.log(await b.am(), [...b.gm()].join()); })();
