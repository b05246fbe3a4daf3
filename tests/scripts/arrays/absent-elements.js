// Reads where no element is: of arrays that are filled here and there, of sparse ones,
// of typed arrays, at negative and fractional indices, and after the prototypes got some.
function read(array, index) {
  return array[index];
}
function count(array, from, to) {
  let absent = 0;
  for (let i = from; i < to; i++) if (read(array, i) === undefined) absent++;
  return absent;
}
const filled = new Array(64);
filled[3] = "three";
const packed = [1, 2, 3];
for (let i = 0; i < 300; i++) {
  count(filled, 0, 64);
  count(packed, 0, 5);
}
console.log(count(filled, 0, 64), count(packed, 0, 5), count(packed, -3, 0));

packed[-1] = "negative";
console.log(read(packed, -1), read(packed, -2), count(packed, -3, 1));

const sparse = [];
sparse[4_000_000] = "far";
sparse[5] = "near";
console.log(read(sparse, 4_000_000), read(sparse, 5), read(sparse, 6), count(sparse, 0, 20));

const bytes = new Uint8Array(4);
bytes[1] = 7;
function sum(from, to) {
  let sum = 0;
  for (let i = from; i < to; i++) sum += bytes[i] ?? 100;
  return sum;
}
for (let i = 0; i < 300; i++) sum(-2, 6);
console.log(sum(-2, 6), sum(0, 4), bytes[-1], bytes[4], bytes[1.5]);

// An integer index of a typed array never reaches the prototype; one of an array does.
Object.prototype[5] = "inherited";
console.log(sum(0, 6), read(filled, 5), read(filled, 70), count(filled, 0, 64));
for (let i = 0; i < 300; i++) count(filled, 0, 64);
console.log(read(filled, 5), count(filled, 0, 64), read(packed, 5));
delete Object.prototype[5];
for (let i = 0; i < 300; i++) count(filled, 0, 64);
console.log(read(filled, 5), count(filled, 0, 64));

// Presence is not value: array methods skip what is absent, and see undefined.
const holes = [1, , undefined, 4];
function visited(array) {
  let seen = "";
  array.forEach((value, index) => (seen += index));
  return seen;
}
for (let i = 0; i < 2000; i++) visited(holes);
console.log(visited(holes), visited(new Array(5)), visited(sparse));
