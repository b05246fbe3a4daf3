// The keys of a loop that deletes, adds, hides and shadows them, and moves prototypes, as it goes.
// gc-stress: 211
'use strict';
const N = 1500;
function visit(o, at) { let s = ''; for (const k in o) { s += k; if (at) at(o, k); } return s; }
function reads(o, at) { let s = ''; for (const k in o) { if (at) at(o, k); s += k + o[k]; } return s; }
const plain = () => ({ a: 1, b: 2, c: 3 }), below = () => Object.create({ c: 9, d: 8, e: 7 }, Object.getOwnPropertyDescriptors({ a: 1, b: 2 })), array = () => Object.assign([1, 2, 3], { n: 4 }), table = () => { const t = plain(); delete t.a; t.a = 5; return t; };
const acts = {
  nothing: null, deletesNext: (o, k) => { delete o.b; }, deletesItself: (o, k) => { delete o[k]; }, deletesLast: o => { delete o.c; }, adds: (o, k) => { o[k + 'x'] = 1; if (k.length > 3) delete o[k + 'x']; },
  again: (o, k) => { if (k === 'a') { delete o.b; o.b = 5; } }, accessor: o => { Object.defineProperty(o, 'b', { get: () => 'got', configurable: true, enumerable: true }); }, fromBelow: o => { delete Object.getPrototypeOf(o).d; },
  above: (o, k) => { if (k === 'a') Object.defineProperty(o, 'd', { value: 'own', configurable: true }); }, replaced: (o, k) => { if (k === 'b' || k === '1') Array.isArray(o) || Object.setPrototypeOf(o, null); }, values: (o, k) => { o[k] = 'v'; },
  shorter: o => { o.length = 1; }, longer: (o, k) => { if (Array.isArray(o) && o.length < 8) o.push(k); }, same: (o, k) => { o[k] = o[k]; },
};
const makes = { plain, below, array, table, text: () => Object('xyz'), words: () => new Uint8Array(3), many: () => { const o = {}; for (let i = 0; i < 40; i++) o['k' + i] = i; return o; }, sparse: () => { const a = []; a[5] = 1; a[2] = 2; a.x = 3; return a; } };
for (const [m, make] of Object.entries(makes)) {
  const line = [];
  for (const [n, act] of Object.entries(acts)) {
    let first, other; const one = f => { try { return f(make(), act); } catch (e) { return e.name; } };
    for (let i = 0; i < (m === 'many' || m === 'sparse' ? 3 : N / 15); i++) { const v = one(visit), r = one(reads); first ??= v; other ??= r; if (v !== first || r !== other) { console.log('differs', m, n, i, v, first, r, other); break; } }
    line.push(`${n} ${first} ${other}`);
  }
  console.log(m, line.join(' ; '));
}
const hidden = Object.create({ a: 1, b: 2, length: 3 }); Object.defineProperty(hidden, 'b', { value: 0, enumerable: false }); console.log(visit(hidden)); Object.prototype.length = 42; console.log(visit([1]), visit(Math.max), visit('ab'), visit(() => 1)); delete Object.prototype.length; console.log(visit([1]));
for (const v of [null, undefined, 0, true, Symbol.iterator, 10n, 'é😀']) console.log(visit(v));
function hot(o) { let n = 0; for (let i = 0; i < 5000; i++) for (const k in o) n += o[k]; return n; }
const h = plain(); console.log(hot(h)); h.d = 4; console.log(hot(h)); Object.defineProperty(h, 'a', { enumerable: false }); console.log(hot(h)); Object.setPrototypeOf(h, { z: 100, a: 1000 }); console.log(hot(h)); delete h.b; console.log(hot(h)); Object.prototype.late = 1; console.log(hot(h)); delete Object.prototype.late; console.log(hot(h));
function closures(o) { const f = []; for (const k in o) f.push(() => k + o[k]); for (let k in o) { f.push(() => k); k += '!'; } return f.map(g => g()).join(); } let c; for (let i = 0; i < N; i++) c = closures(plain()); console.log(c);
function early(o) { for (const k in o) { try { if (k === 'b') return k; continue; } finally { if (k === 'a') delete o.b; } } return 'end'; } for (let i = 0; i < N; i++) c = early(plain()) + early(below()); console.log(c);
const t = {}; function targets(o) { let s = ''; for (t[s.length ? 'p' : 'q'] in o) s += t.q + t.p; for ([t.r] in o) s += t.r; for ({ length: t.l } in { abc: 1, de: 2 }) s += t.l; return s; } for (let i = 0; i < N; i++) { delete t.p; delete t.q; c = targets(plain()); } console.log(c);
