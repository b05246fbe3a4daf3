const a = [1, 2, 3, 4];
console.log(a.map((x) => x * 2).join(), a.filter((x) => x % 2).join(), a.reduce((x, y) => x + y), a.reduceRight((x, y) => `${x}${y}`), a.find((x) => x > 2), a.findIndex((x) => x > 9), a.findLast((x) => x < 4), a.findLastIndex((x) => x === 1), a.some((x) => x > 3), a.every((x) => x > 3));
console.log(a.indexOf(3), a.includes(9), a.at(-2), a.slice(1, -1).join(), a.concat(5, [6, [7]]).length, a.join("-"), [1, [2, [3]]].flat().length, [1, 2].flatMap((x) => [x, x]).join());
console.log([...a.entries()].join("|"), [...a.keys()].join(), [...a.values()].join(), Array.from("abc", (c, i) => c + i).join(), Array.of(7).length, Array.from({ length: 2, 0: "x" }).join("|"), Array.isArray(a), Array.isArray({ length: 0 }));
let visits = 0;
[1, , 3].forEach(() => visits++);
console.log(visits, [1, , 3].map((x) => x).length, 1 in [1, , 3].map((x) => x), [, 1].findIndex((x) => x === undefined), [, 1].indexOf(undefined), [, 1].includes(undefined), [1, , 3].filter(() => true).length, [..."ab", , "c"].length);
console.log(Array.prototype.map.call("abc", (c) => c + c).join(), Array.prototype.join.call({ length: 3, 0: "a", 2: "c" }, "-"), Array.prototype.push.call({ length: 5 }, 1), [].concat({ length: 1, 0: "s", [Symbol.isConcatSpreadable]: true }).join());
console.log([1, 2, 3].toString(), String([null, undefined, [1, [2]]]), [[]].join() === "", Object.groupBy ? "group" : "group", [0, -0, NaN].map((x) => Object.is(x, -0)).join(), [3, 2, 1].entries().next().value.join());
