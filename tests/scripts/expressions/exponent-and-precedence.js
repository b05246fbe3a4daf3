console.log(2 ** -1, (-2) ** 3, 2 ** 0.5 === Math.SQRT2, 10 ** 308 * 10, 0 ** 0, NaN ** 0, 1 ** Infinity);
console.log(1 + 2 + "3" + 4 + 5, !0 + 1, - -1, + +"1", typeof 1 + 1, !"" && "x", 1 || 0 && 0, (1 || 0) && 0);
console.log(6 / 2 * 3, 6 / (2 * 3), 2 + 3 << 1, 1 | 2 ^ 3 & 4, 5 > 3 === true, !(5 in [1]), -(2 ** 2));
const o = { f: () => ({ g: [() => "deep"] }) };
console.log(o.f().g[0](), new Date(0).getTime(), new (class { x = 1 })().x, (() => ({}))() !== undefined);
console.log(true ? false ? 1 : 2 : 3, (a => b => a + b)(1)(2), ((a, b) => a)(1));
