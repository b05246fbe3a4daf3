class A {}
class B extends A {}
function describe(x) {
  const t = typeof x;
  if (t === "number") return "n";
  if (t === "string") return "s";
  if (t === "function") return "f";
  if (x === null) return "0";
  if (t === "undefined") return "u";
  if (x instanceof B) return "B";
  if (x instanceof A) return "A";
  return t[0] + "?";
}
const values = [1, 1.5, "x", () => 1, class {}, null, undefined, new A(), new B(), {}, [], true, Symbol("s"), NaN, Object.create(null), Object.create(A.prototype)];
for (let i = 0; i < 3000; i++) describe(i);
console.log(values.map(describe).join(""));
for (let i = 0; i < 3000; i++) describe(values[i % values.length]);
console.log(values.map(describe).join(""));
const a = new A();
Object.setPrototypeOf(a, B.prototype);
console.log(describe(a), a instanceof A);
const isA = (x, C) => x instanceof C;
for (let i = 0; i < 2000; i++) isA(a, A);
console.log(isA(a, Object), isA(1, Number), isA(a, { [Symbol.hasInstance]: () => true }), isA(isA, Function));
A.prototype = {};
console.log(isA(new B(), A), isA(a, A), typeof undeclared);
try {
  isA(a, 5);
} catch (e) {
  console.log(e instanceof TypeError);
}
