// Receivers that change from phase to phase: classes made anew with the same layout, methods that are replaced, functions that
// have not been called before.
const make = (k) => class { constructor(v) { this.v = v; } get() { return this.v * k; } add(o) { return this.get() + o.get(); } };
const classes = Array.from({ length: 6 }, (_, k) => make(k + 1));
const visit = (objects, n) => { let s = 0; for (let i = 0; i < n; i++) { const o = objects[i % objects.length]; s = (s + o.add(objects[(i + 1) % objects.length])) | 0; } return s; };
for (let phase = 0; phase < 6; phase++) console.log("classes", phase, visit(classes.slice(0, phase + 1).map((C, i) => new C(i + phase)), 3000));
for (let phase = 0; phase < 6; phase++) console.log("alone", phase, visit([new classes[5 - phase](phase)], 3000));
classes[0].prototype.get = function () { return -this.v; };
console.log("replaced", visit(classes.map((C, i) => new C(i)), 3000));
const own = classes.map((C, i) => Object.assign(new C(i), { get: () => 1000 }));
console.log("own", visit(own, 3000));
Object.setPrototypeOf(classes[1].prototype, { get() { return 0.5; } });
delete classes[1].prototype.get;
console.log("inherited", visit(classes.map((C, i) => new C(i)), 3000));
const handlers = { a: (x) => x + 1, b: (x) => x * 2, c: (x) => x - 3, d: (x) => x ^ 5 };
const order = ["a", "a", "b", "b", "c", "d"];
function dispatch(names, n) { let x = 1; for (let i = 0; i < n; i++) x = handlers[names[i % names.length]](x) & 0xffff; return x; }
for (let k = 1; k <= order.length; k++) console.log("handlers", k, dispatch(order.slice(0, k), 2500), dispatch([order[k - 1]], 2500));
handlers.a = handlers.d;
console.log("handlers", dispatch(order, 2500));
