// An index that is a sum with a large negative number, or a difference, wraps: x < max and y >= 0 do not bound it.
const a = Array.from({ length: 8 }, (_, i) => i + 1), t = Int32Array.from(a), s8 = 'abcdefgh';
function wrapped(x, l) { if (x < 2147483647) { const y = (x + -2147483640) | 0; if (y >= 0) return l[y]; } return -1; }
function plain(x, l) { if (x < 2147483647) { const y = x + -2147483640; if (y >= 0) return l[y]; return y; } return -1; }
function diff(x, y, l) { if (x >= y) { const d = (x - y) | 0; return d < 8 ? l[d] : -2; } return -3; }
function abs(x, l) { const y = Math.abs(x) | 0; if (y < 8) return l[y]; return -4; }
function neg(x, l) { const y = -x | 0; return y <= 7 ? l[y] : -5; }
function scaled(x, l) { const y = Math.imul(x, 4) >> 2; return y < l.length ? l[y] : -6; }
function mod(x, l) { return l[x % 8]; }
function minMax(x, l) { return l[Math.max(0, Math.min(x, l.length - 1))]; }
function half(lo, hi, l) { return l[(lo + hi) >> 1]; }
function halfU(lo, hi, l) { return l[(lo + hi) >>> 1]; }
function sum3(x, l) { const y = (x + x + x) | 0; return y >= 0 && y < 9 ? l[y] : y; }
const X = [0, 1, 3, 7, 8, -1, -8, 2147483640, 2147483646, 2147483647, -2147483648, -2147483647, -2147483640, 1073741824, -1073741824, 715827883, 1431655766];
const fs = [wrapped, plain, abs, neg, scaled, mod, minMax, sum3];
const run = (X) => fs.map((f) => X.map((x) => [f(x, a), f(x, t), f(x, s8)].map(String).join('/')).join(' '));
for (let r = 0; r < 60; r++) { run(X.slice(0, 4)); for (const x of [1, 2, 3]) { diff(x, 1, a); half(x, 4, a); halfU(x, 4, t); } }
for (let r = 0; r < 30; r++) run(X);
run(X).forEach((l, i) => console.log(fs[i].name, l));
for (const x of X) console.log(x, X.map((y) => [diff(x, y, a), diff(x, y, t), half(x, y, a), halfU(x, y, s8)].join('/')).join(' '));
console.log(run([0.5, -0, NaN, '3', null, 4294967295, -4294967296, 1e10]).join('\n')); a[-1] = 'minus'; a['-0'] = 'x'; a[4294967295] = 'far'; console.log(run([-1, 4294967295, -4294967295]).join('\n'));
