// node: 26
// Stores that are bound to channels, bounded channels, and channels that trace; names that other modules lend.
'use strict';
const channels = require('diagnostics_channel');
const { AsyncLocalStorage } = require('async_hooks');

const store = new AsyncLocalStorage();
const other = new AsyncLocalStorage();
const channel = channels.channel('one');
console.log(channel.hasSubscribers, channel.unbindStore(store));
channel.bindStore(store);
channel.bindStore(other, (message) => message.n * 2);
console.log(channel.hasSubscribers, channels.hasSubscribers('one'));
channel.subscribe((message, name) => console.log('told', message, name, store.getStore(), other.getStore()));
const shown = function (...args) {
  console.log('run', this?.self, args, store.getStore(), other.getStore());
  return 7;
};
console.log(channel.runStores({ n: 1 }, shown, { self: 'me' }, 1, 2), store.getStore());
const scope = channel.withStoreScope({ n: 2 });
shown('within');
scope[Symbol.dispose]();
shown('after');
try {
  channel.runStores({ n: 3 }, () => { throw new Error('mine'); });
} catch (error) {
  console.log(error.message, store.getStore());
}
console.log(channel.unbindStore(other), channel.unbindStore(other));
channel.runStores({ n: 4 }, shown);

const bounded = channels.boundedChannel('two');
console.log(bounded instanceof channels.BoundedChannel, bounded.hasSubscribers, bounded.start.name, bounded.end.name);
console.log(bounded.run({ a: 1 }, shown, undefined, 'nobody listens'));
const handlers = { start: (message) => console.log('start', message, store.getStore()), end: (message) => console.log('end', message, store.getStore()) };
bounded.subscribe(handlers);
bounded.start.bindStore(store);
console.log(bounded.hasSubscribers, bounded.run({ a: 2 }, shown, { self: 'it' }, 5), store.getStore());
const within = bounded.withScope({ a: 3 });
shown('within');
within[Symbol.dispose]();
within[Symbol.dispose]();
console.log(bounded.unsubscribe(handlers), bounded.unsubscribe(handlers));

const tracing = channels.tracingChannel('three');
const told = Object.fromEntries(['start', 'end', 'asyncStart', 'asyncEnd', 'error'].map((name) => [name, (message) => console.log(name, message, store.getStore())]));
tracing.subscribe(told);
tracing.start.bindStore(store, () => 'from start');
tracing.asyncStart.bindStore(store, () => 'from asyncStart');
console.log(tracing.traceSync(shown, { b: 1 }, { self: 'she' }, 'sync'));
try {
  tracing.traceSync(() => { throw 'thrown'; }, { b: 2 });
} catch (error) {
  console.log('caught', error);
}
try {
  tracing.traceCallback(shown, 0, {}, undefined, 'no function');
} catch (error) {
  console.log(error.code, error.message);
}
const later = (value, error, callback) => setImmediate(callback, error, value);
tracing.traceCallback(later, -1, { b: 3 }, undefined, 'value', null, (error, value) => {
  console.log('called', error, value, store.getStore());
  tracing.traceCallback(later, 2, { b: 4 }, undefined, 'value', 'wrong', (failure) => {
    console.log('called', failure, store.getStore());
    tracing.tracePromise(async () => store.getStore(), { b: 5 }).then((result) => console.log('kept', result));
  });
});

const http = require('http');
for (const name of ['WebSocket', 'CloseEvent', 'MessageEvent']) console.log(name, http[name] === globalThis[name]);
const zlib = require('zlib');
console.log(Object.keys(zlib.constants).filter((name) => zlib[name] !== zlib.constants[name]).every((name) => name.startsWith('BROTLI')), zlib.ZSTD_c_windowLog);
const { constants } = require('fs');
for (const name of Object.keys(constants).filter((key) => key.startsWith('UV_FS')).sort()) console.log(name, constants[name], require('constants')[name]);
