// Reads and writes of named properties at sites that see many shapes: found by compiled code itself,
// in the cache that all such sites share, until a shape, a prototype or a place changes.

const made = [];
for (let i = 0; i < 12; i++) {
  const o = {};
  for (let j = 0; j < i; j++) o['p' + j] = j;
  o.value = i;
  made.push(o);
}
class Base { get accessor() { return 'got ' + this.value; } inherited() { return 'of Base'; } }
Base.prototype.shared = 'shared';
for (let i = 0; i < 6; i++) {
  const o = new (class extends Base {})();
  for (let j = 0; j < i; j++) o['q' + j] = j;
  o.value = 100 + i;
  made.push(o);
}
// Beyond what lies in the object itself.
for (let i = 0; i < 5; i++) {
  const o = {};
  for (let j = 0; j < 20 + i; j++) o['far' + j] = j;
  o.value = 200 + i;
  made.push(o);
}

function read(o) { return o.value; }
function readShared(o) { return o.shared; }
function readAccessor(o) { return o.accessor; }
function write(o, v) { o.value = v; }
function add(o, v) { o.added = v; }
function strictWrite(o, v) { 'use strict'; o.value = v; }

function total(list, rounds) {
  // Values of all kinds are live across the reads.
  let sum = 0, half = 0.5, text = '', ones = 1, count = 0;
  for (let r = 0; r < rounds; r++) {
    for (let i = 0; i < list.length; i++) {
      sum += read(list[i]);
      half = half * 0.5 + ones;
      count = (count + 1) | 0;
      if (readShared(list[i]) !== undefined) ones = ones === 1 ? 2 : 1;
      write(list[i], list[i].value);
    }
  }
  return [sum, half.toFixed(6), count, ones, text].join();
}
console.log(total(made, 400));

function hot(f, ...more) {
  let last;
  for (let i = 0; i < 3000; i++) last = f(made[i % made.length], ...more);
  return last;
}
hot(readAccessor);
console.log(made.map(readAccessor).join(' '));

// Additions: new objects of many shapes get one more property.
function grow(i) {
  const o = {};
  for (let j = 0; j < i % 14; j++) o['g' + j] = j;
  add(o, i);
  return Object.keys(o).length * 1000 + o.added;
}
let grown = 0;
for (let i = 0; i < 6000; i++) grown = (grown + grow(i)) | 0;
console.log(grown);

// A prototype changes: what is inherited, what is absent, what may be added.
Base.prototype.shared = 'changed';
console.log(made.map(readShared).filter((x) => x !== undefined).join());
Object.prototype.shared = 'from Object';
console.log(made.map(readShared).join());
delete Object.prototype.shared;
delete Base.prototype.shared;
console.log(made.map(readShared).every((x) => x === undefined));
Object.defineProperty(Object.prototype, 'added', { set(v) { this.caught = v; }, configurable: true });
console.log(grow === undefined, (() => { const o = { g0: 1 }; add(o, 7); return Object.keys(o).join() + o.caught; })());
delete Object.prototype.added;
Object.defineProperty(Object.prototype, 'added', { value: 'fixed', writable: false, configurable: true });
console.log((() => { const o = { g0: 1, g1: 2 }; add(o, 7); return o.added; })());
delete Object.prototype.added;

// Places that are not what the cache is about.
const odd = [
  Object.freeze({ value: 'frozen' }), new Proxy({ value: 'behind' }, {}), 'text', 5, 0.5, true, Symbol.iterator, 10n,
  Object.create({ value: 'above' }), Object.create(null), [1, 2], new Map(), () => 1, { get value() { return 'own getter'; } },
];
for (let r = 0; r < 300; r++) for (const o of odd) read(o);
console.log(odd.map((o) => String(read(o))).join());
for (const bad of [null, undefined]) {
  try { read(bad); } catch (e) { console.log(e.message); }
  try { write(bad, 1); } catch (e) { console.log(e.message); }
}
write(odd[0], 'new');
console.log(odd[0].value);
for (let i = 0; i < 3000; i++) strictWrite(made[i % made.length], i);
try { strictWrite(odd[0], 'new'); } catch (e) { console.log(e.constructor.name); }
console.log(made.map(read).join());

// Deleted and put back, redefined as an accessor, and made read-only.
for (const o of made) delete o.value;
console.log(made.map(read).every((x) => x === undefined));
made.forEach((o, i) => { if (i % 3 === 0) o.value = i; else if (i % 3 === 1) Object.defineProperty(o, 'value', { get: () => 'g' + i, configurable: true }); });
console.log(made.map(read).join());
made.forEach((o, i) => { if (i % 3 === 0) Object.defineProperty(o, 'value', { writable: false }); write(o, 'w'); });
console.log(made.map(read).join());

// Old objects that are written to keep what is young alive.
const old = made.slice(0, 12).map((o, i) => ({ ...o, ['k' + i]: 1, value: null }));
for (let r = 0; r < 200; r++) for (const o of old) { write(o, { r }); for (let k = 0; k < 20; k++) ({ k, r }); }
console.log(old.map((o) => o.value.r).join());
