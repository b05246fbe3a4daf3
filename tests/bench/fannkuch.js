// Pancake flipping: over all permutations of n, the most prefix reversals that
// bring 1 to the front, and an alternating checksum of the counts.
// test: 2 6
"use strict";

function flips(permutation, scratch) {
  const n = permutation.length;
  for (let i = 0; i < n; i++) scratch[i] = permutation[i];
  let count = 0;
  for (let first = scratch[0]; first !== 0; first = scratch[0]) {
    for (let low = 0, high = first; low < high; low++, high--) {
      const saved = scratch[low];
      scratch[low] = scratch[high];
      scratch[high] = saved;
    }
    count++;
  }
  return count;
}

/** Steps to the next permutation by rotating ever longer prefixes. */
function advance(permutation, counters) {
  for (let length = 2; length <= permutation.length; length++) {
    const first = permutation[0];
    for (let i = 1; i < length; i++) permutation[i - 1] = permutation[i];
    permutation[length - 1] = first;
    if (++counters[length - 1] < length) return true;
    counters[length - 1] = 0;
  }
  return false;
}

function run(n) {
  const permutation = Array.from({ length: n }, (_, i) => i);
  const scratch = new Array(n).fill(0);
  const counters = new Array(n).fill(0);
  let most = 0;
  let total = 0;
  let checksum = 0;
  let sign = 1;
  let permutations = 0;
  do {
    const count = flips(permutation, scratch);
    if (count > most) most = count;
    total += count;
    checksum += sign * count;
    sign = -sign;
    permutations++;
  } while (advance(permutation, counters));
  return { most, total, checksum, permutations };
}

function check({ most, total, checksum, permutations }, n) {
  const known = [0, 0, 1, 2, 4, 7, 10, 16, 22, 30, 38];
  if (most !== known[n]) throw new Error(`fannkuch(${n}) = ${most}`);
  let factorial = 1;
  for (let i = 2; i <= n; i++) factorial *= i;
  if (permutations !== factorial) throw new Error(`${permutations} permutations of ${n}`);
  return `most ${most} total ${total} checksum ${checksum}`;
}

// Protocol of this folder: [iterations] [size] [--times].
const args = process.argv.slice(2);
const [iterations = 6, size = 8] = args.filter((a) => !a.startsWith("--")).map(Number);
const laps = [];
let summary;
for (let i = 0; i < iterations; i++) {
  const start = performance.now();
  const result = run(size);
  laps.push(performance.now() - start);
  summary = check(result, size);
}
console.log(`fannkuch ${size}: ${summary}`);
if (args.includes("--times")) console.log(`times: ${laps.map((t) => t.toFixed(3)).join(" ")}`);
