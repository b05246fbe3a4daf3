// gc-stress: 40001
// A stack that overflows in compiled frames leaves their values as they were, runs each finally once, and all works afterwards.
'use strict';
const state = { depth: 0, opened: 0, closed: 0, list: [] };
function dive(n) { state.depth++; if (n === 0) return 0; return 1 + dive(n - 1); }
function balanced(n) { state.opened++; try { return n === 0 ? 0 : 1 + balanced(n - 1); } finally { state.closed++; } }
function locals(n, a, b) { const before = a * 2 + b, o = { n, a }; let r = 0; try { r = n === 0 ? 0 : locals(n - 1, a + 1, b); } catch (e) { if (!(e instanceof RangeError)) throw e; r = -1; } if (before !== a * 2 + b || o.n !== n || o.a !== a) throw new Error('changed'); return r === -1 ? -1 : r + 1; }
function inner(a) { return a < 0 ? 0 : viaCallee(a - 1); }
function viaCallee(a) { let x = a + 1; const y = inner(a); x -= a; return x + y; }
function viaBuiltin(n) { return n === 0 ? 0 : [n].map(k => viaBuiltin(k - 1))[0] + 1; }
class Node { constructor(n) { this.n = n; if (n) this.next = new Node(n - 1); } depth() { let d = 0; for (let o = this; o; o = o.next) d++; return d; } }
function viaSort(n) { return n === 0 ? 0 : [2, 1].sort(() => viaSort(n - 1) ? 1 : -1).length; }
function viaReplace(n) { return n === 0 ? '' : 'a'.replace(/a/, () => viaReplace(n - 1) + 'b'); }
function viaApply(n) { return n === 0 ? 0 : 1 + viaApply.apply(null, [n - 1]); }
function viaProxy(n) { return n === 0 ? 0 : 1 + new Proxy({}, { get: (t, k) => viaProxy(n - 1) }).x; }
function* viaGenerator(n) { if (n) yield* viaGenerator(n - 1); yield n; }
function viaFor(n) { let s = 0; for (const v of viaGenerator(n)) s += v; return s; }
function many(n, a, b, c, d, e, f) { const g = a + b, h = c + d, i = e + f; return n === 0 ? g + h + i : many(n - 1, b, c, d, e, f, a) + g - g + h - h; }
const all = { dive, balanced, locals: n => locals(n, 1, 2), viaCallee, viaBuiltin, node: n => new Node(n).depth(), viaSort, viaReplace: n => viaReplace(n).length, viaApply, viaProxy, viaFor, many: n => many(n, 1, 2, 3, 4, 5, 6) };
for (const k in all) {
  const f = all[k]; for (let i = 0; i < (/^via|node/.test(k) ? 150 : 1500); i++) f(i % 7);
  const first = f(6); let name = 'none'; state.depth = state.opened = state.closed = 0;
  try { const r = f(1e6); name = k === 'locals' ? 'handled ' + (r === -1 || r > 0) : 'returned'; } catch (e) { name = e.name + (e instanceof RangeError); }
  const sane = state.opened === state.closed && (k !== 'dive' || state.depth > 100);
  let again = true; for (let i = 0; i < 30; i++) if (f(6) !== first) again = false;
  console.log(k, first, name, sane, again);
}
let told = 0; function reporting(n) { try { return reporting(n + 1); } catch (e) { told++; throw e; } } try { reporting(0); } catch (e) { console.log(e.name, told > 100); }
let swallowed = 0; function twice(n) { if (n > 30) return 1; try { return (function deep() { return 1 + deep(); })(); } catch { swallowed++; return n < 3 ? twice(n + 1) : n; } } console.log(twice(0), swallowed);
