// Closures of several frames of one function: each has its own variable, whichever frame is on the stack, or gone.
function counters(n, ...rest) {
  let storage = 0;
  const f = () => ++storage, get = () => storage;
  if (n > 1) return counters(n - 1, f, get, ...rest);
  const fs = [f, get, ...rest]; let log = 0;
  for (let i = 0; i < 64; i++) { const k = (i >> 4) * 2 % fs.length; log = (log * 3 + fs[k]() + fs[k + 1]()) | 0; log += storage; }
  storage = 0; for (let i = 63; i >= 0; i--) { const k = (i >> 4) * 2 % fs.length; log = (log + fs[k]() * (k ? 1 : 100) + storage) | 0; }
  return log;
}
function swap(c, depth) { let up = depth; if (c === null) c = (v) => { const old = up; up = v; return old; }; if (depth > 0) swap(c, depth - 1); let s = 0; for (let i = 0; i < 30; i++) { up += 1; s += c(i) * (depth + 1) + up; } return s; }
function each(list, depth, sink) { let sum = 0, last; for (let i = 0; i < list.length; i++) { const v = list[i]; if (depth && i === 2) each(list, depth - 1, (x) => { sum += x; last = () => sum + v; }); else sink((sum += v, v)); } return last ? last() + sum : sum; }
function loopVars(depth) { const fs = []; for (let i = 0; i < 4; i++) { let j = i * depth; fs.push(() => j++, () => (i += 0, j)); if (depth && i === 1) fs.push(...loopVars(depth - 1)); j += 10; } return fs; }
function byCase(depth, k) { let v = depth; const inc = () => (v = v + 1); switch (depth % 3) { case 0: k = inc; case 1: v += k ? k() : 5; break; default: return depth > 0 ? byCase(depth - 1, inc) + v : v; } return depth > 0 ? byCase(depth - 1, k) * 2 + v : v; }
const out = [];
for (let r = 0; r < 80; r++) { for (let n = 1; n < 5; n++) out.push(counters(n), swap(null, n)); let t = 0; out.push(each([1, 2, 3, 4], 3, (x) => { t += x; }), t); for (const f of loopVars(2)) out.push(f()); for (let d = 0; d < 9; d++) out.push(byCase(d, null)); }
console.log(out.slice(-40).join(' '));
console.log(each(['a', 'b', 'c'], 2, () => {}), swap(null, 1.5), swap(null, '2').length, counters(1.5));
let hsh = 0; for (const v of out) hsh = (Math.imul(hsh, 31) + (v | 0)) | 0; console.log(hsh);
