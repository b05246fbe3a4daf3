// Sums of the counter of an inner loop and that of the outer one, from whose value it begins and ends: they are small,
// whichever way the outer one goes.
function down(n) { let s = 0; for (let i = 63; i >= 32; --i) for (let j = i - 32, k = i - 12; j < k; ++j) s += j - (i - 32); return s + n; }
function up() { let s = 0; for (let i = 0; i < 40; i++) for (let j = i + 5; j < i + 9; j++) s += j - i; return s; }
function list(x, l) { for (let i = 63; i >= 32; --i) { let c = 0; for (let j = i - 32, k = i - 12; j < k; ++j) { x[j] += c - 16 * x[i] * l[j - (i - 32)]; c = Math.floor((x[j] + 128) / 256); x[j] -= c * 256; } x[i - 12] += c; x[i] = 0; } return x; }
function bothDown() { let s = 0; for (let i = 50; i > 10; i -= 3) for (let j = i; j > i - 8; j--) s += (i - j) * 2; return s; }
function three() { let s = 0; for (let i = 20; i >= 0; i--) for (let j = i; j < 21; j++) for (let k = j - i; k >= 0; k -= 2) s += j - i - k; return s; }
function steps(step) { let s = 0; for (let i = 100; i >= 0; i -= 7) for (let j = i - 3; j <= i + 3; j += step) s += j - (i - 3); return s; }
function edges() { let s = 0; for (let i = 2147483600; i > 2147483590; i--) for (let j = i; j < i + 40; j++) s += j - i; return s; }
function wraps(from) { let s = 0; for (let i = from; i < from + 5; i++) for (let j = -i; j < 3 - i; j++) s += i - j; return s; }
const seen = new Set();
for (let r = 0; r < 60; r++) {
  const x = list(Float64Array.from({ length: 64 }, (_, i) => (i * 37 + 11) % 251), [237, 211, 245, 92, 26, 99, 18, 88, 214, 156, 247, 162, 222, 249, 222, 20, 0, 0, 0, 16]);
  seen.add([down(1), up(), x.slice(0, 32).join(), bothDown(), three(), steps(1), steps(2), edges(), wraps(0), wraps(1073741820)].join(' '));
}
console.log([...seen].join('\n'));
