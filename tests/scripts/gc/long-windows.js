// gc-stress: 31
// Runtime calls with many operands, right after a call of a function with a small frame:
// the operands, which nobody else holds, are roots while the call allocates.
// Its frame is small; its text is too long for it to be inlined.
function small(n) {
  if (n < 0) {
    n = n * 3 + (n ^ 5) - (n << 2) + (n >> 1) * (n & 7) - (n | 9) + (n % 11) * (n - 1) - (n + 2) * (n ^ 3);
    n = n * 5 + (n ^ 7) - (n << 3) + (n >> 2) * (n & 15) - (n | 17) + (n % 13) * (n - 3) - (n + 4) * (n ^ 5);
    n = n * 7 + (n ^ 9) - (n << 4) + (n >> 3) * (n & 31) - (n | 33) + (n % 17) * (n - 5) - (n + 6) * (n ^ 7);
    n = n * 9 + (n ^ 11) - (n << 5) + (n >> 4) * (n & 63) - (n | 65) + (n % 19) * (n - 7) - (n + 8) * (n ^ 9);
  }
  return n + 1;
}
function fresh(n) {
  return { toString: () => `<${small(n)}>` };
}
function joined(n) {
  const a = `a${n}`, b = `b${n}`, c = `c${n}`, d = `d${n}`, e = `e${n}`, f = `f${n}`, g = `g${n}`, h = `h${n}`;
  small(n);
  return `${a}-${b}-${c}-${d}-${e}-${f}-${g}-${h}-${a + b}-${c + d}-${e + f}-${g + h} ${small(n)}`;
}
function converted(n) {
  const object = fresh(n);
  return `${fresh(n)} ${fresh(n + 1)} ${fresh(n + 2)} ${fresh(n + 3)} ${fresh(n + 4)} ${object} ${small(n)}`;
}
let text = "";
for (let i = 0; i < 4000; i++) {
  const next = joined(i) + converted(i);
  if (i % 1000 === 999) text += next + "\n";
}
console.log(text);
