// Increments and sums whose result is dead, or truncated, still leave int32 where they should.
// gc-stress: 211
'use strict';
const N = process.env.SMALL ? 1500 : 30000;
const MAX = 0x7fffffff, MIN = -0x80000000;
let sink = 0, seen = [];
function dead(x) { let y = x; y++; y--; return y; }
function deadPre(x) { let y = x; const z = ++y; return x === MAX ? z : --y; }
function twice(x) { let y = x; y++; const a = y; y++; return a + y; }
function branch(x) { let y = x; y++; if (y > MAX) return 'over'; return y < x ? 'wrapped' : 'in'; }
function down(x) { let y = x; y--; if (y < MIN) return 'under'; return y > x ? 'wrapped' : 'in'; }
function loop(x) { let c = 0; for (let i = x; c < 4; i++) c++, sink = i; return sink; }
function loopDown(x) { let c = 0, i = x; while (c < 4) { i--; c++; } return i; }
function thrown(x) { let y = x; try { y++; if (y % 5 === 0) throw y; } catch (e) { return e; } return -y; }
function field(o) { o.v++; return o.v--; }
function element(a) { a[0]++; a[1]--; return a[0] - a[1]; }
function typed(t) { t[0]++; return t[0]; }
function prefixOfTyped(t) { return ++t[0]; }
function unsigned(v) { const x = -1 >>> v; const y = x + -0.2; return y | 0; }
function unsigned2(v) { const x = v >>> 0; return ((x + 0.5) | 0) + ((x - 1) >> 1) + (x % 7 | 0); }
function mixed(a) { return a + MAX + 1.1 & MAX | a; }
function big(a, b) { return (a * b + a) | 0; }
function negated(a) { const n = -a; return n > MAX ? 'big' : (n + 1) | 0; }
function closure(x) { let n = x; const inc = () => { n++; }; inc(); inc(); return n; }
function bigints(x) { let y = BigInt(x); y++; y++; y--; return Number(y); }
function string(s) { let t = s; t++; return t; }
function object(o) { let t = o; const r = t++; return typeof r + t; }
function undef(u) { let t; if (u > 0) t = u; t++; return t; }
const edges = [0, 1, -1, 7, MAX, MAX - 1, MAX + 1, MIN, MIN + 1, MIN - 1, -0, 0.5, 2 ** 53, NaN];
const run = (name, f, make) => {
  let s = 0; const rare = [];
  for (let i = 0; i < N; i++) { const r = f(make(i)); if (typeof r === 'number') s = (s + r) % 1000003; else if (i < 3) rare.push(r); }
  for (const e of edges) { const r = f(make(e)); rare.push(Object.is(r, -0) ? '-0' : String(r)); }
  console.log(name, s, rare.join(' '));
};
for (const f of [dead, deadPre, twice, branch, down, loop, loopDown, thrown, unsigned, unsigned2, mixed, negated, closure, undef]) run(f.name, f, i => i);
run('field', field, i => ({ v: i })); run('element', element, i => [i, i]);
run('int32', typed, i => Int32Array.of(i)); run('uint32', typed, i => Uint32Array.of(i)); run('uint8', typed, i => Uint8Array.of(i)); run('clamped', typed, i => Uint8ClampedArray.of(i));
run('pre int32', prefixOfTyped, i => Int32Array.of(i)); run('pre int8', prefixOfTyped, i => Int8Array.of(i)); run('pre float', prefixOfTyped, i => Float32Array.of(i));
run('big', i => big(i, 0x12345), i => i); run('string', string, i => String(i)); run('object', object, i => ({ valueOf: () => i }));
run('bigints', bigints, i => Number.isSafeInteger(i) ? i : 0);
