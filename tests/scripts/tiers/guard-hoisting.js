// What is invariant for 1990 rounds is not in the last ten.
function sum(o, n, change) {
  let t = 0;
  for (let i = 0; i < n; i++) {
    t += o.v * o.list.length;
    if (i === n - 10) change(o);
  }
  return t;
}
const fresh = () => ({ v: 2, list: [1, 2, 3] });
console.log(sum(fresh(), 2000, () => {}));
console.log(sum(fresh(), 2000, (o) => (o.v = 3)));
console.log(sum(fresh(), 2000, (o) => (o.v = 0.5)));
console.log(sum(fresh(), 2000, (o) => o.list.push(4)));
console.log(sum(fresh(), 2000, (o) => (o.list = "four!")));
console.log(sum(fresh(), 2000, (o) => (o.list = { length: 100 })));
console.log(sum(fresh(), 2000, (o) => Object.defineProperty(o, "v", { get: () => 1 })));
console.log(sum(fresh(), 2000, (o) => delete o.v));
