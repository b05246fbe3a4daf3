// gc-stress: 4001
let list = null;
for (let i = 0; i < 50000; i++) list = { next: list, i };
let n = 0;
for (let x = list; x; x = x.next) n += x.i & 1;
console.log(n);
let nested = [];
for (let i = 0; i < 20000; i++) nested = [nested];
let depth = 0;
while (nested.length) {
  nested = nested[0];
  depth++;
}
console.log(depth);
let f = () => 0;
for (let i = 0; i < 1000; i++) {
  const g = f;
  f = () => g;
}
depth = 0;
for (let x = f; typeof x === "function"; x = x()) depth++;
console.log(depth);
let s = "";
for (let i = 0; i < 30000; i++) s = s + "x";
console.log(s.length, s.charCodeAt(29999));
