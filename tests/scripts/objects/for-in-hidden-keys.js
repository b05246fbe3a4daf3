// A property that is not enumerable hides an enumerable one further up.
const keys = (object) => {
  const list = [];
  for (const key in object) list.push(key);
  return list.join();
};
const base = { a: 1, b: 2 };
const hiding = Object.create(base, { a: { value: 3, enumerable: false } });
console.log(keys(hiding), "|", keys(Object.create(hiding)), "|", keys(Object.create(Object.create(hiding), { b: { value: 0 } })));

Object.prototype.extra = 1;
console.log(keys([1]), "|", keys(hiding), "|", keys(new Map()));
Object.defineProperty(Array.prototype, "extra", { value: 2, configurable: true });
console.log(keys([1]), "|", keys({ x: 1 }), "|", keys(Object.create([])));
delete Object.prototype.extra;
delete Array.prototype.extra;

Object.defineProperty(Object.prototype, "constructor", { enumerable: true });
console.log(keys([5]), "|", keys({}), "|", keys(new (class A {})()), "|", keys(new Map()), "|", keys(() => 1), "|", keys(Object.create([])));
Object.defineProperty(Object.prototype, "name", { enumerable: true, configurable: true, value: 0 });
console.log(keys(function named() {}), "|", keys(Object.create(function () {})), "|", keys(Object.create({})));
