const o = { _x: 1, get x() { return this._x * 10; }, set x(v) { this._x = v; }, get ["comp" + 1]() { return "computed"; } };
o.x = 5;
o.x++;
o.x += 1;
console.log(o.x, o._x, o.comp1, Object.keys(o).join(), JSON.stringify(o));
const c = { [Symbol.toPrimitive]: (hint) => hint };
console.log(`${c}`, c + "", isNaN(+c), c * 1, [c].join(), c == "default", { [c]: 1 }.string);
const v = { valueOf: () => 42, toString: () => "str" };
console.log(v + 1, `${v}`, v * 2, v > 41, v + "", String(v), [v] + "", JSON.stringify({ v }), v == 42);
const date = new Date(2020, 0, 1);
console.log(typeof (date + 1), typeof (date - 1), Number(new Date(5)));
for (const bad of [{ valueOf: () => ({}), toString: () => [] }, { [Symbol.toPrimitive]: 5 }, { [Symbol.toPrimitive]: () => ({}) }]) { try { bad + 1; console.log("no"); } catch (e) { console.log(e.name); } }
console.log(!!new Boolean(false), new Number(5) + 1, new String("a") + "b", Object(1n === 1n) instanceof Boolean, typeof Object(5));
