// Effects before the failing guard happen exactly once.
let effects = 0;
function step(o) {
  effects++;
  o.count++;
  const v = o.value + 1;
  o.count++;
  return v;
}
const plain = { count: 0, value: 1 };
for (let i = 0; i < 3000; i++) step(plain);
console.log(effects, plain.count);
const odd = { count: 0, value: "v" };
console.log(step(odd), odd.count, effects);
const overflow = { count: 2147483646, value: 2147483647 };
console.log(step(overflow), overflow.count, effects);
console.log(step({ value: 1, count: 0.5 }), effects);
function pushing(list, x) {
  list.push(x);
  return list[list.length - 1] - 1;
}
const list = [];
for (let i = 0; i < 3000; i++) pushing(list, i);
console.log(pushing(list, "7"), pushing(list, 0.5), list.length);
