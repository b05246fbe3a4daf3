// node: 26
// Every built-in that iterates closes its iterator when what it does with a value throws.
const log = [];
function source(values, name) {
  let i = 0;
  return { [Symbol.iterator]() { return { next() { return i < values.length ? { value: values[i++], done: false } : { value: undefined, done: true }; }, return() { log.push(name); return {}; } }; } };
}
const boom = { get 0() { throw new Error('boom'); }, get key() { throw new Error('boom'); }, valueOf() { throw new Error('boom'); }, toString() { throw new Error('boom'); } };
const bad = () => { throw new Error('boom'); };
const cases = {
  'Object.fromEntries key': (s) => Object.fromEntries(s([boom])),
  'Object.fromEntries toString': (s) => Object.fromEntries(s([[boom, 1]])),
  'Object.fromEntries primitive': (s) => Object.fromEntries(s([1])),
  'Map entry': (s) => new Map(s([boom])),
  'Map primitive': (s) => new Map(s([1])),
  'WeakMap': (s) => new WeakMap(s([[1, 1]])),
  'WeakMap primitive': (s) => new WeakMap(s([1])),
  'WeakSet': (s) => new WeakSet(s([1])),
  'Set subclass': (s) => new (class extends Set { add() { throw new Error('boom'); } })(s([1])),
  'Map subclass': (s) => new (class extends Map { set() { throw new Error('boom'); } })(s([[1, 2]])),
  'Array.from': (s) => Array.from(s([1]), bad),
  'Array.from define': (s) => Array.from.call(function () { return Object.freeze({}); }, s([1])),
  'Object.groupBy': (s) => Object.groupBy(s([1]), bad),
  'Object.groupBy key': (s) => Object.groupBy(s([1]), () => boom),
  'Map.groupBy': (s) => Map.groupBy(s([1]), bad),
  'Iterator.from map': (s) => Iterator.from(s([1])[Symbol.iterator]()).map(bad).next(),
  'filter': (s) => Iterator.from(s([1])[Symbol.iterator]()).filter(bad).next(),
  'flatMap': (s) => Iterator.from(s([1])[Symbol.iterator]()).flatMap(bad).next(),
  'flatMap primitive': (s) => Iterator.from(s([1])[Symbol.iterator]()).flatMap(() => 1).next(),
  'forEach': (s) => Iterator.from(s([1])[Symbol.iterator]()).forEach(bad),
  'reduce': (s) => Iterator.from(s([1])[Symbol.iterator]()).reduce(bad, 0),
  'some': (s) => Iterator.from(s([1])[Symbol.iterator]()).some(bad),
  'some true': (s) => Iterator.from(s([1, 2])[Symbol.iterator]()).some(() => true),
  'every false': (s) => Iterator.from(s([1, 2])[Symbol.iterator]()).every(() => false),
  'find': (s) => Iterator.from(s([1])[Symbol.iterator]()).find(() => true),
  'take bad': (s) => Iterator.prototype.take.call(s([1])[Symbol.iterator](), NaN),
  'take negative': (s) => Iterator.prototype.take.call(s([1])[Symbol.iterator](), -1),
  'drop boom': (s) => Iterator.prototype.drop.call(s([1])[Symbol.iterator](), boom),
  'map not callable': (s) => Iterator.prototype.map.call(s([1])[Symbol.iterator](), 1),
  'forEach not callable': (s) => Iterator.prototype.forEach.call(s([1])[Symbol.iterator](), 1),
  'reduce not callable': (s) => Iterator.prototype.reduce.call(s([1])[Symbol.iterator](), 1),
  'take end': (s) => { const i = Iterator.from(s([1, 2])[Symbol.iterator]()).take(1); i.next(); i.next(); },
  'spread new Set in Promise.all': (s) => { Promise.all.call(class { constructor(f) { f(() => {}, () => {}); } static resolve() { throw new Error('boom'); } }, s([1])); },
  'Promise.race': (s) => { Promise.race.call(class { constructor(f) { f(() => {}, () => {}); } static resolve() { throw new Error('boom'); } }, s([1])); },
  'Promise.any': (s) => { Promise.any.call(class { constructor(f) { f(() => {}, () => {}); } static resolve() { throw new Error('boom'); } }, s([1])); },
  'Promise.allSettled then': (s) => { Promise.allSettled.call(class { constructor(f) { f(() => {}, () => {}); } static resolve() { return { get then() { throw new Error('boom'); } }; } }, s([1])); },
  'TypedArray from': (s) => Uint8Array.from(s([1]), bad),
  'destructuring': (s) => { const [a] = s([1, 2]); },
  'destructuring default': (s) => { const [a = bad()] = s([undefined, 2]); },
  'yield*': (s) => { function* g() { yield* s([1, 2]); } const i = g(); i.next(); i.return(); },
  'Set union': (s) => new Set([1]).isSupersetOf({ size: 1, has: () => false, keys: () => s([2])[Symbol.iterator]() }),
  'Set isDisjointFrom': (s) => new Set([1, 2, 3]).isDisjointFrom({ size: 1, has: () => true, keys: () => s([2])[Symbol.iterator]() }),
  'AggregateError': (s) => new AggregateError(s([1])),
  'URLSearchParams': (s) => new URLSearchParams(s([1])),
  'for-of throw': (s) => { for (const x of s([1])) throw new Error('boom'); },
};
for (const name of Object.keys(cases)) {
  let end = 'ok';
  try { cases[name]((values) => source(values, name)); } catch (error) { end = error.name; }
  console.log(name, end, log.splice(0).length);
}
(async () => {
  await Array.fromAsync(source([1], 'fromAsync'), bad).catch((e) => console.log(e.message, log.splice(0).length));
  try { for await (const x of source([1], 'for await')) throw new Error('boom'); } catch { console.log(log.splice(0).length); }
})();
