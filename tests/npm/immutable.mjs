// Persistent collections.
import Immutable, { List, Map, OrderedMap, Set, Record, Seq, Range, fromJS, is, Stack } from 'immutable';

const m = fromJS({ a: { b: [1, 2, { c: 3 }] }, d: 'x' });
console.log(m.setIn(['a', 'b', 2, 'c'], 4).updateIn(['a', 'b'], (l) => l.push(5)).toJS(), String(m), m.getIn(['a', 'b', 0]), is(m, fromJS(m.toJS())), m.hashCode());
const Person = Record({ name: 'anon', age: 0 }, 'Person');
console.log(String(new Person({ name: 'ann' }).set('age', 3)), new Person().toObject());
console.log(Range(1, Infinity).filter((x) => x % 3 === 0).map((x) => x * x).take(4).toArray(), Seq([3, 1, 2]).sort().join(), List([1, 2, 3, 4]).groupBy((x) => x % 2).toJS(), Set([1, 2]).union([2, 3]).size, OrderedMap({ z: 1, a: 2 }).sortBy((v, k) => k).keySeq().toArray(), Stack.of(1, 2).push(0).first());
let map = Map(), list = List();
for (let i = 0; i < 5000; i++) { map = map.set(`k${(i * 7919) % 1009}`, i); list = list.push(i); if (i % 3 === 0) list = list.shift(); }
console.log(map.size, map.reduce((a, b) => a + b), list.size, list.get(100), list.withMutations((l) => l.set(0, -1).pop()).first(), map.equals(Map(map.toArray())));
try { m.setIn(['d', 'e'], 1); } catch (e) { console.log(e.message); }
console.log(m, list.slice(0, 3));
