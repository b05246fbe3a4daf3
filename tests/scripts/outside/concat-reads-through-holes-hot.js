// gc-stress: 67
// concat, slice and their like read holes from the prototypes, where a getter may change the array that is read.
// node: 26
function build(shorten) {
  const proto = Object.create(Array.prototype), array = [1, , 3, , 5];
  let reads = 0;
  Object.defineProperty(proto, 1, { get() { reads++; if (shorten) array.length = 1; return "got"; }, configurable: true });
  Object.setPrototypeOf(array, proto);
  return [array, () => reads];
}
const shown = (a) => `${a.length}:${Object.keys(a).map((k) => `${k}=${a[k]}`).join()}`;
const uses = {
  concat: (a) => [].concat(a), concatTwice: (a) => [0].concat(a, a), slice: (a) => Array.prototype.slice.call(a), spread: (a) => [...a], from: (a) => Array.from(a),
  map: (a) => Array.prototype.map.call(a, (x) => x), filter: (a) => Array.prototype.filter.call(a, () => true), flat: (a) => Array.prototype.flat.call(a),
  toSorted: (a) => Array.prototype.toSorted.call(a), toSpliced: (a) => Array.prototype.toSpliced.call(a, 0, 1), reverse: (a) => Array.prototype.reverse.call(a),
  splice: (a) => Array.prototype.splice.call(a, 0, 2), copyWithin: (a) => Array.prototype.copyWithin.call(a, 2, 0), join: (a) => [Array.prototype.join.call(a)],
  includes: (a) => [Array.prototype.includes.call(a, "got")], indexOf: (a) => [Array.prototype.indexOf.call(a, "got")], apply: (a) => Math.max.apply(null, a) + "",
};
const results = new Set();
for (let round = 0; round < 120; round++) {
  for (const shorten of [false, true]) {
    for (const [name, use] of Object.entries(uses)) {
      const [array, reads] = build(shorten);
      const result = use(array);
      results.add(`${name} ${shorten}: ${shown(Object(result))} reads ${reads()} left ${array.length}`);
    }
  }
}
for (const line of results) console.log(line);
function joinAll(a, b) { return a.concat(b); }
for (let i = 0; i < 3000; i++) joinAll([1, , 2], [3]);
Object.defineProperty(Array.prototype, 1, { get() { return "late"; }, configurable: true });
console.log(joinAll([1, , 2], [3]).join());
delete Array.prototype[1];
console.log(joinAll([1, , 2], [3]).join());
