// The array that a tagged template passes is one per place in the source, frozen, and stays one in compiled and stored code.
const N = process.env.SMALL ? 50 : 4000;
const id = (s) => s, cache = new WeakMap(); let made = 0;
function memo(s, ...v) { let c = cache.get(s); if (c === undefined) { c = { n: ++made, hits: 0 }; cache.set(s, c); } c.hits++; return s.raw.join("|") + v.join("+") + c.n; }
function one(x) { return id`a${x}b`; }
function two(x) { return id`a${x}b`; }
function both(x) { return [id`q`, id`q`]; }
function loop(n) { const all = new Set(); for (let i = 0; i < n; i++) all.add(id`x${i}y${i}`); return all.size; }
function closure() { return () => id`in`; }
class T { static tag(s) { return s; } m() { return T.tag`\u0041${this}\n`; } get g() { return this.m() === T.prototype.m.call(1); } }
function* gen() { for (;;) yield id`g${yield}`; }
const first = one(1), second = two(1), c1 = closure(), c2 = closure();
let bad = 0; const g = gen(); g.next(); const g1 = g.next().value; g.next();
for (let i = 0; i < N; i++) {
  if (one(i) !== first || two(i) !== second || c1() !== c2()) bad++;
  const [p, q] = both(i); if (p === q || both(i)[0] !== p) bad++;
  if (!new T().g) bad++;
  if (g.next().value !== g1) bad++; g.next();
  memo`k${i}l${i}`; memo`k${i}l${i}`;
}
console.log(bad, first === second, loop(N), made, memo`k${1}l${2}`, made);
console.log(Object.isFrozen(first), Object.isFrozen(first.raw), first.length, JSON.stringify(first.raw), JSON.stringify(new T().m()), JSON.stringify(new T().m().raw));
const ev = "id`a${1}b`"; console.log(eval(ev) === eval(ev), new Function("id", "return id`z`")(id) === new Function("id", "return id`z`")(id));
const f = new Function("id", "return id`z`"); let same = true; for (let i = 0; i < N; i++) same &&= f(id) === f(id); console.log(same);
const bads = id`\u{110000}x${1}\xg`; console.log(bads[0], bads[1], JSON.stringify(bads.raw), Object.keys(bads).join(), Object.getOwnPropertyNames(bads).join());
const chain = (s) => (t) => (u) => [s, t, u]; const r = () => chain`a``b``c`; const r1 = r(), r2 = r(); console.log(r1.every((x, i) => x === r2[i]), r1[0] === r1[1]);
const o = { f(s) { return this === o && s; } }; let k = 0; for (let i = 0; i < N; i++) { if (o.f`m` && o["f"]`m`) k++; } console.log(k === N);
(function () { try { first.push("no"); } catch (e) { console.log(e.name); } try { "use strict"; first[0] = 1; } catch (e) { console.log(e.name); } console.log(first[0]); })();
