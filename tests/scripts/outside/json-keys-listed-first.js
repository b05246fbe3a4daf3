// JSON.stringify lists the keys that are enumerable before it reads any value, so a getter or trap changes no key later.
const N = process.env.SMALL ? 5 : 300, j = JSON.stringify;
const cases = {
  hides() { const o = { get a() { Object.defineProperty(o, "b", { enumerable: false }); return 1; }, b: 2 }; return j(o); },
  shows() { const o = Object.defineProperty({ get a() { Object.defineProperty(o, "b", { enumerable: true }); return 1; } }, "b", { value: 2, configurable: true }); return j(o); },
  deletes() { const o = { get a() { delete o.b; o.c = 5; return 1; }, b: 2 }; return j(o); },
  replaces() { const o = { get a() { delete o.b; Object.defineProperty(o, "b", { value: 3, configurable: true }); return 1; }, b: 2 }; return j(o); },
  inherits() { const o = { __proto__: { b: 7 }, get a() { delete o.b; return 1; }, b: 2 }; return j(o); },
  inReplacer() { return j({ a: 1, b: 2 }, function (k, v) { if (k === "a") Object.defineProperty(this, "b", { enumerable: false }); return v; }); },
  inToJSON() { const o = { a: { toJSON() { Object.defineProperty(o, "b", { enumerable: false }); return 1; } }, b: 2 }; return j(o); },
  trapDeletes() { return j(new Proxy({ a: 1, b: 2 }, { getOwnPropertyDescriptor(t, k) { const d = Reflect.getOwnPropertyDescriptor(t, k); if (k === "b") delete t.a; return d; } })); },
  trapGets() { return j(new Proxy({ a: 1, b: 2 }, { get(t, k) { if (k === "a") Object.defineProperty(t, "b", { enumerable: false }); return t[k]; } })); },
  order() { const l = []; j([new Proxy({ a: 1, b: 2 }, new Proxy({}, { get(t, k) { l.push(k); } }))]); return l.join(" "); },
};
for (const name in cases) {
  const seen = new Set();
  for (let i = 0; i < N; i++) seen.add(cases[name]());
  console.log(name, [...seen].join(" ; "));
}
