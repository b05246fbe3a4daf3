// node: 26
// gc-stress: 4001
// getOrInsertComputed whose callback changes, clears or fills the map itself; keys that are -0; walks meanwhile.
'use strict';
const name = f => { try { return f(); } catch (e) { return e.name; } };
const m = new Map();
console.log(m.getOrInsert('a', 1), m.getOrInsert('a', 2), m.getOrInsertComputed('b', k => k + '!'), m.getOrInsertComputed('b', () => { throw 1; }));
console.log(m.getOrInsertComputed('c', k => { m.set(k, 'inner'); return 'outer'; }), [...m].join(' '));
console.log(m.getOrInsertComputed('d', () => { m.delete('a'); m.clear(); return 'x'; }), [...m].join(' '));
console.log(name(() => m.getOrInsertComputed('e', () => { m.set('f', 1); throw new RangeError(); })), [...m].join(' '));
console.log(m.getOrInsert(-0, 'z'), Object.is([...m.keys()].at(-1), 0), m.getOrInsertComputed(-0, () => 'no'));
let seen;
new Map().getOrInsertComputed(-0, k => { seen = k; return k; });
console.log(Object.is(seen, 0), name(() => m.getOrInsertComputed('a', 1)), name(() => Map.prototype.getOrInsert.call(new WeakMap(), {}, 1)));
console.log(m.getOrInsert('u', undefined), m.has('u'), m.getOrInsert('u', 3));
const walk = m.entries();
walk.next();
m.getOrInsertComputed('late', () => { m.delete(0); return 5; });
console.log([...walk].join(' '));
const weak = new WeakMap(), key = {};
console.log(name(() => weak.getOrInsert(1, 2)), weak.getOrInsertComputed(key, k => k === key), name(() => weak.getOrInsertComputed('s', () => 1)));
const counts = new Map();
let sum = 0;
for (let i = 0; i < 20000; i++) { sum = (sum * 31 + counts.getOrInsertComputed(i % 97 === 5 ? i : i % 50, x => x * 2 + counts.size) + counts.getOrInsert('k' + i % 7, i)) | 0; if (i % 5000 === 0) counts.clear(); }
console.log(sum, counts.size);
const got = (map, k, v) => map.getOrInsert(k, v);
let total = 0;
for (let i = 0; i < 20000; i++) total = (total + Number(got(i < 15000 || i % 2 ? counts : weak, i < 15000 ? i % 31 : i % 2 ? NaN : key, i))) % 1e9;
console.log(total);
// A callback that asks the same map for the value below: a table that fills itself.
const fib = new Map([[0, 0n], [1, 1n]]);
const number = n => fib.getOrInsertComputed(n, k => number(k - 1) + number(k - 2));
console.log(number(200), fib.size, [...fib.keys()].slice(0, 6).join());
