// Objects that optimised code does not allocate, seen by an interpreter that takes over
// in the middle: their slots, their shapes, their identity.

class Point {
  constructor(x, y) { this.x = x; this.y = y; }
  plus(other) { return new Point(this.x + other.x, this.y + other.y); }
  grow(by) { this.x += by; this.y += by; return this; }
}

// The sum leaves int32 while a point is alive.
function sums(n, by) {
  let total = 0;
  for (let i = 0; i < n; i++) {
    const p = new Point(i, 1).plus(new Point(by, by));
    total += p.x + p.y;
  }
  return total;
}
for (let i = 0; i < 60; i++) sums(100, 1);
console.log(sums(100, 1), sums(3, 2147483646), sums(3, 0.5), sums(2, "a"));

// The object is changed in an inlined call that leaves in its middle.
function inMiddle(by) {
  const p = new Point(1, 2);
  p.grow(by);
  return p.x + "," + p.y;
}
for (let i = 0; i < 2000; i++) inMiddle(i % 7);
console.log(inMiddle(3), inMiddle(2147483647), inMiddle(0.25), inMiddle("!"));

// One object in two frames stays one object.
function identity(value) {
  const o = { v: 1, seen: 0 };
  const touch = (p, q, add) => { p.seen++; p.v = p.v + add; q.seen++; return p === q; };
  const same = touch(o, o, value);
  return [same, o.v, o.seen].join();
}
for (let i = 0; i < 2000; i++) identity(i & 15);
console.log(identity(1), identity(2147483647), identity("s"));

// Nested objects, which come back nested.
function nested(value) {
  const inner = { a: value, b: 2 };
  const outer = { first: inner, second: inner, third: { deep: inner } };
  outer.first.a = outer.first.a + 1;
  outer.second.b = outer.third.deep.a;
  return outer.first === outer.second && outer.third.deep === inner ? outer.first.a + "/" + inner.b : "different";
}
for (let i = 0; i < 2000; i++) nested(i);
console.log(nested(1), nested(2147483647), nested("n"), nested(1.5));

// An exception is caught where the object is in scope.
function caught(f, value) {
  const state = { step: 0, value: value };
  try {
    state.step = 1;
    state.value = f(state.value);
    state.step = 2;
  } catch (e) {
    return state.step + ":" + state.value + ":" + e;
  }
  return state.step + ":" + state.value;
}
const half = (v) => { if (v > 1e6) throw "large"; return v >> 1; };
for (let i = 0; i < 2000; i++) caught(half, i);
console.log(caught(half, 10), caught(half, 1e7), caught((v) => { throw v; }, 5));

// What a loop accumulates in an object; the type changes on the way.
function accumulate(list) {
  const acc = { sum: 0, count: 0, last: undefined };
  for (let i = 0; i < list.length; i++) {
    acc.sum = acc.sum + list[i];
    acc.count++;
    acc.last = list[i];
  }
  return JSON.stringify(acc);
}
const numbers = [];
for (let i = 0; i < 3000; i++) numbers.push(i);
for (let i = 0; i < 30; i++) accumulate(numbers);
console.log(accumulate([1, 2, 3]), accumulate([1, 0.5]), accumulate([1, "x", 2]), accumulate([2147483647, 1]));

// Properties differ by the path taken.
function paths(which, value) {
  const o = {};
  if (which) { o.a = 1; o.b = 2; } else { o.b = 3; o.a = 4; }
  const twice = value + value;
  return Object.keys(o).join("") + o.a + o.b + twice;
}
for (let i = 0; i < 2000; i++) paths(i & 1, i);
console.log(paths(true, 5), paths(false, 5), paths(true, 2147483647), paths(false, "z"));

// The constructor's prototype is another one when the object has to be made.
function Old(v) { this.v = v; }
Old.prototype.name = "old";
function replaced(act, value) {
  const o = new Old(value);
  act();
  const w = o.v + 1;
  return w + (o instanceof Old ? " is" : " is not") + " " + Object.getPrototypeOf(o).name;
}
const nothing = () => {};
for (let i = 0; i < 2000; i++) replaced(nothing, i);
console.log(replaced(nothing, 1));
const garbage = [];
console.log(replaced(() => {
  Old.prototype = { name: "new" };
  for (let i = 0; i < 2000; i++) { garbage.length = 0; garbage.push({ i, ["k" + i]: i }); replaced(nothing, i); }
}, 2147483647));
console.log(replaced(nothing, "v"), replaced(nothing, 2));

// Never-escaping objects beside those that do, through many collections.
function mixed(n) {
  const kept = [];
  for (let i = 0; i < n; i++) {
    const t = new Point(i, i + 1);
    const u = t.plus(t).plus(new Point(1, 1));
    if (u.x % 50 === 1) kept.push({ x: u.x, text: "k" + u.y });
  }
  return kept.map((k) => k.x + k.text).join(" ");
}
for (let i = 0; i < 40; i++) mixed(100);
console.log(mixed(200));
