// What is constructed is known at every level of a chain of classes, and by Reflect.construct.
class A {
  constructor() {
    this.made = new.target === A ? 'itself' : new.target.name;
    this.own = this.constructor === new.target;
  }
}
class B extends A {
  constructor() {
    super();
    this.b = new.target === B;
  }
}
class C extends B {}
class D extends C {
  constructor() {
    super();
    this.d = true;
  }
}
function Base() {
  this.by = new.target?.name;
}
function Derived() {}
const shapes = new Map();
for (let i = 0; i < 8000; i++) {
  const of = [A, B, C, D][i % 4];
  const o = new of();
  const text = JSON.stringify(o) + (Object.getPrototypeOf(o) === of.prototype);
  shapes.set(text, (shapes.get(text) ?? 0) + 1);
  const plain = i % 5 ? new Base() : Reflect.construct(Base, [], Derived);
  const kind = `${plain.by} ${plain instanceof Base} ${plain instanceof Derived}`;
  shapes.set(kind, (shapes.get(kind) ?? 0) + 1);
}
for (const [shape, times] of shapes) console.log(times, shape);
console.log(new Base() instanceof Derived, Reflect.construct(B, [], Derived) instanceof Derived, Reflect.construct(B, [], Derived).made);
try {
  Reflect.construct(A, [], () => {});
} catch (error) {
  console.log(error.name);
}
