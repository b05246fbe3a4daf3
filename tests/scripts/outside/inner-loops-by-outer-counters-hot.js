// Inner loops whose start, step, test or sum depend on the counter of the outer one: they may not change places,
// be unrolled or left by the numbers of another round.
function trapezoid(n) { const a = new Array(64).fill(0); for (let i = 1; i < n; i++) for (let j = 0; j < i && j < 100; j++) a[j * 5 + i & 63] += 1; return a.join(''); }
function bitAnd(n) { const a = new Int32Array(64); for (let i = 1; i < n; i++) { let j = 0; do { a[(j * 5 + i) & 63]++; j++; } while ((j < i) & (j < 100)); } return a.join(''); }
function outerStep(n) { const a = []; for (let i = 1; i < n; i++) for (let j = 0, k = 0; k < 16 + i; j++, k += i) a[8 * j + i] = (a[8 * j + i] | 0) + k; return a.reduce((s, v) => (s * 31 + (v | 0)) | 0, 7); }
function valueStep(n) { let s = 0; for (let i = 1; i < n; i++) for (let j = 0, k = 0; j < 10; j++, k += i) s = (s * 7 + k) | 0; return s; }
function anyOf(rows) { let red = 0; for (let i = 0; i < 4; i++) for (let j = 0; j < rows.length; j++) red = rows[j][i] === 0 ? i + 1 : red; return red; }
function guardLost(n, m) { let s = 0; if (n > 0) for (let i = 0; i !== n; i++) if (m > 0) for (let j = 0; j !== m; j++) s += i * j + 1; return s; }
function startMoves(n) { let s = 0; for (let i = 0; i < n; i++) for (let j = i; j < n; j += i + 1) s = (s + i * 100 + j) | 0; return s; }
function boundShrinks(n) { let s = 0, b = n; for (let i = 0; i < b; i++) for (let j = 0; j < b - i; j++) { s += j; if (j === 3) b--; } return s + ',' + b; }
function carried(n) { let a = 0, b = 1, t = 0; for (let i = 0; i < n; i++) { for (let j = 0; j < i % 4; j++) { t = a; a = b; b = (b + t) | 0; } a ^= i; } return a + ',' + b; }
function early(n) { let c = 0; for (let d = -9; d < n; d++) { c += 2; for (let e = d; 3 > e;) return c + ':' + e; } return c; }
let field = 0;
function caseOnce(c) { let d = -9, e; switch (c) { case 8: do { field += 2; for (e = d; 3 > e;) return 'r'; } while (++d < 1000); } return 'n'; }
function zeroTrip(n) { let s = ''; for (let i = 0; i < n; i++) { let j = 5; for (j = i; j < 0; j++) s += 'x'; s += j; } return s; }
function downUp(n) { let s = 0; for (let i = n; i--;) for (let j = -i; j <= i; j += 2) s = (s << 1 ^ j) | 0; return s; }
function labels(n) { let s = 0; outer: for (let i = 0; i < n; i++) { inner: for (let j = 0; j < n; j++) { for (let k = 0; k < n; k++) { if ((i + j + k) % 7 === 6) continue outer; if (k > j) continue inner; if (i * j > 40) break outer; s += k + 1; } s += 1000; } s += 100000; } return s; }
function double(n) { let s = 0; for (let x = 0.1; x < n; x += 0.1) for (let y = x; y > 0; y -= 0.35) s += y > 1 ? 1 : y; return s.toFixed(9); }
function rows(n) { const m = []; for (let i = 0; i < n; i++) { m.push([]); for (let j = 0; j <= i; j++) m[i][j] = j === 0 || j === i ? 1 : m[i - 1][j - 1] + m[i - 1][j]; } return m.at(-1).join(); }
function inPlace(n) { const a = Array.from({ length: n }, (_, i) => i); for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j += i + 1) a[j] = (a[j] + a[i] * 3) % 97; return a.join(); }
function stepZero(n) { let s = 0; for (let i = 0; i < n; i++) { let guard = 0; for (let j = 0; j < 3; j += i % 2) { s++; if (++guard > 4) break; } } return s; }
const seen = [];
for (let r = 0; r < 60; r++) {
  field = 0;
  const line = [trapezoid(5 + r % 3), bitAnd(5), outerStep(8), valueStep(6), anyOf([[0, 1, 2, 0], [1, 0, 2, 3]]), anyOf([[0, 1, 2, 1], [1, 0, 2, 3]]), guardLost(5, -1), guardLost(5, 3), guardLost(0, 3), startMoves(20), boundShrinks(12), carried(30), early(4), caseOnce(8), caseOnce(9), field, zeroTrip(4), downUp(12), labels(9), double(3), rows(9), inPlace(15), stepZero(6)].join(' ');
  if (!seen.includes(line)) seen.push(line);
}
console.log(seen.join('\n'));
