// gc-stress: 997
// Large arrays that are traced in parts, and written in between; keys of weak maps that only they hold.
const size = 3000, big = new Array(size), map = new WeakMap(), sums = [];
for (let i = 0; i < size; i++) { const k = { i }; big[i] = k; if (i % 3 === 0) map.set(k, { of: i, next: i >= 3 ? big[i - 3] : null }); }
const check = () => { let n = 0, s = 0; for (const k of big) if (k) { const v = map.get(k); if (v) { n++; s += v.of; if (v.next && map.get(v.next)?.of !== v.of - 3) s += 1e9; } } sums.push(n + ":" + s); };
check();
for (let round = 0; round < 6; round++) {
  // From the end to the start, where the collector may have been already, and back.
  for (let i = 0; i < 400; i++) { const from = (round * 577 + i * 7) % size, to = (i * 13 + round) % size; const t = big[from]; big[from] = big[to]; big[to] = t; }
  const moved = big.splice(size - 300, 300); big.unshift(...moved);
  if (round % 2) big.reverse(); else big.sort((a, b) => a.i - b.i);
  const fresh = { i: size + round }; map.set(fresh, { of: fresh.i, next: null }); big[round * 11] = big[round * 11]; big.push(fresh); big.copyWithin(0, 0, 10);
  check();
}
// Chains: each value holds the next key, and nothing else does.
let head = {}; const chain = new WeakMap(); { let k = head; for (let i = 0; i < 500; i++) { const next = { pad: new Array(i % 20).fill(i) }; chain.set(k, next); k = next; } }
let length = 0; for (let k = head; k; k = chain.get(k)) length += 1 + (k.pad?.length ?? 0); sums.push(length);
const registry = new FinalizationRegistry(() => {}), set = new WeakSet(), refs = [];
for (let i = 0; i < 300; i++) { const o = { i, self: null }; o.self = o; set.add(o); registry.register(o, i, o); if (i % 4 === 0) refs.push(o); if (i % 8 === 0) registry.unregister(o); }
sums.push(refs.filter((o) => set.has(o) && o.self.i === o.i).length, registry.unregister(refs[1]), registry.unregister(refs[1]));
const holes = []; holes[9000] = { end: 1 }; for (let i = 0; i < 9000; i += 300) holes[i] = [i]; sums.push(holes.flat().length, holes.reduce((a, b) => a + (b.length ?? b.end), 0));
const nested = Array.from({ length: 40 }, (_, i) => Array.from({ length: 60 }, (_, j) => [i, j])); for (let i = 0; i < 39; i++) nested[i + 1].push(nested[i]); sums.push(nested[39].at(-1).at(-1).length, nested.flat(2).length);
const all = new Map(); for (let i = 0; i < 2500; i++) { all.set({ i }, [i]); if (i % 5 === 0) for (const k of all.keys()) { all.delete(k); break; } } let q = 0; for (const [k, [v]] of all) q += k.i === v ? 1 : 1e6; sums.push(q);
console.log(sums.join(" "));
