// A global function that hot code has inlined is replaced.
function helper(x) {
  return x * 2;
}
function hot(n) {
  let s = 0;
  for (let i = 0; i < n; i++) s += helper(i);
  return s;
}
console.log(hot(3000));
helper = (x) => x * 3;
console.log(hot(3000));
{
  const before = helper;
  helper = (x) => before(x) + 0.5;
}
console.log(hot(3000));
