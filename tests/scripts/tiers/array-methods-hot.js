const stack = [];
let t = 0;
for (let i = 0; i < 3000; i++) {
  stack.push(i, i + 0.5);
  if (i % 3 === 0) t += stack.pop();
  if (i % 500 === 0) t += stack.shift();
  if (i % 700 === 0) stack.unshift(-1);
}
console.log(t, stack.length, stack[0], stack.at(-1));
const empty = [];
const pop = (a) => a.pop();
for (let i = 0; i < 2000; i++) pop([1]);
console.log(pop(empty), empty.length, pop([undefined]), pop(["s"]), Array.prototype.pop.call({ length: 2, 1: "x" }));
const slice = (a, i, j) => a.slice(i, j).join();
for (let i = 0; i < 2000; i++) slice([1, 2, 3], 1);
console.log(slice([1, 2, 3], -2), slice("hello".split(""), 1, -1), slice([1, , 3], 0, 2), slice([1, 2], 5), slice([1, 2, 3], "1", "2"));
const idx = (a, x) => `${a.indexOf(x)} ${a.includes(x)} ${a.lastIndexOf(x)}`;
for (let i = 0; i < 2000; i++) idx([1, 2, 3], i % 4);
console.log(idx([1, NaN, 1], NaN), idx([1, 0.5, 1], 1), idx(["1"], 1), idx([, 1], undefined), idx([0], -0));
const joined = (a) => a.concat([4], 5, [[6]]).join("-");
for (let i = 0; i < 1000; i++) joined([1]);
console.log(joined([1, null, undefined, 2]), joined([]), [1, [2, [3, [4]]]].flat(Infinity).join());
