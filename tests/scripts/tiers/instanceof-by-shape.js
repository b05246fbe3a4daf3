// What instanceof answers for a shape, while each thing that it relies on is changed under hot code.
const N = 1600;
const attempt = (f) => {
  try {
    return String(f());
  } catch (e) {
    return `${e.name}: ${e.message}`;
  }
};
const show = (title, ...answers) => console.log(`${title}: ${answers.join(" ")}`);

// Objects of few shapes and all sorts of primitives.
class A {}
class B extends A {}
function F() {}
const isA = (x) => x instanceof A;
const values = [new A(), new B(), {}, [], () => 1, new F(), Object.create(null), Object.create(A.prototype), A.prototype, A, B];
const primitives = [1, -0, 1.5, NaN, "s", "", null, undefined, true, false, 10n, Symbol.iterator];
for (let i = 0; i < N; i++) isA(values[i & 3]), isA(primitives[i % 12]);
show("kinds", values.map(isA), primitives.map(isA));

// More shapes than are remembered.
const many = [];
for (let i = 0; i < 9; i++) {
  const o = i % 2 ? new A() : {};
  o["p" + i] = i;
  many.push(o);
}
for (let i = 0; i < N; i++) isA(many[i % 9]);
show("many shapes", many.map(isA));

// The prototype of a receiver is replaced, also in the middle of its chain.
const moved = new B();
for (let i = 0; i < N; i++) isA(moved);
show("before", isA(moved));
Object.setPrototypeOf(moved, null);
show("receiver moved", isA(moved), isA(new B()));
const other = new B();
for (let i = 0; i < N; i++) isA(other);
Object.setPrototypeOf(B.prototype, Object.prototype);
show("chain cut", isA(other), isA(new B()), isA(new A()));
Object.setPrototypeOf(B.prototype, A.prototype);
show("chain mended", isA(other), isA(new B()));

// The prototype of the constructor is assigned, defined, made no object.
const isF = (x) => x instanceof F;
const old = new F();
for (let i = 0; i < N; i++) isF(old);
show("old", isF(old));
const first = F.prototype;
F.prototype = { constructor: F };
const young = new F();
show("assigned", isF(old), isF(young));
for (let i = 0; i < N; i++) isF(i & 1 ? old : young);
show("assigned, hot", isF(old), isF(young));
F["proto" + "type"] = first;
show("assigned by a computed key", isF(old), isF(young));
for (let i = 0; i < N; i++) isF(i & 1 ? old : young);
Reflect.set(F, "prototype", young.__proto__);
show("Reflect.set", isF(old), isF(young));
for (let i = 0; i < N; i++) isF(i & 1 ? old : young);
Object.defineProperty(F, "prototype", { value: first });
show("defined", isF(old), isF(young));
for (let i = 0; i < N; i++) isF(i & 1 ? old : young);
Object.assign(F, { prototype: young.__proto__ });
show("Object.assign", isF(old), isF(young));
for (let i = 0; i < N; i++) isF(i & 1 ? old : young);
F.prototype = 3;
show("no object", attempt(() => isF(old)), attempt(() => isF(3)), attempt(() => isF(null)));
F.prototype = first;
show("an object again", attempt(() => isF(old)), attempt(() => isF(young)));
const frozen = Object.freeze(function G() {});
const isG = (x) => x instanceof frozen;
const g = new frozen();
for (let i = 0; i < N; i++) isG(g), isG({});
show("frozen", isG(g), isG({}));

// Assigned in the loop that asks.
function changing(n) {
  function H() {}
  const x = new H();
  const protos = [H.prototype, {}];
  let yes = 0;
  for (let i = 0; i < n; i++) {
    if (x instanceof H) yes++;
    if (i % 7 === 6) H.prototype = protos[i & 1];
  }
  return yes;
}
show("in the loop", changing(700), changing(N));

// Symbol.hasInstance: of the constructor, of a class above it, of an object that is none.
class C {}
class D extends C {}
const isD = (x) => x instanceof D;
const d = new D();
for (let i = 0; i < N; i++) isD(d), isD({});
show("plain", isD(d), isD({}));
let asked = 0;
Object.defineProperty(C, Symbol.hasInstance, { value: (x) => (asked++, x === 7), configurable: true });
show("inherited", isD(d), isD(7), isD({}), asked);
for (let i = 0; i < N; i++) isD(i & 7);
show("inherited, hot", isD(7), asked);
delete C[Symbol.hasInstance];
show("deleted", isD(d), isD(7), asked);
class E {}
const isE = (x) => x instanceof E;
for (let i = 0; i < N; i++) isE(d), isE(1);
Object.defineProperty(E, Symbol.hasInstance, { get: () => (asked++, (x) => x === 1) });
show("own, a getter", isE(d), isE(1), asked);
const even = { [Symbol.hasInstance]: (n) => n % 2 === 0 };
const isEven = (n) => n instanceof even;
let evens = 0;
for (let i = 0; i < N; i++) if (isEven(i)) evens++;
show("no function", evens);

// The chain of the constructor itself changes.
class K {}
class L extends K {}
const isL = (x) => x instanceof L;
const l = new L();
for (let i = 0; i < N; i++) isL(l);
Object.setPrototypeOf(L, { [Symbol.hasInstance]: () => "yes", __proto__: Function.prototype });
show("another chain", attempt(() => isL(1)), attempt(() => isL(l)));
Object.setPrototypeOf(L, null);
show("no chain", attempt(() => isL(1)), attempt(() => isL(l)));
L[Symbol.hasInstance] = () => false;
show("own, assigned", attempt(() => isL(1)), attempt(() => isL(l)));

// What is no constructor.
const is = (x, c) => x instanceof c;
for (let i = 0; i < N; i++) is(values[i & 3], A);
for (const c of [null, undefined, 1, "A", {}, Symbol(), Math.max, () => 1, { __proto__: A }]) {
  console.log(attempt(() => is(values[0], c)), "|", attempt(() => is(1, c)));
}
const Bound = A.bind(null);
show("bound", is(values[1], Bound), is({}, Bound), is(1, Bound));

// Many constructors at one place.
const constructors = [A, B, F, Array, Object, Function, Error, Map, RegExp];
const row = (x) => constructors.map((c) => (is(x, c) ? 1 : 0)).join("");
for (let i = 0; i < 300; i++) for (const x of values) row(x);
show("built in", values.map(row), row([]), row(new TypeError()), row(new Map()), row(/x/), row(new Proxy(A, {})));

// Proxies: as receiver, in the chain, as constructor; the order of their traps.
const log = [];
const traced = (target) =>
  new Proxy(target, {
    getPrototypeOf(t) {
      log.push("getPrototypeOf");
      return Reflect.getPrototypeOf(t);
    },
    get(t, key, r) {
      log.push(String(key));
      return Reflect.get(t, key, r);
    },
  });
const isProxied = (x) => x instanceof A;
for (let i = 0; i < N; i++) isProxied(new B());
show("proxy", isProxied(traced(new A())), isProxied(Object.create(traced(new A()))), log);
log.length = 0;
show("proxy as constructor", is(new A(), traced(A)), log);
const { proxy, revoke } = Proxy.revocable({}, {});
for (let i = 0; i < N; i++) isA(proxy);
revoke();
show("revoked", attempt(() => isA(proxy)), attempt(() => is(1, proxy)));
const throwing = new Proxy({}, { getPrototypeOf() { throw new RangeError("no prototype"); } });
show("throws", attempt(() => isA(throwing)));

// Within one function: the answer is used by what follows, and an exit in the middle rebuilds it.
function walk(list) {
  let sum = 0;
  for (const x of list) {
    const yes = x instanceof A;
    sum += x?.v ?? 0;
    if (yes) sum += 1000;
    else if (x instanceof F) sum += 100000;
  }
  return sum;
}
const a = new A();
a.v = 5;
const list = [a, 3, new F(), null, { v: 2 }, "s"];
for (let i = 0; i < 400; i++) walk(list);
show("walk", walk(list), walk([...list, { v: "!" }]));
// One answer for objects that get properties meanwhile.
function grow(o, n) {
  let yes = 0;
  for (let i = 0; i < n; i++) {
    if (o instanceof A) yes++;
    if (i % 100 === 0) o["k" + i] = i;
    if (o instanceof B) yes += 10000;
  }
  return yes;
}
show("grows", grow(new A(), N), grow(new B(), N), grow({}, N));
