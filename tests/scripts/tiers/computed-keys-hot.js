const o = { a: 1, b: 2, c: 3 };
function get(k) {
  return o[k];
}
const ks = ["a", "b", "c"];
let t = 0;
for (let i = 0; i < 3000; i++) t += get(ks[i % 3]);
console.log(t, get("d"), get(Symbol.iterator), get(1), get("toString") === Object.prototype.toString);
function table(k, v) {
  const d = { [k]: v, [`${k}2`]: v + 1 };
  return d[k] + d[k + "2"];
}
for (let i = 0; i < 2000; i++) table("x", i);
console.log(table("x", 1), table(5, "s"), table(Symbol.iterator.toString(), 0));
const grid = { 0: "zero", 1: "one", "-1": "minus" };
const at = (i) => grid[i];
for (let i = 0; i < 2000; i++) at(i & 1);
console.log(at(-1), at("1"), at(1.0), at(0.5), at(-0));
const sym = Symbol("k");
const withSym = { [sym]: 1 };
const inc = (x, k) => x[k]++;
for (let i = 0; i < 2000; i++) inc(withSym, sym);
console.log(withSym[sym], inc(withSym, "nothing"), withSym.nothing);
