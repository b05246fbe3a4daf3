const data = Array.from({ length: 200 }, (_, i) => i);
let t = 0;
for (let round = 0; round < 30; round++) {
  t += data.filter((x) => x % 2).map((x) => x * 3).reduce((a, b) => a + b, 0);
  data.forEach((x, i, all) => {
    t += all[i] === x ? 1 : 1000000;
  });
  t += data.some((x) => x === 150) ? 1 : 0;
  t += data.every((x) => x < 200) ? 1 : 0;
  t += data.findIndex((x) => x === 77);
}
console.log(t);
const mixed = [1, "a", 2.5, null, undefined, {}];
console.log(mixed.map((x) => typeof x).join());
console.log(data.map(String).filter((s) => s.endsWith("9")).length, ["1", "2", "3"].map(parseInt).join());
const growing = [1, 2, 3];
let visits = 0;
growing.forEach((x) => {
  visits++;
  if (growing.length < 10) growing.push(x);
});
console.log(visits, growing.length);
console.log([5, 1, 4].map(function (x) { return this.k * x; }, { k: 2 }).join());
