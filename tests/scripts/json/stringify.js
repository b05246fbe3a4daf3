console.log(JSON.stringify({ a: 1, b: "x", c: [1, null, undefined, () => 1], d: undefined, e: NaN, f: -0, g: new Date(0), h: { toJSON: (k) => `json ${k}` }, [Symbol("s")]: 1 }));
console.log(JSON.stringify([undefined, Infinity, true]), JSON.stringify("q\"\\\b\f\n\r\t\u0001\u2028é😀\ud83d"), JSON.stringify(undefined), JSON.stringify(() => 1), JSON.stringify(null), JSON.stringify(Object("s")), JSON.stringify(Object(5)));
console.log(JSON.stringify({ a: [1, { b: 2 }], c: {}, d: [] }, null, 2));
console.log(JSON.stringify({ a: 1, b: [2] }, null, "--"), JSON.stringify({ a: 1 }, null, 20).length, JSON.stringify({ a: 1, b: 2, 3: 4 }, ["b", 3]), JSON.stringify({ a: 1, b: { a: 2 } }, (k, v) => (typeof v === "number" ? v * 2 : v)));
console.log(JSON.stringify({ date: new Date(NaN), map: new Map([[1, 2]]), set: new Set([1]), re: /x/, err: new Error("e"), typed: new Uint8Array(2) }), JSON.stringify(Object.create({ inherited: 1 })));
const o = {};
o.self = [o];
try { JSON.stringify(o); } catch (e) { console.log(e.name); }
class P { constructor() { this.x = 1; } get y() { return 2; } }
console.log(JSON.stringify(new P()), JSON.stringify({ get z() { return 3; } }), JSON.stringify([new String("a"), new Boolean(false)]), JSON.stringify({ undefined: undefined, null: null }));
