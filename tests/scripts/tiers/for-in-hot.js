function keys(o) {
  let s = "";
  for (const k in o) s += k;
  return s;
}
for (let i = 0; i < 1500; i++) keys({ a: 1, b: 2 });
console.log(keys({ a: 1, b: 2 }), keys([5, 6]), keys("xyz"), keys(null), keys(5), keys({ 2: 0, 1: 0, b: 0, a: 0 }));
const parent = { p: 1, q: 2 };
const child = Object.create(parent, { hidden: { value: 1, enumerable: false }, c: { value: 1, enumerable: true } });
child.q = 3;
console.log(keys(child));
function edit(o) {
  let s = "";
  for (const k in o) {
    s += k;
    if (k === "a") {
      delete o.b;
      o.z = 1;
    }
  }
  return s;
}
for (let i = 0; i < 1000; i++) edit({ a: 1, b: 2, c: 3 });
console.log(edit({ a: 1, b: 2, c: 3 }));
function sum(o) {
  let t = 0;
  for (const k in o) t += o[k];
  return t;
}
const big = {};
for (let i = 0; i < 300; i++) big["k" + i] = i;
for (let i = 0; i < 20; i++) sum(big);
console.log(sum(big), sum([1, 2, 3]), sum({}));
