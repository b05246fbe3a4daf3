var a = 1;
let b = 2;
globalThis.c = 3;
function sum() {
  return a + b + c;
}
for (let i = 0; i < 3000; i++) sum();
console.log(sum());
a = 10;
b = 20.5;
console.log(sum());
globalThis.c = "thirty";
console.log(sum());
delete globalThis.c;
try {
  sum();
} catch (e) {
  console.log(e instanceof ReferenceError);
}
Object.defineProperty(globalThis, "c", { get: () => 1000, configurable: true });
console.log(sum());
function maker() {
  madeHere = 5;
}
maker();
for (let i = 0; i < 2000; i++) maker();
console.log(madeHere);
