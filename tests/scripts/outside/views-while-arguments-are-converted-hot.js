// node: 26
// gc-stress: 199
// Accessors of DataViews: the order in which arguments are converted, and buffers that shrink, grow or go away while they are.
const N = process.env.SMALL ? 4 : 20;
const types = ["Int8", "Uint8", "Int16", "Uint16", "Int32", "Uint32", "Float16", "Float32", "Float64", "BigInt64", "BigUint64"].filter((t) => DataView.prototype["get" + t]);
const big = (t) => t.startsWith("Big"), size = (t) => t.startsWith("Big") ? 8 : parseInt(t.replace(/\D+/, "")) / 8;
const t = (f) => { try { const r = f(); return Object.is(r, -0) ? "-0" : typeof r === "bigint" ? r + "n" : String(r); } catch (e) { return e instanceof Error ? e.constructor.name.slice(0, -5) : "threw " + e; } };
const get = {}, set = {}; for (const k of types) { get[k] = new Function("v", "o", "l", `return v.get${k}(o, l)`); set[k] = new Function("v", "o", "x", "l", `return v.set${k}(o, x, l)`); }
const one = (k) => big(k) ? 1n : 1;
for (const k of types) { const v = new DataView(new ArrayBuffer(32)); for (let i = 0; i < N; i++) { set[k](v, i % 16, one(k), i & 1); get[k](v, i % 16, !(i & 1)); } }
const offsets = [0, -0, 1, 3, 23, 24, 25, 28, 30, 31, 32, 33, -1, 0.9, -0.9, 1.5, NaN, Infinity, -Infinity, 2 ** 31, 2 ** 32, 2 ** 32 + 1, 2 ** 53 - 1, 2 ** 53, "2", "x", "", null, undefined, true, [], [3], {}, 1n, Symbol.iterator, { valueOf: () => 5 }, { valueOf() { throw "off"; } }];
for (const k of types) { const v = new DataView(new Uint8Array(Array.from({ length: 40 }, (_, i) => i * 37 + 11)).buffer, 4, 32); console.log("get", k, offsets.map((o) => t(() => get[k](v, o))).join(), offsets.slice(0, 8).map((o) => t(() => get[k](v, o, true))).join()); console.log("set", k, offsets.map((o) => t(() => set[k](v, o, one(k)))).join()); }
const values = [0, -0, 1, -1, 127, 128, 255, 256, 32767, 32768, 65504, 65519, 65520, 65535, 65536, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 53, 1e300, NaN, Infinity, -Infinity, 1.1, 5.960464477539063e-8, 2.98e-8, 2.980232238769532e-8, 6.1e-5, 1 / 3, 3.4028235677973366e38, 1e-46, "7", "x", null, undefined, true, [5], {}, Symbol.iterator, 1n, -1n, 2n ** 63n, -(2n ** 63n) - 1n, 2n ** 64n - 1n, 2n ** 64n, 2n ** 128n + 5n, -(2n ** 127n), "0x10", "1n", ""];
for (const k of types) { const v = new DataView(new ArrayBuffer(16)); const row = (l) => values.map((x) => { v.setFloat64(0, 0); v.setFloat64(8, 0); const r = t(() => set[k](v, 1, x, l)); return r === "undefined" ? v.getBigUint64(0).toString(16) + "." + v.getUint8(8) + "=" + t(() => get[k](v, 1, l)) : r; }).join(" "); let h = 0; const s = row(true) + row(false) + row({}); for (let i = 0; i < s.length; i++) h = (Math.imul(h, 31) + s.charCodeAt(i)) | 0; console.log("values", k, h, s.length, row(true).slice(0, 200)); }
// what happens while the arguments are converted
const acts = { none() {}, shrink: (b) => b.resize(6), zero: (b) => b.resize(0), grow: (b) => b.resize(64), detach: (b) => b.transfer(), edge: (b) => b.resize(12), shrinkGrow: (b) => { b.resize(0); b.resize(32); }, throws() { throw "act"; } };
const views = { auto: (b) => new DataView(b, 4), fixed: (b) => new DataView(b, 4, 8), whole: (b) => new DataView(b), tail: (b) => new DataView(b, 16) };
for (const vn in views) for (const an in acts) {
  const row = [];
  for (const k of types.filter((_, i) => i % 3 === 0)) for (const [o, bad] of [[0, 0], [4, 0], [7, 0], [40, 0], [-1, 0], [0, 1]]) {
    const mk = () => new ArrayBuffer(16, { maxByteLength: 64 }); let log = "";
    let b = mk(), v = views[vn](b); const off = { valueOf() { log += "o"; acts[an](b); return o; } }, val = { valueOf() { log += "v"; acts[an](b); return bad ? Symbol.iterator : one(k); } }, le = { valueOf() { log += "l"; return true; }, toString() { log += "L"; } };
    let r = t(() => get[k](v, off, le)); b = mk(); v = views[vn](b); r += t(() => set[k](v, off, one(k), le)); b = mk(); v = views[vn](b); r += t(() => set[k](v, o, val, le)) + t(() => v.byteLength) + t(() => v.byteOffset) + b.byteLength + log; row.push(r);
  }
  let h = 0; const s = row.join(" "); for (let i = 0; i < s.length; i++) h = (Math.imul(h, 31) + s.charCodeAt(i)) | 0; console.log(vn, an, h, row.slice(0, 6).join(" "));
}
// hot loops on buffers that change between two rounds
function sum(v, n, l) { let s = 0; for (let i = 0; i < n; i++) s += v.getUint8(i) + v.getInt16(i, l) + v.getFloat32(i, !l) * 0; return s; } function bsum(v, n) { let s = 0n; for (let i = 0; i < n; i++) s = s * 3n + v.getBigUint64(i, true) - v.getBigInt64(i); return s; } function fill(v, n) { for (let i = 0; i < n; i++) { v.setUint16(i, i * 300, true); v.setBigInt64(i, BigInt(i) << 60n); } }
const rb = new ArrayBuffer(24, { maxByteLength: 48 }), auto = new DataView(rb), fixed = new DataView(rb, 2, 20);
for (let i = 0; i < N; i++) { fill(auto, 16); sum(auto, 10); bsum(auto, 10); sum(fixed, 10); bsum(fixed, 10); }
for (const n of [24, 22, 21, 10, 0, 48, 24]) { rb.resize(n); console.log(n, t(() => fill(auto, 17)), t(() => sum(auto, 16, true)), t(() => bsum(auto, 17)), t(() => sum(fixed, 16, false)), t(() => bsum(fixed, 12)), t(() => auto.byteLength), t(() => fixed.byteLength), t(() => fixed.byteOffset), t(() => fill(auto, 50))); }
const gone = new DataView(new ArrayBuffer(8)); for (let i = 0; i < N; i++) { gone.setInt8(0, 1); t(() => get.Int8(gone, 0)); } gone.buffer.transfer(); console.log(t(() => get.Int8(gone, 0)), t(() => get.Int8(gone, 100)), t(() => get.Int8(gone, -1)), t(() => set.Int8(gone, 0, { valueOf() { throw "first"; } })), t(() => gone.byteLength), t(() => gone.byteOffset), gone.buffer.byteLength);
const sab = new DataView(new SharedArrayBuffer(8, { maxByteLength: 16 })); console.log(sab.byteLength, t(() => get.Int32(sab, 8)), sab.buffer.grow(16), sab.byteLength, t(() => set.Float64(sab, 8, -0)), t(() => get.Float64(sab, 8)));
for (const bad of [{}, [], new Uint8Array(8), null, Object.create(gone), new Proxy(sab, {})]) console.log(t(() => DataView.prototype.getInt8.call(bad, { valueOf() { console.log("never"); } })), t(() => DataView.prototype.setInt8.call(bad, 0, 1)));
const ctor = [[], [8], [{}], [new ArrayBuffer(8), 9], [new ArrayBuffer(8), 8], [new ArrayBuffer(8), -1], [new ArrayBuffer(8), 4, 5], [new ArrayBuffer(8), 4, 4], [new ArrayBuffer(8), 1.9, "3"], [new ArrayBuffer(8), 2, undefined], [new ArrayBuffer(8), 2, null], [new ArrayBuffer(8), 0, -1], [new ArrayBuffer(8), Infinity]]; console.log(ctor.map((a) => t(() => { const v = new DataView(...a); return v.byteOffset + "+" + v.byteLength; })).join());
for (const an in acts) { const b = new ArrayBuffer(16, { maxByteLength: 64 }); class D extends DataView {} const nt = new Proxy(D, { get(o, k, r) { if (k === "prototype") acts[an](b); return Reflect.get(o, k, r); } }); console.log(an, t(() => Reflect.construct(DataView, [b, 8, 4], nt).byteLength), t(() => { const c = new ArrayBuffer(16, { maxByteLength: 64 }); return new DataView(c, { valueOf() { acts[an](c); return 8; } }, 4).byteLength; }), t(() => { const c = new ArrayBuffer(16, { maxByteLength: 64 }); return new DataView(c, 8, { valueOf() { acts[an](c); return 4; } }).byteLength; })); }
