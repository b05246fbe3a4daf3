// Conversions with effects whose operands do not change in a loop: as often as it turns, and where it is.
// node: 26
// gc-stress: 61
'use strict';
const N = 7000;
let n = 0; const log = []; const v = { valueOf() { n++; return 3; }, toString() { n++; return 'k'; } }; const thrower = { valueOf() { n++; throw new RangeError('v' + n); } };
const count = (f, ...a) => { n = 0; let r; try { r = f(...a); } catch (e) { r = e.name + e.message; } return r + '/' + n; };
function lessThan(o) { let i = 0; while (i < o && i < 2) i++; return i; }
function boundBy(o, m) { let i = 0, s = 0; for (; i < o * m; i++) s += i; return s; }
function never(o, c) { let s = 0; for (let i = 0; i < 10; i++) { if (c) s += +o; s += 1; } return s; }
function late(o, k) { let s = 0; for (let i = 0; i < 10; i++) { if (i === k) s += o - 1; } return s; }
function keyed(o, b) { let s = 0; for (let i = 0; i < 5; i++) s += b[o]; return s; }
function zero(o, m) { let s = 0; for (let i = 0; i < m; i++) s = o | 0; return s; }
function caught(o) { let s = 0; for (let i = 0; i < 5; i++) { try { s += o * 2; } catch (e) { s += 100; } } return s; }
function order(a, b) { let s = ''; for (let i = 0; i < 3; i++) { s += (a.x, a.y + b); if (i === 1) break; } return s; }
function concat(o) { let s = ''; for (let i = 0; i < 4; i++) s += `${o}` + o; return s; }
function compare(o, p) { let s = 0; for (let i = 0; i < 4; i++) { if (o == p) s++; if (o > 2) s += 10; } return s; }
function neg(o) { let s = 0; for (let i = 0; i < 4; i++) s -= -o; return s; }
function pow(o) { let s = 0; for (let i = 0; i < 4; i++) s += o ** 2; return s; }
function math(o) { let s = 0; for (let i = 0; i < 4; i++) s += Math.max(o, i) + Math.floor(o); return s; }
function inOp(o, b) { let s = 0; for (let i = 0; i < 4; i++) if (o in b) s++; return s; }
function nested(o, m) { let s = 0; for (let i = 0; i < m; i++) for (let j = 0; j < o; j++) s++; return s; }
function getter(g) { let s = 0; for (let i = 0; i < 5; i++) { s += g.p; } return s; }
function getterThen(g, h) { let s = 0; for (let i = 0; i < 5; i++) { const a = h.f; g.p; s += a + h.f; } return s; }
function lengthOf(g, a) { let s = 0; for (let i = 0; i < a.length; i++) { s += a[i]; if (i === 2) g.p; } return s; }
function undef(o) { let s = 0; for (let i = 0; i < 3; i++) { if (i < 1) continue; s += o.a.b; } return s; }
const all = [lessThan, boundBy, never, late, keyed, zero, caught, order, concat, compare, neg, pow, math, inOp, nested];
const plain = { lessThan: [2], boundBy: [2, 2], never: [1, 1], late: [4, 5], keyed: ['k', { k: 1 }], zero: [3, 2], caught: [2], order: [{ x: 1, y: 2 }, 3], concat: ['s'], compare: [3, 4], neg: [1], pow: [2], math: [2.5], inOp: ['k', { k: 1 }], nested: [2, 2] };
const odd = o => ({ lessThan: [o], boundBy: [o, 1], never: [o, 0], late: [o, 7], keyed: [o, { k: 1, 3: 2 }], zero: [o, 0], caught: [o], order: [{ get x() { n += 10; return 1; }, y: 'q' }, o], concat: [o], compare: [o, 3], neg: [o], pow: [o], math: [o], inOp: [o, { k: 1 }], nested: [o, 2] });
for (const round of [0, 1]) { for (const f of all) { for (let i = 0; i < N; i++) f(...plain[f.name]); console.log(f.name, count(f, ...plain[f.name]), count(f, ...odd(v)[f.name]), count(f, ...odd(thrower)[f.name]), count(f, ...odd(v)[f.name]), count(f, ...odd(5n)[f.name]), count(f, ...odd(Symbol.iterator)[f.name]), count(f, ...odd(null)[f.name])); } }
for (let i = 0; i < N; i++) { never(v, 0); zero(thrower, 0); late(thrower, 11); } console.log(n, count(never, v, 1), count(zero, v, 3), count(late, thrower, 9));
const hg = { f: 1, _: 0 }; const g = { get p() { n++; hg.f++; return 1; } }; let acc = 0; for (let i = 0; i < N; i++) { acc = (acc + getter(g) + getterThen(g, hg)) % 1000003; } console.log(acc, n, hg.f);
const arr = [1, 2, 3, 4, 5, 6, 7, 8]; const shrink = { get p() { arr.length = 5; return 0; } }, nop = { get p() { return 0; } }; for (let i = 0; i < N; i++) acc += lengthOf(nop, arr); console.log(acc, lengthOf(shrink, arr), lengthOf(nop, arr));
const oo = { a: { b: 1 } }; for (let i = 0; i < N; i++) acc += undef(oo); for (const bad of [{}, { a: null }, null, { get a() { n++; return { get b() { n++; return 2; } }; } }]) console.log(count(undef, bad));
const tog = { get p() { n++; if (n === 3) Object.defineProperty(tog, 'p', { value: 50, configurable: true }); return 1; } }; console.log(count(getter, tog));
const tog2 = { p: 1 }; function toggling(o) { let s = 0; for (let i = 0; i < 100; i++) { if (i === 50) Object.defineProperty(o, 'p', { get() { n++; return 2; }, configurable: true }); s += o.p; } return s; } for (let i = 0; i < N / 100; i++) toggling({ p: 1 }); console.log(count(toggling, tog2));
