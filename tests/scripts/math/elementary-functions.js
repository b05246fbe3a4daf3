// Equal to the last bit, in the interpreter and in compiled code.
function all(x) {
  return [Math.sin(x), Math.cos(x), Math.tan(x), Math.exp(x / 10), Math.log(x), Math.log10(x), Math.log2(x), Math.cbrt(x), Math.sinh(x / 9),
    Math.cosh(x / 9), Math.tanh(x / 9), Math.asinh(x), Math.acosh(x + 1), Math.atan(x), Math.atan2(x, 3), Math.hypot(x, 0.3), Math.hypot(x, 2, 7),
    Math.expm1(x / 9), Math.asin(x / 80), Math.acos(x / 80), Math.atanh(x / 80)];
}
for (let i = 0; i < 40; i++) console.log(all(0.0731 + i * 1.937).join(' '));
let sum = 0;
for (let i = 1; i < 3000; i++) for (const y of all(i / 40)) sum += y;
console.log(sum, Math.sin(1e5), Math.cos(-123456.789), Math.log(5e-324), Math.log10(1000), Math.log10(2e-310), Math.cbrt(1e-310), Math.cbrt(-64), Math.hypot());
