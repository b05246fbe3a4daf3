// Awaiting a plain promise asks nothing of it while nobody has touched `then`, `constructor` and the species: they are touched at odd moments.
const P = Promise, proto = P.prototype, then0 = proto.then, ctor0 = Object.getOwnPropertyDescriptor(proto, "constructor"), spec0 = Object.getOwnPropertyDescriptor(P, Symbol.species);
const log = []; const say = (...a) => log.push(a.join(" "));
const N = process.env.SMALL ? 5 : 40;
async function plain(p) { return await p; }
async function twice(p) { const a = await p; const b = await p; return a + "/" + b; }
async function caught(p) { try { return await p; } catch (e) { return "!" + e; } finally { await null; } }
async function* gen(p) { yield p; yield* [p, 5]; return await p; }
async function walk(p) { const out = []; for await (const x of gen(p)) out.push(x); for await (const x of [p, 2, p]) out.push(x); return out.join(); }
const users = { plain, twice, caught, walk };
const patches = {
  protoThen: () => { let n = 0; proto.then = function (a, b) { n++; return then0.call(this, a, b); }; return () => { proto.then = then0; return n; }; },
  protoThenGetter: () => { let n = 0; Object.defineProperty(proto, "then", { configurable: true, get() { n++; return then0; } }); return () => { Object.defineProperty(proto, "then", { configurable: true, writable: true, enumerable: false, value: then0 }); return n; }; },
  protoCtorGetter: () => { let n = 0; Object.defineProperty(proto, "constructor", { configurable: true, get() { n++; return P; } }); return () => { Object.defineProperty(proto, "constructor", ctor0); return n; }; },
  protoCtorOther: () => { function F(x) { return new P(x); } F.resolve = () => { throw 1; }; proto.constructor = F; return () => { Object.defineProperty(proto, "constructor", ctor0); return "-"; }; },
  protoCtorGone: () => { delete proto.constructor; return () => { Object.defineProperty(proto, "constructor", ctor0); return "-"; }; },
  species: () => { let n = 0; Object.defineProperty(P, Symbol.species, { configurable: true, get() { n++; return this; } }); return () => { Object.defineProperty(P, Symbol.species, spec0); return n; }; },
  speciesOther: () => { let n = 0; class Q { constructor(f) { n++; f(() => {}, () => {}); } } Object.defineProperty(P, Symbol.species, { configurable: true, get() { return Q; } }); return () => { Object.defineProperty(P, Symbol.species, spec0); return n; }; },
  resolve: () => { const r = P.resolve; let n = 0; P.resolve = function (x) { n++; return r.call(this, x); }; return () => { P.resolve = r; return n; }; },
  objectThen: () => { let n = 0; Object.defineProperty(Object.prototype, "then", { configurable: true, get() { n++; return undefined; } }); return () => { delete Object.prototype.then; return n; }; },
  protoProto: () => { let n = 0; const before = Object.getPrototypeOf(proto); Object.setPrototypeOf(proto, new Proxy(before, { get(t, k, r) { n++; return Reflect.get(t, k, r); } })); return () => { Object.setPrototypeOf(proto, before); return n; }; },
};
const owns = {
  ownThen: (p) => { let n = 0; p.then = function (a, b) { n++; return then0.call(this, a, b); }; return () => n; },
  ownCtor: (p) => { let n = 0; Object.defineProperty(p, "constructor", { get() { n++; return P; } }); return () => n; },
  ownCtorUndefined: (p) => { p.constructor = undefined; return () => "-"; },
  ownBoth: (p) => { let s = ""; p.constructor = null; Object.defineProperty(p, "then", { get() { s += "t"; return function (a, b) { s += "c"; a("own"); }; } }); return () => s; },
  ownProto: (p) => { Object.setPrototypeOf(p, null); return () => "-"; },
  derivedProto: (p) => { let n = 0; Object.setPrototypeOf(p, { __proto__: proto, get constructor() { n++; return P; } }); return () => n; },
  throwsCtor: (p) => { let n = 0; Object.defineProperty(p, "constructor", { get() { n++; throw "ctor" + n; } }); return () => n; },
};
const show = (x) => x instanceof Error ? x.constructor.name : typeof x === "object" ? JSON.stringify(x) : String(x);
let t = 0; const at = (...a) => say(...a, "@" + t);
function ticks(k) { t = 0; let p = P.resolve(); for (let i = 1; i <= k; i++) p = then0.call(p, () => { t = i; }); return p; }
const turn = () => new P((r) => setTimeout(r, 0));
(async () => {
  for (let i = 0; i < N; i++) for (const u in users) await users[u](P.resolve(i));
  for (const u in users) for (const k in patches) {
    log.length = 0;
    const p = P.resolve(7), q = P.reject("no"); then0.call(q, () => {}, () => {});
    let undo = patches[k](), r1;
    try { r1 = users[u](p); } catch (e) { say("threw", e); }
    try { then0.call(users[u](q), (v) => at("q", show(v)), (e) => at("q!", show(e))); then0.call(r1, (v) => at("r", show(v)), (e) => at("r!", show(e))); ticks(12); } catch (e) { say("then threw", show(e)); }
    let n = undo();
    await turn();
    console.log(u, k, "at once", n, log.join("; ")); log.length = 0;
    // the patch comes while the function waits
    let go; const w = new P((f) => go = f); const r2 = users[u](w); await null; undo = patches[k]();
    try { go("late"); } catch (e) { say("go threw", show(e)); }
    n = undo(); const r3 = users[u](w);
    undo = patches[k]();
    setTimeout(() => { n += "," + undo(); }, 0);
    try { then0.call(r2, (v) => at("r2", show(v)), (e) => at("r2!", show(e))); then0.call(r3, (v) => at("r3", show(v)), (e) => at("r3!", show(e))); ticks(12); } catch (e) { say("then threw", show(e)); }
    undo(); undo = patches[k]();
    then0.call(w, () => {}); undo();
    await turn(); await turn();
    console.log(u, k, "waiting", n, log.join("; "));
  }
  for (const u in users) for (const k in owns) {
    log.length = 0;
    const p = P.resolve(3), n = owns[k](p);
    then0.call(users[u](p), (v) => at("r", show(v)), (e) => at("r!", show(e))); ticks(9);
    const m1 = n(); await turn();
    console.log(u, k, m1, n(), log.join("; "));
  }
  for (let i = 0; i < 3; i++) for (const u in users) console.log(u, await users[u](P.resolve(i)));
})();
