function deep(n) {
  return n === 0 ? 0 : 1 + deep(n - 1);
}
for (let i = 0; i < 500; i++) deep(20);
console.log(deep(1000));
function forever(n) {
  return forever(n + 1) + 1;
}
for (let round = 0; round < 3; round++) {
  try {
    forever(0);
  } catch (e) {
    console.log(e instanceof RangeError, e.constructor === RangeError);
  }
}
console.log(deep(1000));
class Node {
  get value() {
    return this.value;
  }
}
try {
  new Node().value;
} catch (e) {
  console.log(e instanceof RangeError);
}
let depth = 0;
const mutual = { a() { depth++; mutual.b(); }, b() { mutual.a(); } };
try {
  mutual.a();
} catch (e) {
  console.log(e instanceof RangeError, depth > 500);
}
