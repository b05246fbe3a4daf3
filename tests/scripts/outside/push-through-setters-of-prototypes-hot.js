// `push` stores by [[Set]]: what the prototypes have at the index is called, or refuses.
function grow(list, value) {
  return list.push(value);
}
const told = { calls: 0, last: undefined };
for (let i = 0; i < 5000; i++) grow([], i);
Object.defineProperty(Array.prototype, '0', { configurable: true, get: () => 30, set: () => told.calls++ });
const through = [];
console.log(grow(through, 7), through.length, Object.keys(through), through[0], told.calls);
Object.defineProperty(Array.prototype, '0', { configurable: true, get: () => 31, set: undefined });
try {
  grow([], 8);
} catch (error) {
  console.log(error.name);
}
delete Array.prototype[0];
console.log(grow([], 9), [].concat([5])[0]);
// One that only some arrays inherit from.
class Kept extends Array {}
const kept = new Kept();
for (let i = 0; i < 5000; i++) grow(i % 2 ? [] : kept, i);
Object.defineProperty(Kept.prototype, String(kept.length), { set(value) { told.last = value; }, configurable: true });
console.log(grow(kept, 'x') === kept.length, Object.hasOwn(kept, kept.length - 1), told.last, grow([1], 2));
