const buffer = new ArrayBuffer(64);
const bytes = new Uint8Array(buffer);
const words = new Uint32Array(buffer, 8, 4);
const floats = new Float64Array(buffer, 32);
const view = new DataView(buffer);
function mix(n) {
  for (let i = 0; i < n; i++) {
    bytes[i & 63] = i;
    words[i & 3] ^= bytes[(i * 7) & 31];
  }
  return [...words].join();
}
console.log(mix(5000));
floats[0] = 1.5;
console.log(view.getFloat64(32, true), bytes[39], view.getUint16(38), view.getInt8(39));
view.setInt16(0, -2);
view.setUint32(4, 0xdeadbeef, true);
console.log(bytes[0], bytes[1], bytes[4].toString(16), view.getInt32(4, true));
const part = bytes.subarray(8, 12);
part[0] = 255;
console.log(words[0] & 255, part.byteOffset, bytes.slice(8, 12).byteOffset);
function sum(t) {
  let s = 0;
  for (let i = 0; i < t.length; i++) s += t[i];
  return s;
}
const views = [bytes, words, new Int8Array(buffer), [1, 2], new Float32Array(3)];
for (let i = 0; i < 300; i++) sum(views[i % views.length]);
console.log(sum(bytes), sum(words), sum(views[2]), sum(views[3]));
