// Loops that begin in the middle and look back: each bound is checked for its own index.
function back(a, from, to, by) { let s = 0; for (let i = from; i < to; i++) { const v = a[i - by]; if (v === undefined) s += 1000; else s += v; if (i > 1200) break; } return s; }
function both(a, b, from, to) { let s = 0; for (let i = from; i < to; i++) s += (a[i - 100] ?? 1000) + (b[i] ?? 3); return s; }
function scaled(a, n) { let s = 0; for (let i = 10; i < n; i++) s += (a[2 * i - 20] ?? 0.5) + (a[i * 3 - 31] ?? 0.25); return s; }
function fromLength(a, k) { let s = 0; for (let i = a.length - k; i < a.length; i++) s = s * 3 + (a[i] ?? 7) | 0; return s; }
function reversed(a, k) { let s = 0; for (let i = a.length + k; i >= -k; i--) s = s * 3 + (a[i] ?? 7) | 0; return s; }
function window(a, n) { let s = 0; for (let i = n; i < a.length; i++) { let m = -Infinity; for (let j = i - n; j <= i; j++) if (a[j] > m) m = a[j]; s += m; } return s; }
function neighbours(a) { let s = 0; for (let i = 1; i < a.length - 1; i++) { a[i] = (a[i - 1] + a[i] + a[i + 1]) | 0; s = s * 3 + a[i] | 0; } return s; }
function stored(n, k) { const a = []; for (let i = k; i < n; i++) a[i - k] = i; a[n - k + 1] = 1; let s = 0; for (let i = 0; i < a.length; i++) s = s * 3 + (i in a ? a[i] : -1) | 0; return s * 10 + a.length | 0; }
function typedBack(t, from, to) { let s = 0; for (let i = from; i < to; i++) { const v = t[i - from - 1]; s += v === undefined ? 100 : v; t[i - from + 2] = i; } return s; }
function textBack(t, from) { let s = ''; for (let i = from; i < t.length + 2; i++) s += t[i - 2] ?? '-', s += t.charAt(i - 3); return s; }
function unsignedTest(a, x, n) { let s = 0; for (let i = x; i >>> 0 < n; i++) s += a[i]; return s; }
function orTest(a, n) { let s = 0; for (let i = -3; ; i++) { if (i < 0 || i >= a.length) { s += 100; if (i > 0) break; continue; } s += a[i]; } return s; }
function twoCounters(a, n) { let s = 0; for (let i = 0, j = n; i < a.length; i++, j--) s = s * 3 + (a[j] ?? 9) - (a[i] ?? 5) | 0; return s; }
function shrinks(n) { const a = []; for (let i = 0; i < n; i++) a.push(i); let s = 0; for (let i = 2; i < a.length; i++) { s += a[i - 2]; if (i % 3 === 0) a.pop(); } return s * 100 + a.length; }
const ints = Array.from({ length: 16 }, (_, i) => i * 3 % 7), dbl = ints.map(x => x + 0.5), mixed = [1, 2, , 4, 5.5, 6];
let rows = {};
for (let r = 0; r < 500; r++) {
  const a = r % 10 === 9 ? mixed : r & 1 ? ints : dbl, k = r % 5;
  const got = { back: back(a, 100, 100 + (r % 20), 100 + (k === 4 ? -1 : 0)), both: both(a, ints, 100, 100 + k * 4), scaled: scaled(a, 10 + r % 12), fromLength: fromLength(a, k + (k === 4 ? 15 : 0)), reversed: reversed(a, k), window: window(a, 1 + k), neighbours: neighbours(ints.slice(0, 5 + k)), stored: stored(10 + k, k + 1),
    typedBack: typedBack(r & 1 ? new Int16Array(8) : new Float64Array(6), 5, 5 + r % 11), textBack: textBack(r & 1 ? 'abcdef' : 'a\u20ac\u{1F600}z', k), unsignedTest: unsignedTest(ints, k === 4 ? -1 : k, 9), orTest: orTest(a, 5), twoCounters: twoCounters(a, k * 5), shrinks: shrinks(r % 17) };
  for (const key in got) { const t = String(got[key]); let h = rows[key] | 0; for (let i = 0; i < t.length; i++) h = h * 31 + t.charCodeAt(i) | 0; rows[key] = h; }
}
for (const key in rows) console.log(key, rows[key]);
