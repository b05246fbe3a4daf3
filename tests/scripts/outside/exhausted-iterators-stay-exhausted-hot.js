// node: 26
// An iterator that has said it is done stays so, whatever is added to what it walked.
function list(n) {
  const a = []; for (let i = 0; i < n; i++) a.push(i);
  const it = a[Symbol.iterator](); let s = 0;
  for (const v of it) s += v;
  a.push(1000); a.push(2000);
  for (const v of it) s += v * 7;
  const r = it.next(); return s + (r.done ? 1 : r.value) + [...it].length;
}
function notYet(n) {
  const a = []; for (let i = 0; i < n; i++) a.push(i);
  const it = a.values(); let s = 0;
  for (let i = 0; i < n; i++) s += it.next().value;
  a.push(5);                       // not asked yet: it is still there
  for (const v of it) s += v * 100;
  a.push(6); for (const v of it) s += v * 10000;
  return s;
}
function keysAndEntries(n) {
  const a = new Array(n).fill(1); const k = a.keys(), e = a.entries(); let s = 0;
  for (const x of k) s += x; for (const [x, y] of e) s += x * y;
  a.length = n + 5; for (const x of k) s += 999; for (const x of e) s += 999;
  return s + k.next().done + e.next().done;
}
function collections(n) {
  const m = new Map(), t = new Set(); for (let i = 0; i < n; i++) { m.set(i, i); t.add(i); }
  const im = m.entries(), is = t.values(); let s = 0;
  for (const [k, v] of im) s += k + v; for (const v of is) s += v;
  m.set('x', 100); t.add(100); for (const x of im) s += 5000; for (const x of is) s += 5000;
  m.clear(); m.set(1, 1); for (const x of im) s += 7000;
  return s + im.next().done + is.next().done;
}
function strings(n) { const t = 'ab\u{1F600}'.repeat(n & 3); const it = t[Symbol.iterator](); let s = 0; for (const c of it) s += c.length; for (const c of it) s += 100; return s + it.next().done; }
function typed(n) {
  const b = new ArrayBuffer(n, { maxByteLength: n + 8 }), a = new Uint8Array(b); a.fill(1); const it = a.values(); let s = 0;
  for (const v of it) s += v; b.resize(n + 4); for (const v of it) s += 50; return s + it.next().done;
}
function left(n) {
  const a = [1, 2, 3, 4, 5]; const it = a[Symbol.iterator](); let s = 0;
  for (const v of it) { s += v; if (v === 2) break; }
  for (const v of it) s += v * 10;
  a.push(9); for (const v of it) s += v * 1000; return s;
}
function generator(n) { function* g() { for (let i = 0; i < n; i++) yield i; } const it = g(); let s = 0; for (const v of it) s += v; for (const v of it) s += 100; const [x = 5] = it; return s + x; }
function pattern(n) { const a = [1, 2]; const it = a[Symbol.iterator](); const [x, y, z = 7] = it; a.push(3); const [w = 8] = it; return x + y * 10 + z * 100 + w * 1000; }
function helper(n) { const a = [1, 2, 3]; const it = a.values().map(x => x * 2); let s = 0; for (const v of it) s += v; a.push(4); for (const v of it) s += 100; return s + it.next().done; }
function shrunk(n) { const a = [1, 2, 3, 4, 5, 6]; let s = 0; const it = a.values(); for (const v of it) { s = s * 10 + v; if (v === 3) a.length = 2; } a.length = 9; for (const v of it) s += 1e9; return s; }
for (const f of [list, notYet, keysAndEntries, collections, strings, typed, left, generator, pattern, helper, shrunk]) {
  let sum = 0; for (let i = 0; i < 1200; i++) sum = (sum * 3 + f(i % 7)) % 1000007;
  console.log(f.name, sum, f(0), f(1), f(6));
}
