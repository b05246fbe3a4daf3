const kinds = [Int8Array, Uint8ClampedArray, Int16Array, Float32Array, Float64Array, BigUint64Array];
for (const Kind of kinds) {
  const big = Kind === BigUint64Array;
  for (const [length, start, end] of [[1, 0, 1], [7, 2, 5], [9000, 1, 8999], [20000, 4096, 12289], [5, 3, 3], [5, 4, 2], [0, 0, 9], [6, -4, -1]]) {
    const array = new Kind(length);
    array.fill(big ? -1n : 300.5, start, end);
    let sum = big ? 0n : 0;
    for (const value of array) sum += value;
    console.log(Kind.name, length, String(sum), array.findIndex((v) => v), array.findLastIndex((v) => v));
  }
}
const shared = new Uint16Array(new SharedArrayBuffer(64), 8, 10).fill(7, 1);
console.log(new Uint16Array(shared.buffer).join());
const resizable = new ArrayBuffer(16, { maxByteLength: 16 });
const view = new Uint8Array(resizable);
view.fill({ valueOf: () => (resizable.resize(5), 9) }, 2);
console.log(view.join());
