// BigInts on both sides of 64 and 128 bits, in hot loops: arithmetic, order, equality, conversions, keys.
const out = [];
const show = (...v) => out.push(v.map((x) => (typeof x === 'bigint' ? x + 'n' : String(x))).join(' '));
const edges = [];
for (const bits of [0n, 1n, 31n, 32n, 53n, 63n, 64n, 65n, 126n, 127n, 128n, 200n]) for (const d of [-1n, 0n, 1n]) edges.push((1n << bits) + d, -((1n << bits) + d));
const operators = {
  add: (a, b) => a + b, sub: (a, b) => a - b, mul: (a, b) => a * b, div: (a, b) => a / b, rem: (a, b) => a % b,
  and: (a, b) => a & b, or: (a, b) => a | b, xor: (a, b) => a ^ b,
};
const modulus = 2n ** 61n - 1n;
for (const [name, f] of Object.entries(operators)) {
  let sum = 0n;
  for (const a of edges) for (const b of edges) {
    if (b === 0n && (name === 'div' || name === 'rem')) continue;
    sum = (sum * 31n + f(a, b)) % modulus;
  }
  show(name, sum);
  try { f(5n, 0n); } catch (e) { show(name, e.name); }
}
let hash = 0n;
for (const a of edges) for (const by of [0n, 1n, 7n, 63n, 64n, 100n, 127n, 130n, -1n, -64n, -200n]) hash = (hash * 31n + (a << by) + 7n * (a >> by)) % modulus;
show('shifts', hash);
for (const a of edges) for (const b of edges) {
  const bits = (a < b) + 2 * (a <= b) + 4 * (a > b) + 8 * (a >= b) + 16 * (a === b) + 32 * (a == b) + 64 * Object.is(a, b);
  hash = (hash * 131n + BigInt(bits)) % modulus;
}
show('order', hash);
function mixed(a, b) { return (a < b) + 2 * (a <= b) + 4 * (a > b) + 8 * (a >= b) + 16 * (a == b) + 32 * (b < a) + 64 * (b >= a); }
const numbers = [0, -0, 1, -1, 0.5, -0.5, 2 ** 31, -(2 ** 31), 2 ** 53, 2 ** 63, -(2 ** 63), 2 ** 64, 1.7e38, -1.7e38, 2 ** 127, -(2 ** 127), 2 ** 128, 1e300, Infinity, -Infinity, NaN, '5', '0x10', '-1', 'x', true, null, undefined];
for (const a of edges) for (const b of numbers) hash = (hash * 131n + BigInt(mixed(a, b))) % modulus;
show('mixed', hash);
for (const a of edges) for (const bits of [0, 1, 8, 31, 32, 63, 64, 65, 127, 128, 129]) hash = (hash * 31n + BigInt.asUintN(bits, a) + 3n * BigInt.asIntN(bits, a)) % modulus;
show('wrapped', hash);
show(BigInt.asUintN(64, -1n), BigInt.asIntN(64, 2n ** 63n), BigInt.asUintN(8, 257n), BigInt.asIntN(0, 5n), BigInt.asUintN('8', '300'), BigInt.asIntN(3.9, true));
for (const bad of [[-1, 1n], [1, 1], [2 ** 53, 1n], [1, Symbol()], [1, undefined]]) try { BigInt.asUintN(...bad); } catch (e) { show(e.name); }
function random(n) { let b = 1n; for (let i = 0; i < n; i++) b = BigInt.asUintN(64, b * 6364136223846793005n + 1442695040888963407n); return b; }
for (let i = 0; i < 20; i++) random(100);
show(random(1000));
function count(n) { let b = 0n, hits = 0; for (let i = 0; i < n; i++) { if (b < 10n) hits++; b = b + 1n; if (b === 20n) b = 0n; } return hits; }
for (let i = 0; i < 20; i++) count(100);
show(count(1000));
function shifts(n) { let b = 1n; for (let i = 0; i < n; i++) b = ((b << 3n) | BigInt(i & 7)) & 0xffffffffffn; return b; }
for (let i = 0; i < 20; i++) shifts(100);
show(shifts(999));
function grow(n) { let b = 1n; for (let i = 0; i < n; i++) b = b * 3n - 1n; return b; }
show(grow(20), grow(90), grow(200) % 1000000007n);
function factorial(n) { let b = 1n; for (let i = 1n; i <= n; i++) b *= i; while (b > 1n && n > 1n) b /= n--; return b; }
show(factorial(60n), factorial(5n));
let inc = 2n ** 127n - 2n;
for (let i = 0; i < 4; i++) show(inc++, ++inc, -inc, ~inc, inc--);
inc = -(2n ** 127n) + 1n;
for (let i = 0; i < 3; i++) show(inc--, -inc, ~inc);
// Mixed operands and conversions.
for (const a of [0n, -0n, 5n, 2n ** 64n, -(2n ** 70n), 2n ** 130n]) {
  show(a, !a, a ? 'true' : 'false', Number(a), parseInt(a), a.toString(16), a.toString(36), String(a), `${a}`, a + '', typeof a, a == Number(a), a < 5.5, 4.5 < a, a > '4', a == '5', JSON.stringify({ t: String(a) }), a.toLocaleString('en-US'));
  for (const f of [() => a + 1, () => +a, () => a >>> 0n, () => Math.max(a, 1), () => JSON.stringify(a), () => a ** -1n]) try { show(f()); } catch (e) { show(e.name); }
  try { show(a ** 3n, a ** 0n); } catch (e) { show(e.name); }
}
for (const n of [0, -0, 1e15, 2 ** 53, 9e18, 9223372036854775807, 1e30, -1e22, 1.5, NaN, Infinity]) try { show(BigInt(n)); } catch (e) { show(e.name); }
for (const s of ['', '0x1f', '-12', '340282366920938463463374607431768211456', '1n', '-0x1']) try { show(BigInt(s)); } catch (e) { show(e.name); }
const keyed = new Map(edges.map((e, i) => [e, i]));
show(keyed.size, edges.every((e) => keyed.has(e + 1n - 1n)), keyed.get(2n ** 64n), keyed.get(-1n), keyed.has(3n), [1n, 2n ** 128n].includes(2n ** 127n * 2n), [5n].indexOf(5n));
const words = new BigInt64Array([1n, -1n, 2n ** 63n, 2n ** 64n + 5n]), unsigned = new BigUint64Array([1n, -1n, 2n ** 63n, -(2n ** 100n) - 3n]);
show(words.join(), unsigned.join(), words[1] + unsigned[1], [...unsigned].sort((a, b) => (a < b ? -1 : 1)).join(), words.sort().join());
const o = { [5n]: 'five', [2n ** 64n]: 'big' };
show(o[5], o[5n], o['18446744073709551616'], Object.keys(o).join());
const boxed = Object(7n);
show(boxed + 1n, boxed == 7n, boxed === 7n, typeof boxed, boxed.valueOf());
// The collector frees those that are boxed, and only those.
let kept = [];
for (let i = 0; i < 2000; i++) { kept.push((1n << BigInt(i % 200)) + BigInt(i)); if (kept.length > 100) kept = kept.slice(50); }
show(kept.length, kept.reduce((a, b) => (a + b) % modulus, 0n));
console.log(out.join('\n'));
