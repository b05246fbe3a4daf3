function walk(a, from, to) {
  let s = 0;
  for (let i = from; i < to; i++) s += a[i] | 0;
  return s;
}
const a = Array.from({ length: 100 }, (_, i) => i);
for (let i = 0; i < 100; i++) walk(a, 0, 100);
console.log(walk(a, 0, 100), walk(a, 50, 150), walk(a, -50, 50), walk(a, 99, 101), walk(a, 10, 10), walk(a, 20, 10));
function backwards(a) {
  let s = "";
  for (let i = a.length - 1; i >= 0; i -= 7) s += a[i];
  return s;
}
for (let i = 0; i < 500; i++) backwards(a);
console.log(backwards(a), backwards([]), backwards("abcdefghij"));
function strided(a, stride) {
  let s = 0;
  for (let i = 0; i < 200; i += stride) s += a[i] === undefined ? 1 : a[i];
  return s;
}
for (let i = 1; i < 500; i++) strided(a, 1 + (i % 9));
console.log(strided(a, 1), strided(a, 3), strided(a, 0.5), strided(a, 100));
function shrink(a) {
  let s = 0;
  const n = a.length;
  for (let i = 0; i < n; i++) {
    s += a[i] === undefined ? 1000 : a[i];
    if (a[i] === 5) a.length = 8;
  }
  return s;
}
for (let i = 0; i < 500; i++) shrink([1, 2, 3]);
console.log(shrink([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]));
