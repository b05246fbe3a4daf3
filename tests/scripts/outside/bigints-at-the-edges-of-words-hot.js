// gc-stress: 499
// BigInts at the edges of what fits into one word, two words and more: each operator, of each pair, against a slow sum of digits.
const vals = []; for (const b of [0n, 1n, 31n, 32n, 53n, 62n, 63n, 64n, 65n, 127n, 128n, 129n, 192n]) for (const d of [-1n, 0n, 1n]) { const v = (1n << b) + d; vals.push(v, -v); }
const list = [...new Set(vals)];
let h = 0; const mix = (s) => { for (let i = 0; i < s.length; i++) h = (Math.imul(h, 31) + s.charCodeAt(i)) | 0; };
const t = (f) => { try { return f(); } catch (e) { return e.constructor.name; } };
const ops = {
  add: (a, b) => a + b, sub: (a, b) => a - b, mul: (a, b) => a * b, div: (a, b) => a / b, rem: (a, b) => a % b, and: (a, b) => a & b, or: (a, b) => a | b, xor: (a, b) => a ^ b,
  cmp: (a, b) => (a < b) + "" + (a <= b) + (a > b) + (a >= b) + (a == b) + (a === b) + Object.is(a, b),
};
for (const k in ops) { h = 0; const f = ops[k]; for (const a of list) for (const b of list) { const r = b === 0n && (k === "div" || k === "rem") ? t(() => f(a, b)) : f(a, b); mix(typeof r === "bigint" ? r.toString(16) : String(r)); } console.log(k, h); }
const shifts = [0n, 1n, -1n, 2n, 31n, 32n, 33n, 62n, 63n, 64n, 65n, 66n, 127n, 128n, 129n, 191n, 300n]; for (const s of [...shifts]) shifts.push(-s);
const sh = { shl: (a, b) => a << b, shr: (a, b) => a >> b, one: (a, b) => 1n << b, mone: (a, b) => -1n >> b, far: (a, b) => a >> (1n << (b < 0n ? -b : b)) };
for (const k in sh) { h = 0; const f = sh[k]; for (const a of list) for (const b of shifts) mix(t(() => f(a, b)).toString(16)); console.log(k, h); }
console.log(t(() => 1n << (1n << 64n)), t(() => 0n << (1n << 64n)), t(() => -1n << -(1n << 64n)), t(() => -1n >> (1n << 130n)), t(() => 5n << ~(2n ** 32n)), t(() => -5n << ~(2n ** 32n)), t(() => -5n >> -(2n ** 65n)), t(() => 0n >> -(2n ** 65n)));
for (const f of [BigInt.asIntN, BigInt.asUintN]) { h = 0; for (const a of list) for (const w of [0, 1, 2, 8, 31, 32, 33, 53, 63, 64, 65, 127, 128, 129, 130, 192, 193, 256]) mix(f(w, a).toString(16)); console.log(f.name, h, t(() => f(2 ** 53, 1n)), t(() => f(-1, 1n)), t(() => f(2 ** 53 - 1, 5n)), t(() => f(2 ** 53 - 1, -5n) === -5n), t(() => f(1.9, 3n)), t(() => f("64", "-1")), t(() => f(64, 1)), t(() => f(NaN, 3n)), t(() => f(3n, 3n))); }
for (const w of [63, 64, 65, 127, 128]) { h = 0; const s = w; for (const a of list) { mix(BigInt.asIntN(s, a) + "," + BigInt.asUintN(s, a) + (BigInt.asUintN(s, a * 3n + 1n) ^ BigInt.asIntN(s, a << 1n))); } console.log("wrap", w, h); }
const un = { neg: (a) => -a, not: (a) => ~a, inc: (a) => { a++; return a; }, dec: (a) => { let b = a--; return b + ":" + a; }, num: Number, bool: (a) => a ? 1 : 0, nbool: (a) => !a, typ: (a) => typeof a, f64: (a) => new Float64Array([Number(a)])[0], i64: (a) => BigInt64Array.of(a)[0], u64: (a) => BigUint64Array.of(a)[0], json: (a) => t(() => JSON.stringify(a)), key: (a) => ({ [a]: 1, ...{} })[String(a)], back: (a) => BigInt(a.toString()) === a, hex: (a) => a < 0n ? 0 : BigInt("0x" + a.toString(16)) === a, plus: (a) => t(() => +a), ushr: (a) => t(() => a >>> 1n), mixd: (a) => t(() => a + 1), str: (a) => a + "" + `${a}`, map: (a) => new Map([[a, 1]]).get(a + 1n - 1n), inc2: (a) => [a].includes(a ^ 0n), idx: (a) => [1, 2, 3][a], sw: (a) => { switch (a) { case 9223372036854775807n: return 1; case 9223372036854775808n: return 2; case 340282366920938463463374607431768211455n: return 3; case -170141183460469231731687303715884105728n: return 4; } return 0; } };
for (const k in un) { h = 0; for (const a of list) mix(String(un[k](a))); console.log(k, h); }
h = 0; for (const a of list) for (let r = 2; r <= 36; r += 3) mix(a.toString(r)); console.log("radix", h, t(() => 1n.toString(1)), t(() => 1n.toString(37)), (2n ** 127n).toString(36), (-(2n ** 128n)).toString(7), (2n ** 128n - 1n).toLocaleString("en"));
const nums = [0, -0, 1, -1, 0.5, -0.5, 2 ** 31, 2 ** 32, 2 ** 53, 2 ** 53 + 2, 2 ** 63, 2 ** 63 - 1024, 2 ** 63 + 2048, 2 ** 64, 2 ** 64 - 2048, 2 ** 127, 2 ** 127 + 2 ** 75, 2 ** 128, 2 ** 128 - 2 ** 75, 2 ** 192, Infinity, NaN, 1e300, 1.5, 2 ** 52 + 0.5, 5e-324]; for (const n of [...nums]) nums.push(-n);
h = 0; for (const a of list) for (const n of nums) mix(ops.cmp(a, n) + ops.cmp(n, a)); console.log("numbers", h);
const strs = ["", " ", "0", "-0", "1", "1n", "0x10", "-0x10", "9223372036854775808", " 18446744073709551616 ", "340282366920938463463374607431768211456", "1e3", "1.0", "abc", "0b11", "0o17", "+5", "Infinity", "\u00a0170141183460469231731687303715884105728\n", "--1", "1_0"];
h = 0; for (const a of list) for (const s of strs) mix(ops.cmp(a, s) + ops.cmp(s, a)); console.log("strings", h); for (const s of strs) console.log(JSON.stringify(s), t(() => BigInt(s)));
h = 0; for (const a of list) if (a < 1n << 66n && a > -1n << 66n) for (const e of [0n, 1n, 2n, 3n, 5n]) mix((a ** e).toString(16)); console.log("pow", h, t(() => 2n ** -1n), 0n ** 0n, (-1n) ** 5n, (-2n) ** 63n, (-2n) ** 64n, (-2n) ** 127n, 2n ** 128n, t(() => 1n ** (2n ** 70n)), t(() => (-1n) ** (2n ** 70n + 1n)), t(() => 0n ** (2n ** 70n)), t(() => 2n ** (2n ** 70n)), 3n ** 40n, 3n ** 80n, 3n ** 81n, 10n ** 38n, 10n ** 39n);
h = 0; for (const n of nums) mix(String(t(() => BigInt(n)))); console.log("from", h);
// loops that grow over the edges
function grow(a, m, n) { const out = []; for (let i = 0; i < n; i++) { a = a * m + 1n; if (i % 10 === 0) out.push(a.toString(36)); } return out.join(); }
function fib(n) { let a = 0n, b = 1n; for (let i = 0; i < n; i++) [a, b] = [b, a + b]; return a; }
function fact(n) { let a = 1n; for (let i = 2n; i <= n; i++) a *= i; return a; } function down(a) { let s = 0n, n = 0; while (a) { s = s * 10n + a % 10n; a /= 10n; n++; } return s + ":" + n; }
function xs(n) { let x = 88172645463325252n; for (let i = 0; i < n; i++) { x ^= BigInt.asUintN(64, x << 13n); x ^= x >> 7n; x = BigInt.asUintN(64, x ^ x << 17n); } return x; }
for (let r = 0; r < 3; r++) console.log(grow(1n, 3n, 100), grow(-1n, -7n, 60), fib(200), fib(186), fib(187), fact(40n), down(fact(33n)), down(fact(34n)), xs(200));
function gcd(a, b) { while (b) [a, b] = [b, a % b]; return a; } for (const n of [60, 90, 92, 93, 184, 185, 186]) console.log(n, gcd(fib(n), fib(n - 6)), gcd(-fib(n), fib(30)), gcd(fact(36n), fib(n)));
