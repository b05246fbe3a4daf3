// gc-stress: 499
// Classes that are made, used at sites that stay, and given up; shapes likewise.
let out = [];
const read = (o) => o.a + (o.b | 0) + o.sum();
const write = (o, v) => { o.a = v; o.extra = v; return o.extra; };
const make = (K, v) => new K(v);
const isA = (o, K) => o instanceof K;
function family(i) {
  const key = "k" + (i % 5);
  class A { a = i; #p = i * 2; constructor(v) { this[key] = v; } sum() { return this.#p; } static peek(o) { return #p in o ? o.#p : -1; } get g() { return this.a + 1; } }
  class B extends A { b = 3; sum() { return super.sum() + 1; } get g() { return super.g * 2; } set g(v) { this.a = v; } static peek(o) { return super.peek(o) + 0.5; } }
  if (i % 3 === 0) Object.defineProperty(A.prototype, "z", { get() { return key; }, configurable: true });
  return i % 2 ? [A, B] : [B, A];
}
let total = 0, kept = [];
for (let i = 0; i < 120; i++) {
  const [X, Y] = family(i), x = make(X, i), y = make(Y, -i);
  total += read(x) + read(y) + write(x, i) + (isA(x, Y) ? 1 : 0) + (isA(y, X) ? 2 : 0) + X.peek(y) + Y.peek(x) + x.g;
  y.g = y.b === 3 ? 7 : y.g;
  total += y.a + (x.z === undefined ? 0 : x.z.length);
  if (i % 17 === 0) { kept.push([X, x]); if (kept.length > 3) kept.shift(); }
  if (i % 29 === 0) { delete x.extra; Object.setPrototypeOf(x, Y.prototype); total += read({ __proto__: x, a: 1, sum: () => 0 }); }
}
out.push(total, kept.length);
for (const [K, o] of kept) out.push(K.name, read(o), isA(new K(1), K), K.peek(o), Object.keys(o).join());
// The same text evaluated anew: other classes at the same site, while objects of dead ones are compared.
const weak = []; const seen = new WeakMap();
for (let i = 0; i < 60; i++) {
  const K = (() => class { tag = i; m() { return this.tag; } static [Symbol.hasInstance](o) { return o?.tag === i; } })();
  const o = new K(); seen.set(o, K); weak.push(new WeakRef(o));
  total += o.m() + seen.get(o).name.length + (o instanceof K ? 1 : 0) + (seen.get(o) === K ? 1 : 0);
  if (i % 10 === 9) weak.splice(0, 8);
}
out.push(total, weak.every((w) => w.deref() === undefined || typeof w.deref().tag === "number"));
// Shapes by deletes and conversions to dictionaries at one site.
const get = (o, k) => o[k];
for (let i = 0; i < 80; i++) {
  const o = {}; for (let j = 0; j < 6 + (i % 4); j++) o["p" + ((i * 3 + j) % 50)] = j;
  const ks = Object.keys(o); delete o[ks[i % ks.length]]; o["q" + i] = i;
  for (const k in o) total += get(o, k);
  const frozen = i % 3 ? Object.freeze(o) : Object.seal(o); try { "use strict"; frozen.p1 = 5; } catch { total++; }
  total += Object.entries(frozen).length;
}
out.push(total);
console.log(out.join(" "));
