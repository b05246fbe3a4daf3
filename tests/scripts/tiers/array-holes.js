function sum(a) {
  let s = 0;
  for (let i = 0; i < a.length; i++) s += a[i] === undefined ? 1000 : a[i];
  return s;
}
const dense = [1, 2, 3, 4, 5];
let t = 0;
for (let i = 0; i < 2000; i++) t += sum(dense);
console.log(t);
console.log(sum([1, , 3]));
const holes = [1, 2, 3];
delete holes[1];
console.log(sum(holes), 1 in holes);
holes.length = 6;
console.log(sum(holes));
Array.prototype[1] = 500;
console.log(sum(holes), sum([1, , 3]));
delete Array.prototype[1];
console.log(sum(holes), sum(dense));
const far = [];
far[20] = 1;
console.log(sum(far));
