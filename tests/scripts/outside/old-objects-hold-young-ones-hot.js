// What old objects are given of young ones by hot code is found by the collector: each kind of store.
// gc-stress: 20011
'use strict';
const N = 20000;
class P { #p = null; f = null; set(v) { this.#p = v; } get() { return this.#p; } static last = null; }
const old = { a: null, deep: { b: null }, list: [], fixed: new Array(16).fill(null), map: new Map(), set: new Set(), weak: new WeakMap(), p: new P(), args: null, table: Object.create(null), proto: Object.create({}), sym: {}, bound: null, gen: null };
const key = {}, symbol = Symbol('s'); let captured = null; var top = null;
function* keeper() { let k = null; for (;;) k = yield k; } old.gen = keeper(); old.gen.next();
const closure = (() => { let c = null; return { put: v => { c = v; }, get: () => c }; })();
function argsOf() { return arguments; } old.args = argsOf(0, 1, 2);
function mapped(a) { const args = arguments; return { put: v => { a = v; }, get: () => args[0] }; } const sloppy = mapped(0);
let junk = []; for (let i = 0; i < 3e5; i++) junk = [i, junk.length]; junk = null;
const puts = {
  field: v => { old.a = v; }, deep: v => { old.deep.b = v; }, push: v => { if (old.list.length > 50) old.list.length = 0; old.list.push(v); }, element: (v, i) => { old.fixed[i & 15] = v; }, unshift: v => { if (old.list.length > 50) old.list = []; old.list.unshift(v); },
  map: (v, i) => { old.map.set(i & 31, v); }, mapKey: (v, i) => { if (i % 64 === 0) old.map.clear(); old.map.set(v, v); }, set: (v, i) => { if (i % 64 === 0) old.set.clear(); old.set.add(v); }, weak: v => { old.weak.set(key, v); }, priv: v => { old.p.set(v); }, pub: v => { old.p.f = v; }, stat: v => { P.last = v; },
  args: (v, i) => { old.args[i % 3] = v; }, named: (v, i) => { old.table['k' + (i & 63)] = v; }, proto: (v, i) => { Object.getPrototypeOf(old.proto).x = v; }, setProto: (v, i) => { if (i % 50 === 0) Object.setPrototypeOf(old.proto, { x: v }); }, sym: v => { old.sym[symbol] = v; }, closure: v => closure.put(v), captured: v => { captured = v; }, top: v => { top = v; }, gen: v => { old.gen.next(v); },
  bound: v => { old.bound = function () { return this; }.bind(v, v, v); }, sloppy: v => sloppy.put(v), defined: (v, i) => { Object.defineProperty(old.deep, 'd' + (i & 7), { value: v, configurable: true, writable: true }); }, assign: v => { Object.assign(old.deep, { e: v }); }, splice: (v, i) => { old.fixed.splice(i & 15, 1, v); }, fill: (v, i) => { old.fixed.fill(v, i & 15); }, spread: (v) => { [old.a, old.deep.b] = [v, v]; }, text: (v, i) => { old.deep.t = 'v' + i + v.i; }, double: (v, i) => { old.deep.n = i + 0.5; old.deep.o = v; }, global: v => { globalThis.youngest = v; },
};
const gets = { field: () => old.a, deep: () => old.deep.b, push: () => old.list.at(-1), element: i => old.fixed[i & 15], unshift: () => old.list[0], map: i => old.map.get(i & 31), mapKey: () => [...old.map.keys()].at(-1), set: () => [...old.set].at(-1), weak: () => old.weak.get(key), priv: () => old.p.get(), pub: () => old.p.f, stat: () => P.last, args: i => old.args[i % 3], named: i => old.table['k' + (i & 63)], proto: () => old.proto.x, setProto: () => null, sym: () => old.sym[symbol], closure: () => closure.get(), captured: () => captured, top: () => top, gen: () => null, bound: () => old.bound(), sloppy: () => sloppy.get(), defined: i => old.deep['d' + (i & 7)], assign: () => old.deep.e, splice: i => old.fixed[i & 15], fill: () => old.fixed[15], spread: () => old.deep.b, text: () => null, double: () => old.deep.o, global: () => globalThis.youngest };
for (const name of Object.keys(puts)) {
  const put = puts[name], get = gets[name]; let bad = 0, filler;
  for (let i = 0; i < N / 4; i++) { put({ i, own: [i, 'x' + i], n: { i } }, i); for (let k = 0; k < 6; k++) filler = { i: -1, own: [], n: { i: -2 } }; if (i % 97 === 0) { for (let k = 0; k < 3000; k++) filler = [k, -k]; const v = get(i); if (v && (v.i !== i || v.own[0] !== i || v.n.i !== i || v.own[1] !== 'x' + i)) bad++; } }
  console.log(name, bad, filler.i ?? 'list');
}
