const m = new Map();
for (let i = 0; i < 5000; i++) m.set(i % 700, (m.get(i % 700) ?? 0) + i);
console.log(m.size, m.get(0), m.get(699), m.get(700));
m.set("0", "text").set(0.5, "half").set(NaN, "nan").set(-0, "zero");
console.log(m.get("0"), m.get(0.5), m.get(NaN), m.get(0), m.size);
let order = "";
const s = new Set([3, 1, 2]);
for (const x of s) {
  order += x;
  if (x === 3) {
    s.delete(1);
    s.add(1);
    s.add(4);
  }
}
console.log(order, [...s].join());
const get = (c, k) => c.get(k);
for (let i = 0; i < 2000; i++) get(m, i);
console.log(get(m, 1), get(new WeakMap(), {}), get({ get: (k) => `own ${k}` }, 5));
try {
  get(new Set(), 1);
} catch (e) {
  console.log(e instanceof TypeError);
}
const words = "the cat and the dog and the bird".split(" ");
const counts = new Map();
for (let i = 0; i < 300; i++) for (const w of words) counts.set(w, (counts.get(w) || 0) + 1);
console.log([...counts].map(([k, v]) => k + v).join());
