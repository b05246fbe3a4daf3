function swap([a, b], { c, d: { e = 5 } = {} } = { c: 1 }) {
  [a, b] = [b, a];
  return `${a}${b}${c}${e}`;
}
let s;
for (let i = 0; i < 3000; i++) s = swap([i, i + 1], { c: 3, d: {} });
console.log(s);
console.log(swap([1, 2]), swap("xy"), swap([], { c: null, d: { e: null } }), swap(new Set(["p", "q"])));
for (const bad of [undefined, null, 5, {}]) {
  try {
    swap(bad);
  } catch (e) {
    console.log(e instanceof TypeError);
  }
}
let fibA = 0;
let fibB = 1;
for (let i = 0; i < 70; i++) [fibA, fibB] = [fibB, fibA + fibB];
console.log(fibA);
function objectRest({ a, ...rest }) {
  return a + Object.keys(rest).join("");
}
for (let i = 0; i < 2000; i++) objectRest({ a: i, b: 1, c: 2 });
console.log(objectRest({ z: 1, a: "A", y: 2 }), objectRest({ a: 1 }));
