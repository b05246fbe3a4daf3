// node: 26
// Thenables that settle an element of a combinator twice, late, or with both callbacks.
'use strict';
const tell = async (name, p) => { try { console.log(name, JSON.stringify(await p, (k, v) => (v instanceof Error ? v.name + ':' + (v.errors ?? v.message) : v))); } catch (e) { console.log(name, 'threw', e instanceof AggregateError ? 'Aggregate ' + JSON.stringify(e.errors) : e instanceof Error ? e.name : String(e)); } };
const kinds = {
  both: (f, r) => { f(1); r(2); }, reversed: (f, r) => { r(3); f(4); }, thrice: (f, r) => { f('a'); f('b'); f('c'); r('d'); }, throwsLater: (f) => { f('ok'); throw new Error('late'); }, throwsFirst: () => { throw new Error('first'); }, nothing: () => {},
  later: (f, r) => { Promise.resolve().then(() => { f('L'); r('M'); f('N'); }); }, inOther: (f, r) => { setTimeout(() => { r('T'); f('U'); }, 1); }, nestedThenable: f => { f({ then(g) { g('inner'); g('again'); } }); }, self: f => { f(f); }, args: (...a) => { a[0](a.length + ':' + a.map(x => typeof x + x.length + JSON.stringify(x.name)).join()); },
};
const th = k => ({ then: kinds[k] });
function Odd(executor) { let s = []; const self = this; executor(v => { s.push(['f', v]); }, e => { s.push(['r', e]); }); self.calls = s; }
Odd.resolve = x => x;
class Twice extends Promise { constructor(ex) { super((f, r) => ex(v => { f(v); r('also'); }, r)); } }
class Raw extends Promise { static resolve(x) { return x; } }
(async () => {
  for (const m of ['all', 'allSettled', 'any', 'race']) {
    for (const k in kinds) { if (k === 'nothing') continue; await tell(m + ' ' + k, Promise[m]([th(k), k === 'inOther' ? th('inOther') : 0])); await tell(m + ' raw ' + k, Promise[m].call(Raw, [th(k), { then(f) { setTimeout(f, 25, 'end'); } }])); }
    await tell(m + ' twice', Twice[m]([Twice.resolve(42), 5, Promise.reject('no')])); await tell(m + ' empty', Promise.race([Promise[m]([]), new Promise(r => setTimeout(r, 1, 'never'))]));
    const o = Promise[m].call(Odd, [{ then(f, r) { f(1); f(2); r && r(3); } }, { then(f, r) { r ? r(4) : 0; r && r(5); f(6); } }, { then() {} }]); console.log(m, 'odd', JSON.stringify(o.calls));
    const o2 = Promise[m].call(Odd, [{ then(f, r) { f(1); r(1); f(1); f(1); } }, { then(f, r) { f(2); r(2); } }]); console.log(m, 'odd2', JSON.stringify(o2.calls, (k, v) => (v instanceof AggregateError ? v.errors : v)));
    let fs = []; Promise[m].call(Odd, [{ then(f, r) { fs.push(f, r); } }, { then(f, r) { fs.push(f, r); } }]); console.log(m, fs.map(f => f.name + f.length + Object.hasOwn(f, 'prototype')).join(), fs[0] === fs[2], fs[1] === fs[3]); console.log(fs.map(f => f('v')).join(), [Reflect.ownKeys(fs[0]).join()].join()); try { new fs[0](); } catch (e) { console.log(e.name); }
    let log = []; const it = { [Symbol.iterator]() { let n = 0; return { next() { log.push('n'); return { done: n > 2, value: n++ }; }, return() { log.push('ret'); return {}; } }; } };
    class L extends Promise { static resolve(x) { log.push('res' + x); if (x === 1 && L.bad) throw new Error('bad'); return super.resolve(x); } } await tell(m + ' iter', L[m](it)); L.bad = true; await tell(m + ' closed', L[m](it)); class G extends Promise { static get resolve() { log.push('get'); return 5; } } await tell(m + ' uncallable', G[m](it)); console.log(log.join(' '));
    await tell(m + ' not iterable', Promise[m](5)); await tell(m + ' poisoned', Promise[m]([{ get then() { throw new Error('poison'); } }])); await tell(m + ' string', Promise[m]('ab')); try { Promise[m].call(undefined, []); } catch (e) { console.log(e.name); } try { Promise[m].call(function () {}, []); } catch (e) { console.log(e.name); }
  }
  const r = Promise.withResolvers(); r.resolve(1); r.resolve(2); r.reject(3); await tell('withResolvers', r.promise); await tell('try', Promise.try((...a) => a.join(), 1, 2)); await tell('try thenable', Promise.try(() => th('both'))); await tell('try throws', Promise.try(() => { throw 5; })); try { console.log(JSON.stringify(Promise.try.call(Odd, () => 7).calls), JSON.stringify(Promise.withResolvers.call(Odd).promise.calls), JSON.stringify(Promise.reject.call(Odd, 8).calls)); } catch (e) { console.log(e.name); }
  let n = 0; await new Promise(f => { f({ then(g, h) { n++; g({ then(g2) { n++; g2(0); g2(1); h(2); } }); h(3); } }); }).then(v => console.log(v, n)); const p = new Promise((f, rj) => { f(new Promise(() => {}).constructor.resolve('q')); rj('z'); f('y'); }); await tell('locked', p); const self = new Promise(f => setTimeout(() => f(self))); await tell('self', self); let take; const late = new Promise(f => { take = f; }); take(late); await tell('self2', late);
})();
