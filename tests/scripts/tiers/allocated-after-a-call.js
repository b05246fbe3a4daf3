// An object that compiled code allocates only after a call, in which its constructor's prototype is replaced.
function Point(x, y) { this.x = x; this.y = y; }
Point.prototype.name = "first";
function late(act, use, x) {
  const point = new Point(x, 1);
  act();
  return use(point);
}
const nothing = () => {};
const uses = [p => p.x, p => p.y, p => p.x + p.y, p => p.x - p.y, p => p, p => [p], p => ({ p }), p => p.z];
for (let i = 0; i < 5000; i++) late(nothing, uses[i & 7], i);
const garbage = [];
const describe = p => `${p.name} ${p.x} ${p.y} ${Object.keys(p)} ${p instanceof Point}`;
for (let round = 0; round < 3; round++) {
  console.log(late(() => {
    Point.prototype = { name: "next" + round };
    for (let i = 0; i < 2000; i++) { garbage.length = 0; garbage.push({ i, ["k" + i]: i }); late(nothing, uses[i & 7], i); }
  }, describe, round));
  console.log(late(nothing, describe, round));
}
