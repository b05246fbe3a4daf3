const s = new Set([3, 1, 3, "1", NaN, NaN, 0, -0]);
console.log(s.size, [...s].map(String).join(), s.has("1"), s.has(-0), s.add(5) === s, s.delete(3), s.delete(99), [...s.entries()][0].join());
const uniq = (xs) => [...new Set(xs)];
console.log(uniq("mississippi").join(""), uniq([1, 1.0, "1", true]).length, new Set("aab").size, new Set([[1], [1]]).size);
const seen = [];
const grow = new Set([1]);
for (const x of grow) { seen.push(x); if (x < 5) grow.add(x + 1); }
console.log(seen.join(), grow.size);
const union = (a, b) => new Set([...a, ...b]);
const inter = (a, b) => new Set([...a].filter((x) => b.has(x)));
console.log([...union(new Set([1, 2]), new Set([2, 3]))].join(), [...inter(new Set([1, 2]), new Set([2, 3]))].join());
grow.clear();
grow.add("x");
console.log([...grow].join(), grow.keys === grow.values, Object.prototype.toString.call(grow));
let n = 0;
new Set([1, 2, 3]).forEach(function (v, k, set) { n += v + k + set.size + this.k; }, { k: 100 });
console.log(n);
