// Rounding as floor(x + 0.5) fails beside the half, beyond 2^52 and at -0; with the result as int, double or key.
const V = [0.49999999999999994, -0.49999999999999994, 0.5, -0.5, -0.2, 0, -0, 1.5, -1.5, 2.5, -2.5, 4503599627370495.5, 4503599627370497, -4503599627370495.5, 9007199254740991, 2147483646.5, 2147483647.5, 2147483647.4999998, -2147483648.5, -2147483648.5000005, 1e300, Infinity, NaN, 0.9999999999999999, 5e-324];
const f = [
  (x) => Math.round(x), (x) => Math.round(x) | 0, (x) => 1 / Math.round(x), (x) => Math.round(-x), (x) => -Math.round(x), (x) => Math.floor(x + 0.5), (x) => Math.ceil(x - 0.5), (x) => Math.trunc(x) + 0, (x) => 1 / Math.ceil(x),
  (x) => Math.round(Math.fround(x)), (x) => Math.fround(Math.round(x)), (x) => Math.round(x) === Math.floor(x) ? 1 : 0, (x) => [7, 8, 9][Math.round(x)], (x) => Math.round(x) % 2, (x) => Math.sign(Math.round(x)) * 3, (x) => Math.abs(Math.round(x)) >>> 0,
  (x) => Math.round(x) - x, (x) => ~~(x + 0.5), (x) => Math.round(x * 100) / 100, (x) => Math.max(Math.round(x), -0), (x) => Math.min(Math.round(x), 0), (x) => Math.fround(Math.fround(x) + Math.fround(0.1)), (x) => Math.fround(Math.fround(x) * Math.fround(x)), (x) => Math.fround(Math.fround(1) / Math.fround(x)), (x) => Math.fround(Math.sqrt(Math.fround(x))), (x) => Math.fround(x) === x, (x) => Math.imul(x, 3) + Math.imul(Math.imul(x, x), -1), (x) => Math.clz32(x) + Math.clz32(-x),
];
const text = (v) => Object.is(v, -0) ? '-0' : String(v);
f.forEach((g, k) => {
  let s = 0; for (let i = 0; i < 1500; i++) { const v = g(i % 3); if (v === v && v !== undefined) s = (s + (v === Infinity ? 1 : +v)) % 1e9; }   // ints first
  for (let i = 0; i < 900; i++) { const v = g((i - 450) / 8); if (v === v && v !== undefined && Math.abs(v) !== Infinity) s += +v; }                   // then doubles
  const r = []; for (let i = 0; i < 40; i++) for (const x of V) { const v = g(x); if (i === 39) r.push(text(v)); }
  console.log(k, s, r.join(' '));
});
console.log(f.map((g) => text(g('0.5')) + text(g(null)) + text(g(undefined)) + text(g(true))).join(' '));
for (const g of f.slice(0, 4)) { try { console.log(g(1n)); } catch (e) { console.log(e.name); } }
