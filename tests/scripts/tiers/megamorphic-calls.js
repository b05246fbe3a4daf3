const fs = Array.from({ length: 20 }, (_, k) => (x) => x + k);
const call = (f, x) => f(x);
let t = 0;
for (let i = 0; i < 4000; i++) t += call(fs[i % fs.length], i);
console.log(t);
const natives = [Math.abs, Math.floor, String, Number, parseInt, isNaN, (x) => [x], Boolean];
console.log(natives.map((f) => String(call(f, -2.5))).join());
for (let i = 0; i < 2000; i++) call(natives[i % natives.length], i);
console.log(natives.map((f) => String(call(f, "3.5"))).join());
