// What is nearly zero is no zero, and -0 is not 0, however the comparison is folded or compiled.
function constant() { return [Object.is(-Number.MIN_VALUE, -0), Object.is(Number.MIN_VALUE, 0), Object.is(0, -0), Object.is(-0, -0)].join(); }
function is(value) { return [Object.is(value, -0), Object.is(value, 0), value === 0, 1 / value, Object.is(value, NaN)].join(); }
function product(a, b) { return Object.is(a * b, -0); }
const values = [0.1, -0.1, 1, -1, 0, -0, Number.MIN_VALUE, -Number.MIN_VALUE, 5e-324 / 2, -5e-324 / 2, NaN, Infinity, "0", null];
const out = new Set([constant()]);
for (let i = 0; i < 400; i++) {
  const some = i < 200 ? values.slice(0, 4) : values;
  for (const v of some) out.add(String(v) + " " + is(v) + " " + product(v, i % 2 ? -1 : 1) + " " + product(v, 0));
  out.add(constant());
}
console.log([...out].join("\n"));
