// Sums that leave int32 and become fractions, then truncated by bit operations: ToInt32 is
// modulo 2^32, however the code that computes it holds its numbers.
function mask(a) { return (a + 0x7fffffff + 1.1) & 0x7fffffff | a; }
function shifts(a, b) { return [(a + b + 0.5) << 1, (a - b - 0.5) >> 1, (a * b + 0.25) >>> 3, ~(a + b + 0.75)].join(); }
function chain(a) { let t = 0; for (let i = 0; i < 4; i++) t = (t + a + 0x7fffffff) | 0; return t; }
const values = [0, 1, -1, 2, 1073741823, 1073741824, -1073741824, 2147483647, -2147483648, 1.5, -0, NaN, 4294967296, 1e300];
const first = values.map(mask).join();
for (let round = 0; round < 300; round++) {
  if (values.slice(0, 3 + round % 12).map(mask).join() !== first.split(",").slice(0, 3 + round % 12).join()) console.log("differs", round);
}
console.log(first);
let out = [];
for (let round = 0; round < 200; round++) {
  out = values.map((a, i) => shifts(a, values[(i + 5) % values.length]) + ":" + chain(a));
}
console.log(out.join("\n"));
