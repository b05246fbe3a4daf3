const b = new ArrayBuffer(16);
const v = new DataView(b, 2, 12);
v.setFloat32(0, Math.PI);
v.setFloat64(4, -1 / 3, true);
console.log([...new Uint8Array(b)].map((x) => x.toString(16).padStart(2, "0")).join(" "));
console.log(v.getFloat32(0), v.getFloat64(4, true), v.getInt16(0), v.getUint16(0, true), v.byteOffset, v.byteLength, v.buffer === b);
for (const bad of [() => v.getInt32(10), () => v.setInt8(-1, 0), () => new DataView(b, 17), () => new ArrayBuffer(-1)]) { try { bad(); } catch (e) { console.log(e.name); } }
const half = b.slice(8);
console.log(half.byteLength, new Uint8Array(half)[0] === new Uint8Array(b)[8], b.slice(-4, -2).byteLength, Object.prototype.toString.call(b));
const shared = new Int16Array(b, 4, 2);
shared[0] = -2;
console.log(new Uint8Array(b)[4], new Uint8Array(b)[5], shared.byteOffset, shared.length, new Int16Array(shared).buffer !== b, new Float64Array(new Int8Array([-1, 2])).join());
const f = new Float64Array(1);
const u = new Uint32Array(f.buffer);
f[0] = 1;
console.log(u[0], u[1].toString(16));
u[1] = 0x7ff80000;
console.log(f[0], isNaN(f[0]));
