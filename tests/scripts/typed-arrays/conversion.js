const show = (T, ...v) => `${T.name}: ${new T(v).join()}`;
for (const T of [Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array]) console.log(show(T, 0, -1, 127.9, 128, 255.5, 256, 65536, -2147483649, 4294967295, NaN, Infinity, "7", null, undefined, true), T.BYTES_PER_ELEMENT);
console.log(new Uint8ClampedArray([0.5, 1.5, 2.5, -5, 300]).join(), new Float32Array([0.1, 1e40, 16777217])[0], new Float32Array([1e40])[0], new Int32Array(3).join(), Uint8Array.from("123").join(), Uint8Array.of(1, 300).join());
const a = new Uint8Array([5, 3, 9]);
console.log(a.map((x) => x * 100).join(), a.filter((x) => x > 4).join(), a.reduce((x, y) => x + y), a.indexOf(9), a.includes(3), [...a.keys()].join(), a.slice(1).join(), a.toString(), a.at(-1), a.find((x) => x > 5), a.subarray(1, 2)[0], a.join("-"), a.reverse().join(), a.fill(1, 1).join());
console.log([...new Float64Array([3, NaN, -0, 0, -Infinity, 1]).sort()].map((x) => (Object.is(x, -0) ? "-0" : x)).join(), new Int16Array([3, 10, 2]).sort((x, y) => y - x).join(), new Uint8Array([1, 2, 3]).copyWithin(0, 1).join());
a.set([7, 8], 1);
console.log(a.join(), Object.prototype.toString.call(a), a instanceof Uint8Array, Array.isArray(a), ArrayBuffer.isView(a), a.byteLength, "2" in a, "3" in a, Object.keys(a).join(), (a[5] = 1), a[5], a["1.5"]);
for (const bad of [() => Uint8Array(2), () => a.set([1, 2, 3], 2), () => new Uint32Array(new ArrayBuffer(8), 1), () => new Uint8Array(-1)]) { try { bad(); } catch (e) { console.log(e.name); } }
