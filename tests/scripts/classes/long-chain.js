// gc-stress: 20000
// Making a class must not cost as much as its chain is long.
let Last = class {
  greeting() {
    return "hello";
  }
};
for (let i = 0; i < 40000; i++) Last = class extends Last {};
console.log(Last.prototype.greeting());
const object = {};
try {
  Object.setPrototypeOf(object, object);
} catch (error) {
  console.log(error.message);
}
const child = Object.create(object);
try {
  Object.setPrototypeOf(object, child);
} catch (error) {
  console.log(error.message);
}
console.log(Reflect.setPrototypeOf(Object.getPrototypeOf(Last), Last), Reflect.setPrototypeOf(Last, Function.prototype));
