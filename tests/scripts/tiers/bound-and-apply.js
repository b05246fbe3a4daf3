function f(a, b) {
  return `${this?.tag}${a}${b}`;
}
const bound = f.bind({ tag: "T" }, 1);
for (let i = 0; i < 2000; i++) bound(i);
console.log(bound(2), bound(), bound.name, bound.length);
const viaApply = (g, o, args) => g.apply(o, args);
for (let i = 0; i < 2000; i++) viaApply(f, { tag: "A" }, [i, i]);
console.log(viaApply(f, { tag: "A" }, [1, 2]), viaApply(f, undefined, [1]).slice(-10), viaApply(f, null, { length: 2, 0: "x", 1: "y" }).slice(-2), viaApply(Math.min, null, [3, 1, 2]));
const viaCall = (g, o, x) => g.call(o, x, x);
for (let i = 0; i < 2000; i++) viaCall(f, { tag: "C" }, i);
console.log(viaCall(f, { tag: "C" }, 0), viaCall(f.bind({ tag: "B" }), { tag: "C" }, 0));
console.log(new (class K { constructor(a) { this.a = a; } }).constructor(4).a, new (Date.bind(null, 0))().getTime());
