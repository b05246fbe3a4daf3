function poly(x) {
  return ((x * 0.1 + 0.2) * x - 0.3) * x + 1 / 3;
}
let s = 0;
for (let i = 0; i < 3000; i++) s += poly(i / 7);
console.log(s);
let harmonic = 0;
for (let i = 1; i <= 5000; i++) harmonic += 1 / i;
console.log(harmonic);
let f = 1;
for (let i = 1; i <= 170; i++) f *= i;
console.log(f, f * 171, 5e-324 / 2, 1.7976931348623157e308 * 10);
let pi = 0;
for (let i = 0; i < 4000; i++) pi += ((i & 1 ? -1 : 1) * 4) / (2 * i + 1);
console.log(pi);
// A product and a sum must round twice, not once.
const fma = (a, b, c) => a * b + c;
for (let i = 0; i < 3000; i++) fma(i, 0.1, 1);
console.log(fma(0.1, 10, -1), fma(1 + 2 ** -30, 1 + 2 ** -30, -(1 + 2 ** -29)), fma(134217729, 134217729, -18014398777917440));
