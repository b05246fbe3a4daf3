// An inner loop is hot, and the loop around it has never come back to its head: that way leaves the
// code, after all that the inner loop has done.
globalThis.count = 0;
function work(times) {
  for (let k = 0; k < times; k++) {
    for (let i = 0; i < 700; i++) count++;
  }
  return count;
}
for (let i = 0; i < 9; i++) work(1);
console.log(work(3), work(1), work(2));
