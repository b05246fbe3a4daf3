// Stores to neighbouring elements, through one array or two names of it, forwards, backwards and in steps; copies that overlap.
'use strict';
const R = 400;
const kinds = { plain: n => new Array(n).fill(0), doubles: n => new Array(n).fill(0.5), objects: n => Array.from({ length: n }, () => 'o'), i32: n => new Int32Array(n), u8: n => new Uint8ClampedArray(n), f64: n => new Float64Array(n), f32: n => new Float32Array(n) };
function waw(m) { let c = 1; do { m[c] = 0; m[c + 1] = 4; } while (++c < 81); }
function wawBack(m) { for (let i = 46; i > 9; --i) { m[i + 1] = 1; m[i] = 2; } }
function twoNames(a, b) { for (let i = 46; i > 9; --i) { a[i + 1] = 1; b[i] = 2; } }
function war(m) { for (let i = 1; i < 80; i++) { m[i - 1] = m[i]; m[i] = i; } }
function raw(m) { for (let i = 1; i < 80; i++) m[i] = m[i - 1] + 1; }
function raw2(m) { for (let i = 2; i < 80; i += 2) { m[i] = m[i - 2] + i; m[i + 1] = m[i] - m[i - 1]; } }
function swap(m) { for (let i = 0, j = 79; i < j; i++, j--) { const t = m[i]; m[i] = m[j]; m[j] = t; } }
function shift(m) { const t = m[0]; for (let i = 0; i < 79; i++) m[i] = m[i + 1]; m[79] = t; }
function shiftUp(m) { const t = m[79]; for (let i = 79; i > 0; i--) m[i] = m[i - 1]; m[0] = t; }
function smear(m) { for (let i = 0; i < 70; i++) m[i + 3] = m[i]; }
function fill(m, v) { for (let i = 0; i < m.length; i++) m[i] = v; }
function fillPart(m, v) { let i = m.length; while (i--) { m[i] = v; if (i === 20) v++; } }
function copy(a, b) { for (let i = 0; i < 60; i++) a[i] = b[i + 5]; for (let i = 60; i-- > 0;) b[i + 1] = a[i]; }
function sumWhile(m) { let s = 0; for (let i = 0; i < 80; i++) { s += +m[i]; m[(i * 7) % 80] = s % 97; } return s; }
function inc(m) { for (let i = 0; i < 80; i++) { m[i]++; m[79 - i] += 2; m[i] *= 1; } }
function within(m) { m.copyWithin(3, 0, 40); m.copyWithin(0, 2); return m[5]; }
for (const [name, make] of Object.entries(kinds)) {
  const m = make(82), b = make(82); let s = 0;
  for (let r = 0; r < R; r++) {
    waw(m); s = (s * 3 + +m[81] + +m[80] + +m[1]) % 1000003; wawBack(m); twoNames(m, r & 1 ? m : b); s = (s * 3 + +m[11] + +m[10]) % 1000003;
    war(m); raw(m); raw2(m); swap(m); shift(m); shiftUp(m); smear(m); copy(m, r % 3 ? b : m); if (name !== 'objects') s = (s + sumWhile(m)) % 1000003; inc(m); within(m);
    if (r % 50 === 49) { fill(b, r % 256); fillPart(m, r % 100); s += +m[10] + +m[30]; }
  }
  console.log(name, s, m.join().slice(0, 160), b.join().slice(0, 60));
}
const half = new ArrayBuffer(400), w = new Int32Array(half), v = new Int16Array(half), d = new Uint8Array(half, 1);
function views(a, b) { for (let i = 0; i < 80; i++) { a[i] = i * 65537; b[i + 1] = i; } let s = 0; for (let i = 0; i < 80; i++) s = s * 3 + a[i] + b[i] | 0; return s; }
let t = 0; for (let i = 0; i < R; i++) t = t + views(w, i % 3 === 0 ? v : i % 3 === 1 ? d : w) | 0; console.log(t, w.join().slice(0, 80));
