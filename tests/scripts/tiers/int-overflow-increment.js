let top = 2147483640;
function bump() {
  return top++;
}
function bumpDown(o) {
  return --o.n;
}
let last;
for (let i = 0; i < 3000; i++) last = bump();
console.log(last, top);
const o = { n: -2147483640 };
for (let i = 0; i < 3000; i++) last = bumpDown(o);
console.log(last, o.n);
function negate(x) {
  return -x;
}
for (let i = 1; i < 3000; i++) last = negate(i);
console.log(last, Object.is(negate(0), -0), negate(-2147483648), negate(2147483648), Object.is(negate(-0), 0));
