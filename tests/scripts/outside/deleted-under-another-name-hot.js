// A store is taken for one to a property that is there, though it was deleted by another name of the object:
// then a setter of the prototype, or a trap, is to be called.
let calls = 0;
const proto = { set p(v) { calls += 1; Object.defineProperty(this, 'p', { value: v, writable: true, configurable: true, enumerable: true }); } };
const mk = (keys) => { const o = Object.create(proto); for (let i = 0; i < keys; i++) o['k' + i] = i; return o; };
function turn(a, b, n) { for (let i = 0; i < n; i++) { a.p = 20; delete b.p; a.p = 30; b.p = 40; } return calls; }
function keyed(a, b, k, n) { let s = 0; for (let i = 0; i < n; i++) { a[k] = i; delete b[k]; s += a[k] === undefined ? 1 : 0; a[k] = i + 1; s += b[k] | 0; } return s; }
function element(a, b, n) { let s = 0; for (let i = 0; i < n; i++) { a[2] = i; delete b[2]; s += a[2] === undefined ? 1 : 2; b[2] = i; s += a[2]; } return s; }
function has(a, b, n) { let s = 0; for (let i = 0; i < n; i++) { a.q = i; if (i & 1) delete b.q; s = s * 3 + ('q' in a ? 1 : 2) | 0; s += Object.hasOwn(b, 'q') ? 5 : 7; } return s; }
function moved(a, b, n) { let s = 0; for (let i = 0; i < n; i++) { a.m = i; Object.setPrototypeOf(b, i % 3 ? one : two); s += a.who; a.m = i; s += b.m | 0; } return s; }
const one = { who: 1 }, two = { who: 2 };
const out = [];
for (let r = 0; r < 120; r++) {
  calls = 0; out.push(turn(mk(3), mk(60), 20)); const o = mk(r % 5); calls = 0; out.push(turn(o, o, 20));
  const k = 'x' + (r % 4); const q = {}; out.push(keyed(q, q, k, 20), keyed({}, {}, k, 20));
  const e = [1, 2, 3, 4]; out.push(element(e, e, 20), element([1, 2, 3], [1.5, 2.5, 3.5], 20));
  const t = { a: 1 }; out.push(has(t, t, 20), has({}, { q: 1 }, 20));
  const m = { m: 0 }; out.push(moved(m, m, 20));
}
console.log(out.slice(-9).join(' '));
// Then a trap, a symbol, an index of a string, what is not configurable.
const log = []; const px = new Proxy({}, { deleteProperty(t, k) { log.push('d' + k); return delete t[k]; }, set(t, k, v, r) { log.push('s' + k + v); return Reflect.set(t, k, v); } });
console.log(keyed(px, px, 'z', 2), log.join());
const sy = Symbol('s'); const so = {}; console.log(keyed(so, so, sy, 9), keyed(so, {}, sy, 9));
Object.defineProperty(Array.prototype, 2, { set(v) { calls = 'set' + v; }, get() { return 8; }, configurable: true });
const hole = [1, 2, , 4]; console.log(element(hole, hole, 4), calls, hole.hasOwnProperty(2)); delete Array.prototype[2];
const fz = {}; Object.defineProperty(fz, 'q', { value: 1 }); console.log(has(fz, fz, 5));
(function () { 'use strict'; const s = Object.defineProperty({}, 'c', { value: 1 }); let n = 0; for (let i = 0; i < 3000; i++) { try { if (i > 2990) delete s.c; else delete s['d' + (i & 3)]; n++; } catch (e) { n += 1000; } } console.log(n); })();
let hsh = 0; for (const v of out) hsh = (Math.imul(hsh, 31) + v) | 0; console.log(hsh);
