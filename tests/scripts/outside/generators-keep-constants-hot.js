// What a generator has never changed, counts slowly, or walks with for-in is still there when it goes on, however it was started.
const N = 3000;
function* constants() { const temp2 = undefined, k = 7.5, s = 'text', o = { n: 1 }; while (true) { yield temp2; yield k; yield s + o.n++; } }
function* counter(limit) { const iterations = limit; let c = 0; yield true; while (true) { c++; if (c === iterations) break; if (c > iterations) { yield 'late'; return; } yield true; } return c; }
function* forIns(a, b) { for (const i in a) { for (const j in b) { yield i + j; } } }
function* forInsAfter(a, b) { yield 0; for (var i in a) for (var j in b) { if (j === 'skip') continue; yield i + j + (yield); } }
function* delegating(n) { const v8 = 13.37; try { yield* [n]; yield* n; } catch (e) { yield e.name + v8; } const v13 = [1337, v8]; v13.push(v8 + 1); yield v13.length; }
function* rest(a, b, ...more) { let x = 1; for (;;) { const got = yield x + more.length; if (got) { more.push(got); x = b; } else if (got === 0) return more; x++; arguments[0] = x; } }
function* nestedTry() { const start = 'begin'; let n = 0; while (n < 3) { try { try { yield start + n; } finally { n++; yield 'f' + n; } } catch (e) { yield 'c' + e + n; } } return n; }
async function* asyncs(n) { const half = 0.5; for (let i = 0; i < n; i++) { const v = await (i & 1 ? Promise.resolve(i) : i); yield* [v + half, half]; } }
function* patterns(o) { const { a = 1, ...others } = o; let k = 0; for (const key in others) { const [x = yield key, y] = [others[key]]; k += (x ?? 0) + (y === undefined); } return a + k; }
class G { #p = 3; *m(n) { const self = this; for (let i = 0; i < n; i++) yield self.#p + i + (yield this.#p++); } static *s() { yield super.toString === Function.prototype.toString; yield this.name; } }
function hash(it, feed) { let h = 0, i = 0, r; while (!(r = it.next(feed?.(i))).done && i++ < 40) { const s = String(r.value); for (let k = 0; k < s.length; k++) h = h * 31 + s.charCodeAt(k) | 0; } return h + '/' + (r.done ? String(r.value) : 'cut'); }
const A = { x: 1, y: 2 }, B = [1, 2], C = { skip: 1, z: 2, w: 3 };
const fs = { constants: () => hash(constants()), counter: i => hash(counter(i % 30 + 1)), forIns: i => hash(forIns(i & 1 ? A : B, C)), forInsAfter: i => hash(forInsAfter(A, C), k => k), delegating: i => hash(delegating(i & 1 ? [i] : i)), rest: i => hash(rest(1, 2, 3, 4), k => [undefined, 5, i % 7, 0][k % 4]),
  nestedTry: () => hash(nestedTry()), patterns: i => hash(patterns({ a: i & 1 ? undefined : 2, b: 3, c: undefined, d: 4 }), k => k), m: i => hash(new G().m(i % 5), k => k), s: () => hash(G.s()) };
for (const [name, f] of Object.entries(fs)) { let h = 0, v; for (let i = 0; i < N / 4; i++) { v = f(i); h = h * 31 + v.length + v.charCodeAt(0) + v.charCodeAt(v.length - 1) | 0; } console.log(name, h, v); }
{ const g = constants(); for (let i = 0; i < 20000; i++) g.next(); console.log(g.next().value, g.next().value, g.next().value, g.next().value); }
{ let n = 0, r; const g = counter(100000); while (!(r = g.next()).done) n++; console.log(n, r.value); }
{ const one = forInsAfter({ a: 1, b: 2, c: 3 }, C), two = forInsAfter(B, A); const o = []; for (let i = 0; i < 9; i++) { o.push(one.next(i).value, two.next('t').value); if (i === 3) delete A.y; } A.y = 2; console.log(o.join()); }
{ const live = Array.from({ length: 50 }, (_, i) => [constants(), nestedTry(), counter(40)]); let s = ''; for (let r = 0; r < 30; r++) for (const [a, b, c] of live) { const x = a.next(), y = r === 4 ? b.throw('T') : b.next(), z = c.next(); if (r % 9 === 4) s += x.value + String(y.value) + z.value; } let h = 0; for (const ch of s) h = h * 31 + ch.charCodeAt(0) | 0; console.log(h, s.slice(0, 40)); }
(async () => { let s = 0; for (let r = 0; r < 60; r++) for await (const v of asyncs(r % 9)) s += v; console.log(s); })();
