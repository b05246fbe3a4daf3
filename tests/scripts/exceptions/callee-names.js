// A message names the callee as the source does at the call that failed, whichever tier is calling,
// inlined or not; what the engine itself calls has no name there.
function method(o) { return o.m(); }
function deep(o) { return o.a.b.c(1); }
function plain(g) { return g(1); }
function construct(C) { return new C(1); }
function constructDeep(o) { return new o.K.L(); }
function spread(g, list) { return g(...list); }
function constructSpread(C, list) { return new C(...list); }
function tagged(t) { return t`x`; }
function optional(o) { return o.m?.(); }
function computed(o, k) { return o[k](); }
function iterate(o) { for (const x of o) return x; }
function destructure([x]) { return x; }
function caught(g) { try { return g(); } catch (e) { return e.message; } }
const outer = { method: o => method(o), plain: g => plain(g), construct: C => construct(C), iterate: o => iterate(o) };

const bad = { [Symbol.iterator]() { return { next: undefined }; } }, number = { [Symbol.iterator]() { return { next: 5 }; } };
class K { constructor() { this.x = 1; } }
const good = { m() { return 1; }, a: { b: { c() { return 1; } } }, K: { L: K } };
const calls = {
  method: () => method({}), deep: () => deep({ a: { b: {} } }), plain: () => plain(5), construct: () => construct(5),
  arrow: () => construct(() => 1), constructDeep: () => constructDeep({ K: {} }), spread: () => spread(5, [1]),
  constructSpread: () => constructSpread({}, [1]), tagged: () => tagged(null), optional: () => optional({ m: 1 }),
  iterate: () => iterate(bad), number: () => iterate(number), destructure: () => destructure(bad), caught: () => { throw new Error(caught(undefined)); },
  outerMethod: () => outer.method({}), outerPlain: () => outer.plain(5), outerConstruct: () => outer.construct({}), outerIterate: () => outer.iterate(bad),
  set: () => new Set(bad), map: () => new Map(number), from: () => Array.from(bad),
  yields: () => { (function* () { yield* number; })().next(); },
};
const seen = new Map(Object.keys(calls).map(name => [name, new Set()]));
const fine = [x => x, K, [1], new Set([1])];
for (let i = 0; i < 4000; i++) {
  method(good); deep(good); plain(fine[0]); construct(K); constructDeep(good); spread(fine[0], fine[2]); constructSpread(K, fine[2]);
  tagged(fine[0]); optional(good); computed(good, 'm'); iterate(fine[3]); destructure(fine[2]); caught(fine[0]);
  outer.method(good); outer.plain(fine[0]); outer.construct(K); outer.iterate(fine[3]);
  if (i % 500 === 0 || i === 3999) {
    for (const [name, call] of Object.entries(calls)) {
      try { call(); seen.get(name).add('nothing thrown'); } catch (e) { seen.get(name).add(e.message); }
    }
  }
}
for (const [name, messages] of seen) console.log(name + ':', [...messages].join(' | '));
