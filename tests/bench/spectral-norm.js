// The spectral norm of an infinite matrix, by the power method.
// test: 2 20
"use strict";

const entry = (row, column) => 1 / (((row + column) * (row + column + 1)) / 2 + row + 1);

function times(vector, at) {
  return vector.map((_, i) => {
    let sum = 0;
    for (let j = 0; j < vector.length; j++) sum += at(i, j) * vector[j];
    return sum;
  });
}

const timesMatrix = (v) => times(v, entry);
const timesTransposed = (v) => times(v, (i, j) => entry(j, i));
const dot = (a, b) => a.reduce((sum, x, i) => sum + x * b[i], 0);

function run(n) {
  let u = new Array(n).fill(1);
  let v = u;
  for (let i = 0; i < 10; i++) {
    v = timesTransposed(timesMatrix(u));
    u = timesTransposed(timesMatrix(v));
  }
  return Math.sqrt(dot(u, v) / dot(v, v));
}

function check(norm, n) {
  const expected = { 20: "1.273839841", 100: "1.274219991", 120: "1.274221700" }[n];
  if (expected !== undefined && norm.toFixed(9) !== expected) throw new Error(`norm ${norm}`);
  if (!(norm > 1.27 && norm < 1.2742242)) throw new Error(`norm ${norm}`);
  return norm.toFixed(9);
}

// Protocol of this folder: [iterations] [size] [--times].
const args = process.argv.slice(2);
const [iterations = 12, size = 120] = args.filter((a) => !a.startsWith("--")).map(Number);
const laps = [];
let summary;
for (let i = 0; i < iterations; i++) {
  const start = performance.now();
  const result = run(size);
  laps.push(performance.now() - start);
  summary = check(result, size);
}
console.log(`spectral-norm ${size}: ${summary}`);
if (args.includes("--times")) console.log(`times: ${laps.map((t) => t.toFixed(3)).join(" ")}`);
