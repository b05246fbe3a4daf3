function outer(n) {
  let calls = 0;
  function inner(k) {
    calls++;
    return k <= 1 ? 1 : k * inner(k - 1);
  }
  const apply = (f, ...xs) => xs.map((x) => f(x));
  const r = apply(inner, 1, 2, 3, n);
  return `${r.join()}:${calls}`;
}
for (let i = 0; i < 1500; i++) outer(i % 6);
console.log(outer(10), outer(0));
const compose = (...fs) => (x) => fs.reduceRight((v, f) => f(v), x);
const inc = (x) => x + 1;
const dbl = (x) => x * 2;
const both = compose(inc, dbl, inc);
let t = 0;
for (let i = 0; i < 2000; i++) t += both(i);
console.log(t, both(0.5), both("1"));
const memo = new Map();
const fibm = (n) => n < 2 ? n : memo.get(n) ?? (memo.set(n, fibm(n - 1) + fibm(n - 2)), memo.get(n));
console.log(fibm(78));
const curry = (a) => (b) => (c) => a + b + c;
for (let i = 0; i < 2000; i++) curry(i)(1)(2);
console.log(curry("x")(1)(2), curry(1)(2)(0.5));
