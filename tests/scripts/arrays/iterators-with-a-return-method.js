// `return` of array iterators was never looked up, since pristine arrays are iterated without one:
// not where it is put on what they inherit, nor where that happens while a loop runs.
const ArrayIteratorPrototype = Object.getPrototypeOf([][Symbol.iterator]());
const IteratorPrototype = Object.getPrototypeOf(ArrayIteratorPrototype);
const log = [];
const ways = [
  function first(list) { for (const x of list) return x; },
  function two(list) { const [x, y] = list; return x + y; },
  function rest(list) { const [x, ...r] = list; return x + r.length; },
  function all(list) { let s = 0; for (const x of list) s += x; return s; },
  function thrown(list) { try { for (const x of list) if (x === 2) throw 'T'; } catch (e) { return e; } },
  function labels(list) { outer: for (const p of list) for (const q of list) { if (q === 2) continue outer; } return 1; },
  function assigned(list) { let x; [x] = list; return x; },
  function delegated(list) { const g = (function* () { yield* list; })(); g.next(); g.return(); return g.next().done; },
  function made(list) { try { return new Map(list).size; } catch (e) { return e.name; } },
  function spread(list) { return Math.max(...list); },
];
const list = [1, 2, 3];
const go = () => `${ways.map((way) => way(list)).join()} ${log.splice(0).join()}`;
function during(hook) { let s = 0; for (const x of list) { s += x; if (x === 2) { hook(); break; } } return s; }
for (let i = 0; i < 400; i++) { go(); during(() => {}); }
console.log(go());
console.log(during(() => { ArrayIteratorPrototype.return = function () { log.push([...(function* (it) { let r; while (!(r = it.next()).done) yield r.value; })(this)].join('+')); return {}; }; }), log.splice(0).join());
console.log(go());
delete ArrayIteratorPrototype.return;
console.log(go());
for (const [name, holder] of Object.entries({ IteratorPrototype, ObjectPrototype: Object.prototype })) {
  Object.defineProperty(holder, 'return', { configurable: true, value() { log.push(name); return {}; } });
  console.log(go());
  delete holder.return;
}
Object.defineProperty(ArrayIteratorPrototype, 'return', { configurable: true, get() { log.push('get'); } });
console.log(go());
delete ArrayIteratorPrototype.return;
Object.setPrototypeOf(ArrayIteratorPrototype, { __proto__: IteratorPrototype, return() { log.push('between'); return 5; } });
for (const way of ways) try { console.log(way(list), log.splice(0).join()); } catch (e) { console.log(e.name, log.splice(0).join()); }
