// Arrays made by `new Array` and `Array`, and filled by index, push, fill and pop.
function sized(n) { return new Array(n); }
function called(n) { return Array(n); }
function filled(n, v) { return new Array(n).fill(v); }
function byIndex(n) {
  const a = new Array(n);
  for (let i = 0; i < n; i++) a[i] = i * 2;
  return a;
}
function backwards(n) {
  const a = new Array(n);
  for (let i = n - 1; i >= 0; i--) a[i] = i;
  return a;
}
function pushed(n) {
  const a = new Array();
  for (let i = 0; i < n; i++) a.push({ i });
  return a;
}
function drained(a) {
  let n = 0;
  while (a.length > 0) n += a.pop();
  return n + "," + String(a.pop()) + "," + a.length;
}
function several(a, b, c) { return new Array(a, b, c); }
function one(x) { return new Array(x); }
let total = 0;
for (let i = 0; i < 1500; i++) {
  const n = i % 40;
  total += sized(n).length + called(n).length + filled(n, 1).length + byIndex(n).length + backwards(n).length + pushed(n).length;
  total += several(i, i, i)[2] + one("x").length;
  total += drained(byIndex(n)).length;
}
console.log(total);
console.log(JSON.stringify([sized(3), called(2), filled(3, "v"), byIndex(5), backwards(3), pushed(2), several(1, 2, 3), one("x"), one(2)]));
console.log(0 in sized(3), Object.keys(byIndex(3)).join(), sized(0).length, one({}).length);
for (const bad of [-1, 1.5, 2 ** 32, NaN]) {
  try { console.log(sized(bad).length); } catch (e) { console.log(e instanceof RangeError, e.message); }
}
console.log(sized(5000).length, filled(5000, 7)[4999], sized(2 ** 32 - 1).length);
const half = sized(8);
half.push("end");
console.log(half.length, half[8], half.indexOf("end"), half.pop(), half.pop(), half.length);
// An element appended behind a gap, and into a hole.
function put(a, i, v) { a[i] = v; return a.length; }
for (let i = 0; i < 2000; i++) { const a = []; put(a, 0, 1); put(a, 1, 2); put(a, 2, 3); }
const gap = [1, 2, 3];
console.log(put(gap, 6, "far"), put(gap, 4, "mid"), JSON.stringify(gap), 3 in gap);
const fixed = Object.freeze([1, 2]);
"use strict";
console.log(put(fixed, 2, 3), fixed.length);
const short = [1, 2, 3];
Object.defineProperty(short, "length", { writable: false });
console.log(put(short, 3, 4), short.length);
function push(a, v) { return a.push(v); }
function pop(a) { return a.pop(); }
for (let i = 0; i < 3000; i++) { const a = [i]; push(a, i); pop(a); pop(a); pop(a); }
for (const a of [fixed, short, Object.seal([1])]) {
  try { console.log(push(a, 9)); } catch (e) { console.log(e.constructor.name); }
  try { console.log(pop(a)); } catch (e) { console.log(e.constructor.name); }
}
class Stack extends Array { push(v) { return super.push(v, v); } }
const s = new Stack();
console.log(push(s, 1), s.length, pop(s), s instanceof Stack, new Stack(4).length);
console.log(push({ length: 3, push: Array.prototype.push }, 1), [..."ab"].map(Array.isArray).join());
function isArray(x) { return Array.isArray(x); }
let arrays = 0;
for (let i = 0; i < 3000; i++) arrays += isArray(i % 2 ? [] : { i }) + isArray(i) + isArray("s");
console.log(arrays, isArray(new Proxy([], {})), isArray(new Proxy({}, {})), isArray(s), isArray(Array.prototype), isArray());
try { const { proxy, revoke } = Proxy.revocable([], {}); revoke(); isArray(proxy); } catch (e) { console.log(e.constructor.name); }
// A setter for an index on the prototype is called by push.
let seen = [];
Object.defineProperty(Array.prototype, 5, { set(v) { seen.push(v); }, configurable: true });
const five = [0, 1, 2, 3, 4];
push(five, "set");
console.log(five.length, seen.join(), 5 in five, Object.hasOwn(five, 5));
delete Array.prototype[5];
const Original = Array;
globalThis.Array = function Array(n) { return { mine: n }; };
console.log(JSON.stringify(sized(3)), JSON.stringify(called(4)));
globalThis.Array = Original;
console.log(sized(3).length);
