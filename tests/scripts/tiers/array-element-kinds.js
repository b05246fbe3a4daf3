// One site sees arrays of integers, doubles, strings, objects, holes and typed arrays.
function first(a) {
  return a[0];
}
function put(a, v) {
  a[0] = v;
  return a[0];
}
const kinds = [[1], [1.5], ["s"], [{}], [, 2], [true], [null], new Uint8Array([7]), new Float64Array([2.5]), "text", { 0: "zero" }];
for (let i = 0; i < 3000; i++) first(kinds[0]);
console.log(kinds.map(first).map(String).join(" "));
for (let i = 0; i < 3000; i++) first(kinds[i % kinds.length]);
console.log(kinds.map(first).map(String).join(" "));
const ints = [1, 2, 3];
for (let i = 0; i < 3000; i++) put(ints, i);
console.log(put(ints, 0.5), put(ints, "x"), put(ints, undefined), put(ints, -0) === 0, Object.is(ints[0], -0));
console.log(put(new Uint8Array(1), 300), put(new Int8Array(1), 200), put(new Float32Array(1), 0.1), put(new Uint8ClampedArray(1), 300));
const doubles = [1.5, 2.5];
for (let i = 0; i < 3000; i++) put(doubles, i + 0.5);
console.log(put(doubles, 7), put(doubles, NaN), put(doubles, {}).constructor === Object, doubles.length);
