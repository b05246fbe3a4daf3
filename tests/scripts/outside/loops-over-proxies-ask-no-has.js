// for-in over proxies and what inherits from them: `has` is never asked, keys that went before their turn are left out.
const N = process.env.SMALL ? 5 : 300;
const list = (o, f) => { const l = []; for (const k in o) { l.push(k); if (f) f(k); } return l.join(); };
const cases = {
  noHas: () => list(new Proxy({ a: 1, b: 2 }, { has: () => false })),
  below: () => list(Object.create(new Proxy({ a: 1, b: 2 }, { has: () => false }))),
  throws: () => list(Object.create(new Proxy({ a: 1 }, { has() { throw new Error("has"); } }), { z: { enumerable: true } })),
  made: () => list(Object.create(new Proxy({}, { ownKeys: () => ["a", "b"], getOwnPropertyDescriptor: (t, k) => ({ value: 1, enumerable: k === "a", configurable: true }) }))),
  gone() { const o = { a: 1, d: 2, e: 3 }; return list(new Proxy(o, {}), () => { delete o.d; }); },
  goneBelow() { const o = { a: 1, d: 2, e: 3 }; return list(Object.create(new Proxy(o, {})), () => { delete o.d; }); },
  shadowed: () => list(Object.create(new Proxy({ a: 1, b: 2 }, {}), { a: { value: 1 } })),
};
for (const name in cases) {
  const seen = new Set();
  for (let i = 0; i < N; i++) try { seen.add(cases[name]()); } catch (e) { seen.add(e.message); }
  console.log(name, [...seen].join(" ; "));
}
