let log = [];
const noisy = (name, value) => ({
  valueOf() {
    log.push(name);
    return value;
  },
});
function calc(a, b) {
  return a * 2 + b;
}
for (let i = 0; i < 3000; i++) calc(i, i);
console.log(calc(noisy("a", 3), noisy("b", 4)), log.join());
log = [];
console.log(noisy("l", 1) < noisy("r", 2), noisy("l", 1) > noisy("r", 2), log.join());
const target = { n: 0 };
function accumulate(o, v) {
  o.n += v;
  return o.n;
}
for (let i = 0; i < 3000; i++) accumulate(target, 1);
console.log(accumulate(target, { valueOf() { target.n = 100000; return 1; } }));
console.log(accumulate(target, 1));
const list = [1, 2, 3];
function index(a, i) {
  return a[i] + a.length;
}
for (let i = 0; i < 3000; i++) index(list, i % 3);
console.log(index(list, { toString() { list.length = 1; return "0"; } }));
