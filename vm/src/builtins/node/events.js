// node:events: EventEmitter, and promises and iterators over its events.
'use strict';

const kCapture = Symbol.for('nodejs.rejection');
const errorMonitor = Symbol('events.errorMonitor');
let defaultMaxListeners = 10;

function checkListener(listener) {
  if (typeof listener !== 'function') {
    throw require('internal/errors').invalidArgument('listener', 'of type function', listener);
  }
}

function EventEmitter(options) {
  EventEmitter.init.call(this, options);
}
EventEmitter.init = function () {
  if (this._events === undefined || this._events === Object.getPrototypeOf(this)._events) {
    this._events = { __proto__: null };
    this._eventsCount = 0;
  }
  this._maxListeners = this._maxListeners || undefined;
};
EventEmitter.prototype._events = undefined;
EventEmitter.prototype._eventsCount = 0;
EventEmitter.prototype._maxListeners = undefined;

function listOf(emitter, type) {
  const entry = emitter._events?.[type];
  if (entry === undefined) return [];
  return typeof entry === 'function' ? [entry] : entry;
}

function add(emitter, type, listener, prepend) {
  checkListener(listener);
  let events = emitter._events;
  if (events === undefined) {
    events = emitter._events = { __proto__: null };
    emitter._eventsCount = 0;
  } else if (events.newListener !== undefined) {
    emitter.emit('newListener', type, listener.listener ?? listener);
    events = emitter._events;
  }
  const entry = events[type];
  if (entry === undefined) {
    events[type] = listener;
    ++emitter._eventsCount;
  } else {
    const list = typeof entry === 'function' ? [entry] : entry;
    if (prepend) list.unshift(listener);
    else list.push(listener);
    events[type] = list;
    const limit = emitter.getMaxListeners();
    if (limit > 0 && list.length > limit && !list.warned) {
      list.warned = true;
      process.emitWarning(
        `Possible EventEmitter memory leak detected. ${list.length} ${String(type)} listeners added to ` +
        `${emitter.constructor?.name ?? 'Object'}. MaxListeners is ${limit}. Use emitter.setMaxListeners() to increase limit`,
        'MaxListenersExceededWarning');
    }
  }
  return emitter;
}

function onceWrapper(emitter, type, listener) {
  checkListener(listener);
  const state = { fired: false };
  const wrapper = function (...args) {
    if (state.fired) return undefined;
    state.fired = true;
    emitter.removeListener(type, wrapper);
    return listener.apply(emitter, args);
  };
  wrapper.listener = listener;
  return wrapper;
}

EventEmitter.prototype.setMaxListeners = function setMaxListeners(n) {
  if (typeof n !== 'number' || !(n >= 0)) throw require('internal/errors').outOfRange('n', 'a non-negative number', n);
  this._maxListeners = n;
  return this;
};
EventEmitter.prototype.getMaxListeners = function getMaxListeners() {
  return this._maxListeners === undefined ? defaultMaxListeners : this._maxListeners;
};
EventEmitter.prototype.emit = function emit(type, ...args) {
  const events = this._events;
  if (type === 'error') {
    if (events?.[errorMonitor] !== undefined) this.emit(errorMonitor, ...args);
    if (events?.error === undefined) {
      const error = args[0];
      if (error instanceof Error) throw error;
      const wrapped = require('internal/errors').coded(Error, 'ERR_UNHANDLED_ERROR', `Unhandled error. (${typeof error === 'string' ? `'${error}'` : require('util').inspect(error)})`);
      wrapped.context = error;
      throw wrapped;
    }
  }
  const handler = events?.[type];
  if (handler === undefined) return false;
  if (typeof handler === 'function') {
    callListener(handler, this, args);
  } else {
    for (const listener of handler.slice()) callListener(listener, this, args);
  }
  return true;
};

/** Few arguments need no list. */
function callListener(listener, emitter, args) {
  switch (args.length) {
    case 0:
      listener.call(emitter);
      break;
    case 1:
      listener.call(emitter, args[0]);
      break;
    case 2:
      listener.call(emitter, args[0], args[1]);
      break;
    default:
      listener.apply(emitter, args);
  }
}
EventEmitter.prototype.addListener = function addListener(type, listener) {
  return add(this, type, listener, false);
};
EventEmitter.prototype.on = EventEmitter.prototype.addListener;
EventEmitter.prototype.prependListener = function prependListener(type, listener) {
  return add(this, type, listener, true);
};
EventEmitter.prototype.once = function once(type, listener) {
  return this.on(type, onceWrapper(this, type, listener));
};
EventEmitter.prototype.prependOnceListener = function prependOnceListener(type, listener) {
  return this.prependListener(type, onceWrapper(this, type, listener));
};
EventEmitter.prototype.removeListener = function removeListener(type, listener) {
  checkListener(listener);
  const events = this._events;
  const entry = events?.[type];
  if (entry === undefined) return this;
  const matches = (l) => l === listener || l.listener === listener;
  let removed;
  if (typeof entry === 'function') {
    if (!matches(entry)) return this;
    removed = entry;
    delete events[type];
    --this._eventsCount;
  } else {
    const at = entry.findLastIndex(matches);
    if (at < 0) return this;
    removed = entry[at];
    entry.splice(at, 1);
    if (entry.length === 1) events[type] = entry[0];
  }
  if (events.removeListener !== undefined) this.emit('removeListener', type, removed.listener ?? listener);
  return this;
};
EventEmitter.prototype.off = EventEmitter.prototype.removeListener;
EventEmitter.prototype.removeAllListeners = function removeAllListeners(type) {
  const events = this._events;
  if (events === undefined) return this;
  if (events.removeListener === undefined) {
    if (arguments.length === 0) {
      this._events = { __proto__: null };
      this._eventsCount = 0;
    } else if (events[type] !== undefined) {
      delete events[type];
      --this._eventsCount;
    }
    return this;
  }
  if (arguments.length === 0) {
    for (const key of Reflect.ownKeys(events)) if (key !== 'removeListener') this.removeAllListeners(key);
    this.removeAllListeners('removeListener');
    return this;
  }
  for (const listener of listOf(this, type).slice().reverse()) this.removeListener(type, listener);
  return this;
};
EventEmitter.prototype.listeners = function listeners(type) {
  return listOf(this, type).map((l) => l.listener ?? l);
};
EventEmitter.prototype.rawListeners = function rawListeners(type) {
  return listOf(this, type).slice();
};
EventEmitter.prototype.listenerCount = function listenerCount(type, listener) {
  const entry = this._events?.[type];
  if (entry === undefined) return 0;
  if (!listener) return typeof entry === 'function' ? 1 : entry.length;
  return listOf(this, type).filter((l) => l === listener || l.listener === listener).length;
};
EventEmitter.prototype.eventNames = function eventNames() {
  return this._eventsCount > 0 ? Reflect.ownKeys(this._events) : [];
};

function abortError(signal) {
  const error = new Error('The operation was aborted', { cause: signal.reason });
  error.name = 'AbortError';
  error.code = 'ABORT_ERR';
  return error;
}

async function once(emitter, name, options) {
  const signal = options?.signal;
  if (signal?.aborted) throw abortError(signal);
  return new Promise((resolve, reject) => {
    if (typeof emitter.addEventListener === 'function' && typeof emitter.on !== 'function') {
      emitter.addEventListener(name, (event) => resolve([event]), { once: true });
      return;
    }
    const cleanUp = () => {
      emitter.removeListener?.(name, resolver);
      emitter.removeListener?.('error', failed);
      signal?.removeEventListener('abort', aborted);
    };
    const resolver = (...args) => {
      cleanUp();
      resolve(args);
    };
    const failed = (error) => {
      cleanUp();
      reject(error);
    };
    const aborted = () => {
      cleanUp();
      reject(abortError(signal));
    };
    emitter.once(name, resolver);
    if (name !== 'error') emitter.once('error', failed);
    signal?.addEventListener('abort', aborted, { once: true });
  });
}

function on(emitter, name, options) {
  const signal = options?.signal;
  if (signal?.aborted) throw abortError(signal);
  const values = [];
  const waiting = [];
  let error = null;
  let finished = false;
  const push = (...args) => {
    if (waiting.length) waiting.shift().resolve({ value: args, done: false });
    else values.push(args);
  };
  const fail = (reason) => {
    if (waiting.length) waiting.shift().reject(reason);
    else error = reason;
    iterator.return();
  };
  const aborted = () => fail(abortError(signal));
  const iterator = {
    next() {
      if (values.length) return Promise.resolve({ value: values.shift(), done: false });
      if (error) {
        const reason = error;
        error = null;
        return Promise.reject(reason);
      }
      if (finished) return Promise.resolve({ value: undefined, done: true });
      return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
    },
    return() {
      emitter.removeListener(name, push);
      emitter.removeListener('error', fail);
      signal?.removeEventListener('abort', aborted);
      finished = true;
      for (const { resolve } of waiting.splice(0)) resolve({ value: undefined, done: true });
      return Promise.resolve({ value: undefined, done: true });
    },
    throw(reason) {
      fail(reason);
      return Promise.resolve({ value: undefined, done: true });
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
  emitter.on(name, push);
  if (name !== 'error') emitter.on('error', fail);
  for (const close of options?.close ?? []) emitter.on(close, () => iterator.return());
  signal?.addEventListener('abort', aborted, { once: true });
  return iterator;
}

module.exports = EventEmitter;
EventEmitter.EventEmitter = EventEmitter;
EventEmitter.once = once;
EventEmitter.on = on;
EventEmitter.errorMonitor = errorMonitor;
EventEmitter.captureRejectionSymbol = kCapture;
EventEmitter.usingDomains = false;
EventEmitter.captureRejections = false;
Object.defineProperty(EventEmitter, 'EventEmitterAsyncResource', {
  enumerable: true, configurable: true,
  get() { return require('internal/emitter_resource'); },
});
const isEventTarget = (value) => value instanceof EventTarget;
const refuseEmitter = (name, value) => require('internal/errors').invalidArgument(name, 'an instance of EventEmitter or EventTarget', value);
/** How many listeners an EventTarget may have, where that was said. */
const limits = new WeakMap();
EventEmitter.getEventListeners = (emitter, type) => {
  if (typeof emitter?.listeners === 'function') return emitter.listeners(type);
  if (isEventTarget(emitter)) return require('internal/event_target').listenersOf(emitter, type);
  throw refuseEmitter('emitter', emitter);
};
EventEmitter.getMaxListeners = (emitter) => {
  if (typeof emitter?.getMaxListeners === 'function') return emitter.getMaxListeners();
  if (isEventTarget(emitter)) return limits.get(emitter) ?? (emitter instanceof AbortSignal ? 0 : defaultMaxListeners);
  throw refuseEmitter('emitter', emitter);
};
EventEmitter.setMaxListeners = (n = defaultMaxListeners, ...targets) => {
  if (typeof n !== 'number' || !(n >= 0)) throw require('internal/errors').outOfRange('setMaxListeners', '>= 0', n);
  if (targets.length === 0) defaultMaxListeners = n;
  for (const target of targets) {
    if (typeof target?.setMaxListeners === 'function') target.setMaxListeners(n);
    else if (isEventTarget(target)) limits.set(target, n);
    else throw refuseEmitter('eventTargets', target);
  }
};
EventEmitter.addAbortListener = (signal, listener) => {
  if (signal === undefined || signal === null || typeof signal !== 'object' || !('aborted' in signal)) {
    throw require('internal/errors').invalidArgument('signal', 'an instance of AbortSignal', signal);
  }
  checkListener(listener);
  let forget = null;
  if (signal.aborted) {
    queueMicrotask(() => listener());
  } else {
    signal.addEventListener('abort', listener, { once: true, [require('internal/event_target').kInSpiteOfStops]: true });
    forget = () => signal.removeEventListener('abort', listener);
  }
  return {
    __proto__: null,
    [Symbol.dispose]() {
      forget?.();
    },
  };
};
EventEmitter.listenerCount = (emitter, type) => {
  if (typeof emitter?.listenerCount === 'function') return emitter.listenerCount(type);
  if (isEventTarget(emitter)) return require('internal/event_target').listenersOf(emitter, type).length;
  throw refuseEmitter('emitter', emitter);
};
Object.defineProperty(EventEmitter, 'defaultMaxListeners', {
  enumerable: true,
  get: () => defaultMaxListeners,
  set(n) {
    defaultMaxListeners = n;
  },
});
