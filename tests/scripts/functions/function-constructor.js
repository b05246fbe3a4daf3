const f = new Function("a", "b = 2", "return a + b");
console.log(f(1), f(1, 5), f.length, new Function("return this")() === globalThis, Function("a,b", "return a*b")(3, 4));
const x = "outer";
const local = () => { const x = "inner"; return new Function("return typeof x"); };
console.log(local()() !== "inner", f.name, typeof Function.prototype, new Function().call());
try { new Function("return ="); } catch (e) { console.log(e.name); }
const make = (op) => new Function("a", "b", `return a ${op} b`);
console.log(["+", "-", "*", "<", "&&"].map((op) => make(op)(6, 3)).join());
let t = 0;
const g = make("%");
for (let i = 1; i < 2000; i++) t += g(i, 7);
console.log(t);
