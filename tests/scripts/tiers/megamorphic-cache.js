// Sites that have seen too many shapes: reads, writes, additions, deletions, getters, keys that
// are computed, prototypes that change in between.
function make(i) {
  const o = {};
  o["p" + (i % 40)] = i;
  o.value = i;
  if (i % 3 === 0) o.third = true;
  return o;
}
function read(o) {
  return o.value;
}
function write(o, v) {
  o.value = v;
}
function add(o, v) {
  o.added = v;
}
function test(o) {
  return o.third === undefined ? 0 : 1;
}
let sum = 0;
for (let i = 0; i < 6000; i++) {
  const o = make(i);
  write(o, read(o) + 1);
  add(o, i);
  sum += read(o) + test(o) + o.added;
}
console.log(sum);

// The same sites when something is in the way.
const frozen = Object.freeze({ value: 1 });
write(frozen, 2);
add(frozen, 2);
console.log(read(frozen), frozen.added);
function strictly(o, v) {
  "use strict";
  o.value = v;
}
for (let i = 0; i < 6000; i++) strictly(make(i), i);
try {
  strictly(frozen, 3);
} catch (e) {
  console.log(e.constructor.name);
}
const accessor = {
  get value() {
    return "got";
  },
  set value(v) {
    console.log("set", v);
  },
};
write(accessor, 5);
console.log(read(accessor));
write(Object.create(accessor), 6);
const log = [];
const proxy = new Proxy({}, { get: (t, k) => (log.push(k), 42), set: (t, k, v) => (log.push(k, v), true) });
write(proxy, read(proxy));
add(proxy, 1);
console.log(log.join());
console.log(read("text"), read(5), read(Symbol.iterator), read(Object.assign([], { value: 9 })));
for (const nothing of [null, undefined]) {
  try {
    read(nothing);
  } catch (e) {
    console.log(e.message);
  }
}
// A setter that appears on a prototype after additions were remembered.
add(make(1), 1);
Object.defineProperty(Object.prototype, "added", { set: (v) => console.log("inherited", v), configurable: true });
const late = make(1);
add(late, 7);
console.log(Object.hasOwn(late, "added"));
delete Object.prototype.added;
add(late, 8);
console.log(late.added);
// A value that appears on a prototype.
const bare = { a: 1 };
for (let i = 0; i < 3000; i++) test(make(i));
console.log(test(bare));
Object.prototype.third = 1;
console.log(test(bare));
delete Object.prototype.third;
console.log(test(bare));

// Objects with more properties than share shapes.
function Many(n) {
  for (let i = 0; i < n; i++) this["f" + i] = i;
}
let total = 0;
for (let i = 0; i < 30; i++) {
  const o = new Many(600);
  total += o.f0 + o.f599 + Object.keys(o).length;
  delete o.f0;
  total += o.f0 === undefined ? 1 : 0;
}
console.log(total);

// Computed keys.
function get(o, k) {
  return o[k];
}
function set(o, k, v) {
  o[k] = v;
}
const words = "the quick brown fox jumps over the lazy dog and the quick cat".split(" ");
let counts;
for (let i = 0; i < 500; i++) {
  counts = {};
  for (const w of words) set(counts, w, (get(counts, w) || 0) + 1);
  for (let j = 0; j < 5; j++) set(counts, j, get(counts, j) === undefined ? j : -1);
}
console.log(JSON.stringify(counts));
console.log(get("abc", "length"), get([1, 2, 3], 1), get([1, 2, 3], "1"), get(new Uint8Array([7]), 0), get({ undefined: 3 }, undefined));

// instanceof of everything.
class A {}
class B extends A {}
class Even {
  static [Symbol.hasInstance](n) {
    return typeof n === "number" && n % 2 === 0;
  }
}
function Old() {}
const is = (v, c) => v instanceof c;
const values = [new A(), new B(), {}, [], 3, 4, null, undefined, "s", new Old(), new Proxy(new B(), {}), Object.create(null)];
let hits = 0;
for (let i = 0; i < 3000; i++) for (const c of [A, B, Even, Old, Array, Object]) hits += is(values[i % values.length], c) ? 1 : 0;
console.log(hits);
const instance = new Old();
Old.prototype = {};
console.log(is(instance, Old), is(new Old(), Old));
Old.prototype = 5;
try {
  is({}, Old);
} catch (e) {
  console.log(e.constructor.name);
}
console.log(is(5, Old));
