function isNegativeZero(x) {
  return x === 0 && 1 / x === -Infinity;
}
function product(a, b) {
  return a * b;
}
function remainder(a, b) {
  return a % b;
}
function rounded(x) {
  return Math.round(x);
}
let count = 0;
for (let i = -2000; i < 2000; i++) {
  if (isNegativeZero(product(i, 0))) count++;
  if (isNegativeZero(remainder(i, 1000))) count++;
  if (isNegativeZero(rounded(i / 1000))) count++;
}
console.log(count);
console.log(isNegativeZero(-0), isNegativeZero(0), isNegativeZero(0 * -1), isNegativeZero(-0 + -0), isNegativeZero(-0 + 0), isNegativeZero(0 - 0));
console.log(Object.is(Math.max(-0, 0), 0), Object.is(Math.min(0, -0), -0), Object.is(Math.trunc(-0.5), -0), Object.is(Math.ceil(-0.5), -0), Object.is(Math.floor(-0), -0));
console.log(JSON.stringify(-0), String(-0), `${-0}`, [-0].join(), (-0).toFixed(1));
console.log(-0 === 0, new Set([-0]).has(0), Object.is([...new Set([-0])][0], 0), [-0].includes(0), [-0].indexOf(0));
