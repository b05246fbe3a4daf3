// Immutable updates through proxies.
import { produce, produceWithPatches, applyPatches, enablePatches, enableMapSet, freeze, current, original, isDraft, setAutoFreeze } from 'immer';

enablePatches(); enableMapSet();
const base = { a: 1, list: [{ x: 1 }, { x: 2 }], map: new Map([['k', { v: 1 }]]), set: new Set([1]), deep: { er: { n: null } } };
const [next, patches, inverse] = produceWithPatches(base, (d) => {
  d.list.push({ x: 3 }); d.list[0].x++; d.map.get('k').v = 9; d.map.set('n', 1); d.set.add(2).delete(1); delete d.a; d.deep.er.n = current(d.list)[1];
  console.log(isDraft(d.deep), original(d.list).length, d.list, Object.keys(d));
});
console.log(next, next.deep !== base.deep, base.list === next.list, Object.isFrozen(next.list[0]));
console.log(patches, inverse);
console.log(applyPatches(next, inverse), produce(base, () => {}) === base);
try { next.list.push(1); } catch (e) { console.log(e.name, e.message); }
try { produce(base, (d) => { d.a = 2; return {}; }); } catch (e) { console.log(e.message); }
let s = { items: Array.from({ length: 50 }, (_, i) => ({ id: i, n: 0 })) };
for (let i = 0; i < 1500; i++) s = produce(s, (d) => { d.items[i % 50].n += i; if (i % 10 === 0) d.items.reverse(); });
console.log(s.items.slice(0, 5));
