// forEach, map, filter, some, every, find, findIndex, reduce: what they look like, and
// that every step is the specification's, hot and cold.
// node: 26
const methods = ["forEach", "map", "filter", "some", "every", "find", "findIndex", "reduce"];
for (const name of methods) {
  const f = Array.prototype[name];
  const d = Object.getOwnPropertyDescriptor(Array.prototype, name);
  console.log(name, f.length, f.name, d.writable, d.enumerable, d.configurable, Object.hasOwn(f, "prototype"), String(f));
  console.log(Object.getOwnPropertyNames(f).join(), Object.getPrototypeOf(f) === Function.prototype, typeof f);
  try { new f(() => 1); } catch (e) { console.log(e.constructor.name, e.message); }
  try { Reflect.construct(Object, [], f); } catch (e) { console.log(e.constructor.name); }
  for (const bad of [[null, () => 1], [undefined, () => 1], [[1], undefined], [[], {}], [[1], 5]]) {
    try { f.call(...bad); } catch (e) { console.log(e.constructor.name); }
  }
}
console.log(Object.getOwnPropertyNames(Array.prototype).join());
function all(a, f, t) {
  const log = [];
  a.forEach((v, k, o) => log.push([v, k, o === a]));
  return [
    log, a.map(f, t), a.filter((v) => f(v) % 2, t), a.some((v) => v > 3), a.every((v) => v !== 3),
    a.find((v) => v === undefined || v > 2), a.findIndex((v) => v > 2), a.reduce((x, y) => x + "," + y, "s"),
    a.length ? Object.keys(a).length ? a.reduce((x, y, k, o) => x + y * k * (o === a)) : 0 : 0,
  ];
}
const holey = [1, , 3, , 5];
const far = [1, 2]; far[5000] = 7;
const inputs = [[], [1, 2, 3, 4], holey, [undefined, null, 1], far, [1.5, "x", 2], new Array(3), Object.freeze([1, 2, 3])];
const twice = (v) => v * 2;
for (const a of inputs) {
  const expected = JSON.stringify(all(a, twice));
  for (let i = 0; i < (a === far ? 3 : 600); i++) if (JSON.stringify(all(a, twice)) !== expected) throw new Error("changed");
  console.log(expected.length > 300 ? expected.length : expected);
}
console.log(1 in holey.map(twice), holey.map(twice).length, 4 in [1, 2, 3, 4, , ].map(twice), [, ,].map(twice).length);
// The array changes under way.
function changing(how) {
  const a = [1, 2, 3, 4];
  const seen = [];
  a.forEach((v, k) => { seen.push(v); how(a, k); });
  return seen.join() + "/" + a.length;
}
const ways = [
  (a, k) => { if (k === 0) a.push(9); }, (a, k) => { if (k === 1) a.length = 2; }, (a, k) => { if (k === 0) delete a[2]; },
  (a, k) => { if (k === 0) a[3] = "new"; }, (a, k) => { a.pop(); }, (a, k) => { a.shift(); },
  (a, k) => { if (k === 0) Object.defineProperty(a, 2, { get() { return "got"; } }); },
  (a, k) => { if (k === 1) { a.length = 2; Object.setPrototypeOf(a, { 3: "inherited", __proto__: Array.prototype }); } },
];
for (const how of ways) {
  let last;
  for (let i = 0; i < 200; i++) last = changing(how);
  console.log(last);
}
// this, thisArg, arguments, and what the callback may be.
console.log([1].map(function () { "use strict"; return this; })[0], [1].map(function () { "use strict"; return this; }, 7)[0]);
console.log([1].map(function () { return arguments.length; })[0], [1, 2].reduce(function () { return arguments.length; }));
console.log([1, 2].map(Math.sqrt.bind(null)).length, [4, 9].map(new Proxy(Math.sqrt, {})).join(), ["1", "2", "3"].map(parseInt).join());
console.log([0, 1, "", "a", null].filter(Boolean).join(), [[1], [2]].map(Array.isArray).join(), [3, 4].map(String).join());
// Exceptions, and where they come from.
class Mine extends Error {}
let thrown;
function boom(v) { if (v === 3) throw new Mine("boom"); return v; }
for (const name of methods) {
  for (let i = 0; i < 300; i++) { try { [1, 2, 3].concat(4)[name](boom === name ? 0 : (a, b) => boom(name === "reduce" ? b : name === "every" ? a : (boom(a), 0))); } catch (e) { thrown = e; } }
  const frames = thrown.stack.split("\n").slice(1).map((l) => l.trim().split(" ")[1]).filter((n) => n === "boom" || n === name);
  console.log(name, thrown instanceof Mine, frames[0]);
}
try { [].reduce((a, b) => a); } catch (e) { console.log(e.constructor.name, e.message); }
try { [, ,].reduce((a, b) => a); } catch (e) { console.log(e.constructor.name, e.message); }
console.log([].reduce((a, b) => a, undefined), [5].reduce(() => "never"), [1, 2].reduce((a, b) => String(a) + b, undefined));
console.log([, 4, , 6].reduce((a, b) => a + b), Array.prototype.reduce.call({ length: 2, 0: "a", 1: "b" }, (a, b) => a + b));
// Species, subclasses, array-likes, strings, proxies.
class Sub extends Array {}
console.log(Sub.from([1, 2]).map((x) => x) instanceof Sub, Sub.from([1, 2]).filter((x) => x > 1) instanceof Sub, Sub.from([1, 2]).filter((x) => x > 1).length);
const own = [1, 2, 3]; own.constructor = { [Symbol.species]: function (n) { this.made = n; } };
console.log(JSON.stringify(own.map((x) => x + 1)), JSON.stringify(own.filter((x) => x > 1)));
console.log(Array.prototype.map.call("abc", (c) => c + c).join(), Array.prototype.filter.call({ length: 3, 1: "x" }, () => true).join());
const log = [];
const proxy = new Proxy([1, 2], { has(t, k) { log.push("has " + String(k)); return k in t; }, get(t, k) { log.push("get " + String(k)); return t[k]; } });
Array.prototype.forEach.call(proxy, () => {});
Array.prototype.find.call(proxy, () => {});
console.log(log.join());
const species = Object.getOwnPropertyDescriptor(Array, Symbol.species);
Object.defineProperty(Array, Symbol.species, { get() { return Sub; }, configurable: true });
console.log([1].map((x) => x) instanceof Sub, [1].filter((x) => x) instanceof Sub);
Object.defineProperty(Array, Symbol.species, species);
console.log([1].map((x) => x) instanceof Sub);
Array.prototype[1] = "proto";
console.log([0, , 2].map((x) => x).join(), [0, , 2].some((x) => x === "proto"), [0, , 2].reduce((a, b) => a + b, ""));
console.log(JSON.stringify([5, 6, 7].map((x) => x)));
delete Array.prototype[1];
// Nested, recursive, with closures over loop variables, leaving early.
function sums(n) {
  let t = 0;
  Array.from({ length: n }, (_, i) => i).forEach((i) => [1, 2, 3].forEach((j) => { t += [i, j].reduce((a, b) => a * b, 1); }));
  return t;
}
for (let i = 0; i < 300; i++) sums(5);
console.log(sums(10));
const flatten = (a) => a.reduce((out, x) => out.concat(Array.isArray(x) ? flatten(x) : [x]), []);
for (let i = 0; i < 300; i++) flatten([1, [2, [3]]]);
console.log(flatten([1, [2, [3, [4, [5]]]], 6]).join());
function* gen() { yield* [1, 2, 3].map((x) => x * 2); }
console.log([...gen()].join());
let calls = 0;
for (let i = 0; i < 1000; i++) [1, 2, 3, 4].some((x) => { calls++; return x === 2; });
console.log(calls, [1, 2, 3].find((x) => x === 2), [NaN].findIndex(Number.isNaN), [, 1].find(() => true), [, 1].findIndex((x) => x === undefined));
