// mock: functions that tell how they were called, in place of others.
'use strict';

const { coded, invalidArgument, invalidValue, outOfRange, checkFunction } = require('internal/errors');

const MAX = Number.MAX_SAFE_INTEGER;

function checkCount(value, name, least) {
  if (typeof value !== 'number') throw invalidArgument(name, 'of type number', value);
  if (!(Number.isInteger(value) && value >= least && value <= MAX)) throw outOfRange(name, `>= ${least} && <= ${MAX}`, value);
}

/** What `f.mock` is. */
class MockFunctionContext {
  #calls = [];
  #implementation;
  #original;
  #once = new Map();
  #restore;
  #times;
  constructor(implementation, original, restore, times) {
    this.#implementation = implementation;
    this.#original = original;
    this.#restore = restore;
    this.#times = times;
  }
  get calls() { return this.#calls.slice(); }
  callCount() {
    return this.#calls.length;
  }
  mockImplementation(implementation) {
    checkFunction(implementation, 'implementation');
    this.#implementation = implementation;
  }
  mockImplementationOnce(implementation, onCall) {
    checkFunction(implementation, 'implementation');
    const next = this.#calls.length;
    const call = onCall ?? next;
    checkCount(call, 'onCall', next);
    this.#once.set(call, implementation);
  }
  restore() {
    if (this.#restore) this.#restore();
    else this.#implementation = this.#original;
  }
  resetCalls() {
    this.#calls = [];
  }
  /** The implementation of the next call. */
  static next(context) {
    const number = context.#calls.length;
    if (context.#times !== undefined && number >= context.#times) return context.#original;
    const once = context.#once.get(number);
    if (once === undefined) return context.#implementation;
    context.#once.delete(number);
    return once;
  }
  static track(context, call) {
    context.#calls.push(call);
    if (context.#times !== undefined && context.#calls.length === context.#times) context.#restore?.();
  }
}
const { next, track } = MockFunctionContext;
delete MockFunctionContext.next;
delete MockFunctionContext.track;

/** What `property.mock` is. */
class MockPropertyContext {
  #object;
  #name;
  #value;
  #original;
  #descriptor;
  #accesses = [];
  #once = new Map();
  constructor(object, name, value) {
    this.#object = object;
    this.#name = name;
    this.#original = object[name];
    this.#value = value;
    this.#descriptor = Object.getOwnPropertyDescriptor(object, name);
    if (!this.#descriptor) throw invalidValue('propertyName', name, 'is not a property of the object');
    const { configurable, enumerable } = this.#descriptor;
    Object.defineProperty(object, name, {
      configurable, enumerable,
      get: () => {
        const now = this.#next(this.#value);
        this.#accesses.push({ __proto__: null, type: 'get', value: now, stack: new Error() });
        return now;
      },
      set: (given) => {
        const now = this.#next(given);
        this.#accesses.push({ __proto__: null, type: 'set', value: now, stack: new Error() });
        this.#value = now;
      },
    });
  }
  #next(value) {
    const number = this.#accesses.length;
    if (!this.#once.has(number)) return value;
    const once = this.#once.get(number);
    this.#once.delete(number);
    return once;
  }
  get accesses() { return this.#accesses.slice(); }
  accessCount() {
    return this.#accesses.length;
  }
  mockImplementation(value) {
    this.#value = value;
  }
  mockImplementationOnce(value, onAccess) {
    const next = this.#accesses.length;
    checkCount(onAccess ?? next, 'onAccess', next);
    this.#once.set(onAccess ?? next, value);
  }
  resetAccesses() {
    this.#accesses = [];
  }
  restore() {
    Object.defineProperty(this.#object, this.#name, this.#descriptor.get ? this.#descriptor : { ...this.#descriptor, value: this.#original });
  }
}

function descriptorOf(object, name) {
  for (let at = object; at !== null && at !== undefined; at = Object.getPrototypeOf(at)) {
    const found = Object.getOwnPropertyDescriptor(at, name);
    if (found) return found;
  }
  return undefined;
}

class MockTracker {
  #mocks = [];
  #timers;
  get timers() {
    return (this.#timers ??= new (require('internal/test/mock_timers').MockTimers)());
  }

  fn(original = function () {}, implementation = original, options = {}) {
    if (original !== null && typeof original === 'object') [options, original, implementation] = [original, function () {}, function () {}];
    else if (implementation !== null && typeof implementation === 'object') [options, implementation] = [implementation, original];
    checkFunction(original, 'original');
    checkFunction(implementation, 'implementation');
    const { times } = options;
    if (times !== undefined) checkCount(times, 'options.times', 1);
    return this.#function(original, implementation, undefined, times);
  }

  #function(original, implementation, restore, times) {
    const context = new MockFunctionContext(implementation, original, restore, times);
    this.#mocks.push(context);
    const tell = (call, work) => {
      try {
        call.result = work();
        return call.result;
      } catch (error) {
        call.error = error;
        throw error;
      } finally {
        track(context, { __proto__: null, ...call });
      }
    };
    const entry = (list, target, self) => ({ arguments: list, error: undefined, result: undefined, stack: new Error(), target, this: self });
    const mock = new Proxy(original, {
      __proto__: null,
      apply(_, self, list) {
        const call = entry(list, undefined, self);
        const implementation = next(context);
        return tell(call, () => Reflect.apply(implementation, self, list));
      },
      construct(target, list, newTarget) {
        const call = entry(list, target, undefined);
        const implementation = next(context);
        return tell(call, () => {
          call.result = Reflect.construct(implementation, list, newTarget);
          call.this = call.result;
          return call.result;
        });
      },
      get: (target, name, receiver) => (name === 'mock' ? context : Reflect.get(target, name, receiver)),
    });
    return mock;
  }

  method(object, name, implementation, options) {
    if (object === null || (typeof object !== 'object' && typeof object !== 'function')) throw invalidArgument('object', 'of type object', object);
    if (typeof name !== 'string' && typeof name !== 'symbol') throw invalidArgument('methodName', 'one of type string or symbol', name);
    if (implementation !== null && typeof implementation === 'object') [options, implementation] = [implementation, undefined];
    const { getter = false, setter = false, times } = options ?? {};
    for (const [key, value] of [['options.getter', getter], ['options.setter', setter]]) {
      if (typeof value !== 'boolean') throw invalidArgument(key, 'of type boolean', value);
    }
    if (getter && setter) throw invalidValue('options.setter', setter, "cannot be used with 'options.getter'");
    const descriptor = descriptorOf(object, name);
    const original = getter ? descriptor?.get : setter ? descriptor?.set : descriptor?.value;
    if (typeof original !== 'function') throw invalidValue('methodName', original, 'must be a method');
    if (implementation !== undefined) checkFunction(implementation, 'implementation');
    if (times !== undefined) checkCount(times, 'options.times', 1);
    const own = Object.getOwnPropertyDescriptor(object, name);
    const restore = () => {
      if (own) Object.defineProperty(object, name, own);
      else delete object[name];
    };
    const mock = this.#function(original, implementation ?? original, restore, times);
    const { configurable, enumerable } = descriptor;
    const now = getter || setter
      ? { configurable, enumerable, get: getter ? mock : descriptor.get, set: setter ? mock : descriptor.set }
      : { configurable, enumerable, writable: descriptor.writable, value: mock };
    Object.defineProperty(object, name, now);
    return mock;
  }
  getter(object, name, implementation, options) {
    if (implementation !== null && typeof implementation === 'object') [options, implementation] = [implementation, undefined];
    const { getter = true } = options ?? {};
    if (getter === false) throw invalidValue('options.getter', getter, 'cannot be false');
    return this.method(object, name, implementation, { ...options, getter });
  }
  setter(object, name, implementation, options) {
    if (implementation !== null && typeof implementation === 'object') [options, implementation] = [implementation, undefined];
    const { setter = true } = options ?? {};
    if (setter === false) throw invalidValue('options.setter', setter, 'cannot be false');
    return this.method(object, name, implementation, { ...options, setter });
  }
  property(object, name, value) {
    if (object === null || typeof object !== 'object') throw invalidArgument('object', 'of type object', object);
    const context = new MockPropertyContext(object, name, arguments.length > 2 ? value : object[name]);
    this.#mocks.push(context);
    return new Proxy(object, { __proto__: null, get: (target, key, receiver) => (key === 'mock' ? context : Reflect.get(target, key, receiver)) });
  }
  module() {
    throw coded(Error, 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM', 'mock.module is unavailable');
  }
  reset() {
    this.restoreAll();
    this.#timers?.reset();
    this.#mocks = [];
  }
  restoreAll() {
    for (const mock of this.#mocks) mock.restore();
  }
}
// It needs a flag of the command line.
delete MockTracker.prototype.module;

module.exports = { MockTracker, MockFunctionContext };
