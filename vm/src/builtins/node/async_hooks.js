// node:async_hooks: contexts that go along with what is done later (AsyncLocalStorage), resources
// with numbers (AsyncResource), and hooks that are told of them (createHook).
'use strict';

const native = require('native');
const { checkFunction, checkString, coded, invalidArgument } = require('internal/errors');
const hooks = require('internal/async_context');

// ---- contexts

// The context is a map of stores that is never changed once it is the context, except by `disable`.
const replaced = (storage, value) => {
  const map = new Map(native.asyncContext());
  map.set(storage, value);
  return map;
};

class AsyncLocalStorage {
  #default;
  #name = '';
  constructor(options = {}) {
    if (options === null || typeof options !== 'object' || Array.isArray(options)) throw invalidArgument('options', 'of type object', options);
    this.#default = options.defaultValue;
    if (options.name !== undefined) this.#name = `${options.name}`;
  }
  static bind(fn) {
    return AsyncResource.bind(fn);
  }
  static snapshot() {
    return AsyncLocalStorage.bind((callback, ...args) => callback(...args));
  }
  get name() {
    return this.#name;
  }
  disable() {
    native.asyncContext()?.delete(this);
  }
  enterWith(store) {
    native.setAsyncContext(replaced(this, store));
  }
  run(store, callback, ...args) {
    const context = native.asyncContext();
    if (context !== undefined && context.has(this) && Object.is(context.get(this), store)) return Reflect.apply(callback, null, args);
    native.setAsyncContext(replaced(this, store));
    try {
      return Reflect.apply(callback, null, args);
    } finally {
      native.setAsyncContext(context);
    }
  }
  exit(callback, ...args) {
    return this.run(undefined, callback, ...args);
  }
  getStore() {
    const context = native.asyncContext();
    return context !== undefined && context.has(this) ? context.get(this) : this.#default;
  }
  withScope(store) {
    return new RunScope(this, store);
  }
}

/** A store for as long as a `using` lasts. */
class RunScope {
  #before = native.asyncContext();
  #over = false;
  constructor(storage, store) {
    storage.enterWith(store);
  }
  dispose() {
    if (this.#over) return;
    this.#over = true;
    native.setAsyncContext(this.#before);
  }
  [Symbol.dispose]() {
    this.dispose();
  }
}

// ---- resources

function checkedType(type) {
  checkString(type, 'type');
  if (type.length === 0) throw coded(TypeError, 'ERR_ASYNC_TYPE', `Invalid name for async "type": ${type}`);
}

class AsyncResource {
  #id;
  #trigger;
  #context = native.asyncContext();
  #destroyed = { value: false };
  constructor(type, options = {}) {
    checkString(type, 'type');
    let trigger = options;
    let manual = false;
    if (typeof options !== 'number') {
      trigger = options.triggerAsyncId === undefined ? native.executionAsyncId() : options.triggerAsyncId;
      manual = !!options.requireManualDestroy;
    }
    if (!Number.isSafeInteger(trigger) || trigger < -1) {
      throw coded(RangeError, 'ERR_INVALID_ASYNC_ID', `Invalid triggerAsyncId value: ${trigger}`);
    }
    if (hooks.enabled()) checkedType(type);
    this.#id = native.newAsyncId();
    this.#trigger = trigger;
    hooks.tellInit(this.#id, type, trigger, this);
    if (!manual && hooks.enabled()) hooks.destroyWithObject(this, this.#id, this.#destroyed);
  }
  runInAsyncScope(fn, thisArg, ...args) {
    const id = native.executionAsyncId();
    const trigger = native.triggerAsyncId();
    const context = native.setAsyncContext(this.#context);
    native.setAsyncIds(this.#id, this.#trigger);
    hooks.enter(this.#id, this);
    try {
      return Reflect.apply(fn, thisArg, args);
    } finally {
      hooks.leave(this.#id);
      native.setAsyncIds(id, trigger);
      native.setAsyncContext(context);
    }
  }
  emitDestroy() {
    this.#destroyed.value = true;
    hooks.tellDestroy(this.#id);
    return this;
  }
  asyncId() {
    return this.#id;
  }
  triggerAsyncId() {
    return this.#trigger;
  }
  bind(fn, thisArg) {
    checkFunction(fn, 'fn');
    const resource = this;
    const bound = thisArg === undefined
      ? function (...args) { return resource.runInAsyncScope(fn, this, ...args); }
      : (...args) => resource.runInAsyncScope(fn, thisArg, ...args);
    return Object.defineProperties(bound, {
      length: { value: fn.length, configurable: true, enumerable: false, writable: false },
      name: { value: `bound ${fn.name}`, configurable: true },
    });
  }
  static bind(fn, type, thisArg) {
    return new AsyncResource(type || fn.name || 'bound-anonymous-fn').bind(fn, thisArg);
  }
}

// ---- hooks

class AsyncHook {
  #callbacks;
  constructor(callbacks) {
    this.#callbacks = callbacks;
  }
  enable() {
    hooks.add(this, this.#callbacks);
    return this;
  }
  disable() {
    hooks.remove(this);
    return this;
  }
}

function createHook(options) {
  const { init, before, after, destroy, promiseResolve, trackPromises } = options;
  for (const [name, value] of Object.entries({ init, before, after, destroy, promiseResolve })) {
    if (value !== undefined && typeof value !== 'function') throw coded(TypeError, 'ERR_ASYNC_CALLBACK', `hook.${name} must be a function`);
  }
  if (trackPromises !== undefined && typeof trackPromises !== 'boolean') throw invalidArgument('trackPromises', 'of type boolean', trackPromises);
  if (trackPromises === false && promiseResolve !== undefined) {
    throw require('internal/errors').invalidValue('trackPromises', trackPromises, 'must not be false when promiseResolve is enabled');
  }
  return new AsyncHook({ init, before, after, destroy, promiseResolve, trackPromises: trackPromises !== false });
}

const providers = [
  'NONE', 'DIRHANDLE', 'DNSCHANNEL', 'ELDHISTOGRAM', 'FILEHANDLE', 'FILEHANDLECLOSEREQ', 'BLOBREADER', 'FSEVENTWRAP', 'FSREQCALLBACK',
  'FSREQPROMISE', 'GETADDRINFOREQWRAP', 'GETNAMEINFOREQWRAP', 'HEAPSNAPSHOT', 'CPUHEAPPROFILE', 'HTTP2SESSION', 'HTTP2STREAM', 'HTTP2PING',
  'HTTP2SETTINGS', 'HTTPINCOMINGMESSAGE', 'HTTPCLIENTREQUEST', 'JSSTREAM', 'JSUDPWRAP', 'MESSAGEPORT', 'PIPECONNECTWRAP', 'PIPESERVERWRAP',
  'PIPEWRAP', 'PROCESSWRAP', 'PROMISE', 'QUERYWRAP', 'SHUTDOWNWRAP', 'SIGNALWRAP', 'STATWATCHER', 'STREAMPIPE', 'TCPCONNECTWRAP',
  'TCPSERVERWRAP', 'TCPWRAP', 'TTYWRAP', 'UDPSENDWRAP', 'UDPWRAP', 'SIGINTWATCHDOG', 'WORKER', 'WORKERHEAPSNAPSHOT', 'WRITEWRAP', 'ZLIB',
];

module.exports = {
  AsyncLocalStorage,
  createHook,
  executionAsyncId: function () { return native.executionAsyncId(); },
  triggerAsyncId: function () { return native.triggerAsyncId(); },
  executionAsyncResource: hooks.executionAsyncResource,
  asyncWrapProviders: Object.freeze(Object.assign(Object.create(null), Object.fromEntries(providers.map((name, i) => [name, i])))),
  AsyncResource,
};
