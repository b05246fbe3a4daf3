const sortBy = (list, f) => [...list].sort(f);
const list = Array.from({ length: 40 }, (_, i) => (i * 17) % 41);
for (let i = 0; i < 50; i++) sortBy(list, (a, b) => a - b);
let calls = 0;
try {
  sortBy(list, (a, b) => {
    if (++calls === 25) throw new Error("enough");
    return a - b;
  });
} catch (e) {
  console.log(e.message, calls);
}
console.log(sortBy(list, (a, b) => b - a).slice(0, 5).join(), sortBy(list, () => 0).join() === list.join());
console.log(sortBy([3, undefined, 1, , 2]).length, sortBy([3, undefined, 1]).join());
try {
  [1, 2, 3].map((x) => {
    if (x === 2) throw x;
    return x;
  });
} catch (e) {
  console.log(e);
}
