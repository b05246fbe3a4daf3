function at(a, i) {
  return a[i];
}
const a = [10, 20, 30];
for (let i = 0; i < 3000; i++) at(a, i % 3);
console.log(at(a, 0), at(a, 3), at(a, -1), at(a, 1.5), at(a, "1"), at(a, "length"), at(a, NaN), at(a, 4294967295));
for (let i = 0; i < 3000; i++) at(a, i % 5);
console.log(at(a, 4));
a[-1] = "minus";
a["1.5"] = "half";
console.log(at(a, -1), at(a, 1.5), a.length);
Array.prototype[7] = "proto";
console.log(at(a, 7));
delete Array.prototype[7];
console.log(at(a, 7), at("abc", 1), at("abc", 9), at({ 2: "two" }, 2));
console.log(Object.is(at([5], -0), 5));
