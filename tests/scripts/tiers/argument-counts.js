function three(a, b, c) {
  return `${a},${b},${c}`;
}
for (let i = 0; i < 3000; i++) three(i, i, i);
console.log(three(), three(1), three(1, 2), three(1, 2, 3), three(1, 2, 3, 4));
function rest(a, ...others) {
  return `${a}:${others.length}:${others.join("")}`;
}
for (let i = 0; i < 3000; i++) rest(i, 1, 2);
console.log(rest(), rest(1), rest(1, 2), rest(1, ...[2, 3, 4]));
function call(f, ...args) {
  return f(...args);
}
for (let i = 0; i < 3000; i++) call(three, i, i);
console.log(call(three), call(three, 1, 2, 3, 4, 5), call(rest, 1, 2), call(Math.max, 3, 9, 4));
console.log(three.apply(null, [1, 2]), three.call(null, 7), three.bind(null, "bound")(8));
