function make() {
  let state = 0;
  return { get: () => state, set: (v) => (state = v), bump: () => ++state };
}
const c = make();
function spin(n) {
  let t = 0;
  for (let i = 0; i < n; i++) t += c.bump();
  return t;
}
console.log(spin(3000), c.get());
c.set(0.5);
console.log(spin(3000), c.get());
c.set("x");
console.log(spin(2), c.get());
c.set(2147483646);
console.log(spin(3), c.get());
let late;
const read = () => late;
for (let i = 0; i < 3000; i++) read();
late = "now";
console.log(read());
