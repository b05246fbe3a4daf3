// Iterators of Map, Set, arrays and strings in hot loops: stepped without result objects, until somebody could see that.
const out = [];
const show = (...v) => out.push(v.join(' '));
function overMap(m) { let t = ''; for (const [k, v] of m) t += k + ':' + v + ' '; return t; }
function overKeys(i) { let t = ''; for (const k of i) t += String(k) + ' '; return t; }
function spread(i) { return [...i].length + ':' + [...i].join(); }
function from(i) { return Array.from(i).join(); }
function first(i) { const [a, b, ...rest] = i; return [a, b, rest.length].join(); }
function early(i, n) { for (const x of i) if (--n === 0) return String(x); return 'end'; }
const map = new Map([[1, 'a'], ['k', 'b'], [null, 'c']]);
const set = new Set([3, 'x', undefined]);
const text = 'a\u{1F600}b\ud800c';
const array = ['p', , 'q'];
const sources = () => [map, map.keys(), map.values(), map.entries(), set, set.values(), set.entries(), array.keys(), array.entries(), array.values(), text, text[Symbol.iterator](), Uint8Array.of(7, 8).entries(), 'left'.repeat(8) + 'right'];
for (let i = 0; i < 150; i++) {
  overMap(map); overMap(map.entries()); overMap(set.entries()); overMap(array.entries());
  for (const f of [overKeys, spread, from, first]) for (const s of sources()) f(s);
  early(map.keys(), 2); early(text, 3);
}
show(overMap(map), overMap(set.entries()), overMap(array.entries()));
for (const f of [overKeys, spread, from, first]) sources().forEach((s) => show(f(s)));
// The iterator goes on where it was left, and stays at its end.
const keys = map.keys();
show(early(keys, 1), early(keys, 1), JSON.stringify(keys.next()), JSON.stringify(keys.next()), overKeys(keys), JSON.stringify(keys.next()));
// What is added and deleted meanwhile.
function growing(m) { let n = 0; for (const [k] of m) { n += k; if (k < 60) m.set(k + 1, 0); m.delete(k); } return n + ':' + m.size; }
for (let i = 0; i < 40; i++) growing(new Map([[0, 0]]));
show(growing(new Map([[50, 0]])));
function growingText(a) { const seen = []; for (const [i, v] of a.entries()) { seen.push(i + v); if (i < 3) a.push('n'); if (i === 4) a.length = 2; } return seen.join(); }
for (let i = 0; i < 100; i++) growingText(['a', 'b']);
show(growingText(['a', 'b', 'c']));
// Elements that throw.
const bad = [1, 2];
Object.defineProperty(bad, 1, { get() { throw new Error('from an element'); } });
function entriesOf(a) { let t = ''; try { for (const [i, v] of a.entries()) t += i + '=' + v + ' '; } catch (e) { t += e.message; } return t; }
for (let i = 0; i < 200; i++) entriesOf([5, 6]);
show(entriesOf(bad), entriesOf([1]));
// Leaving early calls `return`, if there is one.
const log = [];
const proto = Object.getPrototypeOf(map.keys());
proto.return = function () { log.push('returned'); return {}; };
show(early(map.keys(), 2), early(map.keys(), 9), log.join());
try { for (const k of map.keys()) throw new Error('in the body'); } catch (e) { show(e.message, log.length); }
delete proto.return;
// An own `next`, then a replaced one, then a patched result.
const own = map.keys();
own.next = () => ({ done: true });
show(overKeys(own) === '', spread(own));
const next = proto.next;
proto.next = function () { const r = next.call(this); return r.done ? r : { value: 'patched ' + r.value, done: false }; };
show(overKeys(map.keys()), spread(map), from(map.values()), overKeys(set));
proto.next = next;
show(overKeys(map.keys()));
// `next` of another kind of iterator, and on what is none.
const wrong = map.keys();
wrong.next = Object.getPrototypeOf(set.values()).next;
for (const f of [overKeys, spread, from]) try { show(f(wrong)); } catch (e) { show(e.name); }
const fake = { [Symbol.iterator]: () => ({ next: next }) };
for (const f of [overKeys, spread, from]) try { show(f(fake)); } catch (e) { show(e.name, e.message); }
// Iterators themselves replaced.
const iterator = Map.prototype[Symbol.iterator];
Map.prototype[Symbol.iterator] = function* () { yield ['from', 'generator']; };
show(overMap(map), spread(map));
Map.prototype[Symbol.iterator] = iterator;
show(overMap(map));
String.prototype[Symbol.iterator] = function* () { yield 'no'; };
show(overKeys('abc'), spread('abc'));
console.log(out.join('\n'));
