// Code that expects int32 values meets integers that were computed as doubles, and -0.
"use strict";

const TWO_32 = 4294967296;

/** The same number, computed in doubles. */
function asDouble(x) {
  return (x * TWO_32) / TWO_32;
}

function sumFrom(from) {
  let sum = 0;
  for (let i = from; i < 10; i++) sum += i;
  return sum;
}

function same(x) {
  return x + 0;
}

function field(o) {
  return 10 / (o.value | 0 ? o.value : o.value * 1);
}

function index(list, i) {
  return list[i];
}

function count(from, to) {
  let n = from;
  while (n < to) n += 1;
  return n;
}

const list = [10, 20, 30, 40, 50];
let total = 0;
for (let i = 0; i < 3000; i++) {
  total += sumFrom(i % 10) + same(i) + field({ value: (i % 7) + 1 }) + index(list, i % 5) + count(i % 3, 5);
}
console.log(total.toFixed(6));

total = 0;
for (let i = 0; i < 3000; i++) {
  total += sumFrom(asDouble(i % 10)) + same(asDouble(i)) + field({ value: asDouble((i % 7) + 1) });
  total += index(list, asDouble(i % 5)) + count(asDouble(i % 3), asDouble(5));
}
console.log(total.toFixed(6));

for (const odd of [-0, NaN, 1.5, 2147483647, 2147483648, -2147483648, -2147483649, 9007199254740992, Infinity]) {
  const x = odd === 1.5 ? 1.5 : asDouble(odd);
  console.log(sumFrom(Math.max(x, -3)), Object.is(same(x), -0), 1 / field({ value: x }), index(list, x), count(Math.max(x, -3), 5));
}
