// node: 26
// Functions that are called less often than those who want them called: who is answered, when, and what an end does to them.
'use strict';
const util = require('util');
const { debounce, throttle } = util;
const told = (promise) => promise.then((value) => value, (error) => `${error.name} ${error.code}: ${error.message}${error.cause ? ` (${error.cause})` : ''}`);
const shape = (f) => Object.entries(Object.getOwnPropertyDescriptors(f)).filter(([name]) => name !== 'prototype')
  .map(([name, d]) => `${name} ${d.enumerable} ${d.configurable} ${typeof d.value === 'function' ? `${d.value.name} ${d.value.length}` : typeof d.get}`);
const refused = (f) => {
  try {
    f();
  } catch (error) {
    console.log(error.code, error.message);
  }
};

async function debounced() {
  const calls = [];
  const f = debounce(function add(a, b) {
    calls.push([a, b]);
    return a + b;
  }, 20);
  console.log(f.name, f.length, shape(f), f.pending, f.pendingCount);
  console.log(f.ref() === f, f.unref() === f, f.ref() === f);
  const answers = [f(1, 2), f(3, 4), f(5, 6)];
  console.log(f.pendingCount, f.pending === answers[2], calls);
  console.log(await Promise.all(answers), calls);
  const flushed = f(7, 8);
  f.flush();
  console.log(calls.length, await flushed);
  const dropped = [told(f(1, 1)), told(f(2, 2))];
  f.cancel('why');
  f.cancel();
  console.log(await Promise.all(dropped));
  const first = debounce((n) => n, 20, { leading: true });
  console.log(await Promise.all([first(1), first(2), first(3)]));
  const one = debounce((n) => n, 20, { rejectOnCancel: true });
  console.log(await Promise.all([told(one(1)), one(2)]));
  const throwing = debounce(() => { throw new RangeError('thrown'); }, 1);
  console.log(await told(throwing()));
  const stop = new AbortController();
  const until = debounce((n) => n, 10000, { signal: stop.signal });
  const never = told(until(1));
  stop.abort('enough');
  console.log(await never, await told(until(2)));
  // Nobody hears of failures of calls that others have followed.
  const failing = debounce(() => Promise.reject(new Error('once')), 1);
  failing();
  console.log(await told(failing()));
}

async function throttled() {
  const begun = [];
  const f = throttle(async function get(n) {
    begun.push(n);
    return n;
  }, 2, 60);
  console.log(f.name, f.length, shape(f), f.hasImmediateCapacity());
  const answers = [1, 2, 3, 4, 5].map((n) => f(n));
  console.log(begun, f.pendingCount, f.activeCount, f.pending === answers[4], f.hasImmediateCapacity());
  console.log(await Promise.all(answers), begun, f.pendingCount);
  const strict = throttle((n) => n, 2, 60, { strict: true });
  console.log(await Promise.all([1, 2, 3, 4].map((n) => strict(n))));
  const few = throttle((n) => n, 1, 10000, { overflow: 'drop' });
  console.log(await few(1), await told(few(2)));
  const short = throttle((n) => n, 1, 60, { maxPending: 1 });
  console.log(await Promise.all([short(1), short(2), told(short(3))]));
  const ends = [];
  const single = throttle((n) => new Promise((done) => ends.push(() => done(n))), 10, 1, { concurrency: 1 });
  const two = [single('a'), single('b')];
  console.log(ends.length, single.activeCount, single.pendingCount);
  ends[0]();
  console.log(await two[0]);
  await new Promise(setImmediate);
  console.log(ends.length);
  ends[1]();
  console.log(await two[1], single.activeCount);
  const stop = new AbortController();
  const until = throttle((n) => n, 1, 10000, { signal: stop.signal });
  console.log(await until(1));
  const never = told(until(2));
  stop.abort('enough');
  console.log(await never, await told(until(3)), until.hasImmediateCapacity());
}

refused(() => debounce());
refused(() => debounce(() => {}, -1));
refused(() => debounce(() => {}, 1.5));
refused(() => debounce(() => {}, 1, null));
refused(() => debounce(() => {}, 1, { leading: 1 }));
refused(() => debounce(() => {}, 1, { rejectOnCancel: 'x' }));
refused(() => debounce(() => {}, 1, { signal: {} }));
refused(() => debounce(() => {}, 1, { signal: AbortSignal.abort(5) }));
refused(() => throttle(() => {}, 0, 1));
refused(() => throttle(() => {}, 1, 2 ** 31));
refused(() => throttle(() => {}, 1, 1, { concurrency: 0 }));
refused(() => throttle(() => {}, 1, 1, { maxPending: -1 }));
refused(() => throttle(() => {}, 1, 1, { overflow: 'none' }));
refused(() => throttle(() => {}, 1, 1, { strict: 1 }));
refused(() => util.markPromiseAsHandled({}));
util.markPromiseAsHandled(Promise.reject(new Error('nobody cares')));
debounced().then(throttled);
