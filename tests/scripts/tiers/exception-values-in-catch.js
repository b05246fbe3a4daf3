// Locals which the try block changed must have their newest values in the handler.
function risky(i) {
  if (i % 7 === 3) throw i;
  return i;
}
function run(n) {
  let before = 0;
  let after = 0;
  let last = -1;
  for (let i = 0; i < n; i++) {
    let step = 0;
    try {
      step = 1;
      before += i;
      last = risky(i);
      step = 2;
      after += last;
    } catch (thrown) {
      after -= thrown + step;
    }
  }
  return `${before} ${after} ${last}`;
}
console.log(run(10));
console.log(run(4000));
