// Elements that are BigInts: what is converted, when, and what comes back.
// gc-stress: 211
'use strict';
const N = process.env.SMALL ? 900 : 20000;
const t = f => { try { return String(f()); } catch (e) { return e.name; } };
const odd = [0n, -1n, 2n ** 63n, -(2n ** 63n) - 1n, 2n ** 64n + 5n, -(2n ** 200n) + 3n, 5, 1.5, NaN, '12', '0x10', ' 7 ', '', 'x', '1n', true, null, undefined, Symbol(), {}, [], [9n], { valueOf: () => 3n }, { valueOf: () => 3 }, { toString: () => '44' }];
for (const T of [BigInt64Array, BigUint64Array, Float64Array, Int8Array]) {
  const name = T.name; console.log(name, 'store', odd.map(v => t(() => { const a = new T(1); a[0] = v; return a[0]; })).join());
  console.log(name, 'beyond', odd.map(v => t(() => { const a = new T(1); a[5] = v; return a.length; })).join());
  console.log(name, 'fill', odd.map(v => t(() => new T(2).fill(v))).join(' '));
  console.log(name, 'of', odd.map(v => t(() => T.of(v))).join(' ')); console.log(name, 'with', odd.map(v => t(() => new T(1).with(0, v))).join(' '));
  console.log(name, 'set', odd.map(v => t(() => { const a = new T(3); a.set([v], 1); return a; })).join(' '));
  console.log(name, 'define', odd.map(v => t(() => { const a = new T(1); return Reflect.defineProperty(a, 0, { value: v }) + ':' + a[0]; })).join(' '));
  console.log(name, 'includes', odd.map(v => t(() => new T(1).includes(v) + '' + new T(1).indexOf(v))).join());
  if (name !== 'Float64Array') for (const op of ['store', 'add', 'exchange', 'and', 'sub', 'xor', 'or']) console.log(name, op, odd.map(v => t(() => { const a = new T(2); a[1] = 6 in a ? a[1] : a[1]; return Atomics[op](a, 1, v) + ':' + a[1]; })).join(' '));
}
const types = [Int8Array, Float32Array, BigInt64Array, BigUint64Array, Uint32Array];
for (const A of types) console.log(A.name, types.map(B => [t(() => new A(new B(2))), t(() => { new A(2).set(new B(1)); return 'set'; }), t(() => { new A(2).set(new B(0)); return 'none'; }), t(() => A.from(new B(1))), t(() => new A(new B(1).buffer, 0, 0).length), t(() => new B(1).toSpliced), t(() => { class X extends A { static get [Symbol.species]() { return B; } } return new X(2).slice(0).constructor.name; }), t(() => { class X extends A { static get [Symbol.species]() { return B; } } return new X(2).map(x => x).constructor.name; })].map(s => s.slice(0, 14)).join('|')).join(' '));
const dv = new DataView(new ArrayBuffer(16));
for (const v of odd) console.log(t(() => String(typeof v)), t(() => { dv.setBigInt64(3, v); return dv.getBigInt64(3) + ' ' + dv.getBigUint64(3) + ' ' + dv.getBigInt64(3, true) + ' ' + dv.getUint8(3); }), t(() => { dv.setBigUint64(8, v, true); return dv.getBigUint64(8, true) + ' ' + dv.getInt32(8) + ' ' + dv.getFloat64(8); }));
for (const i of [-1, 8, 9, 1.9, NaN, '3', undefined, null, Infinity, 2 ** 53, { valueOf: () => 2 }]) console.log(String(i), t(() => dv.getBigInt64(i)), t(() => dv.setBigInt64(i, 1n)), t(() => dv.setBigInt64(i, 1)));
let order = []; t(() => dv.setBigInt64({ valueOf() { order.push('i'); return 99; } }, { valueOf() { order.push('v'); return 1n; } }, { get x() { order.push('le'); } })); t(() => Atomics.store(new BigInt64Array(1), { valueOf() { order.push('I'); return 0; } }, { valueOf() { order.push('V'); return 1n; } })); t(() => Atomics.store(new BigInt64Array(1), { valueOf() { order.push('I'); return 9; } }, { valueOf() { order.push('V'); return 1n; } })); console.log(order.join());
const a = new BigInt64Array(8), u = new BigUint64Array(a.buffer), d2 = new DataView(a.buffer); let s = 0n, bad = 0;
function roundtrip(i) { const x = BigInt(i) * 0x123456789abcdefn; a[i & 7] = x; if (u[i & 7] !== BigInt.asUintN(64, x)) bad++; d2.setBigInt64(8 * (i & 7), x, (i & 8) > 0); const y = d2.getBigUint64(8 * (i & 7), (i & 8) > 0); if (y !== BigInt.asUintN(64, x)) bad++; return a[(i + 3) & 7] ^ BigInt.asIntN(64, y); }
function compare(i) { const x = a[i & 7]; return (x < 0n) + (x === u[i & 7] ? 2 : 0) + (x == Number(x) ? 4 : 0) + (typeof x === 'bigint' ? 8 : 0) + (a[9] === undefined ? 16 : 0) + (Object.is(x, a[i & 7]) ? 32 : 0); }
function atomics(i) { return Atomics.add(a, i & 7, BigInt(i)) + Atomics.exchange(u, i & 3, -1n) + Atomics.compareExchange(a, i & 7, -1n, 5n); }
let n = 0; for (let i = 0; i < N; i++) { s = BigInt.asIntN(64, s * 31n + roundtrip(i)); n = (n * 7 + compare(i)) % 1000003; if (i % 3 === 0) s ^= BigInt.asIntN(64, atomics(i)); if (i % 5003 === 5000) { const k = t(() => { a[i & 7] = i; }); if (k !== 'TypeError') bad++; } }
console.log(s, n, bad, a.join()); console.log([...a].sort().join(), a.toSorted().join(), u.toSorted().join(), a.toSorted((x, y) => (x < y ? 1 : x > y ? -1 : 0)).join());
