// A hot int32 addition that overflows must go on with doubles.
function add(a, b) {
  return a + b;
}
let sum = 0;
for (let i = 0; i < 5000; i++) sum = add(sum, i);
console.log(sum);
console.log(add(2147483647, 1), add(-2147483648, -1), add(2147483647, -2147483648));
for (let i = 0; i < 5000; i++) sum = add(sum, 1000000);
console.log(sum);
console.log(add(0.5, 1), add("a", 1), add(1, "b"), add(null, 1), add(undefined, 1), add(true, true), add([1], [2]));
