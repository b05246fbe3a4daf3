// Two objects that were made on two ways meet, one also held by a field of the other; then the code is left for the
// interpreter, and each must be what it was, the same where it was the same.
class P { constructor(x, y) { this.x = x; this.y = y; } }
let seen = [];
function pic(c, v) { const o = { first: null, second: null }; const b = new P(v, 1); o.first = b; let p2 = o.first; if (c) p2 = new P(v, 2); o.second = p2; if (v > 9000) seen.push(o, b, p2); b.x += 1; return o.second.x + o.first.x * 2 + (o.first === o.second ? 0.5 : 0); }
function choose(k, v) { const a = new P(v, 0), b = k & 1 ? a : new P(-v, 0), d = k & 2 ? b : a; d.y = v; if (typeof v !== 'number') seen.push(a, b, d); return a.y * 3 + b.y + (a === d ? 1 : 0) + (b === d ? 10 : 0); }
function loop(n, at) { let p = new P(0, 0), q = p; for (let i = 0; i < n; i++) { if (i % 3 === 0) p = new P(q.x + 1, i); else if (i % 7 === 0) q = p; else p.y++; if (i === at) { seen.push(p, q, p === q); at = { valueOf: () => -1 }; } } return p.x * 1000 + p.y + q.y; }
function viaClosure(c, v) { let o = { n: v }; const f = () => o.n++; if (c) o = { n: v * 2, m: f }; f(); if (v === 'end') seen.push(o, f); return o.n + (o.m ? o.m() : 0); }
function viaArgs(c, v) { const r = c ? [v, [v]] : [[v], v]; const [m, k] = r; const w = c ? k : m; w.push(r); if (v > 9000) seen.push(r, w); return w.length + (w[1] === r ? 2 : 0) + (r[0] === w ? 4 : 0); }
function caught(c, v) { const e = c ? new P(1, v) : { x: 2, y: v, z: 3 }; let g = null; try { e.y += v.length ?? 1; if (c && v % 5 === 0) throw e; g = e; } catch (x) { x.x = 9; g = { x: x === e ? 4 : 5, y: 0 }; } finally { e.x++; } if (v > 9000) seen.push(e, g); return e.x + g.x + g.y; }
let s = 0;
for (let i = 0; i < 5000; i++) { s += pic(i & 1, i) + choose(i, i) + viaClosure(i & 1, i) + viaArgs(i & 1, i) + caught(i & 1, i); if (i % 100 === 0) s += loop(60, 1000); s %= 1e9; }
console.log(s);
const same = () => seen.map((v) => seen.indexOf(v)).join() + ' ' + JSON.stringify(seen.filter((v) => !Array.isArray(v))); const show = (...r) => { console.log(...r, same()); seen = []; };
show(pic(0, 9001), pic(1, 9001.5)); for (let k = 0; k < 4; k++) show(choose(k, 'v')); show(choose(3, 2 ** 31), choose(1, -0)); show(loop(60, 20), loop(60, 21), loop(60, 14)); show(viaClosure(0, 'end'), viaClosure(1, 'end')); show(viaArgs(0, 9001), viaArgs(1, 9001)); show(caught(0, 9005), caught(1, 9005), caught(1, 9006)); show(caught(0, 'abc'), caught(1, [1, 2]), caught(1, '9005'));
Object.defineProperty(P.prototype, 'z', { get() { return 'zz'; } }); P.prototype.toJSON = function () { return this.x + '|' + this.y; }; show(pic(0, 9002), pic(1, '9003'), caught(1, 9010));
