// gc-stress: 211
// A property that becomes an accessor, read-only, hidden or data again after its sites are hot, own or inherited.
'use strict';
const N = 2000;
let log = '';
const attempt = f => { try { return f(); } catch (e) { return e.name; } };
const get = o => o.x, put = (o, v) => { o.x = v; }, add = (o, v) => { o.y = v; return o.y; }, inc = o => ++o.x, has = o => 'x' in o, keys = o => { let s = ''; for (const k in o) s += k; return s; }, spread = o => ({ ...o }).x, call = o => o.f(1), at = (a, i) => a[i], set = (a, i, v) => { a[i] = v; return a.length; };
const lax = new Function('o', 'v', 'o.x = v; return o.x;');
function hot(o) { let s = 0; for (let i = 0; i < N; i++) { s += get(o); } return s / N; }
function warm(make) { for (let i = 0; i < N; i++) { const o = make(); put(o, 1); get(o); add(o, 2); inc(o); has(o); spread(o); lax(o, 1); if (!(i & 63)) keys(o); } }
const report = (name, o) => { log = ''; console.log(name, attempt(() => get(o)), attempt(() => put(o, 5)), attempt(() => get(o)), attempt(() => add(o, 6)), attempt(() => inc(o)), has(o), attempt(() => spread(o)), attempt(() => lax(o, 8)), keys(o), log, attempt(() => hot(o))); };
const make = () => ({ x: 0, z: 1 });
warm(make);
let o;
o = make(); Object.defineProperty(o, 'x', { get: () => 42 }); report('getter', o);
o = make(); Object.defineProperty(o, 'x', { get() { return this.z; }, set(v) { log += 's' + v; this.z = v; } }); report('pair', o);
o = make(); Object.defineProperty(o, 'x', { set(v) { log += 's' + v; } }); report('setter', o);
o = make(); Object.defineProperty(o, 'x', { writable: false }); report('read-only', o);
o = make(); Object.defineProperty(o, 'x', { enumerable: false }); report('hidden', o);
o = make(); Object.defineProperty(o, 'x', { get: () => 1, configurable: true }); hot(o); Object.defineProperty(o, 'x', { value: 3, writable: true }); report('data again', o);
o = make(); hot(o); Object.freeze(o); report('frozen', o);
o = make(); hot(o); Object.seal(o); report('sealed', o);
o = make(); hot(o); Object.preventExtensions(o); report('closed', o);
o = make(); delete o.x; report('deleted', o);
o = make(); delete o.z; report('dictionary', o); Object.defineProperty(o, 'x', { get: () => 'd' }); report('its getter', o);
class P { get x() { return 10; } set x(v) { log += 'p' + v; } } const p = new P(); hot(p); report('class', p); Object.defineProperty(P.prototype, 'x', { value: 11, writable: false, configurable: true }); report('inherited read-only', p); delete P.prototype.x; report('inherited no more', new P()); Object.prototype.x = 'root'; report('from the root', Object.create(P.prototype)); delete Object.prototype.x;
const frozenOnce = Object.freeze({ x: Object.freeze([1]) }); const copy = {}; copy.x = frozenOnce.x; copy.x = [9, 9]; copy.x.push(3); console.log(copy.x.join());
let sum = 0; for (let i = 0; i < N; i++) { const q = make(); if (i === N - 7) Object.defineProperty(q, 'x', { get: () => 1000 }); sum += get(q); if (i > N - 7) Object.freeze(q); sum += attempt(() => (put(q, 1), 1)) === 1 ? 1 : 5; } console.log(sum);
function F() { this.x = 1; this.y = 2; } let made = 0; for (let i = 0; i < N; i++) made += new F().y; Object.defineProperty(F.prototype, 'y', { set(v) { made += 100; }, get: () => 3, configurable: true }); for (let i = 0; i < N; i++) made += new F().y; Object.defineProperty(F.prototype, 'y', { value: 1, writable: false, configurable: true }); for (let i = 0; i < 3; i++) made += attempt(() => new F().y) === 'TypeError' ? 7 : 0; delete F.prototype.y; for (let i = 0; i < N; i++) made += new F().y; console.log(made);
const a = [1, 2, 3]; let t = 0; for (let i = 0; i < N; i++) { t += at(a, i % 3) + set(a, i % 3, i % 3); } Object.defineProperty(a, 1, { get: () => 77, configurable: true }); console.log(t, at(a, 1), attempt(() => set(a, 1, 4)), a.join()); Object.defineProperty(a, 'length', { writable: false }); console.log(attempt(() => set(a, 3, 1)), attempt(() => a.push(1)), attempt(() => a.pop()), attempt(() => { a.length = 3; return a.length; }), attempt(() => { a.length = 2; }), a.length); Object.freeze(a); console.log(attempt(() => set(a, 0, 1)), at(a, 0), attempt(() => set(a, 9, 1)));
const b = { f: v => v + 1 }; t = 0; for (let i = 0; i < N; i++) t += call(b); Object.defineProperty(b, 'f', { get() { t++; return v => v * 100; } }); console.log(t, call(b), t); const g = { f() { return 1; } }, h = Object.create(g); for (let i = 0; i < N; i++) t += call(h); Object.defineProperty(g, 'f', { get: () => undefined }); console.log(attempt(() => call(h)));
