// Products leave int32, lose bits beyond 2^53 and keep the sign of zero.
function mul(a, b) {
  return a * b;
}
let p = 0;
for (let i = 0; i < 5000; i++) p += mul(i, 3);
console.log(p);
console.log(mul(65536, 65536), mul(2147483647, 2147483647), mul(-2147483648, -1));
console.log(Object.is(mul(0, -5), -0), Object.is(mul(-5, 0), -0), Object.is(mul(0, 5), 0), Object.is(mul(0, -0), -0));
for (let i = 0; i < 5000; i++) mul(i, -i);
console.log(Object.is(mul(0, -1), -0), 1 / mul(-1, 0));
