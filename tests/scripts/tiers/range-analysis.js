function index(i) {
  const a = [1, 2, 3, 4];
  return a[i & 3] + a[(i >>> 1) % 4] + a[Math.abs(i) % 4];
}
let t = 0;
for (let i = -2000; i < 2000; i++) t += index(i);
console.log(t, index(-2147483648), index(2147483647));
function chain(i) {
  const x = i & 0xffff;
  const y = x * x;
  const z = y + 0x7fffffff;
  return z - x;
}
for (let i = 0; i < 3000; i++) t = chain(i);
console.log(t, chain(65535), chain(-1), chain(1e10));
function loopLimit(n) {
  let c = 0;
  for (let i = n - 5; i <= n; i++) {
    c++;
    if (c > 100) return "wrapped";
  }
  return c;
}
for (let i = 0; i < 1000; i++) loopLimit(i);
console.log(loopLimit(2147483647), loopLimit(-2147483648), loopLimit(2147483650));
function shiftSum(n) {
  let s = 0;
  for (let i = 0; i < n; i++) s = ((s << 1) + i) >>> 0;
  return s;
}
console.log(shiftSum(3000), shiftSum(40));
function average(a, b) {
  return (a + b) >> 1;
}
for (let i = 0; i < 3000; i++) average(i, i + 2);
console.log(average(2147483647, 2147483647), average(1073741824, 1073741824), average(2147483647, 1), (2147483647 + 2147483647) >>> 1);
