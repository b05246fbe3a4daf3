function eq(a, b) {
  return (a == b ? 1 : 0) + (a === b ? 2 : 0);
}
const values = [0, 1, "0", "1", "", null, undefined, true, false, NaN, "a", [], [1], {}];
let row = "";
for (let i = 0; i < 3000; i++) eq(i, i & 7);
for (const a of values) {
  for (const b of values) row += eq(a, b);
  row += " ";
}
console.log(row);
for (let i = 0; i < 3000; i++) eq(values[i % 14], values[(i * 3) % 14]);
let again = "";
for (const a of values) {
  for (const b of values) again += eq(a, b);
  again += " ";
}
console.log(again === row);
const o = { valueOf: () => 5, toString: () => "t" };
console.log(eq(o, 5), eq(o, "t"), eq(o, o), eq(5, o), eq(Symbol.iterator, Symbol.iterator));
console.log(eq(new String("x"), "x"), eq(new String("x"), new String("x")), eq(1.0, 1), eq(0, -0));
