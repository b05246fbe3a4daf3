// A quotient of integers, rounded, then compared: what is rounded is the quotient, whatever is
// known of the operands when the code is compiled.
const one = 150, two = 2;
function constants() { return Math.max(5, Math.floor(one / two)); }
function given(a, b) { return [Math.max(5, Math.floor(a / b)), Math.min(5, Math.ceil(a / b)), Math.max(Math.trunc(a / b), Math.round(a / b)), Math.floor(a / b) | 0].join(); }
const pairs = [[150, 2], [7, 2], [-7, 2], [7, -2], [0, 5], [0, -5], [1, 0], [0, 0], [2147483647, 1], [-2147483648, -1], [1, 3], [0.5, 0.25]];
const out = new Set();
for (let i = 0; i < 12000; i++) if (constants() !== 75) out.add("wrong at " + i);
for (let i = 0; i < 600; i++) {
  const n = i < 300 ? 2 : pairs.length;
  for (const [a, b] of pairs.slice(0, n)) out.add(a + "/" + b + " " + given(a, b));
}
console.log([...out].join("\n"));
