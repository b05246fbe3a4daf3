// Shifts that are joined to one, pairs of shifts that become a mask, rotations, products cut to their low bits:
// a count of 32 is none, and the constant form must be what the form with variables is.
const V = [0, 1, -1, 2, 3, 127, 128, 255, 256, 0x7fff, 0x8000, 0xffff, 0x10000, 0x55555555, -0x55555556, 0x7fffffff, -0x80000000, 0x40000000, -0x40000000, 0x12345678, -0x12345678];
const W = [4294967295, 2147483648, 4294967296.5, -2147483649, 1e21, NaN, -0, 0.5, Infinity, 2 ** 53];
const src = {
  doubled: (c) => `(x + x) << ${c}`, twice: (c, d) => `(x << ${c}) << ${d}`, back: (c, d) => `(x >> ${c}) << ${d}`, forth: (c, d) => `(x << ${c}) >> ${d}`,
  unsigned: (c, d) => `(x << ${c}) >>> ${d}`, high: (c, d) => `(x >>> ${c}) >> ${d}`, masked: (c, d) => `((x >> ${c}) & y) << ${d}`, top: (c) => `(x & (-1 << ${c})) >> ${c}`,
  topU: (c, d) => `(x & 0xff000000) >>> ${c} & ${d}`, rot: (c) => `(x << ${c}) | (x >>> (32 - ${c}))`, rotN: (c) => `(x >>> ${c}) ^ (x << -${c})`, low: (c, d) => `Math.imul(x & 255, 1 << ${c}) & (${d} * 8 | 7)`,
  neg: (c, d) => `(-x & -y) + ((-x) * (-y) | 0) + (-x | -y) << ${c & 7}`, subs: (c, d) => `((x + y) - (x + ${c}) | 0) ^ ((x - ${d}) - (y - ${d}) | 0)`, nots: (c) => `(~x & ~y) ^ ~(x | y) ^ (-1 - x) ^ (~x + 1 << ${c})`,
  bits: (c, d) => `(x & (1 << ${c})) !== 0 ? (x ^ (1 << ${c})) >> ${d} : (x | (1 << ${c})) >>> ${d}`, mixed: (c, d) => `((x & 0xffff) * (y >>> 16) << ${c}) >>> ${d}`, wide: (c, d) => `(x >>> 0) + (y >>> ${c}) >> ${d}`,
};
const fnv = (h, v) => { if (v !== v) v = 77; return Math.imul(h ^ (v | 0) ^ (v > 2147483647 ? 5 : 0) ^ (Object.is(v, -0) ? 9 : 0), 16777619); };
const cs = [0, 1, 7, 8, 16, 24, 31, 32, 33];
for (const name in src) {
  let h = 2166136261 | 0, bad = 0;
  const general = new Function('x', 'y', 'c', 'd', 'return ' + src[name]('c', 'd').replace('-c', '(-c)') + ';');
  for (let r = 0; r < 4; r++) {
    const c = cs[(r * 2 + name.length) % 9], d = cs[(r * 5 + name.length) % 9];
    const f = new Function('x', 'y', 'return ' + src[name](c, d) + ';');
    for (let k = 0; k < 3; k++) for (const x of V) for (const y of V) { const v = f(x, y); h = fnv(h, v); if (!Object.is(v, general(x, y, c, d))) bad++; }
    for (const x of W) for (const y of W) { const v = f(x, y); h = fnv(h, v); if (!Object.is(v, general(x, y, c, d))) bad++; }
    h = fnv(h, f('12', { valueOf: () => 3 })) | 0;
  }
  console.log(name, h, bad);
}
