const fib = (n) => (n < 2 ? n : fib(n - 1) + fib(n - 2));
console.log(fib(18));
function ackermann(m, n) {
  if (m === 0) return n + 1;
  if (n === 0) return ackermann(m - 1, 1);
  return ackermann(m - 1, ackermann(m, n - 1));
}
console.log(ackermann(2, 9));
const even = (n) => (n === 0 ? true : odd(n - 1));
const odd = (n) => (n === 0 ? false : even(n - 1));
for (let i = 0; i < 200; i++) even(i);
console.log(even(301), odd(301));
function hanoi(n, from, to, via) {
  return n === 0 ? 0 : hanoi(n - 1, from, via, to) + 1 + hanoi(n - 1, via, to, from);
}
console.log(hanoi(10, "a", "b", "c"));
console.log(fib(10.5) > 100);
