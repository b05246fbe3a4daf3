// An operand's conversion is done anew where calls, stores or other conversions may have replaced it.
'use strict';
const N = 3000;
const box = { v: 1, valueOf() { return this.v; } };
let calls = 0, hook = null;
const counted = { valueOf() { calls++; if (hook) hook(); return 7; } };
function touch(o, i) { if (i % 500 === 499) o.valueOf = () => i; }
function shifted(o, i) { const a = o << 1; touch(o, i); return a + (o >> 1) + (o | 0); }
function across(i) { const o = { valueOf: () => 3 }; const a = o | 0; if (i & 1) o.valueOf = () => 5; return a * 10 + (o | 0); }
function twice(o) { return (o | 0) + (o | 0) + ~o + -o + +o; }
function own(o, i) { let s = 0; for (let k = 0; k < 4; k++) { s += o & 0xff; if (k === 2 && i % 7 === 0) o.v++; } return s; }
function bitsOfDouble(d) { return (d | 0) ^ (d >>> 0) ^ (d & 0xffff); }
function unsigned(u, k) { const w = u >>> 0; return (w + k | 0) + (w < k ? 1 : 0) + (w > 0x7fffffff ? 2 : 0) + (w | 0) % 5; }
function mixed(u, i) { return ((u >>> 0) & i) + ((u >>> 0) - i) + (i - 4294967295 | 0); }
function backedge(n) { let x = 0, b = 0; while (n-- > 0) { b = x | 0; x = x + 0.5; if (n === 3) x = x * 4294967296.5; } return b + x; }
function backedge2(n) { let x = 1; for (let i = 0; i < n; i++) { x = x * 3; x = i === 30 ? x | 0 : x; } return x; }
function recursed(n, acc) { if (n <= 0) return acc; let y = acc; for (let i = 0; i < 3; i++) { y = y + 1073741823; if (n & 1) y = recursed(n - 2, y) | 0; } return y; }
function swapping(a, b, n) { for (let i = 0; i < n; i++) { const t = a; a = b; b = t + b; } return [a, b | 0, a >>> 0, b % 7]; }
const out = {};
for (const [name, f] of Object.entries({
  shifted: i => shifted(box, i), across, twice: i => twice(i % 3 ? counted : i), own: i => own(box, i), bitsOfDouble: i => bitsOfDouble(i * 1234567.89 - 1e9),
  unsigned: i => unsigned(i * 1431655, i), mixed: i => mixed(-i * 77777, i), backedge: i => backedge(i % 9), backedge2: i => backedge2(i % 50), recursed: i => recursed(i % 5, i),
  swapping: i => swapping(1, i % 3, i % 60).join(),
})) {
  let s = 0, last;
  for (let i = 0; i < N; i++) { last = f(i); s = (s * 31 + (typeof last === 'string' ? last.length : last)) % 1000003; }
  console.log(name, s, String(last), calls, box.v);
}
hook = () => { counted.valueOf = () => 100; hook = null; };
console.log(twice(counted), calls, unsigned(4294967296, 1), unsigned(-1, 5), mixed(2 ** 40 + 3, 2), bitsOfDouble(NaN), bitsOfDouble(-(2 ** 53)), twice('12'), twice(true), twice(null));
try { twice(1n); } catch (e) { console.log(e.name); } try { twice(Symbol()); } catch (e) { console.log(e.name); }
