// A shape that no object has yet lives while its first object is allocated.
const out = [];
for (let i = 0; i < 24; i++) {
  const proto = { ["p" + i]: i };
  const o = Object.create(proto);
  o["x" + i] = i; o["y" + i] = { deep: i };
  const c = new (class { constructor() { this["a" + i] = 1; this["b" + i] = [i]; } })();
  const n = Object.create(null, { ["k" + i]: { value: i, enumerable: true } });
  const e = Object.assign({}, { ["s" + i]: 1, ["t" + i]: 2 });
  const s = Object.setPrototypeOf({ ["m" + i]: 1 }, proto);
  const f = new Proxy(function () {}, {}); const r = Reflect.construct(Array, [i], class extends Array {});
  if (i % 8 === 0) out.push(JSON.stringify([o, c, n, e, s]) + Object.keys(o) + proto["p" + i] + r.length);
}
console.log(out.join("\n"));
