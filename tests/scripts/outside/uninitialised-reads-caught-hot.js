// Reads of bindings before their time throw each time, in hot loops that catch them, and leave what was done before.
// gc-stress: 211
'use strict';
const N = 1200;
let hits = 0;
function direct() { try { x; let x = 1; } catch (e) { return e instanceof ReferenceError ? 1 : 2; } return 0; }
function half(i) { let n = 0; for (let k = 0; k < 3; k++) { try { n += 10; if (k === i) n += y; let y = k; n += y; } catch { n += 100; } } return n; }
function typeofed() { try { return typeof q; let q; } catch { return 'threw'; } }
function written() { try { w = 1; let w; return 'set'; } catch { return 'threw'; } }
function closed(i) { const f = () => z; try { if (i & 1) return f(); } catch { return 'early'; } let z = i; return f(); }
function later(i) { const f = v => { z = v; }; let r = ''; try { if (i & 1) f(1); } catch { r = 'early'; } let z = 5; f(6); return r + z; }
function switched(v) { try { switch (v) { case 0: let s = 1; return s; case 1: return s; case 2: s = 3; return s; } } catch { return 'threw'; } }
function looped() { let n = 0; for (let i = 0; i < 4; i++) { try { n += inner; } catch { n++; } const inner = i; n += inner; } return n; }
function headers() { try { for (let a of [a]) return a; } catch { return 'threw'; } }
function headersIn() { try { for (const b in { b }) return b; } catch { return 'threw'; } }
function defaults(a = b, b = 1) { return a; }
function calls() { try { return g(); } catch { return 'threw'; } class G {} function g() { return new G(); } }
function classes() { try { class A extends B {} } catch { return 'threw'; } class B {} }
function statics() { try { return new (class K { static s = K.s + 1; static t = new K(); constructor() { this.v = K.s; } })().v; } catch (e) { return e.name; } }
class Base { constructor(f) { if (f) f(); } }
class Derived extends Base { constructor(i) { let r = 'none'; if (i & 1) { try { this.v = 1; } catch (e) { r = e.name; } } if (i & 2) { try { super(() => this.v); } catch (e) { r += e.name; } } if (!(i & 2)) super(); else if (!(i & 4)) { super(); } else { try { super(() => super.toString()); } catch (e) { r += e.name; super(); } } this.r = r; } }
function twiceSuper(i) { try { return new (class extends Base { constructor() { super(); if (i & 1) super(); this.k = i; } })().k; } catch (e) { return e.name; } }
function noSuper(i) { try { return new (class extends Base { constructor() { if (i & 1) return { k: 'own' }; if (i & 2) return; super(); this.k = 'k'; } })().k; } catch (e) { return e.name; } }
function partial(i) { let s = 0; try { s += 1; s += i & 1 ? late : 2; s += 4; } catch { s += 8; } finally { s += 16; } let late = 32; return s + late; }
function generator() { let n = 0; function* g() { try { yield 1; yield c; } catch { yield 2; } let c = 3; yield c; } for (const v of g()) n = n * 10 + v; return n; }
function copied() { const fs = []; for (let i = 0, f = () => i; i < 3; i++) fs.push(f, () => i); return fs.map(f => f()).join(''); }
function destructured() { try { const { a, b = a + c, c } = { a: 1, c: 2 }; return b; } catch { return 'threw'; } }
function own() { try { let v = v + 1; } catch { return 'threw'; } }
function arrow() { try { return (() => u)(); } catch { return 'threw'; } finally { hits++; } let u; }
function globals() { try { return typeof later_ + String(later_); } catch { return 'threw'; } }
const all = { direct, half: i => half(i % 4), typeofed, written, closed, later, switched: i => switched(i % 3), looped, headers, headersIn, defaults: () => { try { return defaults(); } catch { return 'threw' + defaults(2); } }, calls, classes, statics, Derived: i => new Derived(i % 8).r, twiceSuper, noSuper: i => noSuper(i % 4), partial, generator, copied, destructured, own, arrow, globals };
const seen = {}; let wrong = 0;
for (const k in all) seen[k] = Array.from({ length: 8 }, (_, i) => all[k](i));
for (let i = 0; i < N; i++) for (const k in all) { if ((k === 'statics' || k === 'twiceSuper' || k === 'noSuper') && i & 7) continue; if (!seen[k].includes(all[k](i & 7)) || all[k](i & 7) !== seen[k][i & 7] && k !== 'closed') wrong++; }
for (const k in seen) console.log(k, seen[k].join(' '));
const later_ = 'now'; let now = 0; for (let i = 0; i < N; i++) if (globals() === 'stringnow') now++; console.log(wrong, hits, now);
