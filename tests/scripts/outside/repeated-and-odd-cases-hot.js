// Cases of a switch that occur twice, are the very variable, are computed, or of several kinds; the switch stays hot with other kinds.
'use strict';
const N = 3000;
function doubled(s) { switch (s) { case 'a': return 1; case 'b': return 2; case 'a': return 3; case 'c': case 'b': return 4; case 'c': return 5; default: return 6; } }
function same(i) { switch (i) { case -3124201329: return 1; case i: return 2; default: return 3; } }
function captured(n) { const fs = []; for (let i = 0; i < n; i++) { for (let j = 0; j < 2; j++) { fs.push(() => i + j); switch (i) { case 7.5: fs.push(0); break; case i: j++; break; } } } return fs.length + fs.reduce((a, f) => a + (f ? f() : 0), 0); }
function computed(x, log) { const c = v => (log.push(v), v); switch (x) { case c(1): return 'one'; default: log.push('d'); case c(2): return 'two'; case c('1'): return 'text'; } }
function ints(x) { switch (x) { case 0: return 'z'; case 1: case 1.0: return 'i'; case 2147483647: return 'max'; case -2147483648: return 'min'; case 4294967295: return 'u'; case 1.5: return 'h'; case NaN: return 'nan'; } return 'n'; }
function kinds(x) { switch (x) { case 1: return 'n1'; case '1': return 's1'; case true: return 't'; case null: return 'null'; case undefined: return 'u'; case 1n: return 'b1'; case kinds: return 'f'; default: return typeof x; } }
function fall(x) { let s = ''; switch (x) { case 'x' + '': s += 1; case 'xy': s += 2; case 'x': s += 3; break; case 'yz': s += 4; default: s += 5; case 'z': s += 6; } return s; }
function strs(s) { switch (s.slice(1)) { case 'onst': return 1; case 'et': return 2; case 'ar': return 3; case 'et': return 4; case '': return 5; case 'lass': return 6; case 'onst': return 7; } return 0; }
function inLoop(list) { let s = 0; loop: for (const v of list) { switch (v) { case 'skip': continue loop; case 'stop': break loop; case 3: case 3: s += 3; case 4: s += 40; break; case 'skip': s += 1e6; default: s += 1; } s *= 2; } return s; }
function lets(x) { switch (x) { case 0: { let y = 1; return y; } case 1: let z = 2; case 2: try { return z; } catch (e) { return e.name; } case 1: z = 9; return z; } }
const values = [1, '1', true, null, undefined, 1n, kinds, {}, 0, -0, NaN, 1.5, 2147483647, -2147483648, 4294967295, 2, 3];
const fs = { doubled: i => doubled('abcd'[i % 4]), same: i => same(i % 3 ? i : i / 2), captured: i => captured(i % 5), computed: i => { const l = []; return computed([1, 2, '1', 5][i % 4], l) + l; }, ints: i => ints(i % 3), kinds: i => kinds(i % 2 ? 1 : '1'), fall: i => fall(['x', 'xy', 'yz', 'z', ''][i % 5]),
  strs: i => strs(['const', 'let', 'var', 'c', 'class', 'func'][i % 6]), inLoop: i => inLoop([i % 5, 3, 'skip', 4, i % 7 ? 1 : 'stop', 2]), lets: i => lets(i % 3) };
for (const [name, f] of Object.entries(fs)) { let h = 0, v; for (let i = 0; i < N; i++) { v = String(f(i)); for (let k = 0; k < v.length; k++) h = h * 31 + v.charCodeAt(k) | 0; } console.log(name, h, v); }
for (const f of [doubled, same, ints, kinds, fall]) console.log(f.name, values.map(v => f(v)).join());
console.log(inLoop(['3', 3n, 3.0, 'sk' + 'ip', 'stop', 4]), same(NaN), strs({ slice: () => 'et' }));
