const arrow = () => 1;
const anon = function () {};
const o = { m() {}, p: () => 1, ["c" + 1]: () => 1, get g() { return 1; }, [Symbol("sym")]: () => 1, async as() {}, *gen() {} };
class K { static s() {} #p() {} static { this.pn = new K().#p.name; } }
console.log(arrow.name, anon.name, o.m.name, o.p.name, o.c1.name, Object.getOwnPropertyDescriptor(o, "g").get.name, o[Object.getOwnPropertySymbols(o)[0]].name, K.name, K.s.name, K.pn);
console.log((() => {}).name === "", (function () {}).bind().name, arrow.bind().name, new Function("a", "return a").name, (class {}).name === "");
let [d = () => 1] = [];
let { q = function () {} } = {};
let assigned;
assigned = () => {};
console.log(d.name, q.name, assigned.name);
console.log(String(arrow), String(function f(a, b) { return a + b; }), String(class A { x = 1; }));
