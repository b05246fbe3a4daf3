// node: 26
// A number that was rounded to float32, or to a word and back, is not in the range that it had before: neither
// comparisons nor bounds checks may count on it.
const f = Math.fround, f16 = Math.f16round ?? ((x) => x), buffer = new ArrayBuffer(8), f32 = new Float32Array(buffer), i32 = new Int32Array(buffer), u8c = new Uint8ClampedArray(2), i8 = new Int8Array(2), u16 = new Uint16Array(2);
function upper(x) { if (x >= 0 && x <= 16777219) { const y = f(x) | 0; if (y > 16777219) return 1; return 0; } return -1; }
function lower(x) { if (x >= -16777219 && x <= 0) { const y = f(x) | 0; if (y < -16777219) return 1; return 0; } return -1; }
function top(x) { if (x > 0 && x <= 0x7fffffff) { const y = f(x); if (y > 0x7fffffff) return (y | 0) === -2147483648 ? 1 : 2; return 0; } return -1; }
function stored(x) { if (x >= 0 && x < 16777220) { f32[0] = x; const y = f32[0]; return y >= 16777220 ? 'beyond' : y === x ? 'same' : 'other'; } return 'out'; }
function half(x) { if (x >= 0 && x <= 2049) { const y = f16(x); return y > 2049 ? 1 : y < x ? 2 : y === x ? 3 : 4; } return 0; }
function halfTop(x) { if (x >= 65000 && x <= 65520) { const y = f16(x); return y === Infinity ? 'inf' : y > x ? 'up' : 'not up'; } return ''; }
function element(list, x) { if (x >= 0 && x < list.length) { const y = f(x) | 0; return list[y] === undefined ? 'none' : 'some'; } return 'out'; }
function index(list, x) { if (x >= 0 && x <= 3) { const y = f(x + 0.9999999999) | 0; return list[y]; } return 'out'; }
function clamped(x) { if (x >= -10 && x <= 300) { u8c[0] = x; const y = u8c[0]; return y === x ? 0 : y > x ? 1 : 2; } return 3; }
function narrow(x) { if (x >= 100 && x <= 200) { i8[0] = x; const y = i8[0]; if (y < 100) return y; return 'in'; } return 'out'; }
function narrow16(x) { if (x >= -5 && x <= 5) { u16[0] = x; const y = u16[0]; if (y > 5) return 'wrapped'; return y; } return 'out'; }
function unsigned(x) { if (x < 0) { const y = x >>> 0; if (y < 0) return 'negative'; return y > 0x7fffffff ? 'large' : 'small'; } return 'not'; }
function bits(x) { i32[0] = x; const y = f32[0]; if (x >= 0) return y >= 0 ? 'ge' : y < 0 ? 'lt' : 'nan'; return y >= 0 ? 'neg ge' : y < 0 ? 'neg lt' : 'neg nan'; }
function quotient(x) { if (x >= 1 && x <= 3) { const y = f(x / 3) * 3; return y > x ? 'more' : y < x ? 'less' : 'same'; } return ''; }
function twice(x) { if (x >= 0 && x <= 0.1) { const y = f(f(x) + f(x)); return y > x + x ? 1 : y < x + x ? 2 : 3; } return 0; }
function trunc(x) { if (x > -1 && x < 1) { const y = Math.trunc(x); return Object.is(y, -0) ? '-0' : y; } return 'out'; }
function joined(x, flag) { const y = flag ? f(x) : x; if (x <= 16777217 && y > 16777217) return 'rounded'; return 'kept'; }
function loop(n) { let s = 0; for (let i = 16777210; i < n; i++) { if (f(i) > i) s++; if (f(i) < i) s += 100; } return s; }
const big = new Uint8Array(64).fill(1), out = [];
for (let round = 0; round < 80; round++) {
  const r = [];
  for (const x of [0, 1, 16777215, 16777216, 16777217, 16777218, 16777219, 16777220, -1, -16777217, -16777219, 2147483647, 2147483520, 2147483584, 2147483585, 0.5, NaN]) r.push(upper(x), lower(x), top(x), stored(x), joined(x, round & 1), unsigned(x));
  for (const x of [0, 2047, 2048, 2049, 1.0001, 2047.5, 65000, 65504, 65519, 65519.99, 65520]) r.push(half(x), halfTop(x));
  for (const x of [0, 63, 62.99999999, 63.99999999, 63.9999999999, 64]) r.push(element(big, x));
  for (const x of [0, 1, 2, 2.5, 3, 3.5]) r.push(index([1, 2, 3, 4, 5], x), quotient(x));
  for (const x of [-10, -0.5, -0, 0.5, 1.5, 254.5, 255.4, 255.5, 300, 100, 127, 128, 200]) r.push(clamped(x), narrow(x), narrow16(x));
  for (const x of [0, 0x7f800000, 0x7f800001, -1, -0x80000000, 0x00800000, 0x80000001 | 0]) r.push(bits(x));
  for (const x of [0, 0.1, 0.05, 0.3, -0.5, -0.0001]) r.push(twice(x), trunc(x));
  r.push(loop(16777230));
  const text = r.join(' ');
  if (out.at(-1) !== text && (round < 2 || out[round % 2] !== text)) out.push(text);
}
console.log(out.join('\n'));
