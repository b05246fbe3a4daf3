const m = new Map([["a", 1], ["b", 2]]);
const o = {};
m.set(o, "obj").set(NaN, "nan").set(0, "zero").set("a", "again");
console.log(m.size, m.get("a"), m.get(o), m.get({}), m.get(NaN), m.get(-0), m.has("b"), m.delete("b"), m.delete("b"), [...m.keys()].map(String).join());
m.forEach((v, k, all) => { if (all !== m) throw 1; });
console.log([...m].length, [...m.entries()][0].join(), m[Symbol.iterator] === m.entries, Object.prototype.toString.call(m), new Map(m).size, new Map(null).size);
const order = [];
const live = new Map([[1, "a"], [2, "b"], [3, "c"]]);
for (const [k] of live) { order.push(k); if (k === 1) { live.delete(2); live.set(4, "d"); } if (k === 3) { live.delete(1); live.set(1, "back"); } }
console.log(order.join());
m.clear();
console.log(m.size, [...m].length, m.get("a"));
for (const bad of [() => Map(), () => new Map([1]), () => new Map(5), () => Map.prototype.get.call({}, 1)]) { try { bad(); } catch (e) { console.log(e.name); } }
const it = new Map([[1, 2]]).values();
console.log(it.next().value, it.next().done, it.next().done, it[Symbol.toStringTag]);
const big = new Map();
for (let i = 0; i < 1000; i++) big.set(`k${i}`, i);
for (let i = 0; i < 1000; i += 3) big.delete(`k${i}`);
console.log(big.size, [...big.keys()].slice(0, 4).join(), [...big.values()].reduce((a, b) => a + b));
