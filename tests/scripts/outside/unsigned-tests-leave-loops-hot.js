// A loop that is left by an unsigned test of its counter, in each sense: half of the test must not be taken for the whole.
function until(i, step) { let n = 0; do { i = (i + step) | 0; n++; if (i >>> 0 < 10000) break; } while (n < 3000); return i + n; }
function whileIn(i, step) { let n = 0; while (i >>> 0 < 10000) { i = (i + step) | 0; n++; } return i * 3 + n; }
function notIn(i, step) { let n = 0; for (;;) { if (!(i >>> 0 >= 500)) return i + n * 7; i = (i + step) | 0; if (++n > 2000) return -n; } }
function down(i, lim) { let n = 0; for (; i >>> 0 <= lim >>> 0 && n < 2000; i--) n++; return n * 5 + i; }
function limitNeg(i, lim) { let s = 0; for (let k = 0; k < 300; k++) { if ((i + k) >>> 0 < lim) s += k; else s -= 1; } return s; }
function both(i, a) { let s = 0; for (let k = i; ; k += 3) { if (k < 0 || k >= a.length) { if (k > 40) return s; s -= 2; continue; } s += a[k]; } }
function peeled(a, i) { let s = 0; while (true) { const j = i++; if (j >>> 0 >= a.length >>> 0) break; s += a[j]; if (s > 1e6) return -1; } return s + i; }
function eq(i, step) { let n = 0; for (; i !== 100 && n < 500; i = (i + step) & 127) n++; return n; }
const out = []; const a = Array.from({ length: 30 }, (_, i) => i * i);
for (let r = 0; r < 25; r++) for (const i of [0, -1, -1000, -5500, 9999, 10000, 2147483000, -2147483648]) { out.push(until(i, 1000), until(i, -7), whileIn(i, 77), notIn(i, 33), notIn(i, -1e7), down(i, 50), down(i & 63, -5), limitNeg(i, 100), limitNeg(i, -1), limitNeg(i, 4294967295), both(i % 100, a), peeled(a, i), eq(i & 127, 3), eq(1, 2)); }
console.log(out.slice(0, 14).join(' ')); console.log(out.slice(-14).join(' '));
console.log(until(0.5, 1000), whileIn('5', 77), notIn(null, 1.5), down(3.5, 50.5), limitNeg(0.5, 100.5), both(-0, a), peeled('abc', 0), eq('1', '2'), eq(1.5, 1));
let hsh = 0; for (const v of out) hsh = (Math.imul(hsh, 31) + v) | 0; console.log(hsh);
