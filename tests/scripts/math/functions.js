console.log(Math.max(), Math.min(), Math.max(1, "3", 2), Math.max(1, NaN), Math.max(-0, 0) === 0, Math.min(1, [0]), Math.abs(-5.5), Math.sign(-3), Math.sign("x"));
console.log(Math.floor(-1.5), Math.ceil(-1.5), Math.round(-1.5), Math.round(1.5), Math.round(2.5), Math.round(-0.4) === 0, Math.trunc(-1.9), Math.fround(5.05), Math.clz32(1), Math.clz32(0), Math.imul(0xffffffff, 5), Math.cbrt(27), Math.hypot(3, 4, 12), Math.hypot());
console.log(Math.sqrt(2), Math.pow(2, 0.5), Math.log2(8), Math.log10(1000), Math.log(1), Math.exp(0), Math.expm1(0), Math.log1p(0), Math.atan2(0, -1) === Math.PI, Math.sin(0), Math.cos(0), Math.tan(0));
console.log([Math.sin(1), Math.cos(1), Math.tan(1), Math.asin(0.5), Math.acos(0.5), Math.atan(1), Math.sinh(1), Math.cosh(1), Math.tanh(1), Math.exp(1), Math.log(10)].map((x) => x.toFixed(10)).join());
console.log(Math.PI, Math.E, Math.LN2, Math.SQRT1_2, Object.prototype.toString.call(Math), Math.round(0.49999999999999994), Math.round(4503599627370495.5), Math.round(-4503599627370495.5));
console.log(1 / Math.round(-0.2), 1 / Math.ceil(-0.7), Math.atan2(-0, 0) === 0, Math.sqrt(-1), Math.log(-1), Math.pow(NaN, 0), Math.pow(1, Infinity));
let x = 123456789;
const rnd = () => ((x = (Math.imul(x, 1103515245) + 12345) & 0x7fffffff), x / 0x7fffffff);
console.log(Array.from({ length: 5 }, () => Math.floor(rnd() * 100)).join());
