// node: 26
// Names and lines of the frames of errors that inlined functions throw: from callees, constructors, getters, callbacks of built-ins, spread and applied lists; before, in and after loops, through finally, and kept until later.
// gc-stress: 211
'use strict';
const N = 400;
const at = e => e.stack.split('\n').slice(1).map(l => { const m = /at (?:(.*) \()?[^ ]*?traces-of-inlined-frames-hot\.js:(\d+):(\d+)\)?$/.exec(l); return m && Number(m[2]) <= 65 ? (m[1] ?? '-').replace(/^(async )?\w+\.(?=[\w#[<])/, '').replace('[Symbol.iterator]', '-') + ':' + m[2] : null; }).filter(Boolean).join(' < ');
let bad = 0;
function leaf(i) {
  if (i % 37 === bad)
    throw new Error('leaf');
  return i + 1;
}
function property(o) { return o.
  p.q; }
const sum = (a, b) => leaf(
  a) + leaf(b);
function three(i) { return sum(i, 1000) +
  sum(i + 1, 2000); }
class A { constructor(i) { this.v = leaf(i); }
  get g() {
    return leaf(this.v); }
  set g(x) { this.v =
    leaf(x); }
  static s(i) { return new this(i); }
  #p(i) { return leaf(i); } p(i) { return this.#p(i); }
  f = leaf(A.field);
  [Symbol.iterator]() { return leaf(this.v), [1][Symbol.iterator](); }
  static field = 1;
}
class B extends A {
  constructor(i) {
    super(i);
    this.w = leaf(i + 1); } p(i) { return super.p(i); } }
function inTry(i) { try { return leaf(i); } finally { if (i < 0)
  leaf(i); } }
function rethrown(i) { try { return leaf(i); } catch (e) { throw e; } }
function another(i) { try { return leaf(i); } catch (e) {
  throw new Error('x', { cause: e }); } }
function loop(n) { let s = 0; for (let i = 0; i < n; i++) {
  s += leaf(i * 37 + 1); if (i === 20) s += leaf(bad); } return s; }
function applied(...l) { return leaf.apply(null,
  l); }
function spread(l) { return leaf(
  ...l); }
function mapped(l) { return l.map(x =>
  leaf(x)); }
function sorted(l) { return l.sort(function cmp(a, b) { return leaf(a) - b; }); }
function replaced(s, i) { return s.replace(/b/, () => leaf(i)); }
function tag(s, i) { return leaf(i); }
function tagged(i) { return tag`a${i}`; }
function converted(i) { return `${{ toString() { return leaf(i); } }}` + 1 +
  { valueOf() { return leaf(i + 1); } }; }
function* gen(i) { yield 1; yield leaf(i); }
function generated(i) { let s = 0; for (const x of gen(i))
  s += x; return s; }
function arrow(i) { return (() => (() => leaf(i))())(); }
function recursive(n, i) { return n ? recursive(n - 1, i) : leaf(i); }
function optional(o) { return o?.a.b; }
function callsNothing(o) { return 1 +
  o.nothing(); }
function tdz(i) { if (i % 37 === 0) use(); let x = 1; function use() { return x; } return x; }
function destructured({ a: { b } }) { return b; }
function constant(i) { const c = 1; if (i % 37 === 0) eval; if (i % 37 === 0)
  c = i; return c; }
function frozen(o, i) { o.x = i; return o; }
const F = Object.freeze({ x: 1 });
const all = { leaf, property: i => property(i % 37 ? { p: 1 } : {}), three, ctor: i => new A(i), derived: i => new B(i), getter: i => { const a = new A(1); a.v = i; return a.g; }, setter: i => { const a = new A(1); a.g = i; }, stat: i => A.s(i), priv: i => new A(1).p(i), superp: i => { const b = new B(1); return b.p(i); }, field: i => { A.field = i; try { return new A(5); } finally { A.field = 1; } }, iter: i => { const a = new A(2); a.v = i; const [x] = a; return x; }, inTry, rethrown, another, loop: i => loop(i % 37 ? 3 : 30), applied, spread: i => spread([i]), mapped: i => mapped([3, i]), sorted: i => sorted([i, i]), replaced: i => replaced('abc', i), tagged, converted, generated, arrow, recursive: i => recursive(i & 3, i), optional: i => optional(i % 37 ? null : {}), callsNothing: i => callsNothing(i % 37 ? { nothing() { } } : {}), tdz, destructured: i => destructured(i % 37 ? { a: {} } : {}), constant, frozen: i => frozen(i % 37 ? {} : F, i) };
for (const k in all) {
  const f = all[k], seen = new Map(); let first;
  for (let i = 1; i < N; i++) {
    try { f(i); } catch (e) { const s = at(e) + (e.cause ? ' <- ' + at(e.cause) : ''); if (first === undefined) first = e; seen.set(s, (seen.get(s) || 0) + 1); } }
  console.log(k, [...seen].map(([a, b]) => b + ' ' + a).join(' | '));
}
