// Set operations with something like a set that changes the set meanwhile.
// node: 26
// gc-stress: 61
'use strict';
const N = process.env.SMALL ? 60 : 900;
const ops = ['union', 'intersection', 'difference', 'symmetricDifference', 'isSubsetOf', 'isSupersetOf', 'isDisjointFrom'];
let log; const show = v => v instanceof Set ? '{' + [...v].map(x => Object.is(x, -0) ? '-0' : String(x)).join() + '}' : String(v);
const t = f => { try { return show(f()); } catch (e) { return e.name; } };
const mk = (size, has, keys) => ({ get size() { log.push('size'); return size; }, get has() { log.push('has?'); return has; }, get keys() { log.push('keys?'); return keys; } });
const scen = {
  plain: () => [new Set([1, 2, 3]), new Set([3, 4, 1])],
  holes: () => { const s = new Set([1, 2, 3]); s.delete(1); s.add(4); s.add(1); return [s, new Set([2, 3, 4, 1])]; },
  holes2: () => { const s = new Set([1, 2, 3]); s.delete(1); s.add(4); const o = new Set([4, 5, 2, 9]); o.delete(5); o.add(5); return [s, o]; },
  map: () => [new Set([1, 2, 3]), new Map([[2, 'x'], [9, 'y']])],
  negzero: () => [new Set([0, 1]), mk(3, x => { log.push('h' + x); return Object.is(x, 0); }, function* () { log.push('k'); yield -0; yield 5; })],
  inf: () => [new Set([1, 2]), mk(Infinity, x => { log.push('h' + x); return x == 2; }, () => { log.push('k'); return [2, 7].values(); })],
  small: () => [new Set([1, 2, 3, 4]), mk(1, x => { log.push('h' + x); return x == 2; }, () => { log.push('k'); return [2, 7, 3, 2].values(); })],
  readd: () => { const s = new Set([1, 2, 3]); return [s, mk(9, x => { log.push('h' + x); if (x === 2) { s.delete(1); s.add(1); } return true; }, () => { log.push('k'); s.delete(3); return [1, 3].values(); })]; },
  shrink: () => { const s = new Set([1, 2, 3, 4, 5]); return [s, mk(9, x => { log.push('h' + x); s.delete(x + 1); if (x < 30) s.add(x + 10); return x & 1; }, () => [5, 4].values())]; },
  clear: () => { const s = new Set([1, 2, 3, 4, 5]); return [s, mk(9, x => { log.push('h' + x); if (x !== 7) { s.clear(); s.add(7); } return true; }, function* () { yield 1; s.clear(); s.add(8); yield 2; yield 8; })]; },
  clearSmall: () => { const s = new Set([1, 2, 3, 4, 5]); return [s, mk(2, x => { log.push('h' + x); return true; }, function* () { yield 1; s.clear(); s.add(8); s.add(9); yield 2; yield 8; })]; },
  sizeChanges: () => { const s = new Set([1, 2, 3]); return [s, { get size() { log.push('size'); s.add(9); s.delete(1); return 3; }, get has() { s.add(10); return x => x < 3; }, get keys() { s.add(11); return () => [1, 11].values(); } }]; },
  keysReturn: () => { const s = new Set([1, 2, 3]); return [s, mk(3, () => false, () => ({ i: 0, next() { return { done: this.i > 5, value: this.i++ }; }, return() { log.push('r'); return {}; } }))]; },
  keysReturnSmall: () => { const s = new Set([1, 2, 3, 9, 8]); return [s, mk(2, () => false, () => ({ i: 0, next() { return { done: this.i > 5, value: this.i++ }; }, return() { log.push('r'); return {}; } }))]; },
  keysNotIterable: () => [new Set([1, 2, 3]), mk(2, () => false, () => ({ next() { log.push('n'); return { done: true }; } }))],
  keysPrimitive: () => [new Set([1, 2, 3]), mk(2, () => false, () => 5)],
  nan: () => [new Set([NaN, 1]), new Set([NaN])],
  sizeNaN: () => [new Set([1]), mk(NaN, () => true, () => [].values())],
  sizeUndef: () => [new Set([1]), { has() {}, keys() {} }],
  sizeNeg: () => [new Set([1]), mk(-1, () => true, () => [].values())],
  sizeStr: () => [new Set([1]), mk('2', () => true, () => [1].values())],
  sizeBig: () => [new Set([1]), mk(2n, () => true, () => [1].values())],
  sizeFrac: () => [new Set([1, 2]), mk(1.9, x => x == 1, () => [1].values())],
  array: () => [new Set([1]), [1]],
  noHas: () => [new Set([1]), mk(1, undefined, () => [].values())],
  noKeys: () => [new Set([1]), mk(1, () => 1, null)],
  prim: () => [new Set([1]), 'abc'],
  sub: () => [new (class extends Set { static get [Symbol.species]() { log.push('species'); return Array; } has(x) { log.push('H'); return super.has(x); } get size() { log.push('S'); return 0; } keys() { log.push('K'); return super.keys(); } })([1, 2]), new (class extends Set { has(x) { log.push('oh'); return super.has(x); } keys() { log.push('ok'); return super.keys(); } get size() { log.push('os'); return super.size; } })([2, 3])],
  self: () => { const s = new Set([1, 2]); return [s, s]; },
  empty: () => [new Set, new Set([1])], empty2: () => [new Set([1]), new Set], empty3: () => [new Set, new Map],
};
const first = {};
for (let r = 0; r < N / 30; r++) for (const k in scen) for (const op of ops) { log = []; const [a, b] = scen[k](); log = []; const v = t(() => a[op](b)) + ' ' + log.join(' ') + ' ' + (a instanceof Set ? '' : 'x'); const key = k + '.' + op; if (!(key in first)) first[key] = v + '|' + show(a); else if (first[key] !== v + '|' + show(a)) { console.log('changed', key, v); process.exit(1); } }
for (const k in first) console.log(k, first[k]);
let sum = 0; for (let i = 0; i < N; i++) { const a = new Set, b = new Set; for (let j = 0; j < 12; j++) { a.add(i % 5 + j * 2); b.add(j * 3); if (j % 4 == 0) a.delete(j); } for (const op of ops) { const r = a[op](b); if (r instanceof Set) { let w = 1; for (const x of r) sum = (sum + x * w++) % 1000003; } else sum += r; } } console.log(sum);
for (const op of ops) console.log(op, Set.prototype[op].length, t(() => Set.prototype[op].call(new Map, new Set)), t(() => new Set()[op]()), Set.prototype[op].call(new Set([1]), new Set([1])).constructor?.name);
