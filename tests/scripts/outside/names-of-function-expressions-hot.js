// gc-stress: 211
// The name of a function expression cannot be assigned: quietly in sloppy code, an error in strict code, however it is reached.
const N = 2000;
const sloppy = {
  plain: function f() { f = 1; return typeof f; }, arrow: function f() { (() => { f = 1; })(); return typeof f; }, evaluated: function f() { eval('f = 1'); return typeof f; }, compound: function f() { f += 1; f++; --f; f ||= 2; f &&= 3; f ??= 4; return typeof f; },
  value: function f() { return (f = 5) + (f += 1).length; }, pattern: function f() { [f] = [1]; ({ f } = { f: 2 }); for (f of [3]); for (f in { a: 1 }); return typeof f; }, varred: function f() { var f; return typeof f; }, varredAssigned: function f() { var f = 1; f++; return f; },
  parameter: function f(f) { f = 3; return f; }, functioned: function f() { function f() {} return f.length; }, block: function f() { { function f() {} f = 1; } return typeof f; }, lexical: function f() { let f = 1; f = 2; return f; }, caught: function f() { try { throw 1; } catch (f) { f = 2; return f; } }, deleted: function f() { return delete f; },
  withed: new Function('return function f() { with ({ f: 1 }) { f = 2; var r = f; } return r + typeof f; }')(), evalVar: function f() { eval('var f = 1'); return typeof f; }, evalVarNested: function f() { return (() => { eval('var f = 1'); f = 2; return f; })() + typeof f; }, generator: function* f() { f = 1; yield typeof f; }, strictInside: function f() { return (function () { 'use strict'; try { f = 1; } catch (e) { return e.name; } return 'none'; })(); },
  async: async function f() { f = 1; return typeof f; }, recursive: function f(n) { if (!n) return 0; f = null; return 1 + f(n - 1); }, typeofed: function f() { return typeof (f = undefined) + typeof f; }, sideEffect: function f() { let n = 0; f = n++; f += n++; return n; },
};
const strict = (function () {
  'use strict';
  return {
    plain: function f() { f = 1; }, arrow: function f() { (() => { f = 1; })(); }, evaluated: function f() { eval('f = 1'); }, compound: function f() { f += 1; }, increment: function f() { f++; }, or: function f() { f ||= 1; return 'kept'; }, and: function f() { f &&= 1; }, nullish: function f() { f ??= 1; return 'kept'; }, pattern: function f() { [f] = [1]; }, loop: function f() { for (f of [1]); }, emptyLoop: function f() { for (f of []); return 'none'; },
    order: function f() { let n = 0; try { f = n++; } catch { return n; } }, varred: function f() { var f = 1; return f; }, parameter: function f(f) { f = 3; return f; }, recursive: function f(n) { return n ? 1 + f(n - 1) : 0; }, caught: function f() { try { f = 1; } catch (e) { return e.name + typeof f; } }, finallyed: function f() { let s = ''; try { try { f = 1; } finally { s += 'f'; } } catch { s += 'c'; } return s; },
    method: { f() { return typeof f; } }.f, arrowName: (() => { const g = () => { g = 1; }; return g; })(), classed: () => { const K = class C { static m() { C = 1; } }; K.m(); }, classInner: () => { class C { static m() { C = 1; return 'set'; } } return C.m.call(null); }, classOuter: () => { class C {} C = 1; return typeof C; }, heritage: () => { class C extends (C, Object) {} }, computed: () => { class C { [C.name]() {} } }, field: () => { class C { static n = C.name; static { try { C = 1; } catch (e) { this.n += e.name; } } } return C.n; },
  };
})();
const show = f => { try { const r = f(3); return r && r.next ? r.next().value : r && r.then ? 'promise' : String(r); } catch (e) { return e.name; } };
for (const [kind, set] of [['sloppy', sloppy], ['strict', strict]]) for (const k in set) { const first = show(set[k]); let same = true; for (let i = 0; i < (/eval|with/.test(k) ? 60 : N / 2); i++) if (show(set[k]) !== first) same = false; console.log(kind, k, first, same); }
let n = 0; const count = function me(i) { if (i & 1) me = i; return me === count ? 1 : 0; }; for (let i = 0; i < N * 5; i++) n += count(i); console.log(n);
const twice = [1, 2].map(() => function me() { return me; }); let t = 0; for (let i = 0; i < N; i++) t += twice[i & 1]() === twice[i & 1] && twice[0]() !== twice[1](); console.log(t);
