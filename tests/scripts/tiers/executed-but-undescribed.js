// Sites whose accesses no inline cache describes were executed all the same: code that takes
// them for unreached leaves at each of them once more in every process.
class Queue {
  #items = [1, 2, 3];
  get #first() { return this.#items[0]; }
  empty() { this.#items.length = 0; return this.#items.length; }
  fill(n) { for (let i = 0; i < n; i++) this.#items.push(i); return this.#first; }
}
const own = { get here() { return this.n++; }, n: 0 };
const frozen = Object.freeze({ x: 1 });
const proxy = new Proxy({}, { get: (target, key) => key.length, set: () => true });
function all(queue, text, i) {
  let sum = queue.fill(3) + queue.empty();
  sum += own.here + proxy.abc;
  proxy.abc = i;
  frozen.x = i;
  text.y = i;
  try { sum += undefined.z; } catch { sum++; }
  return sum + frozen.x;
}
const queue = new Queue();
queue.empty();
let total = 0;
for (let i = 0; i < 300; i++) total += all(queue, 'text', i);
console.log(total);
