// `pop` reads what it takes away, although nobody wants it: a hole shows what is inherited.
const list = [1, 2, 3];
const prototype = [];
let reads = 0;
Object.defineProperty(prototype, 3, { get: () => ++reads });
function drop(of) {
  of.pop();
}
for (let i = 0; i < 3000; i++) drop([i]);
Object.setPrototypeOf(list, Object.setPrototypeOf(prototype, Array.prototype));
for (let i = 0; i < 3000; i++) {
  list.length = 4;
  drop(list);
}
console.log(reads, list.length, list);
