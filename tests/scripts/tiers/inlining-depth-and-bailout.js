// A bailout within the innermost of several inlined functions rebuilds all frames.
const leaf = (x) => x.v + 1;
const low = (x, tag) => `${tag}${leaf(x)}`;
const middle = (x, i) => low(x, i % 2 ? "odd" : "even") + i;
const top = (x, i) => {
  const before = `<${i}`;
  const inner = middle(x, i);
  return `${before}|${inner}>`;
};
for (let i = 0; i < 3000; i++) top({ v: i }, i);
console.log(top({ v: 1 }, 1));
console.log(top({ v: "s" }, 2));
console.log(top({ w: 0, v: 2.5 }, 3));
console.log(top({ get v() { return 41; } }, 4));
try {
  top(null, 5);
} catch (e) {
  console.log(e instanceof TypeError);
}
console.log(top({ v: 2147483647 }, 6));
