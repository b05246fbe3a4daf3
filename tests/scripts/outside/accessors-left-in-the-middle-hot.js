// Getters and setters that are inlined, and left in the middle: they throw, take themselves away, become others, or see another receiver; in operands, assignments, patterns and iterations.
// gc-stress: 211
'use strict';
const N = 800;
let trap = -1, log = 0;
class A { #v; constructor(v) { this.#v = v; this.w = v; } get v() { if (this.w === trap) throw new RangeError('get ' + this.w); return this.#v + this.w; } set v(x) { if (x === trap) throw new TypeError('set ' + x); this.w = x; return 99; } get self() { return this; } }
class B { constructor(v) { this.b = v; this.w = -v; } get v() { return this.b * 2; } set v(x) { this.b = x | 0; } get self() { return this; } }
class C extends A { get v() { return super.v + 1; } set v(x) { super.v = x + 1; } }
class D extends B { get v() { return super.v - 1; } }
const o = { get v() { return this.k ?? 7; }, set v(x) { log += x | 0; } }, p = { __proto__: o, k: 3 }, data = { v: 1.5, w: 2 };
const make = [i => new A(i), i => new B(i), i => new C(i), i => new D(i), i => p, i => data, i => ({ __proto__: new A(i), w: 4 })];
function read(x) { return x.v; }
function add(x, y) { return x.v + y.v * 2 - x.v; }
function put(x, v) { x.v = v; return x.v; }
function bump(x) { return x.v++ + ++x.v; }
function plus(x, y) { x.v += y.v; return x.v; }
function logic(x) { x.v ||= 5; x.v &&= 6; x.v ??= 7; return x.v; }
function pat(x) { const { v, w = v } = x; return v + w; }
function into(x, l) { [x.v, x.w] = l; return x.v + x.w; }
function chain(x) { return x.self.self?.v ?? -1; }
function caught(x, v) { let r = 0; try { r = 1; x.v = v; r = 2; r += x.v; r = 3 + r; } catch (e) { return r + e.message; } finally { log += r | 0; } return r; }
function args(x) { return other(x.v, x.v = 3, x.v); } function other(a, b, c) { return a + b * 10 + c * 100; }
const fns = [read, add, put, bump, plus, logic, pat, into, chain, caught, args];
function run(title, kinds, n = N) { const out = fns.map(() => 0); for (let i = 0; i < n; i++) for (let k = 0; k < fns.length; k++) { const x = make[kinds[i % kinds.length]]?.(i & 15); let r; try { r = fns[k](x, k === 1 || k === 4 ? make[kinds[(i >> 1) % kinds.length]](i & 7) : k === 7 ? [i & 3, i & 7] : i & 7); } catch (e) { r = e.message.length; } if (typeof r === 'string') r = r.length * 7; out[k] = (out[k] * 31 + (r * 2 | 0)) | 0; } console.log(title, out.join(), log); }
run('one', [0]); run('two', [0, 1]); run('three', [2, 1, 0]); run('four', [0, 1, 2, 3]); run('all', [0, 1, 2, 3, 4, 6]);
trap = 5; run('throwing', [0, 2, 1]); trap = -1; run('not throwing', [0, 2, 1], 300);
const gets = Object.getOwnPropertyDescriptor(B.prototype, 'v');
Object.defineProperty(B.prototype, 'v', { get() { return this.b === 3 ? 'three' : this.b; }, configurable: true }); run('without setter', [1, 0, 3], 500);
Object.defineProperty(B.prototype, 'v', { value: 4, writable: true, configurable: true }); run('data', [1, 0, 3], 500);
delete B.prototype.v; run('deleted', [1, 0, 3], 500);
Object.defineProperty(B.prototype, 'v', gets); run('put back', [1, 0, 3], 500);
// they change what they are in the middle of
const once = Object.defineProperty({}, 'v', { get() { delete this.v; this.v = 5; return 1; }, set(x) { Object.defineProperty(this, 'v', { value: x * 2, writable: true }); }, configurable: true });
function fresh() { return Object.defineProperty({}, 'v', { get() { Object.defineProperty(this, 'v', { value: 5, writable: true }); return 1; }, set(x) { Object.defineProperty(this, 'v', { value: x * 2, writable: true }); }, configurable: true }); }
class L { get v() { const v = L.n++; Object.defineProperty(this, 'v', { value: v, writable: true }); return v; } static n = 0; }
class M { get v() { if (++M.n % 400 === 0) Object.defineProperty(M.prototype, 'v', { get() { return M.n * 3; }, set(x) { M.n = x; }, configurable: true }); return M.n; } set v(x) { if (++M.n % 300 === 0) delete M.prototype.v; this.m = x; } static n = 0; }
let h = 0; for (let i = 0; i < N; i++) { const f = fresh(), g = fresh(), l = new L(), m = new M(); h = (h * 31 + f.v * 2 + f.v + (g.v = 4) + g.v + l.v + l.v + (m.v | 0) + (m.v = i & 7) + (m.v | 0) + bump(fresh()) + bump(new L())) | 0; } console.log(h, once.v, once.v, M.n);
class S { set v(x) { Object.setPrototypeOf(this, T.prototype); this.s = x; } get v() { return 's'; } } class T { get v() { Object.setPrototypeOf(this, S.prototype); return this.s; } set v(x) { this.s = -x; } }
function swap(x, i) { x.v = i; const a = x.v; x.v += 1; return a + x.v + x.v; }
h = ''; const x = new S(); for (let i = 0; i < N; i++) h = String(swap(x, i)).slice(-8) + h.length; console.log(h);
// receivers: primitives, proxies, Reflect, super with other receivers
Object.defineProperty(Number.prototype, 'v', { get() { return typeof this + this; }, set(x) { log += typeof this === 'number' ? x : 1000; }, configurable: true });
Object.defineProperty(String.prototype, 'v', { get: function () { return this.length; }, configurable: true });
h = 0; for (let i = 0; i < N; i++) { const n = i & 1 ? i : i + 0.5; n.v = 2; h = (h + read(n).length + read('ab') + put(n, 1).length) | 0; try { 'q'.v = 1; } catch (e) { h += e.name.length; } } console.log(h, log);
let asked = ''; const px = new Proxy(new B(4), { get(t, k, r) { asked += asked.length < 30 ? k : ''; return Reflect.get(t, k, r); }, set(t, k, v, r) { asked += asked.length < 60 ? '=' + k : ''; return Reflect.set(t, k, v, t); } });
h = 0; for (let i = 0; i < N; i++) { const q = i % 3 ? px : new B(i); h = (h * 3 + put(q, i & 7) + bump(q) + read(q)) | 0; } console.log(h, asked);
class U { get v() { return super.v ?? this.u; } set v(x) { super.v = x; this.u = x; } } class V extends U { get w() { return super.v; } set w(x) { super.v = x; } }
h = 0; for (let i = 0; i < N; i++) { const q = new V(); try { q.w = i; } catch (e) { h++; } h = (h + (q.w | 0) + (q.u | 0)) | 0; if (i === N >> 1) Object.setPrototypeOf(U.prototype, { get v() { return 3; }, set v(x) { this.u = x * 2; } }); if (i === N - 50) Object.setPrototypeOf(V.prototype, { get v() { return -1; } }); } console.log(h);
// iterations whose done and value are getters
class It { constructor(n) { this.n = n; } next() { return new Res(this); } [Symbol.iterator]() { return this; } return() { log += 1; return {}; } } class Res { constructor(t) { this.t = t; } get done() { if (this.t.n === trap) throw new Error('done'); return this.t.n-- <= 0; } get value() { if (this.t.n === trap - 10) throw new Error('value'); return this.t.n; } }
function walk(n) { let s = 0; for (const v of new It(n)) { s = s * 2 + v; if (v === 7) break; } const [a, , b = 5] = new It(n); return s + a * b + Math.max(...new It(n & 3)); }
h = 0; for (let i = 0; i < 400; i++) { if (i === 200) trap = 3; if (i === 300) trap = 12; try { h = (h * 5 + walk(i % 13) | 0) | 0; } catch (e) { h = (h * 7 + e.message.length) | 0; } } console.log(h, log);
