const nums = [1, 2, 3];
function total(a) {
  let s = 0;
  for (const x of a) s += x;
  return s;
}
for (let i = 0; i < 2000; i++) total(nums);
console.log(total(nums));
const original = Array.prototype[Symbol.iterator];
Array.prototype[Symbol.iterator] = function* () {
  yield 100;
  yield 200;
};
console.log(total(nums), Math.max(...nums));
const [a, b] = nums;
console.log(a, b);
Array.prototype[Symbol.iterator] = original;
console.log(total(nums));
const push = Array.prototype.push;
function add(list, v) {
  return list.push(v);
}
const list = [];
for (let i = 0; i < 2000; i++) add(list, i);
Array.prototype.push = function () {
  return "patched";
};
console.log(add(list, 1), list.length);
Array.prototype.push = push;
console.log(add(list, 1));
