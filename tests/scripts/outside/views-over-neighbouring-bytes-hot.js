// Views of one buffer that start at different places and have elements of different widths: a store by one changes what
// is read by another, also where the indices are never the same, or only in a later round.
const buf = new ArrayBuffer(64);
const i32 = new Int32Array(buf), from4 = new Int32Array(buf, 4), u8 = new Uint8Array(buf), f64 = new Float64Array(buf, 8, 4), f32 = new Float32Array(buf), i16 = new Int16Array(buf, 2), dv = new DataView(buf, 1), b64 = new BigUint64Array(buf);
function shifted(a, b, n) { let s = 0; for (let i = 1; i <= n; i++) { s += b[0]; a[1] = i; } return s; }
function walk(a, b, n) { let s = 0; for (let i = 0; i < n; i++) { a[i] = i * 3; s = (s * 5 + b[i & 3] + b[0]) | 0; } return s; }
function bytes(a, b, n) { let s = 0; for (let i = 0; i < n; i++) { const k = a[1]; b[4 + (i & 3)] = i; s = (s * 3 + k + a[1]) | 0; } return s; }
function doubles(d, b, n) { let s = 0; for (let i = 0; i < n; i++) { d[0] = i + 0.5; s += b[15] * 256 + b[14]; b[14] = i & 255; s += d[0] > i ? 1 : 2; } return s; }
function viewed(v, a, n) { let s = 0; for (let i = 0; i < n; i++) { v.setInt16(3 + (i % 3), i, (i & 4) === 0); s = (s * 7 + a[1] + v.getUint8(3)) | 0; a[1] ^= s; } return s; }
function big(b, a, n) { let s = 0; for (let i = 0; i < n; i++) { a[0] = i; a[1] = -i; s = (s * 3 + Number(b[0] & 0xffffn) + Number(b[0] >> 48n)) | 0; b[0] = b[0] + 0x100000000n; s += a[1]; } return s; }
function copy(a, n) { let s = 0; for (let i = 0; i < n; i++) { a[2] = i; a.copyWithin(3, 1, 3); s = (s * 3 + a[4] + a[3]) | 0; a.set(a.subarray(2, 5), 1); s += a[1]; } return s; }
const out = []; const clear = () => { u8.fill(0); };
for (let r = 0; r < 60; r++) { clear(); out.push(shifted(i32, from4, 50), shifted(from4, i32, 50), walk(i32, from4, 12), walk(from4, i32, 12), bytes(i32, u8, 40)); clear(); out.push(doubles(f64, u8, 40), viewed(dv, i32, 40), big(b64, i32, 20), copy(i32, 20)); }
console.log(out.slice(-9).join(' '));
clear(); console.log(shifted(u8, i32, 9), shifted(f32, u8, 9), shifted(i32, f32, 9) > 0, walk(i16, u8, 20), walk(u8, i16, 20), walk(f32, i32, 9), bytes(i16, u8, 20), bytes(f32, i16, 20), doubles(f32, u8, 9), big(b64, i16, 9), copy(u8, 20), copy(f32, 20));
const plain = [0, 0, 0, 0, 0]; console.log(shifted(plain, plain, 9), walk(plain, i32, 9), bytes(plain, u8, 9), copy(new Uint8ClampedArray(buf, 3), 300)); console.log(u8.join(' '));
let hsh = 0; for (const v of out) hsh = (Math.imul(hsh, 31) + v) | 0; console.log(hsh);
const rb = new ArrayBuffer(16, { maxByteLength: 64 }), ra = new Int32Array(rb), rc = new Int32Array(rb, 4); let s = 0; for (let i = 0; i < 3000; i++) { if (i % 500 === 0) rb.resize(i % 1000 ? 8 : 32); ra[2] = i; s += (rc[1] ?? -7) + ra.length * 3 + rc.length; } console.log(s);
