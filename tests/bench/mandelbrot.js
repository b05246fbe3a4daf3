// The Mandelbrot set as a bitmap in a Uint8Array, with its checksum.
// test: 2 24
"use strict";

const LIMIT = 50;

function escapeTime(cr, ci) {
  let zr = 0;
  let zi = 0;
  let zr2 = 0;
  let zi2 = 0;
  let n = 0;
  while (n < LIMIT && zr2 + zi2 <= 4) {
    zi = 2 * zr * zi + ci;
    zr = zr2 - zi2 + cr;
    zr2 = zr * zr;
    zi2 = zi * zi;
    n++;
  }
  return n;
}

function run(size) {
  const stride = (size + 7) >> 3;
  const bitmap = new Uint8Array(stride * size);
  const histogram = new Map();
  for (let y = 0; y < size; y++) {
    const ci = (2 * y) / size - 1;
    for (let x = 0; x < size; x++) {
      const n = escapeTime((2 * x) / size - 1.5, ci);
      histogram.set(n, (histogram.get(n) ?? 0) + 1);
      if (n === LIMIT) bitmap[y * stride + (x >> 3)] |= 0x80 >> (x & 7);
    }
  }
  return { bitmap, histogram };
}

function check({ bitmap, histogram }, size) {
  let set = 0;
  let checksum = 1;
  for (const byte of bitmap) {
    for (let b = byte; b; b &= b - 1) set++;
    checksum = (Math.imul(checksum, 31) + byte) >>> 0;
  }
  if (set !== histogram.get(LIMIT)) throw new Error(`${set} bits for ${histogram.get(LIMIT)} points`);
  const points = [...histogram.values()].reduce((a, b) => a + b);
  if (points !== size * size) throw new Error(`${points} points`);
  const area = (set / points) * 4;
  if (size >= 100 && Math.abs(area - 1.53) > 0.07) throw new Error(`area ${area}`);
  return `inside ${set} checksum ${checksum.toString(16)}`;
}

// Protocol of this folder: [iterations] [size] [--times].
const args = process.argv.slice(2);
const [iterations = 8, size = 200] = args.filter((a) => !a.startsWith("--")).map(Number);
const laps = [];
let summary;
for (let i = 0; i < iterations; i++) {
  const start = performance.now();
  const result = run(size);
  laps.push(performance.now() - start);
  summary = check(result, size);
}
console.log(`mandelbrot ${size}: ${summary}`);
if (args.includes("--times")) console.log(`times: ${laps.map((t) => t.toFixed(3)).join(" ")}`);
