// Array literals with holes and spreads: a hole of the literal stays one, a hole of what is spread is undefined.
const keys = (a) => `${a.length}:${Object.keys(a).join()}`;
const holed = [1, , 3];
const grown = [1, 2];
grown.length = 5;
const deleted = [1, 2, 3];
delete deleted[1];
function* few() { yield 1; yield undefined; }
const makers = [
  (x) => [...x, , 42], (x) => [, ...x], (x) => [, , ...x, , , ...x, ,], (x) => [...[], , ...x], (x) => [1, , ...x, 2, ,], (x) => [...x, ...x, , ,],
];
const sources = [[], holed, grown, deleted, new Array(3), "ab", new Set([7]), new Uint8Array(2), [...few()]];
const results = new Set();
for (let round = 0; round < 300; round++) {
  results.add(makers.map((make) => sources.map((source) => keys(make(source))).join(" ")).join("\n"));
  results.add(String(makers.map((make) => keys(make(few())))));
}
console.log(results.size);
for (const result of results) console.log(result);
function count(...rest) { return `${rest.length} ${keys(rest)} ${arguments.length}`; }
for (let i = 0; i < 2000; i++) count(...holed, i);
console.log(count(...holed, ...grown), count(...deleted), new (class { constructor(...a) { this.a = keys(a); } })(...new Array(2)).a);
Array.prototype[1] = "inherited";
console.log([...holed].join(), [, , ...holed].join(), keys([, , ...holed]), count(...deleted));
delete Array.prototype[1];
