function collatz(n) {
  let steps = 0;
  while (n !== 1) {
    n = n % 2 === 0 ? n / 2 : 3 * n + 1;
    steps++;
  }
  return steps;
}
let best = 0;
let bestAt = 0;
let i = 1;
do {
  const steps = collatz(i);
  if (steps > best) {
    best = steps;
    bestAt = i;
  }
  i++;
} while (i < 3000);
console.log(best, bestAt, collatz(837799), collatz(113383));
