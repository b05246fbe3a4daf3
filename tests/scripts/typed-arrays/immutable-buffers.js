// Immutable buffers: nothing writes to them, whichever way, and in no tier.
// node: 99
"use strict";
const threw = (f) => { try { f(); return "no error"; } catch (e) { return e.name; } };
const source = new ArrayBuffer(8);
new Uint8Array(source).set([1, 2, 3, 4, 5, 6, 7, 8]);
const part = source.sliceToImmutable(2, -2);
const whole = source.transferToImmutable(10);
console.log(source.detached, whole.immutable, whole.byteLength, whole.maxByteLength, whole.resizable, part.immutable, part.byteLength);
const bytes = new Uint8Array(whole);
console.log([...bytes].join(), [...new Uint8Array(part)].join());

for (const f of [
  () => { bytes[0] = 1; }, () => { bytes[100] = 1; }, () => { bytes["-0"] = 1; },
  () => bytes.fill(1), () => bytes.set([1]), () => bytes.set([]), () => bytes.sort(), () => bytes.reverse(), () => bytes.copyWithin(0, 1),
  () => Atomics.store(bytes, 0, 1), () => Atomics.add(bytes, 0, 1), () => Atomics.compareExchange(bytes, 0, 1, 2),
  () => new DataView(whole).setInt8(0, 1), () => whole.transfer(), () => whole.transferToImmutable(), () => whole.resize(0),
  () => bytes.setFromHex("00"), () => new TextEncoder().encodeInto("x", bytes), () => structuredClone(whole, { transfer: [whole] }),
  () => Object.defineProperty(bytes, 0, { value: 9 }), () => Object.defineProperty(bytes, 0, { value: 1 }),
  () => Uint8Array.of.call(function () { return bytes; }, 1),
]) console.log(threw(f), [...bytes].join());
console.log(Atomics.load(bytes, 1), Atomics.notify(new Int32Array(new ArrayBuffer(8).transferToImmutable()), 0));
console.log(Reflect.set(bytes, 0, 5), Reflect.set(bytes, 50, 5), Reflect.set({}, 0, 5, bytes), Reflect.set(Object.create(bytes), 0, 1));
console.log(JSON.stringify(Object.getOwnPropertyDescriptor(bytes, 3)), Object.isFrozen(bytes), Object.isFrozen(Object.freeze(bytes)));
console.log(threw(() => delete bytes[0]), bytes.with(0, 9).join(), bytes.toReversed().join(), bytes.map((x) => x + 1).join(), bytes.slice(7).buffer.immutable);
const inner = bytes.subarray(4, 6);
console.log(inner.buffer === whole, threw(() => { inner[0] = 0; }));
const clone = structuredClone(bytes);
console.log(clone.buffer.immutable, clone.join());

// One store has seen writable views only when it is compiled, then meets the other kind.
function store(view, i, value) { view[i] = value; return view[i]; }
function sum(view) { let s = 0; for (let i = 0; i < view.length; i++) s += view[i]; return s; }
for (const Type of [Uint8Array, Int32Array, Float64Array, Uint8ClampedArray, BigInt64Array]) {
  const one = Type === BigInt64Array ? 1n : 1;
  const writable = new Type(16), frozen = new Type(new Type(16).fill(one).buffer.transferToImmutable());
  for (let i = 0; i < 3000; i++) store(writable, i & 15, one);
  console.log(Type.name, threw(() => store(frozen, 3, one)), frozen.join());
  if (one === 1) {
    let total = 0;
    for (let i = 0; i < 300; i++) total += sum(i % 3 ? writable : frozen);
    console.log(total);
  }
}
// ... and one that has seen the other kind first.
function storeSloppily(view, i) { try { view[i] = i; } catch { return 0; } return 1; }
const both = [new Float32Array(new ArrayBuffer(64).transferToImmutable()), new Float32Array(16)];
let stores = 0;
for (let i = 0; i < 4000; i++) stores += storeSloppily(both[i & 1], i & 15);
console.log(stores, both[0].join(), both[1].join());
