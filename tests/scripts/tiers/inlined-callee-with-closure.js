function makeAdder(n) {
  return (x) => x + n;
}
const adders = [1, 2, 3, 4].map(makeAdder);
function apply(f, x) {
  return f(x);
}
let t = 0;
for (let i = 0; i < 3000; i++) t += apply(adders[0], i);
console.log(t);
for (let i = 0; i < 3000; i++) t += apply(adders[i % 4], i);
console.log(t);
console.log(adders.map((f) => apply(f, 10)).join());
console.log(apply(makeAdder("!"), 1));
