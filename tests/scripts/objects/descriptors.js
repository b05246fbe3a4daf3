const o = {};
Object.defineProperty(o, "hidden", { value: 1 });
Object.defineProperty(o, "acc", { get: () => 5, enumerable: true, configurable: true });
const show = (d) => d && Object.keys(d).map((k) => `${k}=${typeof d[k] === "function" ? "fn" : d[k]}`).join(" ");
console.log(show(Object.getOwnPropertyDescriptor(o, "hidden")), "|", show(Object.getOwnPropertyDescriptor(o, "acc")), "|", show(Object.getOwnPropertyDescriptor([1], "length")), "|", show(Object.getOwnPropertyDescriptor(function () {}, "prototype")));
o.hidden = 2;
console.log(o.hidden, Object.keys(o).join(), o.propertyIsEnumerable("hidden"), o.hasOwnProperty("hidden"), Object.hasOwn(o, "nothing"));
for (const d of [{ value: 2 }, { value: 1 }, { get: () => 1 }, { enumerable: true }]) { try { Object.defineProperty(o, "hidden", d); console.log("ok"); } catch (e) { console.log(e.name); } }
const f = Object.freeze({ a: { b: 1 } });
f.a.b = 2;
f.a = 3;
console.log(f.a.b, Object.isFrozen(f), Object.isSealed(f), Object.isExtensible(f), Object.isFrozen(5), Object.isFrozen(Object.preventExtensions({})));
const s = Object.seal({ x: 1 });
s.x = 2;
s.y = 1;
console.log(s.x, s.y, delete s.x, show(Object.getOwnPropertyDescriptor(s, "x")));
Object.defineProperties(o, { p: { value: 1, writable: true }, q: { get() { return this.p; }, set(v) { this.p = v * 2; } } });
o.q = 21;
console.log(o.q, Object.getOwnPropertyNames(o).join(), Reflect.defineProperty(f, "z", { value: 1 }), Reflect.set(f, "a", 1), Reflect.has(o, "q"));
