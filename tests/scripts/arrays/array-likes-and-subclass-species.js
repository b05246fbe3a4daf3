const like = { length: 3, 0: "a", 1: "b", 2: "c" };
console.log(Array.from(like).join(), [].slice.call(like, 1).join(), [].map.call(like, (x) => x + x).join(), [].reverse.call({ ...like })[0], [].concat.call(1, 2).length, Array.prototype.includes.call("abc", "b"), [].indexOf.call({ length: 1e6, 999999: "x" }, "x"));
const it = { [Symbol.iterator]: () => [1, 2][Symbol.iterator]() };
console.log(Array.from(it).length, Array.from(new Map([[1, 2]])).join(), Array.from({ length: 3 }, function (_, i) { return i * this.k; }, { k: 10 }).join(), Array.from([1, , 3]).length, Array.from("😀a").length);
class Sub extends Array { constructor(...a) { super(...a); this.made = true; } }
const s = Sub.from([3, 1, 2]);
console.log(s.made, s.sort().join(), s.slice(1).made, s.concat([1]).made, s.length, JSON.stringify(s), Sub.of(1, 2) instanceof Sub, [...s] instanceof Sub);
console.log([1, 2, 3].entries().toString(), [][Symbol.unscopables].flat, Array.prototype.length, Array.prototype.concat.length, [].at(), [5].at(-1), [1, 2, 3].lastIndexOf(3, -5));
console.log([3, 1, 2].sort(undefined).join(), [true, false].sort().join(), [[2], [10]].sort().join("|"), ["b", , "a"].sort().length, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].sort((a, b) => (a % 3) - (b % 3)).join());
