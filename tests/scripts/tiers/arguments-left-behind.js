// What code that never made an arguments object, a rest array or a spread list leaves to the
// interpreter: the object is made there, once, with what it holds.
const out = [];
const log = (...parts) => out.push(parts.map(String).join(" "));
let trip = false;
function maybe(x) { return trip ? { valueOf() { return 1000; } } : x; }

// The frame is left in the middle, with the list alive.
function restAlive(...r) {
  const v = maybe(r[0]) + 1;
  return v + ":" + (trip ? JSON.stringify(r) + Array.isArray(r) : r.length);
}
function argumentsAlive() {
  const v = maybe(arguments[0]) + 1;
  return v + ":" + (trip ? JSON.stringify(arguments) + (arguments.callee === argumentsAlive) : arguments.length);
}
function strictAlive() {
  "use strict";
  const v = maybe(arguments[0]) + 1;
  return v + ":" + (trip ? Object.prototype.toString.call(arguments) + [...arguments] : arguments.length);
}
function two(a) {
  const v = maybe(a) + 1;
  const same = trip ? check(arguments, arguments) : true;
  return v + ":" + same + arguments.length;
}
function check(a, b) { a[0] = "changed"; return a === b && b[0]; }
function inLoop() {
  let s = 0;
  for (let i = 0; i < arguments.length; i++) {
    s += maybe(arguments[i]);
    if (trip) s += Array.prototype.slice.call(arguments, i).length;
  }
  return s;
}
function objects(...r) {
  const v = maybe(1) + 1;
  return v + ":" + (trip ? r[0] === r[1] && r[0].x + r[1].x : r[0].x);
}
function nested(...r) { return restAlive(...r, ...r) + argumentsAlive.apply(null, r); }
function partial(...r) { return three(maybe(r[0]) + 1, ...r); }
function three(a, b, c) { return [a, b, c, arguments.length].join(); }
class Point {
  constructor(...xs) {
    this.x = maybe(xs[0]) + 1;
    this.all = trip ? xs.join() : xs.length;
    this.target = new.target === Point;
  }
}
class Sub extends Point {
  constructor(...xs) { super(...xs, "s"); this.n = trip ? xs.join("-") : xs.length; }
}
const callers = {
  rest: (i) => restAlive(i, 2, "x"),
  none: () => restAlive(),
  arguments: (i) => argumentsAlive(i, { y: i }),
  strict: (i) => strictAlive(i, "s", [i]),
  two: (i) => two(i, 5),
  loop: (i) => inLoop(i, 1, 2),
  objects: (i) => { const o = { x: i }; return objects(o, o); },
  nested: (i) => nested(i, 3),
  partial: (i) => partial(i, 4),
  point: (i) => JSON.stringify(new Point(i, 6)),
  sub: (i) => JSON.stringify(new Sub(i, 7)),
  sloppyThis(i) { return receives.call(i % 2 ? this : Object(i), i, 8); },
};
function receives() { return typeof this + arguments.length + arguments[1]; }
for (const [name, f] of Object.entries(callers)) {
  trip = false;
  let last;
  for (let i = 0; i < 700; i++) last = f.call(callers, i);
  trip = true;
  const left = [];
  for (let i = 0; i < 6; i++) left.push(f.call(callers, i));
  trip = false;
  log(name, last, left[0], left[5], f.call(callers, 9));
}

// `this` of the callee is another than before: the call begins anew.
for (const that of [1, "s", undefined, null, Symbol.iterator, callers]) log(typeof that, receives.call(that, 1, 2), receives.apply(that, [1, 2]));

// Exceptions from within, caught around, with the list used behind.
function fails(...r) {
  let seen = "";
  try {
    seen += throwsAt.apply(null, r);
  } catch (e) {
    seen += e + r.length + arguments.length;
  }
  return seen + r[0];
}
function throwsAt(x) { if (x % 50 === 49) throw "at" + x; return x; }
let thrown = "";
for (let i = 0; i < 700; i++) { const s = fails(i, 1); if (i % 100 === 49) thrown += s + ";"; }
log(thrown);

// Built-ins through call and apply.
const slice = Array.prototype.slice;
function tail() { return slice.call(arguments, 1).join(); }
function most() { return Math.max.apply(null, arguments); }
function mostOf(...r) { return Math.max(...r); }
function owns(o, k) { return Object.prototype.hasOwnProperty.call(o, k); }
let s = "";
for (let i = 0; i < 700; i++) {
  s = [tail(1, i, 3), most(i, 5), mostOf(i, 6), owns({ a: 1 }, i % 2 ? "a" : "b")].join(" ");
}
log(s, most(), mostOf(), most("7", 3), tail(), most(1, NaN));
console.log(out.join("\n"));
