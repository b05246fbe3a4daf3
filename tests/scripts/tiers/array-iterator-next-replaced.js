const ArrayIteratorPrototype = Object.getPrototypeOf([][Symbol.iterator]());
const next = ArrayIteratorPrototype.next;
function spread(a) {
  return [...a].length;
}
for (let i = 0; i < 2000; i++) spread([1, 2, 3]);
console.log(spread([1, 2, 3]));
let count = 0;
ArrayIteratorPrototype.next = function () {
  count++;
  return next.call(this);
};
console.log(spread([1, 2, 3]), count);
ArrayIteratorPrototype.next = next;
console.log(spread([1, 2, 3]), count);
