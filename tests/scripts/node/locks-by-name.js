// node: 26
// Locks by name: who waits for whom, who steals from whom, what ends the waiting.
'use strict';
const { locks } = navigator;
const told = (promise) => promise.then((value) => console.log('->', value), (error) => console.log('!', error.name, error.code, error.message));
const turn = () => new Promise(setImmediate);
const run = () => 'run';

async function main() {
  console.log(Object.prototype.toString.call(locks), Object.getOwnPropertyNames(Object.getPrototypeOf(locks)), locks.request.length);
  const { signal } = new AbortController();
  for (const args of [
    [], ['a'], ['a', 5], ['a', {}, 5], ['-a', run], [Symbol('s'), run], ['a', { mode: 'x' }, run], ['a', { ifAvailable: true, steal: true }, run],
    ['a', { mode: 'shared', steal: true }, run], ['a', { signal: AbortSignal.abort(new Error('before')) }, run], ['a', { signal, steal: true }, run],
    ['a', { signal, ifAvailable: true }, run], ['a', { signal: 5 }, run], ['a', null, run], ['a', 5, run], ['a', [], run], [5, (lock) => [lock.name, lock.mode]],
  ]) await told(locks.request(...args));
  await locks.request('a', async (lock) => {
    console.log(Object.prototype.toString.call(lock), lock.name, lock.mode, Object.keys(lock));
    await told(locks.request('a', { ifAvailable: true }, (other) => other));
    const shared = locks.request('a', { mode: 'shared' }, () => 'later');
    const stop = new AbortController();
    const stopped = locks.request('a', { signal: stop.signal }, run);
    const { held, pending } = await locks.query();
    console.log(held.length, pending.map(({ name, mode }) => [name, mode]), Object.keys(held[0]), held[0].clientId === `node-${process.pid}-0`);
    stop.abort('why');
    console.log(await stopped.catch((reason) => reason));
    shared.then((value) => console.log(value));
  });
  await turn();
  const held = told(locks.request('s', () => new Promise(() => {})));
  await turn();
  await told(locks.request('s', { steal: true }, (lock) => lock.name));
  await held;
  const order = [];
  await Promise.all([
    locks.request('o', async () => { order.push(1); await turn(); order.push(2); }),
    locks.request('o', { mode: 'shared' }, async () => { order.push(3); await turn(); order.push(5); }),
    locks.request('o', { mode: 'shared' }, () => { order.push(4); }),
    locks.request('o', () => { order.push(6); }),
    locks.request('o', { mode: 'shared' }, () => { order.push(7); }),
  ]);
  console.log(order.join());
  const stop = new AbortController();
  const stopped = told(locks.request('k', { signal: stop.signal }, run));
  stop.abort();
  await stopped;
  const late = new AbortController();
  const kept = locks.request('k', { signal: late.signal }, async () => { await turn(); return 'kept'; });
  await turn();
  late.abort();
  await told(kept);
  await told(locks.request('e', async () => { throw new RangeError('of the callback'); }));
  console.log(await locks.query(), require('worker_threads').locks === locks);
}
main();
