// gc-stress: 4001
// Two pairs of variables that are compared one after the other, where the first comparison is known on some of the
// ways only; what a loop's last round left, beside what it has now; tests that a sum has wrapped.
'use strict';
function pairs(q, r, u, v) { let z = 0, w = 0, m = 0, n = 0; joined: { if (r) { m = v; n = 1; break joined; } if (q) { z = u; w = 1; } if (z !== w) return -1; } if (m === n) return 200; return 100 + n; }
function ordered(q, r, u, v) { let z = 0, w = 0, m = 0, n = 0; joined: { if (r) { m = v; n = 1; break joined; } if (q) { z = u; w = 1; } if (z < w) return -1 - w; } if (m <= n && z >= w) return 200 + m; return 100 + n + z; }
function mixed(q, r, u, v) { let m = 0, n = 'x'; for (let k = 0; k < 2; k++) { joined: { if (r) { m = v; n = k; break joined; } if (q) { m = u; n = 1.5; } else n = 'y'; if (m !== n && k) continue; } if (m === n) return 'eq' + k; } return m + ':' + n; }
let hash = 0, text = '';
for (let i = 0; i < 12000; i++) {
  hash = (hash * 33 + pairs(i % 3 === 0, i % 5 === 0, i % 2, i % 4)) | 0;
  hash = (hash * 33 + ordered(i % 3 === 0, i % 5 === 0, i % 2, i % 4 - 1)) | 0;
  const m = mixed(i % 3 === 0, i % 5 === 0, i % 2 ? 1.5 : 1, i % 4 === 1 ? '1' : i % 2);
  if (i % 997 === 7) text += m + ' ';
}
console.log(pairs(false, false, 0, 0), hash, text);
// A variable that is compared with what it was a round ago.
const less = x => x - 1;
function last(x) { let y = 0; while (x !== 0) { if (y === x) return -1; y = x; x = less(x); } return x; }
function lastOfField(o) { let y = 0, c = 0; while (o.x !== 0) { if (y === o.x) return -1; y = o.x; o.x = less(o.x); c += y; } return c + o.x + y; }
function behind(n) { let p = 0, q = 0, hits = 0; for (let i = 0; ;) { if (i >= n) break; q = p; p = i; i = i + 1; if (q === p - 1) hits++; else if (q === p) hits += 1000; } return hits + ':' + p + ':' + q; }
function lagging(n) { let a = 1, b = 2, c = 3, d = 4; for (let i = 0; i < n; i++) { d = c; c = b; b = a; a = (a * 7 + d) | 0; } return [a, b, c, d].join(); }
let sum = 0;
for (let i = 0; i < 6000; i++) { sum += last(i % 13) + lastOfField({ x: i % 11 }); if (i === 4500) sum += last(0.5 * 2) + lastOfField({ x: '3' }); }
console.log(sum, behind(20000), behind(1), behind(0), lagging(20000), lagging(1));
// Sums that stop at the greatest word.
function saturated(p, a) { let n = (p + a) | 0; if (n < p) n = 0x7fffffff; return n; }
function both(p, a) { let n = p + a; if ((n | 0) !== n) n = a < 0 ? -0x80000000 : 0x7fffffff; return n; }
function unsigned(p, a) { const n = (p + a) >>> 0; return n < p ? 0xffffffff : n; }
let total = 0;
for (let i = 0; i < 20000; i++) total = (total + saturated(i, 0x7fffffff - (i & 3) * 5000) + both(-i, -0x80000000) + unsigned(i * 200000, i * 250000)) % 1000003;
console.log(total, saturated(1, 0x7fffffff), both(2 ** 31 - 1, 1), unsigned(4e9, 1e9));
// An inner loop of few rounds that leads back to a switch.
function switched(n) { let o = 0; for (let i = 0; i < n; i++) for (let j = 0; j < 4; j++) { switch (j) { case 0: o = (o + 1) | 0; break; case 1: o = (o * 3) | 0; continue; case 2: if (i & 1) break; o ^= j; continue; case 3: o = (o - i) | 0; } o = (o << 1) ^ j; } return o; }
function states(n) { let o = ''; for (let i = 0; i < n; i++) { let s = 0; for (let j = 0; j < 3; j++) { switch (s) { case 0: s = 2; break; case 1: s = 0; o += 'b'; break; case 2: s = 1; o += 'c'; break; default: o += 'd'; } if (o.length > 20) o = o.slice(-5); } } return o; }
console.log(switched(10000), states(5001));
