const tries = [() => { x; let x = 1; }, () => { const f = () => y; f(); const y = 1; }, () => { typeof z; let z; }, () => { let a = a + 1; }, () => { for (let i = i; ; ) break; }, () => { ((a = b, b) => a)(); }, () => { new C(); class C {} }, () => { switch (1) { case 0: let q = 1; case 1: q; } }, () => { w = 1; let w; }, () => { const { m = n, n } = {}; }];
console.log(tries.map((t) => { try { t(); return "ok"; } catch (e) { return e.name; } }).join());
let late;
const get = () => late;
{ const f = () => inner; let inner = "set"; console.log(f()); }
late = 5;
console.log(get());
let v = "outer";
{ try { v; } catch (e) { console.log(e.name); } let v = "inner"; console.log(v); }
console.log(v, (() => { try { return typeof undeclaredThing; } catch { return "threw"; } })());
for (let i = 0; i < 2; i++) { let fresh; if (i) console.log(fresh); fresh = i; }
