// A loop counter that leaves int32 within one OSR entry.
function run(start, steps) {
  let n = start;
  let odd = 0;
  for (let i = 0; i < steps; i++) {
    n += 1000;
    if (n & 1) odd++;
  }
  return `${n} ${odd}`;
}
console.log(run(0, 5000));
console.log(run(2147480000, 5000));
console.log(run(2147480001, 5000));
console.log(run(-2147483648, 5000));
console.log(run(0.5, 5000));
