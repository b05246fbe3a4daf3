// Lengths of arrays are uint32: what push returns does not fit into an int32.
function push(array, value) {
  return array.push(value);
}
for (let i = 0; i < 3000; i++) {
  const array = [i];
  array.length = 2;
  push(array, i);
}
for (const length of [2 ** 31 - 2, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 2]) {
  const array = [0];
  array.length = length;
  console.log(push(array, "last"), array.length, array[length]);
}
const full = [];
full.length = 2 ** 32 - 1;
try {
  push(full, 1);
} catch (error) {
  console.log(error.name, full.length, full[2 ** 32 - 1]);
}
