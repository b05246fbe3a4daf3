class A {
  constructor(v) {
    this.v = v;
  }
  half() {
    return this.v / 2;
  }
}
function use(a) {
  return a.half();
}
const a = new A(10);
let t = 0;
for (let i = 0; i < 3000; i++) t += use(a);
console.log(t);
A.prototype.half = function () {
  return this.v * 100;
};
console.log(use(a));
for (let i = 0; i < 3000; i++) t += use(a);
console.log(t);
Object.defineProperty(A.prototype, "half", { get() { return () => `got ${this.v}`; } });
console.log(use(a));
a.half;
Object.defineProperty(a, "half", { value: () => "own" });
console.log(use(a), use(new A(4)));
