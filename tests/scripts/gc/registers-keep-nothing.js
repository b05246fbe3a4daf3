// node: 1000
// What functions that have returned left in their registers keeps nothing alive, whoever
// has frames there afterwards. (More than none: words of the stacks are taken as they are.)
const refs = [];
let sum = 0;

function fill(depth) {
  const object = { depth };
  refs.push(new WeakRef(object));
  const a = object, b = object, c = object, d = object, e = object, f = object;
  if (depth > 0) fill(depth - 1);
  sum += a.depth + b.depth + c.depth + d.depth + e.depth + f.depth;
}

// Registers that are written on no path that is taken.
function pass(depth, count) {
  let a, b, c, d, e, f;
  if (depth > 0) return pass(depth - 1, count) + 1;
  if (count < 0) {
    a = fill(1); b = fill(2); c = fill(3); d = fill(4); e = fill(5); f = fill(6);
    sum += [a, b, c, d, e, f].length;
  }
  let garbage = [];
  for (let i = 0; i < count; i++) garbage = new Array(100).fill(garbage.length);
  return garbage.length;
}

for (let i = 0; i < 3000; i++) sum += pass(2, 1);
fill(60);
setTimeout(() => {
  pass(80, 30_000);
  const alive = refs.filter((ref) => ref.deref() !== undefined).length;
  console.log(refs.length, sum, alive <= 45 ? "few are alive" : `${alive} are alive`);
});
