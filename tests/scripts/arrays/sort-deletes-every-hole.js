// sort deletes as many properties as there were holes, whether or not they are there.
const traps = [];
const watched = (target) => new Proxy(target, {
  deleteProperty(t, key) { traps.push(`delete ${String(key)}`); return Reflect.deleteProperty(t, key); },
  has(t, key) { traps.push(`has ${String(key)}`); return Reflect.has(t, key); },
});
for (const comparator of [undefined, (a, b) => a - b]) {
  traps.length = 0;
  const target = [, 3, , 1, undefined, ,];
  watched(target).sort(comparator);
  console.log(traps.join(), target);
}
const like = { length: 3, 2: "b" };
Object.defineProperty(like, 1, { get() { return "a"; }, set() {}, configurable: false });
try { Array.prototype.sort.call(Object.freeze({ length: 2 })); console.log("nothing to delete"); } catch (e) { console.log(e.name); }
Object.prototype[1] = "inherited";
const a = [3, , 1, ,];
a.sort();
delete Object.prototype[1];
console.log(a, a.length);
