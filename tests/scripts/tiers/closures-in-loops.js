// Each round of the loop has its own binding, also in optimised code.
const functions = [];
for (let i = 0; i < 3000; i++) {
  if (i % 500 === 0) functions.push(() => i, () => (i += 1000));
}
console.log(functions.map((f) => f()).join());
console.log(functions.map((f) => f()).join());
var shared = [];
for (var v = 0; v < 3000; v++) if (v % 1000 === 0) shared.push(() => v);
console.log(shared.map((f) => f()).join());
function inner() {
  const list = [];
  for (let i = 0, step = 1; i < 3000; i += step) {
    const square = i * i;
    if (i % 700 === 0) list.push(() => `${i}/${square}/${step}`);
    if (i === 2100) step = 2;
  }
  return list.map((f) => f()).join(" ");
}
console.log(inner());
let sum = 0;
for (let i = 0; i < 2000; i++) {
  const add = () => (sum += i);
  add();
}
console.log(sum);
