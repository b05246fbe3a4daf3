// for-in over objects whose shape has all keys, and those for which it has not.
function keys(o) {
  const list = [];
  for (const k in o) list.push(k);
  return list.join();
}
const table = { a: 1, b: 2, c: 3 };
for (let i = 0; i < 3000; i++) keys(table);
console.log(keys(table), keys({}), keys(Object.create(null)), keys(Object.assign(Object.create(null), { x: 1, y: 2 })));
console.log(keys({ b: 1, 2: 1, a: 1, 1: 1 }), keys([7, 8]), keys("ab"), keys(null), keys(undefined), keys(5));
const hidden = { shown: 1, [Symbol("s")]: 2 };
Object.defineProperty(hidden, "not", { value: 1, enumerable: false, configurable: true });
hidden.last = 1;
console.log(keys(hidden));
class P {
  #private = 1;
  own = 2;
  method() {}
}
console.log(keys(new P()));
const child = Object.create(table, { d: { value: 1, enumerable: true }, a: { value: 1, enumerable: false } });
console.log(keys(child));
// Keys that come and go during the loop.
function during(o, f) {
  const seen = [];
  for (const k in o) {
    seen.push(k);
    f(o, k);
  }
  return seen.join();
}
console.log(during({ a: 1, b: 2, c: 3 }, (o) => delete o.b));
console.log(during({ a: 1, b: 2, c: 3 }, (o, k) => k === "a" && ((o.d = 1), delete o.c)));
console.log(during({ a: 1, b: 2 }, (o) => Object.setPrototypeOf(o, { z: 1 })));
console.log(during({ a: 1, b: 2, c: 3 }, (o) => Object.defineProperty(o, "c", { enumerable: false })).length > 0);
const deleted = { a: 1, b: 2, c: 3, d: 4 };
delete deleted.b;
deleted.e = 5;
deleted.b = 6;
console.log(keys(deleted));
// Something enumerable appears on a prototype, and goes again.
keys(table);
Object.prototype.inherited = 1;
console.log(keys(table), keys({}));
delete Object.prototype.inherited;
console.log(keys(table), keys({}));
const proto = { p: 1 };
const heir = Object.create(proto);
heir.q = 1;
console.log(keys(heir));
proto.r = 1;
delete proto.p;
console.log(keys(heir));
let total = 0;
for (let i = 0; i < 2000; i++) {
  const o = { n: i, m: 1 };
  for (const k in o) total += o[k];
}
console.log(total);
