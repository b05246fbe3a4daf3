// node: 26
// A table of an iterator of a Map or Set has a row for each thing that it still gives; of pairs, keys and values.
'use strict';
const map = new Map([['a', 1], [{ x: 1 }, { b: 2 }], [3, [4, 5]]]);
const set = new Set([1, { a: 1 }, [2, 3]]);
const begun = map.entries();
begun.next();
const subjects = [
  map.entries(), map.keys(), map.values(), map[Symbol.iterator](), set.entries(), set.keys(), set.values(), begun, new Map().entries(), new Set().values(),
  new Map([[[1, 2], [3, { a: 1 }]]]).entries(), new Map([[1, [1, 2]]]).values(), [1, 2][Symbol.iterator](),
];
for (const subject of subjects) console.table(subject);
