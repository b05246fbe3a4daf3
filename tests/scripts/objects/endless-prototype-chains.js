// A proxy may be its own prototype's prototype: going along such a chain has to end.
const target = {};
const circle = new Proxy(target, {});
Object.setPrototypeOf(target, circle);
function F() {}
const walks = {
  instanceof: () => circle instanceof F,
  hasInstance: () => Function.prototype[Symbol.hasInstance].call(F, circle),
  inherited: () => Object.create(circle) instanceof F,
  isPrototypeOf: () => F.prototype.isPrototypeOf(circle),
  forIn: () => {
    for (const key in circle) console.log(key);
  },
};
for (const [name, walk] of Object.entries(walks)) {
  for (let i = 0; i < 3; i++) {
    try {
      console.log(name, walk());
    } catch (error) {
      console.log(name, error.name, error.message);
    }
  }
}
// A long chain is none without an end.
let long = F.prototype;
for (let i = 0; i < 1000; i++) long = new Proxy({}, { getPrototypeOf: ((next) => () => next)(long) });
console.log(long instanceof F, F.prototype.isPrototypeOf(long), long instanceof Array);
