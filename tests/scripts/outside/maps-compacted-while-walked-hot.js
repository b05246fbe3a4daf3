// gc-stress: 29
// Walks of maps and sets whose entries go, come back and are compacted or cleared in the middle of the walk.
const N = process.env.SMALL ? 8 : 60;
function mk(n) { const m = new Map(); for (let i = 0; i < n; i++) m.set(i, i * 2); return m; }
const walks = {
  each(m, f) { m.forEach((v, k) => f(k, v)); }, of(m, f) { for (const [k, v] of m) f(k, v); }, keys(m, f) { for (const k of m.keys()) f(k, m.get(k)); },
  hand(m, f) { const it = m.entries(); for (let r = it.next(); !r.done; r = it.next()) f(r.value[0], r.value[1]); },
  spread(m, f) { for (const k of [...m.keys()]) f(k, m.get(k)); }, set(m, f) { const s = new Set(m.keys()); s.forEach((k) => { f(k, m.get(k)); if (!m.has(k)) s.delete(k); if (s.size < 40 && k === 3) s.add("x" + s.size); }); },
};
const edits = {
  self: (m) => (k) => m.delete(k), next: (m) => (k) => m.delete(k + 1), before: (m) => (k) => { for (let i = 0; i <= k; i++) m.delete(i); },
  readd: (m, c = 0) => (k) => { m.delete(k); if (c++ < 50) m.set(k, c); }, swap: (m, d) => (k) => { if (!d) { d = 1; m.delete(k); m.set("e", 5); } },
  clear: (m) => (k) => { if (k === 5) { m.clear(); m.set("a", 1); m.set("b", 2); } }, most: (m) => (k) => { if (k === 9) for (let i = 0; i < 30; i++) if (i !== 20) m.delete(i); },
  grow: (m, c = 0) => (k) => { if (c < 70) m.set("n" + c++, c); m.delete(k); }, clearEach: (m, c = 0) => () => { m.clear(); if (c++ < 5) m.set("c" + c, c); },
};
for (const w in walks) for (const e in edits) {
  const seen = new Set(); let last;
  for (let r = 0; r < N; r++) {
    const m = mk(r % 3 ? 32 : 32), edit = edits[e](m), log = [];
    walks[w](m, (k, v) => { log.push(k + ":" + v); edit(k); });
    last = log.join(",") + " | " + [...m.keys()].join(",") + " | " + m.size; seen.add(last);
  }
  console.log(w, e, seen.size, last.length > 150 ? last.length + " " + last.slice(0, 60) + "…" + last.slice(-80) : last);
}
const m = mk(4), a = m.keys(), b = m[Symbol.iterator](); a.next(); m.delete(0); m.delete(1); b.next(); m.set(0, 1);
console.log([...a].join(), JSON.stringify([...b])); m.set(9, 9); console.log(a.next().done, b.next().done);
