// The iterator method is read once, and an array's own one is respected.
let reads = 0;
const counted = {
  get [Symbol.iterator]() {
    reads++;
    return [1, 2].values.bind([1, 2]);
  },
};
console.log(new Int8Array(counted).join(), Int8Array.from(counted).join(), Array.from(counted).join(), reads);

const own = [1, 2, 3, 4];
own[Symbol.iterator] = function* () {
  yield 7;
};
console.log(new Int32Array(own).join(), Int32Array.from(own).join(), new Int32Array([1, 2]).join());

class Doubled extends Array {
  *[Symbol.iterator]() {
    for (let i = 0; i < this.length; i++) yield this[i] * 2;
  }
}
console.log(new Float64Array(Doubled.of(1, 2, 3)).join(), new Float64Array(Object.setPrototypeOf([5], Doubled.prototype)).join());

let left = 4;
const shrinking = { 0: 1, 1: 2, 2: 3, [Symbol.iterator]: Array.prototype.values };
Object.defineProperty(shrinking, "length", { get: () => left-- });
console.log(new Uint8Array(shrinking).join());
