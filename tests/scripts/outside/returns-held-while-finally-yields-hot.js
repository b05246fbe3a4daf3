// What a generator is to return or throw while its finally blocks yield, return, break, continue, throw, delegate, or run the generator itself; by next, return and throw at each step; with half an expression on its stack.
// gc-stress: 211
'use strict';
const N = 40;
let log = '';
const put = s => { log = (log + s).slice(-30); return s; };
const gens = {
  *plain(a) { try { return put('r') + a; } finally { yield 1; yield 2; } },
  *nested(a) { try { try { return 'in' + a; } finally { put('a'); yield 1; } } finally { put('b'); const x = yield 2; if (x === 5) return 'x' + x; } },
  *overrides(a) { for (let i = 0; i < 3; i++) { try { if (i === a) return 'i' + i; yield i; } finally { if (i === 1) continue; if (i === 2) break; } } return 'end'; },
  *operands(a) { return [put('1'), a + (yield 'p') * 2, yield a, `${yield 't'}|${a}`, { k: yield 'o', [yield 'c']: a }].join(); },
  *inArgs(a) { try { return put(yield 1, put('arg'), ...(yield 2) ?? [], a); } finally { put('f'); } },
  *stored(a) { const o = { set f(v) { put('s' + v); }, m(x, y) { return x + ':' + y; } }; try { o.f = yield 1; o[yield 2] = yield 3; return o.m(yield 4, a); } finally { return 'fin' + (yield 5); } },
  *delegates(a) { try { const r = yield* inner(a); return 'd' + r; } finally { yield 'after'; put('z'); } },
  *inFinally(a) { try { if (a & 1) throw 'thr'; return 'ret'; } finally { const r = yield* inner(a); put(r); if (r === 2) return 'own'; } },
  *catches(a) { let n = 0; while (n < 4) { try { n++; put(yield n); if (n === a) throw n; } catch (e) { put('c' + e); yield 'caught' + e; continue; } finally { if (n === 3) yield 'three'; } } return n; },
  *labels(a) { out: { try { yield 1; return 'lost'; } finally { if (a) break out; } } return 'label'; },
  *self(a) { try { yield 1; if (a) self.next(); } finally { try { self.return(1); } catch (e) { put(e.constructor.name[0]); } yield 's'; } },
  *forOf(a) { for (const x of inner(a)) { for (const y of inner(x | 0)) { if (x === a && y === 1) return x + '/' + y; yield [x, y].join(); } } return 'done'; },
  *pattern(a) { try { const [x = yield 'dx', { y = yield 'dy', ...r } = yield 'do'] = [, a ? undefined : { z: 1 }]; return [x, y, Object.keys(r)].join(); } finally { put('p'); yield 'pf'; } },
  *closure(a) { const fs = []; for (let i = 0; i < 3; i++) { fs.push(() => i); try { yield i; i += a; } finally { fs.push(() => 'f' + i); yield 'w'; } } return fs.map(f => f()).join(); },
  *args(a, b = yield0(a)) { try { yield arguments.length; arguments[0] = 9; return a + b + arguments.length; } finally { yield arguments[0]; } },
  *spread(a) { return [...inner(a), yield 's', ...inner(1), ...(yield 'l') ?? 'no'].join(); },
};
function yield0(a) { return a + 10; }
function* inner(n) { try { for (let i = 0; i < 2; i++) put((yield i) ?? '-'); return 2; } catch (e) { put('i' + e); return yield 'ic'; } finally { put('if'); if (n === 3) yield 'if'; } }
let self;
const show = r => r.done + ':' + (typeof r.value === 'object' ? JSON.stringify(r.value) : r.value);
const acts = [g => g.next(), g => g.next(5), g => g.return(7), g => g.throw(8), g => g.return(), g => [...g].length, g => { for (const x of g) { return 'of' + x; } return 'of'; }, g => { const [a, b] = g; return a + ',' + b; }, g => g.next('k')];
const hash = (h, s) => { for (let i = 0; i < s.length; i++) h = (h * 31 + s.charCodeAt(i)) | 0; return h; };
for (const k in gens) { let h = 0; const few = new Set(); for (let i = 0; i < N; i++) for (let p = 0; p < 40; p++) { const g = self = gens[k](i & 3); let s = '', q = p * 7 + i; for (let t = 0; t < 7; t++) { const act = t === 0 && p & 1 ? acts[0] : acts[(q >> 1) % acts.length]; q = (q * 5 + 3) & 1023; try { const r = act(g); s += (typeof r === 'object' ? show(r) : r) + ' '; } catch (e) { s += '!' + (e instanceof Error ? e.name : e) + ' '; } } h = hash(h, s + log); if (few.size < 1) few.add(s); } console.log(k, h, log, [...few].join('; ')); }
// hot loops that leave generators in the middle
function* count(n) { try { for (let i = 0; i < n; i++) yield i; return 'r'; } finally { cleaned++; } } let cleaned = 0;
function first(n) { for (const x of count(n)) if (x * x >= n) return x; return -1; }
function skip(n) { let s = 0; outer: for (const a of count(n)) { for (const b of count(a)) { if (b === 2) continue outer; if (a + b > 9) break outer; s += a * b + 1; } } return s; }
function thrown(n) { let s = 0; try { for (const x of count(n)) { s += x; if (x === 5) throw s; } } catch (e) { s = -e; } return s; }
function taken(n) { const [a, , b = 7, ...r] = count(n); const [c] = count(n); return a + b + (c ?? 3) + r.length; }
function by(g, n) { let s = 0, r; while (!(r = g.next(s & 1)).done) { s += r.value; if (s > n) { g.return(); } } return s + String(r.value); }
let h = 0; for (let i = 0; i < N * 12; i++) { const n = i % 9; h = hash(h, [first(n), skip(n + 3), thrown(n), taken(n), by(count(n), 9)].join()); } console.log(h, cleaned);
