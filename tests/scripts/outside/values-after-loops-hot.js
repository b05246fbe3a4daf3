// What counters and values are after loops with several ways in and out.
// gc-stress: 61
'use strict';
const N = process.env.SMALL ? 300 : 4000;
function last(n) { let i, j = 1, d = 37; for (i = 0; ; i++) { d--; j = d; if (d <= i) break; } return i * 1000 + j * 10 + d; }
function countDown(n) { let k = n | 0, seen = 0; do { seen++; k = (k / 10) | 0; } while (k); return seen; }
function shiftUntil(j) { let c = 0; while (c < 40 && (5 << c) < j) c++; return c; }
function shiftUntilU(j) { let c = 0; while (c < 40 && (5 << c >>> 0) < j) c++; return c; }
function firstRound(x, n) { let r = 0; for (let i = 0; i < n; i++) { if (i) r += x.v; else r = x.v * 2; x.v ^= i; } return r; }
function irregular(a, q) { let h = 0, i = 0, c = 0; outer: for (;;) { c++; if (c > 50) break; if (q) { q = 0; h = i; continue outer; } for (; i < a; i++) { if (h < i && c > 3) break outer; const n = ~h; if (!(n & 3)) { h += 2; continue outer; } h++; } if (c & 1) { i = 0; a--; } else break; } return h * 1000 + i * 10 + c; }
function conditionalStore(o, n) { let p = o.a; for (let i = 0; i < n; i++) { const x = p.v; p = i & 1 ? o.a : o.b; p.v = x + 1; if (o.c) { o = o.c; } } return o.a.v * 100 + o.b.v; }
function sinkable(n) { let t = 0, u = 0; for (let i = 0; i < n; i++) { t = i * 3; u = t % 7 ? u : i; } return t * 100 + u; }
function overflowIv(n) { let i = 0x7ffffff0, c = 0; for (; i > 0 && c < 40; i += 3) c++; return i + c; }
function overflowDown(n) { let i = -0x7ffffff0, c = 0; for (; i < 0 && c < 40; i -= 5) c++; return i - c; }
function wrapIv(n) { let i = 0x7ffffff0, c = 0; for (; i > 0 && c < 40; i = (i + 3) | 0) c++; return i + c; }
function mulIv(n) { let m = 1, s = 0; for (let i = 0; i < 40; i++) { m *= 3; s = (s + m) | 0; } return s + m % 1000; }
function zeroTrip(n, o) { let r = 'none'; for (let i = 0; i < n; i++) r = o.x; return r; }
function hoistedThrow(n, o) { let r = 0; try { for (let i = 0; i < n; i++) { r += i; if (i == 2) r += o.x.y; } } catch (e) { r += 1000; } return r; }
function negZeroSum(n) { let s = -0; for (let i = 0; i < n; i++) s += -0; return Object.is(s, -0) ? 1 : 2; }
function negZeroMul(n) { let c = 0; for (let i = -2; i < 3; i++) { if (Object.is(i * -1 * 0, -0)) c++; if (Object.is(0 * i, -0)) c += 10; if (1 / (i * 0) < 0) c += 100; if (Object.is(-i, -0)) c += 1000; if (Object.is(i % 2, -0)) c += 10000; if (Object.is(Math.round(i / 5), -0)) c += 1e5; if (Object.is((i | 0) * 0 | 0, -0)) c += 1e9; } return c + n * 0; }
function minmax(a, b) { return [Math.min(a, b), Math.max(a, b), Math.min(a, b, -0), Math.max(-0, a, b), Math.min(), Math.max(b)].map(x => Object.is(x, -0) ? '-0' : String(x)).join(); }
function inc(a) { let x = a; const y = x++; let z = -a; z--; return String(x) + y + z + (typeof y); }
function divs(n) { let s = 0; for (let i = -20; i < 20; i++) { s = s * 3 + (i / 4 | 0) + (i % 3) + ((i * i) / (i || 1) | 0) + (i >> 1) + (i >>> 28) + Math.trunc(i / 7) + Math.floor(i / 8) + Math.ceil(i / -8); s %= 1e9 + 7; } return s; }
function modPow2(n) { let s = 0; for (let i = -n; i < n; i++) { const m = i % 8; s += m === 0 ? (1 / m < 0 ? 1 : 2) : m; } return s; }
function intMin(n) { const m = -2147483648 + (n & 0); let r = [m / -1, m % -1, -m, m * -1, Math.abs(m), m - 1, ~m, m >> 31, m >>> 31, (m / -1) | 0, Math.imul(m, -1), m | 0].map(x => Object.is(x, -0) ? '-0' : x).join(); return r; }
function unswitch(n, f) { let s = ''; for (let i = 0; i < 4; i++) { if (f) { if (i == 2) f = false; s += 'a'; } else s += i; } return s; }
function twoCounters(n) { let a = 0, b = 20; while (a < b) { a += 2; b -= 1; if (a % 5 == 0) b++; } return a * 100 + b; }
function floatIv() { let c = 0; for (let x = 0; x < 1; x += 0.1) c++; for (let x = 1; x > 0; x -= 0.1) c += 100; for (let x = 9007199254740990; x < 9007199254740994 && c < 5000; x++) c += 1; return c; }
function nanLoop() { let c = 0; for (let x = NaN; !(x > 5); x++) if (++c > 5) break; for (let i = 0; i < undefined; i++) c += 100; for (let i = 0; i <= '3'; i++) c += 1000; for (let i = '0'; i < 3; i++) c += 1e4; for (let i = null; i < 2; i++) c += 1e5; return c; }
function lenChanges(n) { const a = [1, 2, 3]; let s = 0; for (let i = 0; i < a.length; i++) { s += a[i]; if (a.length < 7) a.push(i * 2); if (i == 4) a.length = 6; } return s * 10 + a.length; }
function kinds(n) { const a = [1, 2, 3, 4]; let s = 0; for (let i = 0; i < 12; i++) { if (i == 3) a[1] = 2.5; if (i == 5) a[2] = 'x'; if (i == 7) delete a[0]; if (i == 9) a[20] = 1; if (i == 10) a[0] = undefined; const v = a[i & 3]; s = (s * 31 + (typeof v == 'number' ? v * 2 : v === undefined ? (i & 3) in a ? 5 : 7 : v.length)) % 1000003; } return s + a.length; }
function copies(n) { const a = [1.5, 2, 3], b = a; let s = 0; for (let i = 0; i < 3; i++) { const x = a[i]; b[i] = x * 2; s += a[i] - x; b.push(x); } return s + a.length + a[5]; }
function aliasTyped(n) { const f = new Float32Array(2), u = new Uint32Array(f.buffer), b = new Uint8Array(f.buffer); let s = 0; for (let i = 0; i < 6; i++) { f[0] = i + .5; const x = u[0]; b[3] ^= 0x80; s += f[0] + (u[0] !== x ? 1 : 0); u[1] = 0x7fc00001 + i; s += f[1] === f[1] ? 100 : 1; f[1] = f[1]; b[0] = 300 + i; s += b[0]; } return s; }
function swapIn(o) { let { a, b } = o; for (let i = 0; i < 5; i++) { [a, b] = [b, a + b]; o.a = a; o.b = b; [o.a, o.b] = [o.b, o.a]; if (o.a > 50) [a, b] = [o.a - 50, 1]; } return a * 100 + b + o.a; }
function catchCarry(n) { let x = 0, y = 0; for (let i = 0; i < 8; i++) { try { x = i; if (i % 3 == n % 3) throw i; y = x; } catch (e) { x += e * 10; continue; } finally { y += x; if (i == 6) break; } y++; } return x * 1000 + y; }
function sw(n) { let s = 0; for (let i = 0; i < 10; i++) { switch ((i * n) % 5) { case 0: s += 1; case 1: s *= 2; continue; case 2: if (s > 100) break; s += 3; break; case 3: { let s2 = s; s = s2 ^ i; } default: s -= 1; } s += 10; } return s; }
const tests = { last, countDown: i => countDown([0, 5, -5, 10, 999, 1000, -1000, 2147483647, -2147483648, 1e10][i % 10]), shiftUntil: i => shiftUntil([0, 5, 6, 11, 1e9, 2147483647, -1, NaN][i & 7]), shiftUntilU: i => shiftUntilU([0, 5, 6, 11, 1e9, 4e9, -1, NaN][i & 7]), firstRound: i => firstRound({ v: i & 7 }, i % 5), irregular: i => irregular(i % 9, i & 1), conditionalStore: i => conditionalStore({ a: { v: 1 }, b: { v: 2 }, c: i & 1 ? { a: { v: 5 }, b: { v: 6 }, c: null } : null }, i % 6), sinkable: i => sinkable(i % 11), overflowIv, overflowDown, wrapIv, mulIv, zeroTrip: i => i & 7 ? zeroTrip(0, null) : zeroTrip(2, { x: i & 15 }), hoistedThrow: i => hoistedThrow(i % 5, i & 1 ? { x: { y: 5 } } : {}), negZeroSum: i => negZeroSum(i & 3), negZeroMul: i => negZeroMul(i & 3), minmax: i => minmax([0, -0, 1, NaN, -1, Infinity, 1.5, 2147483647][i & 7], [0, -0, NaN, 1, -5][i % 5]), inc: i => inc([1, -0, 0, 2147483647, -2147483648, '5', null, undefined, true, 'x', 1.5][i % 11]), divs: i => divs(1), modPow2: i => modPow2(i & 15), intMin: i => intMin(i), unswitch: i => unswitch(i, i & 1), twoCounters: i => twoCounters(1), floatIv, nanLoop, lenChanges, kinds, copies, aliasTyped, swapIn: i => swapIn({ a: i & 3, b: 1 }), catchCarry: i => catchCarry(i & 3), sw: i => sw(i & 7) };
for (const k in tests) { const seen = new Map; for (let i = 0; i < (k == 'floatIv' ? N / 20 : N); i++) { const v = String(tests[k](i)); seen.set(v, (seen.get(v) || 0) + 1); } console.log(k, [...seen].slice(0, 45).map(x => x.join('=')).join(' ')); }
