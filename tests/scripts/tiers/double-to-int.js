function toInt(x) {
  return x | 0;
}
for (let i = 0; i < 3000; i++) toInt(i + 0.5);
console.log([2147483648, 4294967295, 4294967296, -2147483649, 1e15 + 0.5, -1e15, 2 ** 53, 2 ** 63, 2 ** 84, -(2 ** 84), NaN, Infinity, -Infinity, 0.99, -0.99, 1e300].map(toInt).join());
function index(a, x) {
  return a[x];
}
const a = ["zero", "one", "two"];
for (let i = 0; i < 3000; i++) index(a, (i % 3) + 0);
for (let i = 0; i < 3000; i++) index(a, (i % 6) / 2);
console.log(index(a, 1.0), index(a, 0.5), index(a, -0), index(a, 2.0000001), index(a, 1e100), index(a, NaN));
function asDouble(n) {
  let x = 0.5;
  for (let i = 0; i < n; i++) x += 1;
  return x - 0.5;
}
const d = asDouble(2000);
console.log(d, Number.isInteger(d), d === 2000, String(d), [d].includes(2000), new Map([[d, "v"]]).get(2000), "x".repeat(asDouble(3)));
