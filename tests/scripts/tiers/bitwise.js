function ops(a, b) {
  return [a & b, a | b, a ^ b, ~a, a << b, a >> b, a >>> b].join();
}
let text = "";
for (let i = -1500; i < 1500; i++) text = ops(i, i & 31);
console.log(text);
console.log(ops(-1, 0));
console.log(ops(2147483648, 31));
console.log(ops(4294967296.7, 33));
console.log(ops(NaN, 1), ops(Infinity, 1), ops("12", "2"));
console.log(ops(undefined, null), ops(-2147483649, 5), ops(1e21, 3));
function unsigned(x) {
  return (x >>> 0) + 1;
}
for (let i = 0; i < 3000; i++) unsigned(i);
console.log(unsigned(-1), unsigned(-2147483648), unsigned(2147483647));
