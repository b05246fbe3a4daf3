// Loops that read before they test, step by more than one, run backwards, or whose counter leaves int32.
function bottom(list, from) { let i = from, sum = 0; do { sum += list[i] ?? 1000; i++; } while (i < list.length); return sum; }
function middle(list) { let i = 0, sum = 0; for (;;) { sum += list[i] === undefined ? 7 : list[i]; if (i >= list.length) break; i++; } return sum; }
function stride(list, by) { let sum = 0; for (let i = 0; i < list.length; i += by) sum += list[i] + (list[i + 1] ?? 0.5); return sum; }
function back(list, by) { let sum = 0; for (let i = list.length; i >= 0; i -= by) sum += list[i] ?? 3; return sum; }
function wraps(start, steps) { let n = 0; let r = start; for (let i = start; i < start + steps; i++) { r++; n += r === i + 1 ? 1 : 0; if (n > 50) break; } return `${n} ${r}`; }
function unequal(from, to, by) { let n = 0; for (let i = from; i !== to; i = (i + by) | 0) if (++n > 400) break; return n; }
function shrinking(list) { let sum = 0; for (let i = 0, n = list.length; i < n; i++) { sum += list[i] ?? 9; if (i === 2) list.length = 4; } return sum; }
function nested(rows) { let sum = 0; for (let i = 0; i < rows.length; i++) for (let j = i; j <= rows[i].length; j++) sum += rows[i][j] ?? 1; return sum; }
const ints = () => [1, 2, 3, 4, 5, 6], doubles = () => [1.5, 2.5, 3.5, 4.5, 5.5, 6.5];
let line;
for (let i = 0; i < 4000; i++) {
  const list = i % 5 ? ints() : doubles();
  const far = i % 1000 === 999;
  line = [bottom(list, far ? 6 : i % 6), middle(list), stride(list, 1 + i % 3), back(list, 1 + i % 2), wraps(far ? 2147483640 : i, 20), unequal(i % 7, far ? 3 : i % 7 + 20, 1), shrinking(list), nested([[1, 2], [3], far ? [] : [4, 5, 6]])].join(" ");
  if (far || i === 1) console.log(line);
}
console.log(wraps(2147483645, 10), wraps(-3, 5), wraps(1e300, 5), wraps(2 ** 53 - 2, 10), unequal(2147483640, -2147483640, 2), unequal(0, 7, 2));
