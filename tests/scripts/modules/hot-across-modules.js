// Hot code whose callees live in another module, and change there.
const vectors = require("./lib/vector");
const { Vector, scale } = vectors;
function walk(n, step) {
  let v = new Vector(0, 0);
  for (let i = 0; i < n; i++) v = v.plus(scale(step, 0.5));
  return `${v.x} ${v.y} ${v.length.toFixed(4)}`;
}
console.log(walk(3000, new Vector(2, 1)));
console.log(walk(3000, { x: 1, y: 0.25 }));
Vector.prototype.plus = function (other) {
  return new Vector(this.x - other.x, this.y);
};
console.log(walk(3000, new Vector(2, 1)));
const viaExports = (n) => {
  let t = 0;
  for (let i = 0; i < n; i++) t += vectors.scale({ x: i, y: 1 }, 2).x;
  return t;
};
console.log(viaExports(3000));
vectors.scale = (v, k) => ({ x: k });
console.log(viaExports(3000));
console.log(walk(10, new Vector(2, 1)));
