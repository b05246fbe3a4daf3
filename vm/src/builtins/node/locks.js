// Locks by name (https://w3c.github.io/web-locks/), of the programs of one thread.
'use strict';

const { checkFunction, coded } = require('internal/errors');
const { DOMException } = require('internal/event_target');

const kMake = Symbol('kMake');
const kName = Symbol('kName');
const kMode = Symbol('kMode');
const notSupported = (message) => new DOMException(message, 'NotSupportedError');
const wrongType = (message) => coded(TypeError, 'ERR_INVALID_ARG_TYPE', message);

class Lock {
  constructor(key, name, mode) {
    if (key !== kMake) throw coded(TypeError, 'ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor');
    this[kName] = name;
    this[kMode] = mode;
  }
  get name() { return this[kName]; }
  get mode() { return this[kMode]; }
}

/** By name: the locks that are held, each with what ends it, and the requests that wait, in their order. */
const places = new Map();
function placeOf(name) {
  let place = places.get(name);
  if (place === undefined) places.set(name, place = { held: new Set(), waiting: [] });
  return place;
}
const isFree = ({ held }, mode) => (mode === 'exclusive' ? held.size === 0 : ![...held].some((one) => one.lock.mode === 'exclusive'));

function grant(place, request) {
  const holder = { lock: new Lock(kMake, request.name, request.mode), reject: request.reject };
  place.held.add(holder);
  request.forget?.();
  const release = () => {
    if (place.held.delete(holder)) goOn(request.name, place);
  };
  // What the callback gives is not awaited longer than the lock is held: it may be stolen.
  run(request, holder.lock).then((value) => {
    release();
    request.resolve(value);
  }, (error) => {
    release();
    request.reject(error);
  });
}
async function run({ callback }, lock) {
  return callback(lock);
}
function goOn(name, place) {
  while (place.waiting.length > 0 && isFree(place, place.waiting[0].mode)) grant(place, place.waiting.shift());
  if (place.held.size === 0 && place.waiting.length === 0) places.delete(name);
}

/** What is asked for, checked. */
function settingsOf(options) {
  if (options !== undefined && options !== null && typeof options !== 'object' && typeof options !== 'function') {
    throw wrongType('Value cannot be converted to a dictionary');
  }
  const { mode = 'exclusive', ifAvailable = false, steal = false, signal } = options ?? {};
  if (mode !== 'exclusive' && mode !== 'shared') {
    throw coded(TypeError, 'ERR_INVALID_ARG_VALUE', `mode '${mode}' is not a valid enum value of type LockMode.`);
  }
  if (signal !== undefined && (signal === null || typeof signal !== 'object')) throw wrongType('signal is not an object.');
  if (signal !== undefined && !('aborted' in signal)) throw wrongType('signal is not of type AbortSignal.');
  return { mode, ifAvailable: !!ifAvailable, steal: !!steal, signal };
}

class LockManager {
  #made = true;
  constructor(key = undefined) {
    if (key !== kMake) throw coded(TypeError, 'ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor');
  }
  async request(name, givenOptions, givenCallback = undefined) {
    const [options, callback] = givenCallback === undefined ? [undefined, givenOptions] : [givenOptions, givenCallback];
    checkFunction(callback, 'callback');
    if (typeof name === 'symbol') throw wrongType('Value is a Symbol and cannot be converted to a string.');
    const text = `${name}`;
    const { mode, ifAvailable, steal, signal } = settingsOf(options);
    if (text.startsWith('-')) throw notSupported('Lock name may not start with hyphen');
    if (ifAvailable && steal) throw notSupported('ifAvailable and steal are mutually exclusive');
    if (mode === 'shared' && steal) throw notSupported('mode: "shared" and steal are mutually exclusive');
    if (signal !== undefined && (steal || ifAvailable)) throw notSupported('signal cannot be used with steal or ifAvailable');
    signal?.throwIfAborted();

    const place = placeOf(text);
    const canBegin = place.waiting.length === 0 && isFree(place, mode);
    if (ifAvailable && !canBegin) return callback(null);
    const { promise, resolve, reject } = Promise.withResolvers();
    const request = { name: text, mode, callback, resolve, reject, forget: undefined };
    if (steal) {
      for (const holder of place.held) holder.reject(new DOMException('The operation was aborted', 'AbortError'));
      place.held.clear();
    }
    // Who may still abort it has the time to.
    if (canBegin && signal !== undefined) queueMicrotask(() => goOn(text, place));
    else if (steal || canBegin) {
      grant(place, request);
      return promise;
    }
    place.waiting.push(request);
    if (signal !== undefined) {
      const abort = () => {
        place.waiting.splice(place.waiting.indexOf(request), 1);
        reject(signal.reason);
        goOn(text, place);
      };
      signal.addEventListener('abort', abort, { once: true });
      request.forget = () => signal.removeEventListener('abort', abort);
    }
    return promise;
  }
  async query() {
    if (!(#made in this)) throw coded(TypeError, 'ERR_INVALID_THIS', 'Value of "this" must be of type LockManager');
    const clientId = `node-${process.pid}-${require('worker_threads').threadId}`;
    const told = ({ name, mode }) => ({ name, mode, clientId });
    const all = [...places.values()];
    return { held: all.flatMap(({ held }) => [...held].map(({ lock }) => told(lock))), pending: all.flatMap(({ waiting }) => waiting.map(told)) };
  }
}
for (const [Class, names] of [[Lock, ['name', 'mode']], [LockManager, ['request', 'query']]]) {
  for (const name of names) Object.defineProperty(Class.prototype, name, { enumerable: true });
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { value: Class.name, configurable: true });
}
Object.defineProperty(LockManager.prototype.request, 'length', { value: 2, configurable: true });

module.exports = { locks: new LockManager(kMake) };
