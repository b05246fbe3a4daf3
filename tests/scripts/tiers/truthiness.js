function truthy(x) {
  if (x) return 1;
  return 0;
}
const logical = (a, b) => [a && b, a || b, a ?? b, !a].map(String).join();
const values = [0, 1, -1, NaN, -0, "", "0", "a", null, undefined, {}, [], true, false, Infinity, 0.1, () => {}, Symbol.iterator];
for (let i = 0; i < 3000; i++) truthy(i & 1);
console.log(values.map(truthy).join(""));
for (let i = 0; i < 3000; i++) {
  truthy(values[i % values.length]);
  logical(i & 1, i & 2);
}
console.log(values.map(truthy).join(""));
console.log(values.slice(0, 14).map((v) => logical(v, "b")).join(" "));
let n = 0;
for (let i = 0; i < 3000; i++) n += truthy(i % 3 === 0 ? "" : i % 3 === 1 ? "x" : null);
console.log(n);
