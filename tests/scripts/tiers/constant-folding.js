function f(x) {
  const k = 3 * 4 + 2;
  const s = "a" + "b" + 1;
  const zero = 0 * -1;
  const n = -(0);
  return [k, s, 1 / zero, 1 / n, 0.1 + 0.2, 2 ** 31, 2 ** -1, (-8) ** (1 / 3), 7 % -3, -7 % 3, 1 << 31, 1 << 32, ~~x, +"0x10", +"", +" 12 ", +"1e3", +"abc"].join();
}
let s;
for (let i = 0; i < 3000; i++) s = f(i);
console.log(s);
console.log(f(2147483648), f("9.9"), f(null));
