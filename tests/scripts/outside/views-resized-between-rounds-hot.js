// node: 26
// Elements, lengths, methods and DataViews of buffers that shrink, grow, are transferred or shared in the middle of hot loops: by the loop itself, by a callee, by what an element is converted with, and seen by views that follow the length and those that do not.
// gc-stress: 211
'use strict';
const N = 160;
const hash = (h, s) => { for (let i = 0; i < s.length; i++) h = (h * 31 + s.charCodeAt(i)) | 0; return h; };
const grab = f => { try { return String(f()); } catch (e) { return e.constructor.name; } };
const kinds = [Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array, BigInt64Array, BigUint64Array];
const mk = (n = 64) => new ArrayBuffer(n, { maxByteLength: 256 });
const changes = [b => b.resize(0), b => b.resize(8), b => b.resize(24), b => b.resize(33), b => b.resize(256), b => { b.transfer(); }, b => { b.resize(16); b.resize(64); }, b => structuredClone(b, { transfer: [b] }), b => { try { b.resize(257); } catch { } }];
function total(v, n, at, change, b) { let s = 0; for (let i = 0; i < n; i++) { if (i === at) change(b); const x = v[i]; s += x === undefined ? 1000 : Number(x); } return s + ',' + v.length + ',' + v.byteOffset; }
function byLength(v, at, change, b) { let s = 0, i = 0; for (; i < v.length; i++) { if (i === at) change(b); s = (s * 3 + Number(v[i] ?? 7)) | 0; } return s + ',' + i; }
function stores(v, n, at, change, b, one) { for (let i = 0; i < n; i++) { if (i === at) change(b); v[i] = one; v[i]++; } return grab(() => v.join()).slice(0, 60) + v.length; }
function forOf(v, at, change, b) { let s = '', i = 0; for (const x of v) { if (i++ === at) change(b); s += x; } return s + i; }
function forIn(v, at, change, b) { let s = '', i = 0; for (const k in v) { if (i++ === at) change(b); s += k + (k in v ? 'y' : 'n'); } return s; }
function views(d, n, at, change, b) { let s = 0; for (let i = 0; i < n; i++) { if (i === at) change(b); s += d.getInt16(i, true) + d.getUint8(i + 1); d.setFloat32(i & ~3, s); } return s + ',' + d.byteLength; }
function calls(v, at, change, b) { let i = 0; return [v.map(x => { if (i++ === at) change(b); return x; }).length, v.reduce((p, x) => p + String(x), '').length, v.findLast((x, j) => { if (j === at) change(b); return x === undefined; }), v.some(x => x === undefined), v.indexOf(undefined), v.includes(undefined)].join(); }
function filled(v, at, change, b) { const one = typeof v[0] === 'bigint' ? 1n : 1; return [grab(() => v.fill({ valueOf() { change(b); return one; } }, 1)), grab(() => v.length), grab(() => v.subarray(1, 3).length), grab(() => v.slice(0, 2)), grab(() => v.at(-1))].join(); }
function atomics(v, n, at, change, b) { let s = ''; for (let i = 0; i < n; i++) { if (i === at) change(b); s += Atomics.load(v, i) + ','; } return s; }
function keep(v, n, at, change, b) { const l = v.length; let s = 0; for (let i = 0; i < l; i++) { if (i === at) change(b); s += Number(v[l - 1 - i] ?? 0.5) + Number(v[i] ?? 0.25); } return s; }
const all = { total: (v, a, c, b) => total(v, 9, a, c, b), byLength: (v, a, c, b) => byLength(v, a, c, b), stores: (v, a, c, b) => stores(v, 9, a, c, b, typeof v[0] === 'bigint' ? 5n : 5), forOf, forIn, calls, filled, atomics: (v, a, c, b) => atomics(v, 6, a, c, b), keep: (v, a, c, b) => keep(v, 0, a, c, b) };
const makers = [(K, b) => new K(b), (K, b) => new K(b, 8), (K, b) => new K(b, 8, 2), (K, b) => new K(b, 0, 4), (K, b) => new K(b).subarray(1)];
for (const n in all) { let h = 0; const few = []; for (let i = 0; i < N / 4; i++) { const b = mk(); h = hash(h, grab(() => all[n](new Int32Array(b), -1, changes[0], b))); }
  for (const K of kinds) for (const m of makers) for (let c = 0; c < changes.length; c++) { const b = mk(); const init = new Uint8Array(b); for (let i = 0; i < 64; i++) init[i] = K.name.startsWith('Float') ? 0 : i + c; const v = m(K, b); const r = grab(() => all[n](v, 2, changes[c], b)) + grab(() => all[n](v, 1, changes[(c + 3) % changes.length], b)); h = hash(h, r); if (K === Int16Array && few.length < 3) few.push(r.slice(0, 40)); } console.log(n, h, few.join(' | ')); }
let h = 0; for (let i = 0; i < N; i++) { const b = mk(), d = i & 1 ? new DataView(b, 4) : new DataView(b, 0, 32); h = hash(h, grab(() => views(d, 12, i % 14, changes[i % changes.length], b)) + grab(() => d.byteLength) + grab(() => d.getBigInt64(8)) + grab(() => d.byteOffset)); } console.log(h);
// one view through all sizes, its site hot all the while
const b = mk(), v = new Uint16Array(b), w = new Uint32Array(b, 8), read = (v, i) => v[i], len = v => v.length, write = (v, i, x) => { v[i] = x; }; h = 0; for (let i = 0; i < N * 4; i++) { b.resize((i * 37) % 257); write(v, i % 40, i); write(w, i % 10, i * 5); h = (h * 31 + (read(v, (i * 3) % 50) ?? 77) + (read(w, i % 20) ?? 99) + len(v) * 3 + len(w) + w.byteLength + w.byteOffset + v.byteLength) | 0; } console.log(h);
// receivers of several classes at one site, some of which are gone
const mix = kinds.map(K => new K(mk())); mix.push([1, 2], 'text', (function () { return arguments; })(3), new Int8Array(new SharedArrayBuffer(4, { maxByteLength: 8 }))); h = 0; for (let i = 0; i < N * 3; i++) { const o = mix[i % mix.length]; if (i === 300) mix[3].buffer.transfer(); if (i === 400) mix[5].buffer.resize(4); if (i === 500) mix[mix.length - 1].buffer.grow(8); h = hash(h, String(o[i % 7]) + o.length + (i % 7 in Object(o))); if (i % 3 === 0 && typeof o !== 'string') try { o[i % 5] = typeof o[0] === 'bigint' ? 3n : i; } catch (e) { h++; } } console.log(h);
