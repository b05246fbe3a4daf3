// What a loop adds up outside of itself is there, and no more, when it is left early by return, throw or break.
'use strict';
const N = 3000;
let total = 0, other = 0;
const box = { n: 0, m: 0.5 }, list = [0, 0], words = new Int32Array(2);
function global(limit) { let i = 0; do { total += 2; if (i >= limit) return total; i++; } while (i < 10); return -total; }
function field(o, limit) { for (let i = 0; i < 10; i++) { o.n += 3; if (i === limit) return o.n; o.m += 0.25; } return o.m; }
function element(a, limit) { for (let i = 0; i < 8; i++) { a[0] += i; if (i > limit) break; a[1]++; } return a[0] - a[1]; }
function typed(t, limit) { for (let i = 0; i < 8; i++) { t[0] += 0x1000001; if (t[0] > limit) return t[0]; t[1] ^= i; } return t[1]; }
function thrown(limit) { for (let i = 0; ; i++) { other++; if (i === limit) throw i; total--; } }
function caught(limit) { try { thrown(limit); } catch (e) { return other - total + e; } }
function nested(limit) {
  outer: for (let i = 0; i < 4; i++) { total++; for (let j = 0; j < 4; j++) { other += j; if (i * j === limit) break outer; if (j > i) continue outer; total += 5; } other--; }
  return total ^ other;
}
function closure(limit) { let c = 0; const add = k => { c += k; if (c > limit) throw c; }; try { for (let i = 0; i < 9; i++) add(i); } catch (e) { return e + c; } return c; }
function cleaned(limit) { let seen = 0; for (let i = 0; i < 6; i++) { try { total += i; if (i === limit) return seen; seen += total & 7; } finally { other += seen; } } return -seen; }
function* steps(limit) { for (let i = 0; i < 6; i++) { total += 7; if (i === limit) return total; yield total; } }
function generated(limit) { let s = 0; for (const v of steps(limit)) { s ^= v; if (s < 0) break; } return s; }
function comparing(a, b) { let i = 0; while (i < 6) { box.n++; if (Number(a) > b - i) return box.n; i++; } return 0; }
const runs = {
  global: i => global(i % 12), field: i => field(box, i % 13), element: i => element(list, i % 9), typed: i => typed(words, i % 3 ? 1 << 30 : -5),
  caught: i => caught(i % 4), nested: i => nested(i % 7), closure: i => closure(i % 40), cleaned: i => cleaned(i % 8),
  generated: i => generated(i % 7), comparing: i => comparing(i & 1 ? 3 : '3', i % 9),
};
for (const [name, f] of Object.entries(runs)) {
  let s = 0; total = other = box.n = 0; box.m = 0.5; list.fill(0); words.fill(0);
  for (let i = 0; i < N; i++) s = (s * 31 + f(i)) % 1000003;
  console.log(name, s, total, other, box.n, box.m, list.join(), words.join());
}
// A kind of value that no round has had before leaves compiled code in the middle of a round.
box.n = 2 ** 31 - 20; console.log(field(box, 9), box.n); total = 2 ** 53; console.log(global(2), total);
box.n = '1'; console.log(field(box, 1), box.n); total = 1n; try { global(0); } catch (e) { console.log(e.name, total); }
list[0] = { valueOf() { list[1] = 100; return 5; } }; console.log(element(list, 2), list.join());
