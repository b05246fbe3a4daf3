const x = 1, y = 2;
const o = { x, y, "quoted": 3, 4: "n", [`c${x}`]: 5, m() { return this.x; }, get g() { return 6; }, set g(v) {}, async a() {}, *gen() {}, async *ag() {}, ...{ spread: 7 }, x: "again", get: 8, set: 9, async: 10, f: function () {}, arrow: () => ({}) };
console.log(Object.keys(o).join(), o.x, o.m(), o.g, o.spread, o.get, o.set, o.async, o.arrow() instanceof Object);
console.log({ a: 1, a: 2 }.a, { __proto__: { p: 1 } }.p, { "__proto__": { p: 2 } }.p, Object.keys({ ["__proto__"]: 1 }).join(), { 0x10: "hex" }[16], { 1e3: "exp" }["1000"], { .5: "half" }["0.5"]);
console.log([1, ...[2, 3], ...new Set([4]), ..."5"].join(), [, 1, ,].length, [...[]].length, { ...[1, 2] }[1], { ...null, ...1, ..."s" }[0], [[]].length);
const nested = { a: { b: { c: [{ d: "deep" }] } } };
console.log(nested.a.b.c[0].d, nested?.a?.["b"]?.c?.[0]?.d, nested.z?.y.x.w, nested.a.b.c[1]?.d);
console.log((({ a, ...r }) => Object.keys(r).length)({ a: 1, b: 2, c: 3 }), (() => ({ a: 1 }))().a, ((a, { b } = {}) => b)(1));
