// node: 26
// Promise.all and its like with patched resolve and then, and iterators that throw: who is closed, in which order, how often.
const N = process.env.SMALL ? 3 : 20;
const resolve0 = Promise.resolve, then0 = Promise.prototype.then, arrayIt = Object.getPrototypeOf([][Symbol.iterator]()), next0 = arrayIt.next, mapIt = Object.getPrototypeOf(new Map().entries());
let log = []; const show = (x) => x instanceof AggregateError ? "A" + JSON.stringify(x.errors) : x instanceof Error ? x.constructor.name + ":" + (x.message.length < 12 ? x.message : "") : JSON.stringify(x);
const turn = () => new Promise((r) => setTimeout(r, 0));
function iter(at, how) {
  let i = 0; return { [Symbol.iterator]() { log.push("open"); return { next() { if (i === at && how === "next") throw "next" + i; if (i === at && how === "value") return { done: false, get value() { throw "value"; } }; if (i === at && how === "done") return { get done() { throw "done"; } }; if (i === at && how === "prim") return 1; return { done: i >= 3, value: i++ }; }, return() { log.push("closed"); if (how === "close") throw "close"; return how === "closeprim" ? 1 : {}; } }; } };
}
const setups = {
  none: (x) => [x],
  arrayValues: () => { const v = new Proxy([1, 2], { get(t, k) { if (k === "1") throw "trap"; return t[k]; } }), it = Array.prototype.values.call(v); it.return = () => { log.push("closed"); return {}; }; return it; },
  lengthThrows: () => { const it = Array.prototype.values.call(new Proxy([], { get() { throw "length"; } })); it.return = () => { log.push("closed"); return {}; }; return it; },
  detached: () => { const a = new Uint8Array(4), it = a.values(); it.next(); structuredClone(a.buffer, { transfer: [a.buffer] }); it.return = () => { log.push("closed"); return {}; }; return it; },
  map: () => new Map([[1, 2], [3, 4]]).values(), set: () => new Set([1, Promise.resolve(2), Promise.reject(3)]), string: () => "a\ud83d\ude00", gen: function () { return (function* () { try { yield 1; yield Promise.reject("g"); yield 3; } finally { log.push("finally"); } })(); },
  next1: () => iter(1, "next"), value1: () => iter(1, "value"), done1: () => iter(1, "done"), prim0: () => iter(0, "prim"), fine: () => iter(9, ""), close: () => iter(9, "close"), closeprim: () => iter(9, "closeprim"),
  holes: () => [, 1, ,], notIterable: () => 5, nothing: () => undefined, empty: () => [], thenable: () => [{ then(a, b) { a(1); a(2); b(3); throw 4; } }, { get then() { throw "get"; } }, { then: 5 }],
  changes: () => { const a = [{ then(r) { a.push(9); r("x"); } }, 2, { get then() { a.push("late"); return undefined; } }]; return a; },
};
const patches = {
  none: () => () => {},
  resolveCounts: () => { let n = 0; Promise.resolve = function (x) { n++; return resolve0.call(this, x); }; return () => { Promise.resolve = resolve0; log.push("resolve " + n); }; },
  resolveThrows: () => { let n = 0; Promise.resolve = function (x) { if (++n === 2) throw "res" + n; return resolve0.call(this, x); }; return () => { Promise.resolve = resolve0; }; },
  resolvePlain: () => { Promise.resolve = (x) => ({ then(a, b) { log.push("then " + typeof a + typeof b + a.length + b.length); a(x); a("again"); b("b"); } }); return () => { Promise.resolve = resolve0; }; },
  resolveNot: () => { Promise.resolve = 5; return () => { Promise.resolve = resolve0; }; },
  resolveGetter: () => { let n = 0; Object.defineProperty(Promise, "resolve", { configurable: true, get() { n++; return resolve0; } }); return () => { Object.defineProperty(Promise, "resolve", { configurable: true, writable: true, enumerable: false, value: resolve0 }); log.push("got " + n); }; },
  thenCounts: () => { let n = 0; Promise.prototype.then = function (a, b) { n++; return then0.call(this, a, b); }; return () => { Promise.prototype.then = then0; log.push("then " + n); }; },
  thenThrows: () => { let n = 0; Promise.prototype.then = function (a, b) { if (++n === 2) throw "then" + n; return then0.call(this, a, b); }; return () => { Promise.prototype.then = then0; }; },
  next: () => { let n = 0; arrayIt.next = function () { if (++n === 2) throw "arraynext"; return next0.call(this); }; return () => { arrayIt.next = next0; }; },
  returns: () => { arrayIt.return = function () { log.push("array closed"); return {}; }; mapIt.return = arrayIt.return; return () => { delete arrayIt.return; delete mapIt.return; }; },
  species: () => { const d = Object.getOwnPropertyDescriptor(Promise, Symbol.species); Object.defineProperty(Promise, Symbol.species, { configurable: true, get() { log.push("species"); return this; } }); return () => Object.defineProperty(Promise, Symbol.species, d); },
};
class Sub extends Promise { static resolve(x) { log.push("sub"); return super.resolve(x); } then(a, b) { log.push("subthen"); return super.then(a, b); } }
function Own(f) { f((v) => { log.push("own " + show(v)); if (v === 5) throw 6; }, (v) => log.push("own! " + show(v))); } Own.resolve = (x) => ({ then(a, b) { x === 2 ? b("two") : a(x); } });
(async () => {
  for (let i = 0; i < N; i++) for (const k of ["all", "allSettled", "any", "race"]) await Promise[k]([1, resolve0.call(Promise, 2), new Map([[1, 2]])]);
  for (const k of ["all", "allSettled", "any", "race"]) {
    for (const p in patches) { let h = 0, rows = []; for (const s in setups) {
      if (p !== "none" && "holes nothing prim0 done1 closeprim".includes(s)) continue;
      log = []; const undo = patches[p](); let q;
      try { q = Promise[k](setups[s]()); } catch (e) { log.push("threw " + show(e)); }
      undo(); if (q) then0.call(q, (v) => log.push("= " + show(v)), (e) => log.push("! " + show(e)));
      for (let i = 0; i < 8; i++) await null;
      rows.push(s + ": " + log.join("; "));
    }
      const all = rows.join("\n"); for (let i = 0; i < all.length; i++) h = (Math.imul(h, 31) + all.charCodeAt(i)) | 0;
      console.log(k, p, h, rows[1], "|", rows.at(-2), "|", rows.at(-1)); }
    for (const C of [Sub, Own]) for (const s of ["set", "fine", "gen", "close", "next1", "thenable"]) {
      log = []; try { const q = Promise[k].call(C, setups[s]()); if (C === Sub) then0.call(q, (v) => log.push("= " + show(v)), (e) => log.push("! " + show(e))); } catch (e) { log.push("threw " + show(e)); }
      await turn(); console.log(k, C.name, s, log.join("; "));
    }
  }
})();
process.on("unhandledRejection", () => {});
