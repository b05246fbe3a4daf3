// Typed arrays that have a `length` of their own, or inherit another: reads of it are no reads of the real one.
function length(view) { return view.length; }
function fillUp(view) { view[5] = 7; view[view.length] = 3; let s = 0; for (let i = 0; i < view.length && i < 50; i++) s += view[i] | 0; return `${view} ${view.length} ${s}`; }
const plain = () => new Int32Array(4);
const withGetter = () => Object.defineProperty(new Int32Array(4), "length", { get: () => 1, configurable: true });
const withData = () => Object.defineProperty(new Int32Array(4), "length", { value: 2 });
class Shorter extends Int32Array { get length() { return super.length - 1; } }
const withPrototype = () => { const view = new Int32Array(4); Object.setPrototypeOf(view, Object.create(Int32Array.prototype, { length: { value: 3 } })); return view; };
const seen = new Map();
const kinds = { plain, withGetter, withData, Shorter: () => new Shorter(4), withPrototype };
for (let i = 0; i < 6000; i++) {
  const name = i < 3000 ? "plain" : Object.keys(kinds)[i % 5];
  const line = `${name}: ${length(kinds[name]())} / ${fillUp(kinds[name]())}`;
  seen.set(line, (seen.get(line) ?? 0) + 1);
}
for (const [line, times] of seen) console.log(times, line);
const late = plain();
for (let i = 0; i < 3000; i++) length(late);
Object.defineProperty(late, "length", { value: "own" });
console.log(length(late), length(plain()));
