// Defaults of callees that are inlined, or called with more or fewer arguments than they have: a value that is falsy is no missing one.
const kinds = {
  declaration: (function (x, y = 10, z = x + y) { return [x, y, z]; }),
  arrow: (x, y = 10, z = x + y) => [x, y, z],
  method: { m(x, y = 10, z = x + y) { return [x, y, z]; } }.m,
  destructured: ({ x = 1, y = x + 1 } = {}, [z = y] = []) => [x, y, z],
  rest: (x = 1, ...more) => [x, more.length, more[0]],
  none: (...all) => [all.length],
};
const constructed = class { constructor(x, y = () => x) { this.x = x; this.y = y(); } };
const values = [undefined, null, 0, -0, NaN, false, "", 5];
function run(f, n) {
  let s = "";
  for (let i = 0; i < n; i++) {
    s = String(f()) + f(undefined) + f(3) + f(3, undefined) + f(3, 4, undefined) + f(1, 2, 3, 4);
  }
  return s;
}
const many = (f) => values.map((v) => f(1, v).map((x) => (Object.is(x, -0) ? "-0" : String(x))).join("/")).join(" ");
for (const [name, f] of Object.entries(kinds)) {
  if (name === "destructured") {
    let s;
    for (let i = 0; i < 2000; i++) s = [f(), f({}), f({ x: 0 }), f({ y: null }, [false]), f(undefined, [undefined])].join("|");
    console.log(name, s);
    continue;
  }
  console.log(name, run(f, 2000));
  let s;
  for (let i = 0; i < 1500; i++) s = many(f);
  console.log(name, s);
}
let text;
for (let i = 0; i < 3000; i++) { const a = new constructed(), b = new constructed(i), c = new constructed(1, () => 0); text = [a.x, a.y, b.x === b.y, c.y].join(); }
console.log("constructed", text);
