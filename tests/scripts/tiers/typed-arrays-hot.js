function fill(a, n) {
  for (let i = 0; i < n; i++) a[i] = i * 37 - 100.75;
  let s = 0;
  for (let i = 0; i < n; i++) s += a[i];
  return s;
}
for (const T of [Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array, Array]) {
  console.log(T.name, fill(new T(1000), 1000));
}
const u32 = new Uint32Array(4);
function store(a, v) {
  a[1] = v;
  return a[1];
}
for (let i = 0; i < 3000; i++) store(u32, i);
console.log([-1, 4294967296, 1e20, NaN, Infinity, "12", undefined, null, 3000000000, -0.9].map((v) => store(u32, v)).join());
const i32 = new Int32Array(4);
console.log([-1, 4294967296, 1e20, NaN, "x", 3000000000, 2147483648].map((v) => store(i32, v)).join());
console.log(store(new Uint8Array(1), 5), store(new Float64Array(2), -0) === 0);
function out(a, i) {
  a[i] = 7;
  return a[i];
}
for (let i = 0; i < 3000; i++) out(i32, i & 3);
console.log(out(i32, 4), out(i32, -1), out(i32, "2"), out(i32, 1.5), i32.length, Object.keys(i32).join());
