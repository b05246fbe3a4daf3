const r = () => Math.random();
const seen = new Set();
for (let i = 0; i < 3000; i++) seen.add(r());
console.log(seen.size > 2900, [...seen].every((x) => x >= 0 && x < 1));
let last = 0;
let backwards = 0;
for (let i = 0; i < 2000; i++) {
  const now = performance.now();
  if (now < last) backwards++;
  last = now;
}
console.log(backwards, typeof Date.now());
const fresh = () => ({});
const list = () => [];
const set = new Set();
for (let i = 0; i < 1000; i++) set.add(fresh()).add(list()).add(() => 1).add(Symbol());
console.log(set.size);
