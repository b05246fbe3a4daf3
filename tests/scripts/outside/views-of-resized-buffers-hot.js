// Views of buffers that shrink below them, to their very offset, and grow again; by elements of several widths.
// node: 26
// gc-stress: 61
'use strict';
const N = 20000;
const t = f => { try { const v = f(); return typeof v === 'bigint' ? v + 'n' : Object.is(v, -0) ? '-0' : String(v); } catch (e) { return e.name; } };
const rab = (n, m) => new ArrayBuffer(n, { maxByteLength: m });
function get(v, i) { return v.getUint16(i); }
function set(v, i, x) { return v.setUint16(i, x); }
function at(a, i) { return a[i]; }
function put(a, i, x) { a[i] = x; return a.length; }
function sum(a) { let s = 0; for (let i = 0; i < a.length; i++) s += a[i]; return s; }
function sumLimit(a, n) { let s = 0; for (let i = 0; i < n; i++) { const v = a[i]; s += v === undefined ? 1000 : v; } return s; }
function state(v) { return [t(() => v.byteLength), t(() => v.byteOffset), t(() => v.length)].join('/'); }
{
  const b = rab(64, 128), fixed = new DataView(b, 8, 16), track = new DataView(b, 8), whole = new DataView(b);
  for (let i = 0; i < N; i++) { set(fixed, i % 15, i & 255); set(track, i % 50, i & 255); get(whole, i % 60); }
  for (const n of [24, 23, 9, 8, 7, 0, 8, 24, 128, 64]) {
    b.resize(n);
    console.log('dv', n, state(fixed), state(track), state(whole), t(() => get(fixed, 0)), t(() => get(track, 0)), t(() => get(whole, 0)), t(() => get(track, b.byteLength - 10)), t(() => set(fixed, 14, 5)), t(() => set(fixed, 15, 5)));
  }
}
for (const C of [Uint8Array, Int16Array, Float32Array, Float64Array, BigInt64Array]) {
  const w = C.BYTES_PER_ELEMENT, one = C === BigInt64Array ? 1n : 1;
  const b = rab(8 * w, 32 * w), fixed = new C(b, 2 * w, 4), track = new C(b, 2 * w), whole = new C(b);
  for (let i = 0; i < N; i++) { put(fixed, i & 3, one); put(track, i % 6, one); at(whole, i & 7); at(track, 100); }
  const out = [];
  for (const n of [6 * w, 5 * w, 2 * w, 2 * w - 1, 2 * w + 1, 0, 2 * w, 32 * w, 3 * w + (w >> 1)]) {
    b.resize(n);
    out.push([n, state(fixed), state(track), state(whole), t(() => at(fixed, 3)), t(() => at(track, 0)), t(() => put(track, 0, one)), t(() => at(track, 0)), t(() => 0 in fixed), t(() => Object.keys(track).length), t(() => fixed.at(-1)), t(() => track.fill(one).length)].join(' '));
  }
  console.log(C.name, out.join('\n  '));
}
{ // a loop whose bound is read before, and one in which the buffer changes
  const b = rab(4000, 8000), a = new Uint8Array(b).fill(1), c = new Uint8Array(b, 1000, 1000);
  let r = 0; for (let k = 0; k < 40; k++) r += sum(a) + sumLimit(a, 4000) + sum(c);
  console.log(r);
  function shrinking(a, buf) { let s = 0; for (let i = 0; i < a.length; i++) { if (i === 1500) buf.resize2000; s += a[i]; } return s; }
  function growing(a, buf) { let s = 0; for (let i = 0; i < a.length; i++) { if (i === 1500) buf.resize(5000); s += a[i]; } return s; }
  for (let k = 0; k < 10; k++) { b.resize(4000); a.fill(1); const x = shrinking(a, b), y = growing(a, b); if (k > 7) console.log(x, y, sumLimit(c, 1100)); }
  b.resize(1500); console.log(sumLimit(a, 2000), sumLimit(c, 500), c.length);
  for (const v of a.subarray(1490)) { if (v === 1) { b.resize(1495); } }
  console.log(a.length, [...a.entries()].length, t(() => [...c]), t(() => c.subarray(0)), t(() => c.slice()), t(() => a.subarray(1).length), t(() => structuredClone(b).maxByteLength));
}
{ const g = new SharedArrayBuffer(8, { maxByteLength: 32 }), a = new Int32Array(g); let s = 0;
  for (let i = 0; i < N; i++) { if (i === (N >> 1)) g.grow(32); s += a.length; a[i % 8] = 1; } console.log(s, a.join(), t(() => g.grow(16)), g.growable); }
