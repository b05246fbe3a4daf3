// A value that a loop carries is copied, used as an index, tested in what was found, and returned on the way out.
function walk(table, n) {
  let s = 0, i = 0, sink = 0;
  while (i < n) { const copy = s; sink += copy; const m = table[s] | 0; if ((m & 255) === 1) { i++; s = m >> 8 & 0xffff; continue; } return s * 1000 + sink; }
  return s * 1000 + sink;
}
function walkObjects(nodes, n) {
  let s = nodes[0], before = null, i = 0;
  while (i < n) { const copy = s; if (copy.kind !== 'go') return (before === null ? -1 : before.id) * 100 + s.id; before = copy; s = copy.next; i++; }
  return before.id * 100 + s.id + 0.5;
}
function twoCarried(table, n) {
  let a = 0, b = 1, c = 2, i = 0;
  for (;;) { const t = a; a = b; b = c; c = t; const m = table[a & 3]; if (m === undefined) return [a, b, c, i].join(); if (++i >= n) break; if (typeof m !== 'number') { c = b; continue; } }
  return [c, b, a].join('');
}
function carriedDouble(xs, n) {
  let x = 0, last = -1;
  for (let i = 0; i < n; i++) { const was = x; x = was + xs[i]; if (!(x < 100)) return was * 2 + last; last = was; }
  return x + last;
}
function carriedString(words, n) {
  let s = '', prev = '';
  for (let i = 0; i < n; i++) { const was = s; s += words[i]; if (s.length > 12) return was + '|' + prev; prev = was; }
  return s + '/' + prev;
}
function nested(table, n) {
  let s = 0, out = 0;
  for (let i = 0; i < n; i++) { const keep = s; for (let j = 0; j < 3; j++) { const m = table[s]; if (m === undefined) return keep * 100 + s * 10 + j; s = m >> 8; } out += keep; }
  return out;
}
function thrown(table, n) {
  let s = 0, kept = -1;
  try { for (let i = 0; i < n; i++) { kept = s; const row = table[s]; s = row.next; } } catch { return kept * 10 + s; }
  return s;
}
const t1 = [1 | 1 << 8, 1 | 2 << 8, 1 | 3 << 8, 2 | 9 << 8], t2 = [1 | 1 << 8, 1 | 0 << 8], t3 = [1 | 2 << 8, 0, 1 | 70000 << 8];
const nodes = []; for (let i = 0; i < 6; i++) nodes.push({ id: i, kind: i === 4 ? 'stop' : 'go', next: null }); nodes.forEach((n, i) => n.next = nodes[(i + 1) % 6]);
const nodes2 = [{ id: 9, kind: 'go', next: null, extra: 1 }]; nodes2[0].next = nodes2[0];
const rows = [{ next: 1 }, { next: 2 }, { next: 7 }];
let log = [];
for (let round = 0; round < 3000; round++) {
  const n = round % 7;
  log.push(walk(round % 50 === 49 ? t3 : round & 1 ? t1 : t2, n), walkObjects(round % 3 ? nodes : nodes2, n + 1), twoCarried(round % 5 ? [1, 2, 3, 4] : [1, 'x', 2], n), carriedDouble([1, 2.5, 50, 47, 3, 4, 5], n),
    carriedString(['ab', 'cde', 'fghi', 'jklmn', 'o', 'p'], n > 6 ? 6 : n), nested(t1, n), thrown(rows, n));
}
let h = 0; for (const v of log) { const t = String(v); for (let i = 0; i < t.length; i++) h = h * 31 + t.charCodeAt(i) | 0; }
console.log(h, log.length, log.slice(0, 49).join(' '));
console.log(log.slice(49 * 7, 51 * 7).join(' '));
