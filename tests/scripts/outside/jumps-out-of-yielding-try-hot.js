// node: 26
// Breaks, continues and returns that leave a try of a generator in which it was suspended.
// gc-stress: 211
'use strict';
const N = process.env.SMALL ? 60 : 1500;
let log = [];
const cases = {
  * broken() { for (let i = 0; i < 4; i++) { try { yield i; if (i === 1) break; } finally { log.push('f' + i); } } yield 'end'; },
  * continued() { outer: for (let i = 0; i < 3; i++) { for (let j = 0; j < 3; j++) { try { yield i * 10 + j; if (j === 1) continue outer; } finally { log.push('f' + i + j); } } log.push('never'); } },
  * labelled() { block: { try { yield 1; break block; } finally { log.push('f'); yield 2; log.push('g'); } log.push('never'); } yield 3; },
  * inFinally() { for (const x of [1, 2, 3]) { try { yield x; throw new Error('lost'); } finally { log.push('f' + x); if (x < 3) continue; break; } } yield 'after'; },
  * switched(x = 1) { switch (x) { case 1: try { break; } finally { log.push('f'); } case 2: log.push('two'); break; case 3: yield 0; } yield 'out'; },
  * switchedYield() { for (let k = 0; k < 4; k++) switch (k) { case 0: try { yield 'a'; continue; } finally { log.push('c0'); } case 1: try { yield 'b'; break; } finally { log.push('c1'); } case 2: try { yield 'c'; } finally { log.push('c2'); } default: log.push('d' + k); } },
  * infinite() { try { while (true) { break; } } finally { log.push('once'); } yield 2; },
  * caught() { let c = 2; while (c) { try { log.push('t'); const r = yield c; if (r === 'x') throw 1; } catch (e) { log.push('c'); continue; } finally { log.push('f'); c = c; } log.push('d'); --c; } },
  * nested() { a: for (let i = 0; i < 2; i++) { try { try { yield i; if (i) break a; continue a; } finally { log.push('in' + i); yield 'y' + i; } } finally { log.push('out' + i); } } },
  * returned() { try { try { yield 1; return 'r'; } finally { yield 2; log.push('f1'); } } finally { log.push('f2'); yield 3; } },
  * delegated() { for (let i = 0; i < 3; i++) { try { const r = yield* cases.broken(); log.push(r); if (i === 1) break; } finally { log.push('D' + i); } } },
  * ofIterators() { const it = { [Symbol.iterator]() { let n = 0; return { next: () => ({ value: n++, done: n > 5 }), return() { log.push('closed'); return {}; } }; } }; out: for (const x of it) { for (const y of it) { try { yield x + ':' + y; if (y === 1) continue out; if (x === 2) break out; } finally { log.push('F'); } } } },
  * whileCatch() { let n = 0; do { try { yield n; if (n % 2) throw n; } catch (e) { if (e > 2) break; continue; } finally { n++; log.push('n' + n); } } while (n < 9); yield 'done' + n; },
  * letsInLoop() { const fs = []; for (let i = 0; i < 3; i++) { try { fs.push(() => i); yield i; if (i === 1) continue; i += 0; } finally { fs.push(() => -i); } } yield fs.map(f => f()).join(); },
  * withArgs() { const a = arguments; for (const k in { p: 1, q: 2 }) { try { yield k + a.length; if (k === 'p') continue; } finally { log.push(k); } } },
};
const drive = {
  next: g => { const r = []; for (let i = 0; i < 30; i++) { const x = g.next(i); r.push(x.value); if (x.done) break; } return r; },
  thrown: g => { const r = []; try { r.push(g.next().value); r.push(g.throw(7).value, g.next('x').value, g.next('x').value, ...g); } catch (e) { r.push('E' + e); } return r; },
  returned: g => { const r = []; g.next(); let x = g.return('R'); r.push(x.value, x.done); while (!x.done && r.length < 12) { x = g.next(); r.push(x.value, x.done); } return r; },
  late: g => { const r = [g.next().value, g.next().value]; const x = g.return('L'); r.push(x.value, x.done, g.next().done, g.next().done, g.return('M').value); return r; },
  rethrown: g => { const r = [g.next().value, g.next('x').value]; try { r.push(g.throw('T').value); r.push(...g); } catch (e) { r.push('E' + e); } return r; },
  spread: g => { const [a, b] = g; return [a, b, ...g]; },
};
const first = {};
for (let i = 0; i < N / 5; i++) for (const c in cases) for (const d in drive) {
  log = []; const v = drive[d](cases[c]()).join() + ' # ' + log.join(' ');
  const k = c + ' ' + d; if (i === 0) first[k] = v; else if (first[k] !== v) { console.log('changed', k, i, v); process.exit(1); }
}
for (const k in first) console.log(k, '=', first[k]);
const agen = Object.entries(cases).map(([n, g]) => [n, eval('(async ' + g.toString().replace(/^\* ?\w+/, 'function*').replace(/yield\* cases\.broken\(\)/, 'yield* [5, 6]') + ')')]);
(async () => { for (const [n, g] of agen) { log = []; const r = []; try { const it = g(); r.push((await it.next()).value, (await it.next('x')).value, (await it.throw('T').catch(e => ({ value: 'E' + e }))).value, (await it.return('R')).value, (await it.next()).done); } catch (e) { r.push(e.message); } console.log('async', n, r.join(), '#', log.join(' ')); } })();
