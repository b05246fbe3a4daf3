// Map and Set methods that answer without a call: keys of all kinds, growth, other receivers, replaced methods.
const out = [];
function show(...values) { out.push(values.map((v) => (typeof v === 'bigint' ? v + 'n' : Object.is(v, -0) ? '-0' : String(v))).join(' ')); }
const symbol = Symbol('s');
const object = {};
const rope = (a, b) => a + b + 'x'.repeat(30);
function get(map, key) { return map.get(key); }
function has(map, key) { return map.has(key); }
function set(map, key, value) { return map.set(key, value); }
function remove(map, key) { return map.delete(key); }
function add(s, key) { return s.add(key); }
const map = new Map();
for (let i = 0; i < 3000; i++) {
  set(map, i, i * 2);
  if (i % 3 === 0) remove(map, i - 9);
  get(map, i - 1);
  has(map, i);
}
show(map.size, get(map, 2999), get(map, 0), has(map, 0), has(map, 1), [...map.keys()].slice(0, 6));
const kinds = [1, 1.5, -0, NaN, 'text', '', true, null, undefined, symbol, object, 12345678901234567890n, 7n, rope('a', 'b'), 2 ** 31];
for (const key of kinds) show(set(map, key, key) === map, Object.is(get(map, key), key) || (key === 0 && get(map, 0) === 0), has(map, key));
show(get(map, 0), get(map, 7n), get(map, 6n + 1n), get(map, 'ab' + 'x'.repeat(30)) === rope('a', 'b'), get(map, 2147483648), get(map, 'te' + 'xt'));
show([...map.keys()].includes(-0), Object.is([...map.keys()].find((k) => k === 0), 0));
// Fewer and more arguments.
show(map.get(), map.has(), map.get(1, 2, 3), map.set() === map, map.get(undefined), map.delete(), map.has(undefined));
function arities(m, i) { return [m.get(), m.has(i, i), m.set(i) === m, m.delete(i, 1)]; }
for (let i = 0; i < 2000; i++) arities(map, 'k' + (i & 7));
show(arities(map, 'q'));
const set1 = new Set();
function filled(n) { const s = new Set(); for (let i = 0; i < n; i++) add(s, i % 100); return s.size; }
for (let i = 0; i < 30; i++) filled(500);
for (const key of kinds) { add(set1, key); add(set1, key); }
show(set1.size, kinds.every((k) => set1.has(k)), remove(set1, NaN), remove(set1, NaN), set1.size, filled(1));
// Receivers of another kind.
for (const receiver of [new Set([1]), new WeakMap(), {}, 5, null, undefined, Object.create(Map.prototype)]) {
  try { show(Map.prototype.get.call(receiver, 1)); } catch (e) { show(e.name, e.message); }
}
function call(method, receiver, ...args) { return method.call(receiver, ...args); }
const methods = { get: Map.prototype.get, set: Map.prototype.set, has: Map.prototype.has };
class Sub extends Map { get(key) { return 'sub ' + super.get(key); } }
const sub = new Sub([[1, 2]]);
for (let i = 0; i < 2000; i++) get(map, 1);
show(get(sub, 1), get({ get: (k) => 'own ' + k }, 3), get(map, 1));
for (const wrong of [new Set(), {}, null]) {
  try { show(get(wrong, 1)); } catch (e) { show(e.name, e.message); }
  try { show(set(wrong, 1, 2)); } catch (e) { show(e.name, e.message); }
}
// The method is replaced while the loop runs.
const original = Map.prototype.get;
let sum = 0;
for (let i = 0; i < 4000; i++) {
  if (i === 3000) Map.prototype.get = function (key) { return 1000; };
  sum += get(new Map([[1, 1]]), 1);
}
Map.prototype.get = original;
show(sum, get(map, 1));
// Iterators see what is added, and not what is deleted.
const seen = [];
const live = new Map([[0, 0]]);
for (const [key] of live) { seen.push(key); if (key < 40) { set(live, key + 1, 1); set(live, key + 100, 1); remove(live, key + 100); } }
show(seen.length, seen.at(-1), live.size);
// The collector finds what is only in a table.
const kept = new Map();
for (let i = 0; i < 3000; i++) set(kept, i % 50, { i, text: 'value ' + i });
show(get(kept, 49).text, get(kept, 0).i);
console.log(out.join('\n'));
