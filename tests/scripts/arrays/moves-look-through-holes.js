// What moves elements must read and write through a hole when the prototype has elements.
const calls = [];
const watching = new Proxy([], {
  get: (_, key) => `inherited ${String(key)}`,
  has: () => true,
  set(_, key, value, receiver) {
    calls.push(key);
    return Reflect.defineProperty(receiver, key, { value, writable: true, enumerable: true, configurable: true });
  },
});
const sorted = Object.setPrototypeOf([3, , 1], watching);
Array.prototype.sort.call(sorted);
console.log(calls.join(), Object.keys(sorted).join(), Array.prototype.join.call(sorted));

const queue = Array.from({ length: 100 }, (_, i) => i);
delete queue[70];
Array.prototype[70] = "inherited";
console.log(queue.shift(), Object.hasOwn(queue, 69), queue[69], queue.length);
delete Array.prototype[70];
console.log(queue[69], 70 in queue);

// Holes in front of what splice moves stay.
const holes = [, 1, , 3, 4, 5];
console.log(holes.splice(3, 1, "a", "b").join(), JSON.stringify(holes), 0 in holes, 2 in holes, holes.length);
console.log(holes.splice(1, 3).length, 0 in holes, JSON.stringify(holes));
