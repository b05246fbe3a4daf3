function all(x, y) {
  return [Math.abs(x), Math.floor(x), Math.ceil(x), Math.trunc(x), Math.round(x), Math.sign(x), Math.min(x, y), Math.max(x, y), Math.imul(x, y), Math.clz32(x), Math.fround(x), Math.hypot(3, 4)].join();
}
for (let i = 0; i < 2000; i++) all(i, -i);
console.log(all(5, 6));
for (let i = 0; i < 2000; i++) all(i + 0.5, -i);
console.log(all(-2.5, 2));
console.log(all(NaN, 1));
console.log(all(-0, 0));
console.log(all(-2147483648, 3));
console.log(all("7", "8"));
console.log(all(Infinity, -Infinity));
console.log(all(0.49999999999999994, 4294967296));
function absOnly(x) {
  return Math.abs(x);
}
for (let i = 0; i < 2000; i++) absOnly(-i);
console.log(absOnly(-2147483648), absOnly(-0.5), Object.is(absOnly(-0), 0));
