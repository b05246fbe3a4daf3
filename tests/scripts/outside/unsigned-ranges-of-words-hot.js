// Ranges of words that are widened: negative numbers made unsigned, and what follows from it.
function widen(x) { const u = x >>> 0; return [u > 2147483647, u >= x, u < 4294967296, u + 1 > u, (u | 0) === x, u - x]; }
function shifted(x, n) { return [(x >>> n) > (x >> n), (x >>> n) + (x >> n), (x << n) >>> 0, (x >>> n) * 2, -(x >>> n)]; }
function bounds(x) { let n = 0; for (let i = x >>> 0; i > 4294967290 || i < 3; i = (i + 1) >>> 0) { n++; if (n > 20) break; } return n; }
function select(x) { const u = x < 0 ? x >>> 0 : x; return u > 100 ? u % 100 : -u; }
function index(view, x) { return view[x >>> 30] + view[(x >>> 0) % 4]; }
const numbers = [0, 1, -1, 2, -2, 3, 2147483647, -2147483648, -2147483647, 1073741824, -1073741824, 255, -256, 65535, -65536];
const view = new Uint32Array([4294967295, 2147483648, 1, 0]);
const results = new Set();
for (let round = 0; round < 400; round++) {
  let text = "";
  for (const x of numbers) text += `${x}: ${widen(x)} ${shifted(x, 0)} ${shifted(x, 1)} ${shifted(x, 31)} ${shifted(x, 33)} ${bounds(x)} ${select(x)} ${index(view, x)}\n`;
  results.add(text);
}
console.log(results.size);
console.log([...results][0]);
let total = 0;
for (let i = -3000; i < 3000; i++) { const u = i >>> 0; total += u > 1e9 ? 1 : 2; total += (u >>> 31) + ((u >>> 0) > i ? 1 : 0); }
console.log(total);
