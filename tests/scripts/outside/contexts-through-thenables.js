// Contexts of asynchronous work through thenables, emitters and resources.
// node: 26
// gc-stress: 61
'use strict';
const { AsyncLocalStorage, AsyncResource } = require('async_hooks');
const { EventEmitter } = require('events');
const als = new AsyncLocalStorage(), other = new AsyncLocalStorage();
const log = (...a) => console.log(...a, als.getStore(), other.getStore());
const thenable = (tag, v) => ({ then(res) { log('then ' + tag); res(v); } });
const getter = tag => ({ get then() { log('get ' + tag); return r => { log('called ' + tag); r(1); }; } });
async function ret(tag, first) { if (first) await null; return thenable(tag, 1); }
async function retGet(tag, first) { if (first) await null; return getter(tag); }
async function* gen(tag) { log('gen start ' + tag); yield 1; log('gen 2 ' + tag); await null; log('gen 3 ' + tag); yield thenable('yielded ' + tag, 7); log('gen end ' + tag); }
function* sync(tag) { log('sync ' + tag); yield 1; log('sync2 ' + tag); }
async function main() {
  for (const first of [false, true]) { log('v', await als.run('A' + first, () => ret('r' + first, first))); log('v', await als.run('B' + first, () => retGet('g' + first, first))); }
  await als.run('C', async () => { await thenable('await'); log('after'); await Promise.resolve(thenable('resolve')); await Promise.all([thenable('all1'), thenable('all2')]); log('after all'); for await (const x of [thenable('fa', 3)]) log('x', x); });
  const g = als.run('G', () => gen('a'));
  await als.run('n1', () => g.next()); await als.run('n2', () => g.next()); await g.next(); log('gen done');
  const s = als.run('S', () => sync('b')); als.run('s1', () => s.next()); s.next();
  als.run('P', () => { Promise.reject(1).catch(() => log('catch')).finally(() => log('finally')); queueMicrotask(() => log('micro')); process.nextTick(() => log('tick')); setImmediate(() => { log('immediate'); setTimeout(() => log('timeout'), 1); }); });
  let later; const p = als.run('Q', () => new Promise(r => { later = r; })); als.run('R', () => p.then(() => log('then of R'))); als.run('T', () => later()); await p; await null;
  const e = new EventEmitter(); als.run('E', () => e.on('x', () => log('event'))); als.run('F', () => e.emit('x')); e.emit('x');
  const b = als.run('bind', () => AsyncLocalStorage.bind(() => log('bound'))); b(); als.run('z', b);
  const snap = als.run('snap', () => AsyncLocalStorage.snapshot()); snap(() => log('snapped')); als.run('y', () => snap(() => log('snapped2')));
  const r = als.run('res', () => new AsyncResource('X')); r.runInAsyncScope(() => log('resource')); als.run('w', () => r.runInAsyncScope((a, b) => log('resource2', a, b), null, 1, 2));
  als.run('o', () => other.run('i', () => { log('both'); als.exit(() => log('exit')); als.run('o2', () => log('nest')); log('back'); try { als.run('thrown', () => { throw 1; }); } catch { log('caught'); } }));
  await als.run('as', async () => { als.enterWith('entered'); log('ew'); await null; log('ew2'); await (async () => { als.enterWith('deep'); await null; })(); log('ew3'); });
  log('outer'); await new Promise(r => setTimeout(r, 20));
  const d = new AsyncLocalStorage({ defaultValue: 'dv', name: 'nm' }); console.log(d.getStore(), d.name); d.run(undefined, () => console.log(d.getStore())); d.exit(() => console.log(d.getStore()));
  als.disable(); log('disabled'); als.run('again', () => log('again'));
  als.run('un', () => { const t = setInterval(() => { log('interval'); clearInterval(t); }, 1); });
  await new Promise(r => setTimeout(r, 20));
  let c = 0; await als.run('hot', async () => { for (let i = 0; i < (20000); i++) { await (i % 3 ? null : thenable0(i)); if (als.getStore() === 'hot') c++; } }); console.log(c);
}
function thenable0(i) { return { then(r) { if (als.getStore() !== 'hot') console.log('lost', i); r(i); } }; }
main().then(() => log('end'), e => console.log(e));
