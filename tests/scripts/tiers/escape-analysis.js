// Objects which never leave the function, until they do.
const vec = (x, y) => ({ x, y });
const plus = (a, b) => vec(a.x + b.x, a.y + b.y);
let escaped = [];
function walk(n, leakAt) {
  let p = vec(0, 0);
  for (let i = 0; i < n; i++) {
    const step = vec(i, 0.5);
    p = plus(p, step);
    if (i === leakAt) escaped.push(step, p);
  }
  return `${p.x},${p.y}`;
}
console.log(walk(4000, -1));
console.log(walk(4000, 3990));
console.log(JSON.stringify(escaped), escaped.length);
function identity(n) {
  let same = 0;
  for (let i = 0; i < n; i++) {
    const a = { i };
    const b = a;
    const c = { i };
    if (a === b) same++;
    if (a === c) same += 1000;
  }
  return same;
}
console.log(identity(3000));
function bailInside(values) {
  let t = 0;
  for (const v of values) {
    const box = { v, twice: v + v };
    t += box.twice;
    if (typeof box.v === "string") return `${t} ${Object.keys(box)} ${box.v}`;
  }
  return t;
}
for (let i = 0; i < 500; i++) bailInside([1, 2, 3, 4]);
console.log(bailInside([1, 2, "x"]), bailInside([0.5, 1]));
function args(a) {
  const list = [a, a + 1, a * 2];
  return list[0] + list[1] + list[2] + list.length;
}
for (let i = 0; i < 3000; i++) args(i);
console.log(args(1), args("s"));
