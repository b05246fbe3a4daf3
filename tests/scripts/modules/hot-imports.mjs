// Loops that read and call imports, and that write exported bindings.
// gc-stress: 499
import { add, total, Point, limit } from './lib/hot.mjs';
import * as hot from './lib/hot.mjs';
let sum = 0;
for (let i = 0; i < limit; i++) {
  sum = (sum + add(i, 1)) | 0;
  hot.bump(i & 3);
}
console.log(sum, total, hot.total);
function lengths(n) {
  let s = 0;
  for (let i = 0; i < n; i++) s += new Point(i, i + 1).dot(new Point(1, 2));
  return s;
}
console.log(lengths(20000));
export let counter = 0;
const step = () => { counter += 2; };
for (let i = 0; i < 30000; i++) step();
console.log(counter);
function read() { return hot.total + total; }
let reads = 0;
for (let i = 0; i < 20000; i++) reads += read() & 1;
console.log(reads);
