// Two shapes alternate within one optimised loop, then a third one comes.
const left = { kind: 0, v: 1 };
const right = { v: 2, kind: 1 };
function run(third, n) {
  let o = left;
  let t = 0;
  for (let i = 0; i < n; i++) {
    t += o.v + o.kind * 10;
    o = o === left ? right : left;
    if (i === n - 5) o = third;
  }
  return t;
}
console.log(run(left, 3000));
console.log(run({ v: 1000, extra: 0, kind: 0 }, 3000));
console.log(run({ v: "x", kind: 0 }, 3000));
console.log(run([], 3000));
