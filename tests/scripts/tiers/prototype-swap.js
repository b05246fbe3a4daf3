const upper = { name() { return "upper"; }, level: 2 };
const lower = { name() { return "lower"; }, level: 1 };
const object = Object.create(lower);
function ask(o) {
  return o.name() + o.level;
}
for (let i = 0; i < 3000; i++) ask(object);
console.log(ask(object));
Object.setPrototypeOf(object, upper);
console.log(ask(object));
upper.level = 20;
console.log(ask(object));
object.level = "own";
console.log(ask(object));
delete object.level;
console.log(ask(object));
Object.setPrototypeOf(upper, lower);
delete upper.name;
console.log(ask(object));
try {
  Object.setPrototypeOf(object, null);
  ask(object);
} catch (e) {
  console.log(e instanceof TypeError);
}
