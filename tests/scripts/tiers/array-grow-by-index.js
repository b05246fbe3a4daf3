function fill(a, n, f) {
  for (let i = 0; i < n; i++) a[i] = f(i);
  return a;
}
console.log(fill([], 3000, (i) => i).reduce((x, y) => x + y));
console.log(fill([], 3000, (i) => i / 2).reduce((x, y) => x + y));
console.log(fill([], 10, (i) => "s" + i).join());
console.log(fill([0.5], 5, (i) => i).join());
const a = fill([], 3, (i) => i);
a[10] = 1;
console.log(a.length, a.join());
a.length = 2;
console.log(a.join(), a[2], a.length);
a[a.length] = 9;
console.log(a.join());
console.log(fill({ length: 0 }, 3, (i) => i).length);
