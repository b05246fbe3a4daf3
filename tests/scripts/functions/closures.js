const counter = (() => { let n = 0; return { up: () => ++n, get value() { return n; } }; })();
counter.up();
counter.up();
console.log(counter.value);
const fs = [];
for (let i = 0; i < 3; i++) { fs.push(() => i); i += 0; }
for (var j = 0; j < 3; j++) fs.push(() => j);
for (const k of "ab") fs.push(() => k);
for (const k in { x: 1 }) fs.push(() => k);
console.log(fs.map((f) => f()).join());
let x = "outer";
const read = () => x;
{ let x = "inner"; console.log(read(), x); }
x = "changed";
console.log(read());
const pipe = (...f) => (v) => f.reduce((a, g) => g(a), v);
console.log(pipe((a) => a + 1, (a) => a * 2)(3));
function deep(a) { return (b) => (c) => (d) => { a += b; return a + c + d; }; }
const d1 = deep(1)(2);
console.log(d1(3)(4), d1(3)(4));
const loopFs = [];
for (let i = 0, inc = () => i++; i < 3; inc(), i++) { loopFs.push(() => i); if (loopFs.length > 3) break; }
console.log(loopFs.map((f) => f()).join());
