// The left operand is read before the right one changes it, also when the change is in a callee that is inlined.
// gc-stress: 211
'use strict';
const N = 2500;
let g = 1; const o = { p: 1, get q() { return o.p++; } }, a = [1, 2, 3];
const bump = () => ++g, set = v => (g = v), popped = () => a.pop(), drop = () => { delete o.r; return 1; };
function globals() { const s = g + bump() * g - (g = g % 100) + g; return s; }
function locals(x) { let y = x; return y + (y = 5, y) * y + y++ + ++y - y--; }
function parameters(x, y) { return [x, y, x = y, y = x + 1, x, y].join(); }
function captured(x) { let c = x; const inc = () => { c += 2; return c; }; return c + inc() + c * inc() - (c - inc()); }
function fields() { o.p = o.p % 50; return o.p + o.q + o.p + (o.p = o.q) + o.p; }
function lengths() { a.length = 0; a.push('a', 'b'); const first = popped(); return a + '' + first + a.length + popped() + a.length; }
function texts(s) { let t = s; return t + (t += 'x') + t.length + (t = t.slice(1)) + t; }
function calls() { const f = (...r) => r.join('/'); return f(g, bump(), g, set(g % 10), g); }
function receivers() { let r = { n: 1, m(x) { return this.n * 10 + x; } }; return r.m((r = { n: 2, m: null }, r.n)) + r.n; }
function targets() { let t = [0, 0, 0], i = 0; t[i++] = i++ + i; t[i] = (i = 0, 9); t[i] += (t = [7, 7], 3); return t.join() + i; }
function compound() { let x = 1; x += (x = 10, x * 2); let y = 3; y **= (y = 2); return x + ',' + y; }
function properties() { const p = { v: 1 }; let q = p; q.v += (q = { v: 50 }, q.v); return p.v + ',' + q.v; }
function compared(x) { let y = x; return (y < (y = 3)) + ',' + (y === (y += 1)) + ',' + (y-- > y) + ',' + (y !== y++); }
function chosen(x) { let y = x; return (y > 2 ? y-- : y++) + y * (y && (y = 0)) + (y || (y = 4)) + y; }
function indexed() { const t = [10, 20, 30]; let i = 0; return t[i] + t[++i] * t[i++] - t[i--] + t[i]; }
function buffer(c) { let i = 0; const b = []; if (c < 2048) { b[i++] = 192 | c >>> 6; b[i++] = 128 | c & 63; } else { b[i++] = 224 | c >>> 12; b[i++] = 128 | c >>> 6 & 63; b[i++] = 128 | c & 63; } return b.join(); }
function templates() { let x = 1; return `${x}${x = 2}${x}${(() => ++x)()}${x}`; }
function objects() { let x = 0; const { a: p, [x++]: q, b = x++ } = { [x]: x++, a: x++, 1: 'one' }; return [p, q, b, x].join(); }
function gone() { o.r = 4; return o.r + drop() + String(o.r); }
function converted() { let x = 1; const v = { valueOf() { x = 100; return 2; } }; return x + v * x + x; }
function classes() { let n = 0; class C { a = n++; static s = n++; [`k${n++}`] = n++; b = n; } const c = new C(); return JSON.stringify(c) + C.s + n; }
const all = [globals, () => locals(3), () => parameters(1, 2), () => captured(1), fields, lengths, () => texts('ab'), calls, receivers, targets, compound, properties, () => compared(2), () => chosen(3), () => chosen(1), indexed, () => buffer(233) + buffer(0x20ac), templates, objects, gone, converted, classes];
const first = all.map(f => (g = 1, o.p = 1, f()));
let wrong = 0;
for (let i = 0; i < N; i++) for (let k = 0; k < all.length; k++) { g = 1; o.p = 1; if (all[k]() !== first[k]) wrong++; }
for (let k = 0; k < all.length; k++) { g = 1; o.p = 1; const r = all[k](); console.log(k, r, r === first[k]); }
g = 0x7fffffff; console.log(globals()); g = 'x'; console.log(globals()); console.log(locals(0.5), locals('s'), captured(2 ** 31), captured('q'), compared('3'), wrong);
let failed = 0; g = 1n; try { globals(); } catch (e) { failed = e.name; } console.log(failed, g);
