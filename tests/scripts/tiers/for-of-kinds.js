function total(iterable) {
  let t = 0;
  for (const x of iterable) t += Number(x);
  return t;
}
const iterables = [[1, 2, 3], new Set([4, 5]), new Map([[1, 2]]).values(), "678", new Uint8Array([9, 9]), (function* () { yield 1; yield 2; })(), { [Symbol.iterator]: () => ({ n: 0, next() { return { value: this.n, done: this.n++ > 3 }; } }) }];
for (let i = 0; i < 2000; i++) total(iterables[0]);
console.log(iterables.map(total).join());
for (let i = 0; i < 1000; i++) total(iterables[[0, 1, 3, 4, 6][i % 5]]);
console.log([0, 1, 3, 4, 6].map((i) => total(iterables[i])).join());
for (const bad of [5, {}, null, { [Symbol.iterator]: () => 1 }]) {
  try {
    total(bad);
  } catch (e) {
    console.log(e instanceof TypeError);
  }
}
let returned = 0;
const closing = { [Symbol.iterator]: () => ({ next: () => ({ value: 1, done: false }), return() { returned++; return {}; } }) };
function firstOf(it) {
  for (const x of it) return x;
}
for (let i = 0; i < 1000; i++) firstOf(closing);
console.log(returned);
const growing = [1];
let seen = 0;
for (const x of growing) {
  seen += x;
  if (growing.length < 2000) growing.push(1);
}
console.log(seen);
