// The argument of a hot function changes its type again and again.
function twice(x) {
  return x + x;
}
const show = (x) => `${typeof x} ${String(x)}`;
for (let i = 0; i < 3000; i++) twice(i);
console.log(show(twice(21)));
for (let i = 0; i < 3000; i++) twice(i + 0.5);
console.log(show(twice(2.25)));
for (let i = 0; i < 3000; i++) twice("s" + i);
console.log(show(twice("ab")));
for (let i = 0; i < 3000; i++) twice(i);
console.log(show(twice(true)), show(twice(null)), show(twice(undefined)), show(twice([1, 2])), show(twice({ valueOf: () => 4 })));
console.log(show(twice(new Date(NaN))).slice(0, 6));
try {
  twice(Symbol("s"));
} catch (e) {
  console.log(e instanceof TypeError);
}
console.log(show(twice(3)));
