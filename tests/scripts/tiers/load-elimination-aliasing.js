// Two names for one object, and calls between a load and its reuse.
function f(a, b) {
  a.x = 1;
  const before = a.x;
  b.x = 2;
  return before * 10 + a.x;
}
for (let i = 0; i < 3000; i++) f({ x: 0 }, { x: 0 });
const same = { x: 0 };
console.log(f({ x: 0 }, { x: 0 }), f(same, same));
let hidden = { n: 0 };
const touch = () => hidden.n++;
function g(o, call) {
  const first = o.n;
  call();
  return `${first} ${o.n}`;
}
for (let i = 0; i < 3000; i++) g({ n: 1 }, touch);
hidden = { n: 5 };
console.log(g(hidden, touch), g(hidden, () => {}));
function h(a, i, j) {
  a[i] = 1;
  a[j] = 2;
  return a[i];
}
for (let i = 0; i < 3000; i++) h([0, 0], 0, 1);
console.log(h([0, 0], 0, 1), h([0, 0], 1, 1), h([0, 0], 0.5, 0.5));
function lengths(a, change) {
  const before = a.length;
  change(a);
  return before * 100 + a.length;
}
for (let i = 0; i < 3000; i++) lengths([1, 2], () => {});
console.log(lengths([1, 2], (a) => a.push(3)), lengths([1, 2], (a) => (a.length = 0)));
function getterEffects(o) {
  const a = o.plain;
  const b = o.effect;
  return `${a} ${b} ${o.plain}`;
}
const sly = { plain: 1, get effect() { return ++this.plain; } };
for (let i = 0; i < 3000; i++) getterEffects(sly);
console.log(getterEffects(sly));
