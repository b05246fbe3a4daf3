// Calls that come while an asynchronous generator is busy are answered in order, also across delegation, returns and failures.
'use strict';
const out = []; const log = (...a) => out.push(a.join(' '));
const show = p => p.then(r => typeof r === 'object' && r ? `${String(r.value)}/${r.done}` : String(r), e => 'rejected ' + (e && e.message || e));
const tick = async n => { for (let i = 0; i < n; i++) await null; };
const race = async (name, calls) => { const order = [], rs = calls.map((p, i) => show(p).then(v => { order.push(i); return v; })); const vs = await Promise.all(rs); log(name, vs.join(' | '), order.join('')); };
async function* simple() { try { const a = yield 1; const b = yield a; yield Promise.resolve(b); return 'end'; } finally { await null; log('cleaned'); } }
async function* failing() { yield 1; yield Promise.reject(new Error('no')); yield 2; }
async function* catching() { try { yield Promise.reject(new Error('in')); } catch (e) { yield 'caught ' + e.message; } return Promise.resolve('last'); }
async function* waiting(p) { log('begun'); const v = await p; yield v + 1; yield v + 2; }
async function* outer(inner) { try { const r = yield* inner; yield 'after ' + r; } catch (e) { yield 'outer ' + (e && e.message || e); } finally { log('outer done'); } }
const manual = handlers => ({ [Symbol.asyncIterator]() { return this; }, n: 0, next(v) { log('next', v); return { value: this.n++, done: this.n > 3 }; }, ...handlers });
const thenable = v => ({ then(f) { log('then'); f(v); } });
(async () => {
  let g = simple(); await race('queued', [g.next('x'), g.next('a'), g.next('b'), g.next(), g.next(), g.return('late')]);
  g = simple(); await race('return first', [g.return(thenable(5)), g.next(), g.throw(new Error('t'))]);
  g = simple(); await race('return in the queue', [g.next(), g.return('r'), g.next(), g.return(Promise.reject(new Error('rr')))]);
  g = simple(); await race('throw in the queue', [g.next(), g.throw(new Error('q')), g.next(), g.next()]);
  g = simple(); await race('throw first', [g.throw(new Error('f')), g.next(), g.return(1)]);
  g = failing(); await race('yielded rejection', [g.next(), g.next(), g.next(), g.next()]);
  g = catching(); await race('caught rejection', [g.next(), g.next(), g.next()]);
  let open; g = waiting(new Promise(r => { open = r; })); const early = [g.next(), g.next(), g.return('z'), g.next()]; await tick(3); log('opened'); open(10); await race('opened late', early);
  g = outer(simple()); await race('delegated', [g.next(), g.next('A'), g.next('B'), g.next(), g.next(), g.next()]);
  g = outer(simple()); await race('delegated return', [g.next(), g.return('R'), g.next()]);
  g = outer(simple()); await race('delegated throw', [g.next(), g.throw(new Error('T')), g.next()]);
  g = outer([]); await race('delegated nothing', [g.next(), g.next(), g.next()]);
  g = outer([Promise.resolve(1), Promise.reject(new Error('el')), 3]); await race('delegated list', [g.next(), g.next(), g.next(), g.next()]);
  g = outer(manual({ throw(e) { log('throw', e); return { value: 'handled', done: e === 'end' }; } })); await race('throw goes on', [g.next(1), g.throw('go'), g.next(2), g.throw('end'), g.next()]);
  g = outer(manual({ return(v) { log('return', v); return { value: v + '!', done: v !== 'stay' }; } })); await race('return goes on', [g.next(1), g.return('stay'), g.next(2), g.return('go'), g.next()]);
  g = outer(manual({})); await race('no throw', [g.next(), g.throw(new Error('nt')), g.next()]);
  g = outer(manual({ return() { log('closed'); return 1; } })); await race('close gives no object', [g.next(), g.throw(new Error('nt')), g.next()]);
  g = outer(manual({ next() { return 5; } })); await race('next gives no object', [g.next(), g.next()]);
  g = outer(manual({ next() { return thenable({ get value() { log('value'); return 'v'; }, get done() { log('done'); return false; } }); } })); await race('getters', [g.next(), g.return('x')]);
  g = outer({ [Symbol.asyncIterator]: undefined, *[Symbol.iterator]() { try { yield 1; yield 2; } finally { log('sync closed'); } } }); await race('sync closed', [g.next(), g.return('s'), g.next()]);
  let self; async function* own() { const p = self.next('mine'); log('asked'); yield 1; log(await show(p)); } self = own(); await race('asks itself', [self.next(), self.next()].slice(0, 1)); await tick(6);
  for (const bad of [undefined, {}, simple.prototype, (function* () {})()]) log(await simple.prototype.next.call(bad).catch(e => e.name));
  let sum = 0; async function* count(n) { for (let i = 0; i < n; i++) yield i; } for (let k = 0; k < 60; k++) for await (const v of outer(count(10))) if (typeof v === 'number') sum += v; log(sum);
  let left = 0; for (let k = 0; k < 100; k++) for await (const v of count(5)) { left += v; if (v === k % 5) break; } log(left);
  const hotQueue = count(2000), ps = []; for (let i = 0; i < 2000; i++) ps.push(hotQueue.next()); const rs = await Promise.all(ps); log(rs.reduce((a, r, i) => a + (r.value === i), 0));
  console.log(out.filter((l, i) => l !== 'outer done' || out[i - 1] !== 'outer done').join('\n'));
})();
