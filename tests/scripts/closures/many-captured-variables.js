// gc-stress: 4999
// Scopes of hundreds and thousands of captured variables: their size did not fit the header that
// compiled code wrote, and the collector freed a part of them.
function scope(n) {
  const names = Array.from({ length: n }, (_, i) => `v${i}`);
  const declare = names.map((name, i) => `var ${name} = { i: ${i} };`).join('');
  const sum = names.map((name) => `${name}.i`).join('+');
  return new Function('fill', `${declare} let last = fill(); function get() { return ${sum} + last.length; } return get;`);
}
const garbage = () => {
  const list = [];
  for (let i = 0; i < 2000; i++) list.push({ i, text: `${i}` });
  return list;
};
for (const n of [3, 250, 256, 300, 600, 1100, 2500]) {
  const make = scope(n);
  const gets = [];
  for (let k = 0; k < 30; k++) gets.push(make(garbage));
  console.log(n, gets.every((get) => get() === (n * (n - 1)) / 2 + 2000));
}
