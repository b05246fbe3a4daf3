// Loops whose test looks at another value than the one their counter becomes.
let turn = 0;
function ahead(n, a) { let i = 0, x = 0, t; do { x += a[i & 7]; } while ((t = i + 3, i = i + 1, t < n)); return x * 100 + i; }
function behind(n, a) { let i = 0, x = 0, t = 0; for (; t < n; t = i - 2) { x += a[i & 7]; i++; } return x * 100 + i; }
function twice(n, a) { let i = 0, x = 0; while (i++ < n && i++ < n) x += a[i & 7]; return x * 100 + i; }
function never(n, a) { let x = 0; for (let i = n; i < n; i++) x += a[i]; for (let i = 5; i < 5; i += 1) x += 1000; for (let i = 8; i > 8; i--) x += 1000; return x; }
function byLength(n, a) { let x = 0; for (let i = 0, j = a.length - 1; i < j; i++, j--) x = x * 3 + a[i] - a[j] | 0; return x; }
function stepChanges(n, a) { let x = 0; for (let i = 0, s = 1; i < n; i += s, s = s === 1 ? 2 : 1) x = x * 7 + i | 0; return x; }
function testChanges(n, a) { let x = 0; for (let i = 0; i < n; i++) { x = x * 5 + i | 0; if (i === 3) n--; } return x * 10 + n | 0; }
function counterInBody(n, a) { let x = 0; for (let i = 0; i < n; i++) { x += i; if (a[i & 7] === 3) i += 2; else if (a[i & 7] === 7) { i = i + 1; continue; } x ^= i << 3; } return x; }
function downToZero(n, a) { let x = 0; for (let i = n; i-- > 0;) x = x * 3 + i | 0; for (let i = n; i > 0; --i) x = x * 3 + i | 0; return x; }
function equality(n, a) { let x = 0; for (let i = 0; i !== n; i++) x = x * 3 + a[i & 7] | 0; for (let i = 0; i != 4; i += 2) x = x * 3 + i | 0; return x; }
function beyond(n, a) { let x = 0; for (let i = 0; i <= n; i += 3) { x += i; } for (let i = 1; i < n; i *= 2) x = x * 2 + i | 0; for (let i = n; i; i >>= 1) x = x * 2 + i | 0; return x; }
function labelled(n, a) { let x = 0; outer: for (let i = 0; i < n; i++) for (let j = 0; j < 4; j++) { if (j === a[i & 3]) continue outer; if (i + j === n - 1) break outer; x = x * 3 + i * j | 0; } return x; }
function fixed(n, a) { let x = 0; for (let i = 0; i < 4; i++) for (let j = i; j < 4; j++) for (let k = 0; k < 2; k++) x = x * 3 + (i ^ j) + k + n | 0; return x; }
function halves(n, a) { let x = 0; for (let i = 0.5; i < n; i += 0.25) x += i; for (let i = -0; i < 2; i++) x += 1 / (i || -0) < 0 ? 1000 : 1; return x; }
function least(n, a) { let x = 0; for (let i = 2147483645; i > 0 && x < 6; i = i + 1) x++; for (let i = -2147483646; i < 0 && x < 12; i = i - 1 | 0) x++; return x; }
const all = [ahead, behind, twice, never, byLength, stepChanges, testChanges, counterInBody, downToZero, equality, beyond, labelled, fixed, halves, least];
const lists = [[1, 2, 3, 4, 5, 6, 7, 8], [3, 7, 3, 7, 0, 1, 2, 3], [0.5, 1, 1.5, 2, 3, 7, 9, 11]];
for (const f of all) {
  let sum = 0;
  for (let i = 0; i < 1500; i++) { const v = f(i % 9, lists[i % 40 === 39 ? 2 : i & 1]); sum = (sum * 31 + v * 4) % 1000003; }
  console.log(f.name, sum, f(0, lists[0]), f(1, lists[0]), f(6, lists[1]), f(7, lists[2]));
}
