// Errors that leave several inlined frames: which handler takes them, and what variables, loops and finally blocks of each frame are then, when code was left within try before, after or in the handler.
// gc-stress: 211
'use strict';
const N = 700;
let log = '', deep = 0, never = false, kind = 0;
const put = s => { log = log.length > 60 ? s : log + s; };
class Stop extends Error { constructor(v) { super('stop'); this.v = v; } }
// what throws changes its way: a number, an error, a missing method, a value of another type
function thrower(i, o) { if (i % 11 === 3) throw i; if (i % 13 === 5) throw new Stop(i); if (i % 17 === 7) return o.gone(); if (i % 19 === 2) return o.s.length; return i * o.k; }
function mid(i, o) { let a = i; a += thrower(a, o); a ^= 3; return a; }
function cleans(i, o) { let a = 1; try { a = mid(i, o); a++; } finally { put('f' + a); deep += a; } return a; }
function catches(i, o) { let a = 7; try { a = mid(i, o); } catch (e) { a = typeof e === 'number' ? -e : -1; } return a; }
function picks(i, o) { let a = i & 3; try { a = cleans(i, o) + a; } catch (e) { if (!(e instanceof Stop)) throw e; a += e.v; } return a; }
function overrides(i, o) { for (let k = 0; k < 3; k++) { try { return mid(i + k, o); } catch (e) { if (typeof e === 'number') continue; throw e; } finally { if (k === 1) break; put('o'); } } return -9; }
function swallow(i, o) { label: try { return picks(i, o); } finally { if (i & 1) break label; } return -8; }
function nested(i, o) { let s = ''; try { s += 'a'; try { s += 'b' + mid(i, o); try { s += mid(i + 1, o); } catch { s += 'c'; mid(i + 2, o); } finally { s += 'd'; } } catch (e) { s += 'e' + (e.v ?? typeof e); mid(i + 3, o); } s += 'g'; } catch { s += 'h'; } finally { s += mid2(i, o); } return s; }
function mid2(i, o) { try { return 'm' + thrower(i + 4, o); } catch (e) { return 'n'; } }
function inLoops(n, o) { let s = 0, t = 0; outer: for (let i = 0; i < n; i++) { for (let j = 0; ; j++) { t++; try { if (j === 4) continue outer; s += mid(i * j, o); if (s > 1e6) break outer; } catch (e) { s ^= j; if (typeof e === 'object' && e.v & 1) break; if (i === 9) return [s, t, 'r'].join(); } finally { t += 2; s |= 0; } } } return [s, t].join(); }
function rethrows(i, o, n) { let l = i; try { if (n) return rethrows(i + 1, o, n - 1) + l; return mid(i, o); } catch (e) { if (typeof e === 'number') throw e + l; throw e; } finally { l = 100; deep += n; } }
function kept(i, o) { const c = []; for (let j = 0; j < 3; j++) { let v = j; try { c.push(() => v++); v = mid(i + j, o); } catch (e) { const w = e; c.push(() => (v = typeof w)); } finally { v += 'x'; } } return c.map(f => f() + f()).join(); }
function params(a, b, o) { try { a = mid(b, o); b = a * 2; a = mid(b, o); } catch { return a + ':' + b; } return b - a; }
function patterns(i, o) { let x = 1, y = 2; try { [x, y = mid(i, o)] = [i]; ({ x, y = x } = { x: mid(i + 1, o) }); } catch (e) { return x + ',' + y; } return y + ',' + x; }
function doubles(i, o) { let d = i / 3, n = i, u = i >>> 0; try { d *= 1.5; n = n * 65536 | 0; u = (u - 5) >>> 0; mid(i, o); d = -d; n = ~n; u = u >>> 1; mid(i + 1, o); d = 'str'; } catch { return d + ';' + n + ';' + u; } return n + u + d; }
function objects(i, o) { let p = { a: i, b: { c: 1 } }, q = [i]; try { p.b.c = mid(i, o); q.push(p.b); p = { a: p, b: q }; mid(i + 1, o); q = null; } catch (e) { return JSON.stringify([p, q]).length + (p.a.a ?? p.a) * 100; } return JSON.stringify(p).length; }
const odd = [{ k: 2, s: 'ab', gone() { return 5; } }, { k: 1.5, s: [1], gone: x => 6 }, { k: 3, s: null, gone: null }, { s: 'x', k: 'v', gone() { throw new Stop(4); } }, { get k() { if (never) return 1; throw kind; }, s: undefined, gone: 5 }];
const all = { cleans, catches, picks, overrides, swallow, nested, inLoops: (i, o) => inLoops(i % 12, o), rethrows: (i, o) => rethrows(i, o, i & 3), kept, params: (i, o) => params(i, i + 1, o), patterns, doubles, objects };
const hash = (h, s) => { for (let i = 0; i < s.length; i++) h = (h * 31 + s.charCodeAt(i)) | 0; return h; };
for (const k in all) { let h = 0, thrown = 0; const f = all[k], run = (i, o) => { let r; try { r = f(i, o); } catch (e) { thrown++; r = e instanceof Error ? e.constructor.name + (e.v ?? '') : 'v' + e; } return String(r); }; const parts = [];
  for (const [from, to, pick] of [[0, N, i => 0], [N / 2, N, i => i & 1], [0, N, i => i % 3], [0, N / 2, i => i % 5], [0, N / 4, i => 4]]) { for (let i = from; i < to; i++) { kind = i % 7; h = hash(h, run(i, odd[pick(i)])); } parts.push(h); }
  console.log(k, parts.join(), thrown, deep | 0, log.length); }
// one handler, many callees; and what is thrown is looked at by its stack of handlers
const fs = [x => { if (x % 5 === 0) throw x; return x; }, x => { try { return fs[0](x); } finally { if (x % 10 === 0) return 'ten'; } }, x => { try { return fs[1](x + 1); } catch (e) { return 'c' + e; } }, x => fs[x % 3](x) + fs[(x + 1) % 3](x)];
let h = 0; for (let i = 0; i < N * 2; i++) { let r, t = 0; try { t = 1; r = fs[i & 3](i); t = 2; r += fs[(i + 1) & 3](i); t = 3; } catch (e) { r = 'E' + e + t; } finally { r += t; } h = hash(h, String(r)); } console.log(h);
