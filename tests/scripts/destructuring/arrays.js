const [a, , b = 5, ...[c, d]] = [1, 2, undefined, 4, 6];
console.log(a, b, c, d);
let x = 1, y = 2;
[x, y] = [y, x];
console.log(x, y);
const o = {};
[o.a, o["b"], [o.c] = [9]] = "xy";
console.log(JSON.stringify(o));
const log = [];
const [p = log.push("p"), q = log.push("q")] = [1];
console.log(p, q, log.join());
const [[n]] = [[[7]]];
console.log(n[0], (([h, ...t]) => `${h}:${t}`)("abc"), [..."añ😀"].length);
console.log((([a, b] = [b = 1]) => a === undefined)?.length);
for (const bad of [() => { const [z] = null; }, () => { const [z] = {}; }, () => { const [z] = 5; }]) { try { bad(); } catch (e) { console.log(e.name); } }
const [m1, m2] = new Map([["k", 1], ["l", 2]]);
console.log(m1.join(), m2.join(), ([] = [1, 2]).length);
