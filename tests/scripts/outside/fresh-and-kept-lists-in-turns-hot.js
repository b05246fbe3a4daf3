// A loop carries a list that is a literal in one round and a kept one in the next: what is read of it must not be
// the literal's (a hole, undefined, nothing), nor the bounds those of the first.
const kept = [1], keptD = [1.5, 2.5], keptO = [{ v: 7 }];
function alt(n, k) { let slot = [], y, s = 0; for (let i = 1; i < n; i++) { const t = slot; y = t[k]; s += y === undefined ? 1000 : y; slot = i % 2 ? kept : []; } return s; }
function alt3(n) { let slot = keptD, s = ''; for (let i = 0; i < n; i++) { s += typeof slot[1] + slot.length; slot = i % 3 === 0 ? [i] : i % 3 === 1 ? keptD : [i, { i }, 3]; } return s.length + s.slice(-40); }
function obj(n) { let o = { a: 1 }, s = 0; for (let i = 0; i < n; i++) { s += o.a ?? 50; s += o.b ?? 7; o = i % 2 ? { b: i } : i % 4 ? { a: i, b: 1 } : keptO[0]; } return s; }
function shrink(n) { let list = [0, 1, 2, 3, 4, 5, 6, 7], s = 0; for (let i = 0; i < n; i++) { for (let j = 0; j <= i % 9; j++) { const v = list[j]; s += v === undefined ? 100 : v; if (j === 5) list = i % 2 ? [] : [9, 9, 9, 9, 9, 9, 9, 9, 9]; } if (list.length === 0) list = [1, 2]; } return s; }
function replaced(n) { let s = [0, 0, 0, 0], c = 0; for (let i = 0; i < n; i++) { for (let j = -0; j < i % 6; j++) if (j !== 0) { s[j] = null; c += s.length; s = []; } } return c; }
function nested(n) { let p = { next: null, v: 0 }, q = p, s = 0; for (let i = 0; i < n; i++) { const f = { next: p, v: i }; if (i % 5 === 0) p = f; else if (i % 5 === 3) p = { next: q, v: -i }; s += p.v + (p.next ? p.next.v : 0.5); q = i % 7 ? f : p; } return s; }
function strs(n) { let t = 'ab', s = 0; for (let i = 0; i < n; i++) { s += t.length + (t.charCodeAt(1) || 0); t = i % 2 ? '' : i % 3 ? 'x' + i : 'ab'; } return s; }
const out = [];
for (let r = 0; r < 40; r++) out.push(alt(200, 0), alt(100, 1), alt3(120), obj(150), shrink(100), replaced(100), nested(200), strs(200));
console.log(out.slice(-8).join(' '));
kept.push(2.5); kept[0] = 'one'; console.log(alt(9, 0), alt(9, 1)); kept.length = 0; console.log(alt(9, 0)); keptD[1] = null; console.log(alt3(9)); keptO[0] = { get a() { return 3; }, c: 1 }; console.log(obj(9), obj(90));
Array.prototype[1] = 40; console.log(alt(30, 1), replaced(30), shrink(40)); delete Array.prototype[1];
console.log(alt(30, 'length'), alt(30, -1), alt(30, '0'), alt(31, 1.5));
let hsh = 0; for (const v of out) hsh = (Math.imul(hsh, 31) + (v | 0)) | 0; console.log(hsh);
