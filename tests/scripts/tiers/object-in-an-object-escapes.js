// An object is held by another one that is never allocated, and is itself needed as a real
// object in the middle: frame states from there on hold the real one. The code for it was
// given up.

const inside = (o) => o.a;
function held(value) {
  const inner = { a: value, b: 2 };
  const outer = { first: inner, second: inner };
  const before = outer.first.a + 1;
  outer.first.a = before;
  const list = [inner];
  outer.second.b = outer.first.a;
  return `${before} ${inside(outer.second)} ${inner.b} ${list[0] === outer.first} ${outer.first === outer.second}`;
}
for (let i = 0; i < 3000; i++) held(i);
console.log(held(1));
console.log(held(2147483647));
console.log(held(0.5));
console.log(held("s"));
console.log(held({ valueOf: () => 7 }));

function nested(value) {
  const inner = { a: value, b: 2 };
  const outer = { first: inner, second: inner, third: { deep: inner } };
  outer.first.a = outer.first.a + 1;
  outer.second.b = outer.third.deep.a;
  return outer.first === outer.second && outer.third.deep === inner ? `${outer.first.a}/${inner.b}` : "different";
}
let last;
for (let i = 0; i < 3000; i++) last = nested(i);
console.log(last, nested("n"), nested(1.5), nested(2147483647));
