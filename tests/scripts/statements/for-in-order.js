const o = { z: 1, 2: 1, a: 1, 1: 1, "-1": 1, [Symbol("s")]: 1, "01": 1 };
const keys = [];
for (const k in o) keys.push(k);
console.log(keys.join(), Object.keys(o).join());
class P { constructor() { this.own = 1; } m() {} }
P.prototype.inherited = 2;
const list = [];
for (var k in new P()) list.push(k);
console.log(list.join(), k);
for (const i in "ab") console.log(i, typeof i);
for (const k in [7, , 9]) console.log(k);
for (const k in null) console.log("never");
for (const k in undefined) console.log("never");
const target = {};
for (target.prop in { a: 1, b: 2 });
console.log(target.prop);
const shadow = Object.create({ x: 1, y: 2 }, { x: { value: 1, enumerable: false } });
for (const k in shadow) console.log(k);
