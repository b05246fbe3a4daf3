// Values that change places in each round of a loop: all are read before the first is written.
// gc-stress: 211
'use strict';
const N = 4000;
function three(a, b, c, n) { let s = 0; for (let i = 0; i < n; i++) { s += a[0] * b[0] - c[0]; [a, b, c] = [b, c, a]; } return s + '|' + a[0] + b[0] + c[0]; }
function kinds(n) { let a = 1, b = 0.5, c = 'x', d = null; for (let i = 0; i < n; i++) { const t = a; a = b; b = c; c = d; d = t; } return `${a} ${b} ${c} ${d}`; }
function swap(n) { let a = 1, b = 2; for (let i = 0; i < n; i++) { const t = a; a = b; b = t; } return a * 10 + b; }
function fibonacci(n) { let a = 0, b = 1; while (n-- > 0) { const c = a + b; a = b; b = c; } return a; }
function previous(list) { let last, before, out = 0; for (const x of list) { if (before !== undefined && before > last && last < x) out += last; before = last; last = x; } return out; }
function shifted(n) { let a = 1, b = 2, c = 3, d = 4, e = 5, f = 6, g = 7, h = 8; for (let i = 0; i < n; i++) { const t = a; a = b; b = c; c = d; d = e; e = f; f = g; g = h; h = t + i; } return [a, b, c, d, e, f, g, h].join(); }
function doubles(n) { let x = 1.5, y = -0, z = NaN; for (let i = 0; i < n; i++) { const t = x; x = z; z = y; y = t; if (x !== x) x = i; } return [x, 1 / y, z].join(); }
function conditional(n) { let a = 1, b = 2, c = 3; for (let i = 0; i < n; i++) { if (i & 1) { const t = a; a = b; b = t; } else { const t = b; b = c; c = t; } } return a * 100 + b * 10 + c; }
function euclid(a, b) { while (b) [a, b] = [b, a % b]; return a; }
function nested(n) { let a = 1, b = 2; for (let i = 0; i < n; i++) { for (let j = 0; j < i; j++) { const t = a; a = b; b = t + 1; } [a, b] = [b, a]; } return a * 1000 + b; }
function captured(n) { let a = 1, b = 2; const see = () => a * 10 + b; let s = 0; for (let i = 0; i < n; i++) { const t = a; a = b; b = t; s += see(); } return s; }
function elements(list, n) { for (let i = 0; i < n; i++) { const k = i % (list.length - 1); [list[k], list[k + 1]] = [list[k + 1], list[k]]; } return list.join(''); }
function fields(o, n) { for (let i = 0; i < n; i++) { ({ a: o.b, b: o.c, c: o.a } = o); } return `${o.a}${o.b}${o.c}`; }
function caught(n) { let a = 1, b = 2, s = 0; for (let i = 0; i < n; i++) { try { const t = a; a = b; if (i % 5 === 4) throw t; b = t; } catch (e) { b = e * 3 % 7; } s += a - b; } return s * 100 + a * 10 + b; }
function tested(n) { let i = 0, j = n, s = 0, c = 0; for (; i < j && c++ < 9; [i, j] = [j - 1, i + n]) { s += i; if (s > 200) break; } return s * 1000 + i * 10 + j; }
let hash = 0; const seen = {};
for (let i = 0; i < N; i++) {
  const n = i % 9;
  const rows = { three: three([1], [2], [3], n), kinds: kinds(n), swap: swap(n), fibonacci: fibonacci(n), shifted: shifted(n), doubles: doubles(n), conditional: conditional(n), euclid: euclid(i + 12, 18), nested: nested(n), captured: captured(n), elements: elements([...'abcde'], n), fields: fields({ a: 1, b: 2, c: 3 }, n), caught: caught(n), tested: tested(n), previous: previous([3, 1, 2, n, 5]) };
  if (i < 9) for (const k in rows) (seen[k] ??= []).push(rows[k]);
  else for (const k in rows) if (k !== 'euclid' && rows[k] !== seen[k][n]) { console.log('differs', i, k, rows[k], seen[k][n]); }
  hash = (hash * 31 + rows.euclid) % 65521;
}
for (const k in seen) console.log(k, seen[k].join(' ; '));
console.log(hash, fibonacci(90), fibonacci(60), euclid(2 ** 40, 6), euclid(1.5, 1), euclid('12', '8'), three([0.5], [2 ** 31], ['3'], 5), previous([0.5, -0, 'a', 'b']));
try { euclid(12n, 8); } catch (e) { console.log(e.name); } console.log(euclid(12n, 8n));
