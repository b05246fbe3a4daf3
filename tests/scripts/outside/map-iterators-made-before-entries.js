// Iterators of maps and sets that were empty when the iterator was made, that are filled, cleared
// or emptied while it runs, in hot code.
function walk(collection, change) {
  const it = collection[Symbol.iterator]();
  const seen = [];
  change(collection, 0);
  for (let step = it.next(), n = 1; !step.done && n < 12; step = it.next(), n++) {
    seen.push(String(step.value));
    change(collection, n);
  }
  seen.push(String(it.next().done), String(it.next().value));
  return seen.join(" ");
}
const put = (c, n) => (c instanceof Map ? c.set(n, -n) : c.add(n));
const changes = {
  nothing() {},
  fillOnce(c, n) { if (n === 0) { put(c, 1); put(c, 2); } },
  grow(c, n) { if (n < 6) put(c, n); },
  clearThenFill(c, n) { if (n === 2) { c.clear(); put(c, 77); put(c, 78); } },
  removeBehind(c, n) { c.delete(n - 1); if (n < 4) put(c, n + 10); },
};
for (const [name, change] of Object.entries(changes)) {
  const lines = new Set();
  for (let i = 0; i < 150; i++) {
    lines.add(walk(new Map(), change)).add(walk(new Set(), change));
    lines.add(walk(new Map([[0, "a"], [1, "b"], [2, "c"]]), change)).add(walk(new Set([0, 1, 2]), change));
  }
  console.log(name + ": " + [...lines].join(" | "));
}
let total = 0;
for (let i = 0; i < 300; i++) {
  for (const key of new Map().keys()) total += key;
  for (const [k, v] of new Map([[i, 1]])) total += k * v;
  for (const v of new Set([i]).values()) total += v;
}
console.log(total);
