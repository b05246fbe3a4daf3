function Point(x, y) {
  this.x = x;
  if (y !== undefined) this.y = y;
}
const sum = (p) => p.x + (p.y ?? 0);
let t = 0;
for (let i = 0; i < 3000; i++) t += sum(new Point(i, 1));
console.log(t);
for (let i = 0; i < 3000; i++) t += sum(i % 2 ? new Point(i) : new Point(i, 2));
console.log(t, Object.keys(new Point(1)).join(), Object.keys(new Point(1, 2)).join());
Point.prototype = { z: 5 };
console.log(new Point(1).z, sum(new Point(1, 1)));
function Returns(o) {
  this.own = 1;
  return o;
}
for (let i = 0; i < 2000; i++) new Returns(i);
console.log(new Returns(5).own, new Returns({ own: 2 }).own, new Returns(null).own, new Returns("s").own, new Returns([3])[0]);
function Target() {
  return new.target === undefined ? "called" : { made: new.target === Target };
}
for (let i = 0; i < 2000; i++) new Target();
console.log(Target(), new Target().made, Reflect.construct(Target, [], Array).made);
class Lazy {
  constructor(n) {
    for (let i = 0; i < n; i++) this["f" + i] = i;
  }
}
for (let i = 0; i < 500; i++) new Lazy(i % 30);
console.log(Object.keys(new Lazy(5)).join());
