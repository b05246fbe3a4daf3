const a = [];
for (let i = 0; i < 3; i++) a.push({ get: () => i, set: (v) => (i = v) });
a[0].set(10);
console.log(a.map((x) => x.get()).join());
const b = [];
for (let i = 0, f = () => i; i < 3; i++) b.push(f);
console.log(b.map((f) => f()).join());
const c = [];
for (const [k, v] of Object.entries({ x: 1, y: 2 })) c.push(() => `${k}${v}`);
let w = 0;
while (w < 3) { const n = w * 10; c.push(() => n + w); w++; }
console.log(c.map((f) => f()).join());
const d = [];
for (let i = 0; i < 5; i++) { if (i === 1) continue; if (i === 4) break; { let i2 = i; d.push(() => i2++); } }
console.log(d.map((f) => f()).join(), d.map((f) => f()).join());
function* g() { for (let i = 0; i < 3; i++) yield () => i; }
console.log([...g()].map((f) => f()).join());
try { throw 1; } catch (e) { var keep = () => e; }
console.log(keep());
const makers = { a() { let n = 0; return { inc() { n++; return this; }, get n() { return n; } }; } };
console.log(makers.a().inc().inc().n, makers.a().n);
