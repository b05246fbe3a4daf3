// What `in` answers for a shape, while each thing that it relies on is changed under hot code.
const N = 1600;
const attempt = (f) => {
  try {
    return String(f());
  } catch (e) {
    return `${e.name}: ${e.message}`;
  }
};
const show = (title, ...answers) => console.log(`${title}: ${answers.join(" ")}`);

const hasA = (o) => "a" in o;
const own = { a: 1 }, without = { b: 2 }, proto = { a: 3 }, heir = Object.create(proto), array = [1, 2], none = Object.create(null);
const objects = [own, without, heir, array, none, () => 1, /x/, new Map(), new Uint8Array(2)];
for (let i = 0; i < N; i++) hasA(objects[i & 3]);
show("own, absent, inherited", objects.map(hasA));
own.b = 1;
delete own.a;
show("deleted", hasA(own));
own.a = undefined;
show("undefined", hasA(own));
without.a = 1;
show("added", hasA(without));
delete proto.a;
show("deleted above", hasA(heir));
for (let i = 0; i < N; i++) hasA(heir), hasA(array);
Object.defineProperty(proto, "a", { get() { throw new Error("never called"); }, configurable: true });
show("a getter above", hasA(heir), hasA(array));
Object.setPrototypeOf(heir, null);
show("another prototype", hasA(heir));
for (let i = 0; i < N; i++) hasA(array), hasA(none);
Object.prototype.a = 1;
show("above all", hasA(array), hasA(none), hasA(/y/));
delete Object.prototype.a;
show("no more", hasA(array), hasA(none), hasA(/y/));

// No object: the message names the key.
for (const x of [1, "text", null, undefined, true, 10n]) console.log(attempt(() => hasA(x)));
const has = (k, o) => k in o;
for (let i = 0; i < N; i++) has("a", own), has(i & 1 ? "b" : "z", own);
const order = [];
const key = { toString() { order.push("key"); return "b"; } };
show("converted", has(key, own), order);
show("throws", attempt(() => has({ toString() { throw new TypeError("no key"); } }, own)));

// Keys of all sorts.
const sym = Symbol("sym"), o = { [sym]: 1, x: 2, "1.5": 3, 7: 4, "-1": 5 };
const keys = [sym, Symbol("sym"), Symbol.iterator, "x", "y", "1.5", 1.5, "7", 7, 8, -1, "-1", -0, "toString", "__proto__", "x".concat(""), NaN];
for (let i = 0; i < N; i++) has(keys[i % keys.length], o);
show("keys", keys.map((k) => +has(k, o)), keys.map((k) => +has(k, [1, 2, 3])), keys.map((k) => +has(k, Object.create(o))));
const hasSymbol = (x) => sym in x;
for (let i = 0; i < N; i++) hasSymbol(o), hasSymbol({});
show("symbol", hasSymbol(o), hasSymbol({}), hasSymbol(Object.create(o)));
const built = ["a", "b"].join("");
const hasBuilt = (x) => built in x;
for (let i = 0; i < N; i++) hasBuilt({ ab: 1 }), hasBuilt({});
show("a string that was put together", hasBuilt({ ab: 1 }), hasBuilt({ a: 1 }));

// Lengths and elements.
const hasLength = (x) => "length" in x;
const lengths = [[], "s".split, new String("ab"), { length: 1 }, {}, new Uint8Array(1), Object.create([]), function (a, b) {}];
for (let i = 0; i < N; i++) hasLength(lengths[i & 7]);
show("length", lengths.map(hasLength));
delete lengths[7].length;
delete lengths[1].length;
show("deleted from functions", lengths.map(hasLength));
const hasName = (f) => "name" in f;
const named = [() => 1, function () {}, class { static name() {} }, Math.max];
for (let i = 0; i < N; i++) hasName(named[i & 3]), hasName({});
show("name", named.map(hasName), hasName(Object.create(null)));
const hasIndex = (x, i) => i in x;
const holes = [1, , 3];
for (let i = 0; i < N; i++) hasIndex(holes, i & 3);
show("elements", [0, 1, 2, 3, "0", "1"].map((i) => +hasIndex(holes, i)));
holes.length = 1;
show("fewer", [0, 1, 2, 3].map((i) => +hasIndex(holes, i)));
const hasTwo = (x) => "2" in x;
const grown = [1, 2];
for (let i = 0; i < N; i++) hasTwo(grown);
const before = hasTwo(grown);
grown.push(3);
show("an index as text", before, hasTwo(grown), hasTwo("abc".split("")), hasTwo(new String("abc")));
function counts(n) {
  const list = [];
  let yes = 0;
  for (let i = 0; i < n; i++) {
    const k = i >> 1;
    if (String(k) in list) yes++;
    list[k] = i;
    if (String(k) in list) yes += 1000;
    if (i % 5 === 0) delete list[k];
  }
  return yes;
}
show("elements that come and go", counts(N));
const numeric = new Float64Array(2);
const odd = (x) => ["1.5" in x, "Infinity" in x, "-0" in x, "NaN" in x, "byteLength" in x, "z" in x].map(Number).join("");
for (let i = 0; i < N; i++) odd(numeric);
Object.prototype["1.5"] = Object.prototype.Infinity = Object.prototype.z = 1;
show("typed arrays", odd(numeric), odd({}), odd(Object.create(numeric)));
delete Object.prototype["1.5"], delete Object.prototype.Infinity, delete Object.prototype.z;

// Globals, arguments, proxies.
const hasGlobal = () => "someGlobal" in globalThis;
for (let i = 0; i < N; i++) hasGlobal();
globalThis.someGlobal = 1;
const now = hasGlobal();
delete globalThis.someGlobal;
show("global", now, hasGlobal());
function args() {
  return ["0" in arguments, "2" in arguments, "callee" in arguments, "length" in arguments].map(Number).join("");
}
for (let i = 0; i < N; i++) args(1, 2);
show("arguments", args(1, 2), args(1, 2, 3), args());
const log = [];
const traced = new Proxy({ a: 1 }, { has(t, k) { log.push(String(k)); return k in t; } });
const hasProxied = (x) => "a" in x;
for (let i = 0; i < N; i++) hasProxied({ b: i });
show("proxy", hasProxied(traced), hasProxied(Object.create(traced)), hasProxied({ a: 1 }), log);
for (let i = 0; i < N; i++) hasProxied(i & 1 ? own : without);
show("after a proxy", hasProxied(own), hasProxied({}), attempt(() => hasProxied(5)));
const barred = new Proxy({}, { has() { throw new RangeError("no answer"); } });
show("throws", attempt(() => hasProxied(barred)));

// A property that comes in the loop.
function late(n) {
  const o = { p: 1 };
  let yes = 0;
  for (let i = 0; i < n; i++) {
    if ("q" in o) yes++;
    if (i === n >> 1) o.q = 1;
    if (i === n - 10) delete o.q;
  }
  return yes;
}
show("in the loop", late(100), late(N), late(N));
