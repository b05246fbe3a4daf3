// What a prototype has is remembered for objects that are dictionaries themselves, or whose prototypes become some:
// own properties that come later hide it.
const shapes = {
  deleted() { const o = { a: 1, b: 2, c: 3 }; delete o.a; return o; }, many() { const o = {}; for (let i = 0; i < 1200; i++) o[`k${i}`] = i; return o; }, manyDeleted() { const o = {}; for (let i = 0; i < 40; i++) o[`k${i}`] = i; for (let i = 0; i < 40; i += 2) delete o[`k${i}`]; return o; },
  nullThen() { const o = Object.create(null); o.z = 1; return o; }, frozen: () => Object.freeze({ z: 1 }), plain: () => ({ z: 1 }), fn: () => function () {}, cls: () => class { static z = 1; }, arr: () => Object.assign([1], { z: 1 }),
};
for (const [name, make] of Object.entries(shapes)) {
  const read = new Function('o', 'return o.p'), call = new Function('o', 'return o.m()'), has = new Function('o', "return 'p' in o"), write = new Function('o', 'v', 'o.w = v; return o.w'), two = new Function('o', 'let s = 0; for (let i = 0; i < 20; i++) { s += o.q; if (i === 10) o.q = 100; } return s');
  const proto = { p: 'proto', m() { return 'm'; }, q: 1, set w(v) { this.seen = v; }, get w() { return 'getter'; } };
  const one = Object.setPrototypeOf(make() instanceof Object && !Object.isExtensible(make()) ? { z: 1 } : make(), proto), log = [];
  if (name === 'frozen') Object.freeze(one);
  for (let i = 0; i < 100; i++) { read(one); call(one); has(one); try { write(one, i); } catch {} try { two(Object.setPrototypeOf(make(), { q: 1 })); } catch {} }
  const show = (f) => { try { return String(f()); } catch (e) { return e.name; } };
  const tell = (what) => log.push(`${what}: ${[() => read(one), () => call(one), () => has(one), () => write(one, 5), () => two(Object.setPrototypeOf(make(), { q: 1 }))].map(show).join(' ')}`);
  tell('as it was'); show(() => { one.p = 'own'; one.m = () => 'own m'; }); tell('own'); show(() => { delete one.p; delete one.m; }); tell('gone');
  proto.p = 'changed'; tell('changed'); for (let i = 0; i < 1100; i++) proto[`f${i}`] = i; tell('prototype grew'); proto.p = 'again'; proto.m = () => 'again m'; tell('again'); delete proto.p; tell('deleted'); Object.prototype.p = 'far'; tell('far'); delete Object.prototype.p;
  Object.defineProperty(proto, 'p', { get() { return this === one; }, configurable: true }); tell('getter'); show(() => Object.defineProperty(one, 'p', { get: () => 'own getter', configurable: true })); tell('own getter'); show(() => delete one.p);
  show(() => Object.setPrototypeOf(one, { p: 'other', m: () => 'other' })); tell('other prototype'); show(() => Object.setPrototypeOf(one, null)); tell('none');
  console.log(`${name}\n  ${log.join('\n  ')}`);
}
