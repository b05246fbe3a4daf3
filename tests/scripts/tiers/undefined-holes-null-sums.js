const mixed = (v) => v + 1;
const cmp = (v) => (v < 1) + (v > -1) * 2 + (v == null) * 4;
for (let i = 0; i < 3000; i++) {
  mixed(i);
  cmp(i);
}
console.log([undefined, null, true, "", "1", [], [2], {}, NaN].map(mixed).map(String).join(" "));
console.log([undefined, null, true, "", "1", [], [2], {}, NaN, 0, -0].map(cmp).join(" "));
const inc = (o) => {
  o.v++;
  return o.v;
};
const shapes = [1, 1.5, "2", "x", null, undefined, true, [3]].map((v) => ({ v }));
for (let i = 0; i < 3000; i++) inc({ v: i });
console.log(shapes.map(inc).join(" "), typeof inc({ v: "5" }));
