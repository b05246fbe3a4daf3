// Functions of equal bytecode from texts that are evaluated several times are different
// scripts: a call site that knows one meets the others.
const text = `(function make(step) {
  let n = 0;
  class Counter {
    constructor(start) { this.start = start; this.target = new.target === Counter; }
    add(by) { if (by < 0) throw new RangeError("down " + n); n += by * step; return n + this.start; }
  }
  return { counter: new Counter(step), reset() { n = 0; return make; } };
})`;
const makers = [];
for (let i = 0; i < 6; i++) makers.push((0, eval)(text));

function run(make, step, times) {
  const { counter, reset } = make(step);
  let sum = 0;
  for (let i = 0; i < times; i++) sum += counter.add(i & 3);
  if (reset() !== make) throw new Error("another function's closure");
  return counter.target ? sum : -1;
}

let total = 0;
for (let round = 0; round < 600; round++) total += run(makers[0], 2, 10);
console.log(total);
for (let round = 0; round < 1200; round++) total += run(makers[round % 6], 3, 10);
console.log(total);
for (const make of makers) {
  try {
    make(5).counter.add(-1);
  } catch (error) {
    console.log(error instanceof RangeError, error.message, makers.filter((m) => m === make).length);
  }
}

// The same text twice in one function: two functions with one body.
function twins(x) {
  const a = (v) => v * 2 + x, b = (v) => v * 2 + x;
  return [a, b];
}
let sum = 0;
for (let i = 0; i < 4000; i++) {
  const [a, b] = twins(i);
  if (a === b) throw new Error("one closure for two");
  sum = (sum + a(i) + b(1)) % 1000003;
}
console.log(sum, twins(1).map((f) => f.toString()).join(" | "));
