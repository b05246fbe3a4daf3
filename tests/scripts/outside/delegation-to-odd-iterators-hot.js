// node: 26
// gc-stress: 499
// Generators that delegate to odd iterators, are resumed from within themselves, and end in each of their states.
const N = process.env.SMALL ? 3 : 8; let log = [];
const show = (x) => x instanceof Error ? x.constructor.name : JSON.stringify(x, (k, v) => v === undefined ? "u" : typeof v === "function" ? "f" : v);
const t = (f) => { try { return show(f()); } catch (e) { return "!" + show(e); } };
const odd = {
  plain: () => ({ next(x) { log.push("n" + x); return { value: x, done: x === 3 }; } }),
  withThrow: () => ({ next() { return { value: 1, done: false }; }, throw(e) { log.push("t" + e); return { value: "T", done: e === 2 }; }, return(v) { log.push("r" + v); return { value: "R", done: v === 2 }; } }),
  noThrow: () => ({ next() { return { value: 1, done: false }; }, return(...a) { log.push("r" + a.length + a); return {}; } }),
  throwNull: () => ({ next() { return {}; }, throw: null, return: null }), throwBad: () => ({ next() { return {}; }, throw: 5, return: 6 }), prims: () => ({ next() { return {}; }, throw() { return 1; }, return() { return "s"; } }),
  throwing: () => ({ next() { return {}; }, throw(e) { throw "t" + e; }, return(e) { throw "r" + e; } }), getters: () => ({ get next() { log.push("getnext"); return () => ({ get done() { log.push("done"); return false; }, get value() { log.push("value"); return 5; } }); }, get throw() { log.push("getthrow"); }, get return() { log.push("getreturn"); } }),
  gen: () => (function* () { try { log.push("got " + (yield 1)); yield 2; } catch (e) { log.push("c" + e); yield "C"; return "after"; } finally { log.push("f"); if (log.length % 2) yield "F"; } })(),
  array: () => [1, , 3], string: () => "a\ud83d\ude00b", args: () => (function () { return arguments; })(7, 8), map: () => new Map([[1, 2]]), nothing: () => undefined, notIt: () => ({ [Symbol.iterator]: 5 }), notObj: () => ({ [Symbol.iterator]: () => 5 }), extra: () => ({ next() { return { value: 1, done: false, extra: 9 }; } }), same: (r = { value: 0, done: false }) => ({ next() { r.value++; return r; } }), nextChanges: () => ({ n: 0, next() { this.next = null; return { value: this.n++, done: this.n > 3 }; } }),
  deep: () => (function* d(n) { try { yield n; if (n) yield* d(n - 1); } finally { log.push("d" + n); } })(12), ended: () => { const g = (function* () { yield 1; })(); g.return(); return g; }, started: () => { const g = (function* () { yield 1; return yield 2; })(); g.next(); return g; },
};
const it = (x) => x && typeof x === "object" && x.next !== undefined && !x[Symbol.iterator] ? (x[Symbol.iterator] = function () { return this; }, x) : x;
function* outer(x) { try { const r = yield* it(x); log.push("=" + show(r)); yield "more"; return r; } catch (e) { log.push("caught " + show(e)); yield "rescued"; } finally { log.push("outer"); } }
function* bare(x) { return yield* it(x); }
function* loop(x) { for (const v of it(x)) { try { yield v; } finally { log.push("l"); } } }
function* nested(x) { yield* outer(yield* bare([0])); yield* bare(x); }
const drives = { nexts: (g) => [1, 2, 3, 4].map((x) => t(() => g.next(x))), ret: (g) => [t(() => g.next()), t(() => g.return(1)), t(() => g.next()), t(() => g.return(2)), t(() => g.next())], thr: (g) => [t(() => g.next()), t(() => g.throw(1)), t(() => g.next()), t(() => g.throw(2)), t(() => g.next())], first: (g) => [t(() => g.return(5)), t(() => g.next()), t(() => g.throw(6))], firstThrow: (g) => [t(() => g.throw(5)), t(() => g.next()), t(() => g.return(6))], end: (g) => { let s = ""; let i = 0; try { for (const v of g) { s += show(v); if (++i > 5) break; } } catch (e) { s += "!" + show(e); } return [s, t(() => g.next()), t(() => g.return(3)), t(() => g.throw(4))]; }, pattern: (g) => [t(() => { const [a, b] = g; return [a, b]; }), t(() => g.next())] };
function run(G, o, d) { log = []; let r; try { r = drives[d](G(odd[o]())); } catch (e) { r = ["!!" + show(e)]; } return r.join(" ") + " | " + log.join(); }
for (let i = 0; i < N; i++) for (const o of ["plain", "gen", "array", "deep", "withThrow"]) for (const d in drives) for (const G of [outer, bare, loop]) run(G, o, d);
for (const G of [outer, bare, loop, nested]) for (const o in odd) { const rows = []; for (const d in drives) { const a = run(G, o, d); if (a !== run(G, o, d)) rows.push("VARIES"); rows.push(a); } let h = 0; const s = rows.join("\n"); for (let i = 0; i < s.length; i++) h = (Math.imul(h, 31) + s.charCodeAt(i)) | 0; console.log(G.name, o, h, rows[G === outer ? 1 : G === bare ? 2 : 5].slice(0, 150)); }
// resumed from within themselves
function within() { const out = []; let g; const inner = (how) => { try { out.push(show(how())); } catch (e) { out.push("!" + e.constructor.name); } };
  g = (function* (a = inner(() => g.next())) { inner(() => g.next()); inner(() => g.return(1)); inner(() => g.throw(1)); try { yield { get a() { inner(() => g.next()); return 1; } }.a; } finally { inner(() => g.return(2)); inner(() => [...g]); yield* { [Symbol.iterator]() { inner(() => g.next()); return { next() { inner(() => g.next()); return { get done() { inner(() => g.throw(3)); return false; } }; }, return() { inner(() => g.next(5)); return { done: true, value: 8 }; } }; } }; } })();
  out.push(t(() => g.next()), t(() => g.return(7)), t(() => g.next()), t(() => g.return(9)), t(() => g.next())); return out.join(" "); }
for (let i = 0; i < N; i++) within(); console.log(within());
function self() { const g = (function* () { yield 1; yield* g; })(); return [t(() => g.next()), t(() => g.next()), t(() => g.next())].join(); } function pair() { const a = (function* () { yield 1; yield* b; })(), b = (function* () { yield 2; yield* a; })(); return [t(() => a.next()), t(() => a.next()), t(() => a.next()), t(() => b.next())].join(); } for (let i = 0; i < N; i++) self() + pair(); console.log(self(), pair());
// frames of many variables, in cycles
const big = new Function("n", "return function* () { " + Array.from({ length: 300 }, (_, i) => `let v${i} = n + ${i};`).join("") + "const me = yield 0; let s = 0; try { s += yield me; } finally { s += " + Array.from({ length: 300 }, (_, i) => `v${i}`).join(" + ") + "; yield [s, v0, v299]; } return s; }");
function cycle(i) { const g = big(i)(); g.me = g; g.next(); g.next({ g, junk: new Array(50).fill(i) }); if (i % 3 === 0) return show(g.return(i).value) + g.next().value; return show(g.next(i * 2).value) + g.next().value; } let cs = []; for (let i = 0; i < N * 2; i++) cs.push(cycle(i)); console.log(cs.length, cycle(3), cycle(4));
// expressions half done
function* half(o) { return (yield 1) + (yield 2) * [yield 3, ...(yield 4), yield* [5, 6]].length + `${yield 7}${o[yield 8] = yield 9}` + ((yield 10) ? yield 11 : yield 12) + (o?.[yield 13]?.(yield 14, ...(yield 15))) + new (yield 16)(yield 17).x + (o.n += yield 18) + (o.z ??= yield 19) + typeof (yield 20) + (delete o[yield 21]); }
function halves() { const o = { n: 1, f(...a) { return a.join(); } }, g = half(o); let r = g.next(); const send = [100, 2, "c", [1, 2], 0, "x", "y", "k", 9, 0, "w", "f", 4, [5, 6], 0, class { constructor(x) { this.x = x; } }, 42, 10, "zz", null, "k"]; const seen = []; for (let i = 0; !r.done; i++) { seen.push(r.value); const v = { 4: [1, 2], 8: "k", 13: "f", 15: [5, 6], 16: class { constructor(x) { this.x = x; } }, 10: 0, 21: "k" }[r.value]; r = g.next(v === undefined ? r.value * 2 : v); } return r.value + " " + seen.join() + show(o); } for (let i = 0; i < N; i++) halves(); console.log(halves());
// asynchronous ones
const turns = async () => { for (let i = 0; i < 30; i++) await null; };
async function* aouter(x) { try { const r = yield* x; log.push("=" + show(r)); yield Promise.resolve("more"); return Promise.resolve("end"); } catch (e) { log.push("caught " + show(e)); yield "rescued"; } finally { await null; log.push("outer"); try { await Promise.reject("f"); } catch (e) { log.push(e); } finally { await 1; } } }
const aodd = { ...odd, async: () => (async function* () { try { yield 1; yield Promise.resolve(2); } finally { await null; log.push("af"); yield "AF"; } })(), aplain: () => ({ [Symbol.asyncIterator]() { return this; }, next(x) { return Promise.resolve({ value: Promise.resolve(x), done: x === 3 }); }, return(v) { log.push("ar"); return { done: v === 2, value: v }; } }), nothrow: () => ({ [Symbol.asyncIterator]() { return this; }, next() { return { value: 1 }; }, get return() { log.push("getr"); return async () => { log.push("ar"); return 5; }; } }), thenables: () => ({ [Symbol.asyncIterator]() { return this; }, next() { return { then(a) { log.push("then"); a({ value: { then(b) { b("never"); } } }); } }; } }), rejects: () => [1, Promise.reject("rej"), 3], nullAsync: () => ({ [Symbol.asyncIterator]: null, [Symbol.iterator]() { log.push("sync"); return [1][Symbol.iterator](); } }) };
(async () => {
  for (const o in aodd) { let h = 0, rows = []; for (const ds of ["nnnn", "nrnr", "ntnt", "rn", "tn", "nntr", "nrtn"]) {
    log = []; const g = aouter(it(aodd[o]())); const out = []; let i = 1;
    for (const c of ds) { (c === "n" ? g.next(i++) : c === "r" ? g.return(i++ % 2 ? Promise.resolve("R") : 2) : g.throw(i++)).then((v) => out.push(show(v)), (e) => out.push("!" + show(e))); if (o.length % 2) await turns(); }
    await turns(); await turns(); rows.push(ds + " " + out.join(" ") + " | " + log.join());
  }
    const all = rows.join("\n"); for (let i = 0; i < all.length; i++) h = (Math.imul(h, 31) + all.charCodeAt(i)) | 0;
    console.log(o, h, rows[1].slice(0, 200)); }
})();
process.on("unhandledRejection", () => {});
