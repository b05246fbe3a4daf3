// The promise of an async setter, rejected before the first await, is nobody's result.
process.on('unhandledRejection', () => {});
const settled = [];
function over(setter) {
  class C {}
  Object.defineProperty(C.prototype, 'x', { set: setter });
  return new C();
}
function assigns(o, v) { o.x = v; return o; }
function value(o, v) { return o.x = v; }
function inherits(o, v) { const p = Object.create(o); p.x = v; return Object.getPrototypeOf(p); }
const setters = {
  throws: async function (v) { throw v; },
  returns: async function (v) { return v; },
  waits: async function (v) { await null; settled.push(v); },
  generates: function* (v) { yield v; },
};
for (const [name, setter] of Object.entries(setters)) {
  const o = over(setter);
  let wrong = 0;
  for (let i = 0; i < 1500; i++) wrong += (assigns(o, i) !== o) + (value(o, i) !== i) + (inherits(o, i) !== o);
  console.log(name, 'wrong:', wrong);
}
process.on('exit', () => console.log(settled.length));
