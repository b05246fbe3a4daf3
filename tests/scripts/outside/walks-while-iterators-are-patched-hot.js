// node: 26
// Maps and sets whose iterators are patched, and keys of every kind: -0, NaN, BigInts, symbols, strings made in different ways.
const N = process.env.SMALL ? 4 : 30;
const MI = Object.getPrototypeOf(new Map().entries()), SI = Object.getPrototypeOf(new Set().values()), IP = Object.getPrototypeOf(MI);
const mnext = MI.next, snext = SI.next, mit = Map.prototype[Symbol.iterator], sit = Set.prototype[Symbol.iterator], iit = IP[Symbol.iterator];
let log = []; const show = (x) => { try { return JSON.stringify(x, (k, v) => v instanceof Map ? ["M", ...mapList(v)] : v instanceof Set ? ["S", ...setList(v)] : typeof v === "bigint" ? v + "n" : v === undefined ? "u" : v); } catch (e) { return String(e); } };
const mapList = (m) => { const a = []; Map.prototype.forEach.call(m, (v, k) => a.push([k, v])); return a; }, setList = (s) => { const a = []; Set.prototype.forEach.call(s, (v) => a.push(v)); return a; };
const uses = {
  forOf(m) { const a = []; for (const x of m) a.push(x); return a; }, pairs(m) { let s = ""; for (const [k, v] of m) s += k + v; return s; }, keys(m) { const a = []; for (const k of m.keys()) a.push(k); return a; }, values(m) { let n = 0; for (const v of m.values()) n += v; return n; },
  spread(m) { return [...m]; }, spreadKeys(m) { return [...m.keys(), ...m.values()]; }, from(m) { return Array.from(m); }, fromKeys(m) { return Array.from(m.keys(), (x, i) => x + i); }, pattern(m) { const [a, b] = m; return [a, b]; }, rest(m) { const [a, ...r] = m.values(); return [a, r]; },
  args(m) { return Math.max(...m.values()); }, call(m) { return ((...a) => a.length)(...m); }, newMap(m) { return new Map(m); }, newSet(m) { return new Set(m.keys()); }, newSetOf(m) { return new Set(m); }, entries(m) { return Object.fromEntries(m); }, group(m) { return Map.groupBy(m.values(), (x) => x & 1); }, typed(m) { return Array.from(new Float64Array(m.values())); },
  each(m) { let s = ""; m.forEach((v, k) => { s += k + v; }); return s; }, hand(m) { const i = m.entries(); return [i.next(), i.next()]; }, union(m) { return new Set(m.keys()).union(new Set([9])).isSubsetOf(m); }, keysOf(m) { return new Set(["b", 9]).intersection(m); }, weak(m) { return new Map([...m].map((e) => e)).size; }, brk(m) { for (const [k] of m) { if (k === "b") return k; } }, yieldAll(m) { return [...(function* () { yield* m.values(); })()]; }, helper(m) { return m.values().map((x) => x * 2).toArray(); },
};
const patches = {
  none: () => () => {},
  next: () => { let n = 0; MI.next = SI.next = function () { n++; return { done: n > 2, value: ["p", n] }; }; return () => { MI.next = mnext; SI.next = snext; }; },
  nextSame: () => { let n = 0; const f = (o) => function () { n++; return o.call(this); }; MI.next = f(mnext); SI.next = f(snext); return () => { MI.next = mnext; SI.next = snext; log.push(n); }; },
  nextGetter: () => { let n = 0; Object.defineProperty(MI, "next", { configurable: true, get() { n++; return mnext; } }); return () => { Object.defineProperty(MI, "next", { configurable: true, writable: true, enumerable: false, value: mnext }); log.push(n); }; },
  nextGone: () => { delete MI.next; return () => { Object.defineProperty(MI, "next", { configurable: true, writable: true, enumerable: false, value: mnext }); }; },
  nextOfProto: () => { let n = 0; delete MI.next; IP.next = function () { n++; return mnext.call(this); }; return () => { delete IP.next; Object.defineProperty(MI, "next", { configurable: true, writable: true, enumerable: false, value: mnext }); log.push(n); }; },
  returns: () => { let n = 0; MI.return = function () { n++; return {}; }; return () => { delete MI.return; log.push(n); }; },
  iter: () => { let n = 0; Map.prototype[Symbol.iterator] = function () { n++; return this.keys(); }; return () => { Map.prototype[Symbol.iterator] = mit; log.push(n); }; },
  iterOfIter: () => { let n = 0; Object.defineProperty(IP, Symbol.iterator, { configurable: true, writable: true, value() { n++; return [5, 6][Symbol.iterator](); } }); return () => { Object.defineProperty(IP, Symbol.iterator, { configurable: true, writable: true, enumerable: false, value: iit }); log.push(n); }; },
  ownOfIter: () => { MI[Symbol.iterator] = function () { return [7][Symbol.iterator](); }; return () => { delete MI[Symbol.iterator]; }; },
  get: () => { const g = Map.prototype.get, s = Map.prototype.set; let n = 0; Map.prototype.set = function (k, v) { n++; return s.call(this, k, v); }; Set.prototype.add = ((a) => function (v) { n++; return a.call(this, v); })(add0); return () => { Map.prototype.set = s; Set.prototype.add = add0; log.push(n); }; },
};
const add0 = Set.prototype.add; const mk = () => new Map([["a", 1], ["b", 2], ["c", 3]]);
class Sub extends Map { constructor(x) { super(x); } [Symbol.iterator]() { log.push("sub"); return super.entries(); } get(k) { return "g" + super.get(k); } set(k, v) { log.push("s"); return super.set(k, v); } }
for (let i = 0; i < N; i++) { const m = mk(); for (const u in uses) uses[u](m); }
for (const p in patches) for (const u in uses) { log = []; const m = mk(); const undo = patches[p](); let r; try { r = uses[u](m); } catch (e) { r = e.constructor.name; } undo(); console.log(p, u, show(r), log.join()); }
for (const u in uses) { log = []; let r; try { r = uses[u](new Sub(mk())); } catch (e) { r = e.constructor.name; } console.log("sub", u, show(r), log.join()); }
for (const u in uses) { log = []; let r; const m = mk(); let it; m.values = m.keys = m.entries = m[Symbol.iterator] = function () { it = mit.call(this); it.next = function () { log.push("own"); return mnext.call(this); }; return it; }; try { r = uses[u](m); } catch (e) { r = e.constructor.name; } console.log("own", u, show(r), log.join()); }
for (const u in uses) { log = []; let r; const m = mk(), f = function () { const it = mit.call(this); Object.setPrototypeOf(it, { __proto__: MI, get next() { log.push("n"); return mnext; } }); return it; }; m.values = m.keys = m.entries = m[Symbol.iterator] = f; try { r = uses[u](m); } catch (e) { r = e.constructor.name; } console.log("proto", u, show(r), log.join()); }
// next is replaced in the middle of a walk, which goes on with what it had
function mid(m) { let s = ""; for (const [k] of m) { s += k; if (k === "b") MI.next = () => ({ done: false, value: ["never"] }); } MI.next = mnext; return s; }
function deep(m) { let s = ""; for (const [k, [x, y = k]] of m) s += k + x + y; return s; }
for (let i = 0; i < N; i++) { mid(mk()); deep(new Map([[1, [2]]])); } console.log(mid(mk()), deep(new Map([["q", "xy"], ["w", ["z"]]])));
// keys
const wide = "\u0100é".slice(1), narrow = "é", rope = ((a) => a + "longer than a small string, surely")("é"), flat = "élonger than a small string, surely", sub = ("x" + flat + "\u1234").slice(1, -1), num = 1n << 64n, sy = Symbol("k");
const m = new Map(); const ks = [0, NaN, 1, 1n, num, "1", narrow, flat, sy, null, undefined, true, 1.5, 2 ** 31, -1, "", 2n ** 127n, -(2n ** 63n), "0", 5e-324];
ks.forEach((k, i) => m.set(k, i));
const asks = [-0, 0 / 0, -NaN, new Float64Array(new BigUint64Array([0xfff8000000000123n]).buffer)[0], 3 - 2, 0.5 + 0.5, BigInt("1"), (1n << 65n) >> 1n, 2n ** 64n, String(1), wide, rope, sub, "él" + "onger than a small string, surely", Symbol("k"), sy, void 0, !0, 3 / 2, 2147483648, ~0, "x".slice(1), (2n ** 130n) / 8n, -(2n ** 64n) / 2n, [0] + "", Number.MIN_VALUE, "-0", 1e0, JSON.parse('"\\u00e9"'), "É".toLowerCase(), [..."é"].join(""), new Float32Array([1.5])[0], BigInt.asIntN(64, 2n ** 63n)];
function look(k) { return m.get(k) + "" + m.has(k); } const s = new Set(ks); function inSet(k) { return s.has(k); }
for (let i = 0; i < N; i++) for (const k of asks) { look(k); inSet(k); } console.log(asks.map((k) => look(k) + inSet(k)).join(" "));
const z = new Map([[-0, "z"]]); console.log(Object.is([...z.keys()][0], 0), Object.is([...new Set([-0])][0], 0), Object.is(z.set(-0, 1).keys().next().value, 0), Object.is([...Map.groupBy([1], () => -0).keys()][0], 0), [...new Set([NaN, -NaN, 0, -0, "a", "a".concat(""), 10n ** 20n, BigInt("1" + "0".repeat(20))])].length);
for (const k of asks) { const a = m.delete(k), b = s.delete(k); if (a !== b) console.log("differ", String(k)); if (a) { m.set(k, "back"); s.add(k); } } console.log(m.size, s.size, [...m].map(([k, v]) => typeof k + v).join());
