// What variables are in catch and finally when code is left in the middle of try, in frames inlined or not; nested handlers.
// node: 26
// gc-stress: 61
'use strict';
const N = 8000;
function thrower(i, k) { if (i % k === 0) throw i; return i; }
function nested(f) { try { try { throw 1; } catch { throw 2; } finally { f(0); } f(1); } catch (e) { return e; } return 'fell'; }
function vars(o, i) { let a = 1, b = 'x'; try { a = o.p; b = a + 1; a = thrower(i, 7); b = o.q.r; a = -1; } catch (e) { return [a, b, typeof e === 'number' ? e : e.name].join(); } finally { a = b = 'gone'; } return a + b; }
function fin(o, i) { let t = 0; for (let j = 0; j < 4; j++) { try { t += o.v; if (j === i % 4) continue; if (i % 97 === 0) return 'R' + t; t += 10; } catch (e) { t += 1000; } finally { t += 1; if (i % 101 === 0) break; } } return t; }
function overflow(i, x) { let s = x, c = 0; try { for (let j = 0; j < 3; j++) { c = j; s = (s + i) | 0; s += x; if (s > 5e9) throw s; } } catch (e) { return [c, e === s].join(); } finally { c += 100; } return s % 1009; }
function inl3(o) { return o.a.b.c; } function inl2(o) { try { return inl3(o); } finally { o && (o.n = (o.n || 0) + 1); } } function inl1(o) { let st = 'in'; try { st = 'try'; const r = inl2(o); st = 'ok'; return st + r; } catch (e) { return st + e.name; } }
function rethrow(d, i) { try { if (d === 0) return thrower(i, 5); return rethrow(d - 1, i); } catch (e) { if (d & 1) throw e + 1; return e + 0.5; } }
function* gen(o) { let k = 0; try { while (true) { k++; try { yield o.v + k; } catch (e) { k += e; } finally { k += 1; } } } finally { o.closed = (o.closed || 0) + k; } }
function swap(a, b, i) { let x = a, y = b; try { [x, y] = [y, x]; thrower(i, 3); [x, y] = [y + 1, x]; thrower(i, 5); y = { valueOf() { return x; } }; return x + +y; } catch (e) { return x * 10 + y; } }
function argsIn(a, b) { try { a = a * 2; arguments[1] = 9; thrower(a, 6); return a + b + arguments.length; } catch { return a + ':' + b + ':' + arguments[0] + ':' + arguments[1]; } }
function labelled(i) { let r = ''; out: for (let a = 0; a < 3; a++) { try { for (let b = 0; b < 3; b++) { try { if ((a + b + i) % 4 === 0) continue out; if ((a * b + i) % 7 === 0) throw b; r += b; } finally { r += 'f'; if ((i + b) % 11 === 0) break; } } r += '|'; } catch (e) { r += 'c' + e; } } return r; }
function closure(i) { const fs = []; for (let j = 0; j < 3; j++) { let k = j; try { k += thrower(i + j, 4); fs.push(() => k); } catch (e) { k = -e; fs.push(() => k + e); } finally { k += 0.25; } } return fs.map(f => f()).join(); }
async function as(i, o) { let a = 0; try { a = await i; a += thrower(i, 4); a += o.x.y; } catch (e) { a += typeof e === 'number' ? 100 : 10; await null; a += 1; } finally { await null; a += 0.5; } return a; }
const h = new Map(); function note(k, v) { const m = h.get(k) || [0, '']; let x = 0; const s = String(v); for (let i = 0; i < s.length; i++) x = (x * 31 + s.charCodeAt(i)) | 0; m[0] = (m[0] * 17 + x) | 0; m[1] = s; h.set(k, m); }
const good = { p: 1, q: { r: 2 }, v: 3, a: { b: { c: 4 } } }, shapes = [good, { p: 'a', q: null, v: 1.5 }, { q: {}, p: 2, v: 'z', a: 1 }, { get p() { throw new TypeError('g'); }, get v() { throw 1; } }, null, 5, { a: { b: null } }];
for (let i = 0; i < N; i++) { const o = i < N / 2 ? good : shapes[i % 7]; note('nested', nested(() => 0)); try { note('vars', vars(o, i)); } catch (e) { note('vars', e.name); } note('fin', fin(o, i)); note('overflow', overflow(i, i < N / 2 ? 5 : 2147483647)); note('inl', inl1(o)); try { note('rethrow', rethrow(i % 4, i)); } catch (e) { note('rethrow', 'T' + e); } note('swap', swap(i & 7, i % 3, i)); note('args', argsIn(i % 9, i)); note('labelled', labelled(i)); note('closure', closure(i)); }
const go = { v: 1 }; { const g = gen(go); let s = 0; g.next(); for (let i = 0; i < N; i++) { const r = i % 5 ? g.next() : g.throw(i & 3); s = (s + r.value) % 1000003; if (i === (N >> 1)) go.v = 'q'.length + 0.5; } g.return(); note('gen', s + ',' + go.closed); }
(async () => { for (let i = 0; i < N / 5; i++) note('async', await as(i, i < N / 10 ? { x: { y: 1 } } : i % 3 ? {} : { x: { y: 's' } })); for (const [k, v] of h) console.log(k, v[0], v[1]); })();
