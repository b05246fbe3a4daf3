// Hot code goes on making objects of shapes that no object had at the last collection.
"use strict";

function make(i, kind) {
  if (kind === 0) return { pc: i, base: i + 1, depth: i + 2 };
  if (kind === 1) return { left: i, inner: { right: i } };
  return null;
}

function use(made) {
  const sum = made.pc === undefined ? made.left + made.inner.right : made.pc + made.base + made.depth;
  return sum + Object.keys(made).length;
}

function drive(count, period) {
  let total = 0;
  for (let i = 0; i < count; i++) {
    const made = make(i, i % period);
    if (made !== null) total = (total + use(made)) | 0;
    // Time for collections.
    const garbage = ["a" + i, [i], { i }];
    total = (total + garbage.length) | 0;
  }
  return total;
}

drive(9000, 3);
for (let round = 0; round < 4; round++) {
  console.log(round, drive(3000, 1000));
  console.log(JSON.stringify(make(round, 0)), JSON.stringify(make(round, 1)));
}
