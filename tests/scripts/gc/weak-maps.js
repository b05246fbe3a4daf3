// gc-stress: 4001
// Entries of a WeakMap whose keys are alive stay, whatever is collected between.
const wm = new WeakMap();
const kept = [];
for (let i = 0; i < 3000; i++) {
  const key = { i };
  wm.set(key, { value: i, big: [i, i + 1, i + 2] });
  if (i % 100 === 0) kept.push(key);
}
console.log(kept.length, kept.every((k) => wm.get(k).value === k.i && wm.get(k).big[2] === k.i + 2));
// A chain: each value is the next key.
const chain = new WeakMap();
const head = {};
let k = head;
for (let i = 0; i < 1000; i++) {
  const next = { i };
  chain.set(k, next);
  k = next;
}
let n = 0;
for (let at = head; chain.has(at); at = chain.get(at)) n++;
console.log(n);
