console.log(String(0), String(-0), String(1e21), String(1e20), String(123456.789), String(1e-6), String(1e-7), String(5e-324), String(1.7976931348623157e308));
console.log((255).toString(16), (255).toString(2), (-255).toString(36), (0.5).toString(2), (3.75).toString(8));
console.log((1.005).toFixed(2), (1.45).toFixed(1), (-1.5).toFixed(0), (2.5).toFixed(0), (1e21).toFixed(2), (0).toFixed(3), (123.456).toFixed(10));
console.log((123.456).toPrecision(4), (0.00001234).toPrecision(2), (1e21).toPrecision(3), (123456).toExponential(2), (0).toExponential(), (-1.5e-9).toExponential(3));
console.log(Number.MAX_SAFE_INTEGER, Number.EPSILON > 0, Number.MIN_VALUE, 9007199254740993, 0.1 * 3, 4.35 * 100, 1.1 + 2.2);
console.log(parseInt("12px"), parseInt("0x1A"), parseInt("101", 2), parseInt("z", 36), parseInt(""), parseInt("1e3"), parseInt(null, 36), parseFloat("3.14abc"), parseFloat(".5."), parseFloat("-Infinityx"), parseFloat("e5"));
console.log(Number("12px"), Number("  12  "), Number(""), Number("0b11"), Number([5]), Number(new Date(5)), Number("Infinity"), Number("infinity"));
console.log(Number.isInteger(5.0), Number.isSafeInteger(2 ** 53), Number.isFinite("5"), isFinite("5"), isNaN("x"), Number.isNaN("x"));
for (const bad of [() => (1).toFixed(101), () => (1).toString(1), () => (1).toPrecision(0)]) {
  try {
    bad();
  } catch (e) {
    console.log(e.name);
  }
}
