// A length (or size) that is read by one name of an object while another name makes it grow or shrink:
// the read must not be forwarded over the store, nor moved out of the loop.
function grow(a, b, n) { let s = 0; for (let i = 0; i < n; i++) { a[i] = i; s += b.length; } return s; }
function push(a, b, n) { let s = 0; for (let i = 0; i < n; i++) { a.push(i); s += b.length; if (i % 7 === 6) b.pop(); } return s; }
function cut(a, b, n) { let s = 0; for (let i = 0; i < n; i++) { if (b.length > 10) a.length = 3; else a[a.length] = i; s = (s * 31 + b.length) | 0; } return s; }
function mapSize(a, b, n) { let s = 0; for (let i = 0; i < n; i++) { a.set(i % 50, i); s += b.size; if (i % 60 === 59) b.clear(); } return s; }
function field(a, b, n) { let s = 0; for (let i = 0; i < n; i++) { a.list = a.list.concat(i % 5 ? [] : [i]).slice(-9); s += b.list.length; } return s; }
function args() { let s = 0; const a = arguments, b = arguments; for (let i = 0; i < 40; i++) { a.length = i; s += b.length; a[0] = i; s += b[0]; } return s; }
function whileShorter(a, b) { let s = 0; while (b.length < 100) { a[a.length] = s; s += b.length; } return s; }
function lastOf(a, b, n) { let s = 0; for (let i = 0; i < n; i++) { a[a.length] = i; s = (s + b[b.length - 1] * 3) | 0; if (b.length > 20) b.length = 1; } return s; }
const out = [];
for (let r = 0; r < 60; r++) {
  const x = [], y = [1, 2, 3];
  out.push(grow(x, x, 60), grow([], y, 60), push(x, x, 50), push([], [9], 50));
  const m = new Map(); out.push(mapSize(m, m, 200), mapSize(new Map(), new Map([[1, 2]]), 100));
  const o = { list: [] }; out.push(field(o, o, 40), field({ list: [] }, { list: 'four' }, 40));
  const z = [5]; out.push(cut(z, z, 80), cut([1], [1], 80), args(1, 2, 3), args());
  const w = []; out.push(whileShorter(w, w)); const v = [1]; out.push(lastOf(v, v, 90));
}
// Other kinds come later.
const d = [0.5]; out.push(grow(d, d, 40)); out.push(grow({ length: 4 }, { length: '5' }, 10));
const h = [, 1]; h[200] = 1; out.push(grow(h, h, 230), cut(h, h, 30));
class L extends Array { get size() { return this.length; } } const l = new L(); out.push(grow(l, l, 30), push(l, l, 30), lastOf(l, l, 30));
const ta = new Uint8Array(8); out.push(grow(ta, ta, 20));
let n = 0; const g = { get length() { return n++; } }; out.push(grow(g, g, 20));
const f = Object.freeze([1, 2]); try { grow(f, f, 5); out.push('sloppy'); } catch (e) { out.push(e.name); }
try { whileShorter({ length: 7, set 7(v) { throw new RangeError('seven'); } }, []); } catch (e) { out.push(e.message); }
console.log(out.slice(0, 14).join(' ')); console.log(out.slice(-12).join(' '));
let hsh = 0; for (const v of out) hsh = (Math.imul(hsh, 31) + (typeof v === 'number' ? v : v.length)) | 0; console.log(hsh);
