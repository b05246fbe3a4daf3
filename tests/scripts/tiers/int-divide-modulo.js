function div(a, b) {
  return a / b;
}
function mod(a, b) {
  return a % b;
}
let total = 0;
for (let i = 1; i < 4000; i++) total += div(i * 6, 3) + mod(i, 7);
console.log(total);
console.log(div(1, 0), div(-1, 0), div(0, 0), div(7, 2), Object.is(div(0, -3), -0), div(-2147483648, -1));
console.log(mod(5, 0), mod(-5, 5), Object.is(mod(-5, 5), -0), mod(-7, 3), mod(7, -3), mod(-2147483648, -1), Object.is(mod(-2147483648, -1), -0));
console.log(mod(5.5, 2), mod(-5.5, 2), mod(Infinity, 2), mod(2, Infinity), mod("17", 5));
for (let i = 1; i < 4000; i++) total += mod(i + 0.5, 3);
console.log(total);
