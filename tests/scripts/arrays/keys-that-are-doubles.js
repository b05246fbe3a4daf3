// Indices that arithmetic left as doubles are indices; -0 is 0, fractions are names.
function read(list, key) {
  return list[key];
}
function write(list, key, value) {
  list[key] = value;
  return list.length;
}
function code(text, at) {
  return text.charCodeAt(at);
}
const list = [10, 11, 12, 13];
const bytes = new Uint8Array([1, 2, 3, 4]);
const half = 0.5;
const keys = [half + half, half * 4, half * 0, -half * 0, 3 * half + 3 * half];
let sum = 0;
for (let round = 0; round < 4000; round++) {
  for (const key of keys) {
    sum += read(list, key) + read(bytes, key) + read("abcd", key).length + code("abcd", key);
  }
}
console.log(sum);
for (let round = 0; round < 3000; round++) {
  write(list, half + half, round);
  write(bytes, half * 4, round & 255);
}
console.log(list.join(), bytes.join());
// What is no index after all.
console.log(read(list, 0.25), read(list, NaN), read(list, -1), read(list, 1e10), read(list, 4294967295), read(list, 2 ** 31));
list[0.5] = "half";
list[-0] = "zero";
console.log(read(list, 0.5), read(list, -0), write(list, 2 ** 31, "far"), list.length);
console.log(read("abcd", 1.5), read("abcd", 7 * half + half), code("abcd", 1.9), code("abcd", "2"), read(list, "1"), read(list, undefined));
console.log(read({ get 3() { return "three"; } }, 1.5 + 1.5), read(new Proxy([7, 8], {}), half + half));

// A switch over symbols that were taken for objects.
const symbols = Array.from({ length: 12 }, (_, i) => Symbol(i));
function number(s) {
  switch (s) {
    case symbols[0]: return 0;
    case symbols[1]: return 1;
    case symbols[2]: return 2;
    case symbols[3]: return 3;
    case symbols[4]: return 4;
    case symbols[5]: return 5;
    case symbols[6]: return 6;
    case symbols[7]: return 7;
    case symbols[8]: return 8;
    case symbols[9]: return 9;
    case symbols[10]: return 10;
    default: return -1;
  }
}
let total = 0;
for (let i = 0; i < 30000; i++) total += number(symbols[(i >> 9) % 12]);
console.log(total, number({}), number("0"), number(undefined));
