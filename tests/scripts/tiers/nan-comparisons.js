function compare(a, b) {
  return `${a < b} ${a <= b} ${a > b} ${a >= b} ${a == b} ${a === b} ${a != b} ${a !== b}`;
}
for (let i = 0; i < 3000; i++) compare(i, i + 1);
console.log(compare(1, 2));
console.log(compare(NaN, 1));
console.log(compare(1, NaN));
console.log(compare(NaN, NaN));
console.log(compare(1.5, 1.5));
console.log(compare("10", 9));
console.log(compare("10", "9"));
console.log(compare(null, 0));
console.log(compare(undefined, null));
console.log(compare({}, {}));
function branch(x) {
  if (!(x < 10)) return "not below";
  return "below";
}
for (let i = 0; i < 3000; i++) branch(i % 20);
console.log(branch(NaN), branch(undefined), branch("5"), branch(null));
