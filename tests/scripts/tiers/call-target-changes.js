let f = (x) => x + 1;
function call(x) {
  return f(x);
}
for (let i = 0; i < 3000; i++) call(i);
console.log(call(1));
f = (x) => x + 100;
console.log(call(1));
f = Math.sqrt;
console.log(call(16));
f = class {};
try {
  call(1);
} catch (e) {
  console.log(e instanceof TypeError);
}
f = 5;
try {
  call(1);
} catch (e) {
  console.log(e instanceof TypeError);
}
f = function () {
  return typeof this;
};
console.log(call(1));
f = (x) => f2(x);
const f2 = (x) => `inner ${x}`;
console.log(call(7));
