// gc-stress: 4001
const registry = new FinalizationRegistry(() => {});
let live = 0;
const refs = [];
for (let i = 0; i < 500; i++) {
  const o = { i };
  registry.register(o, i, o);
  refs.push(new WeakRef(o));
  if (i % 50 === 0) {
    registry.unregister(o);
    globalThis[`keep${i}`] = o;
  }
}
for (let i = 0; i < 500; i += 50) if (refs[i].deref() === globalThis[`keep${i}`]) live++;
console.log(live, refs.every((r) => { const o = r.deref(); return o === undefined || typeof o.i === "number"; }));
