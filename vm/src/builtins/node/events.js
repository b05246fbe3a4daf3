// node:events: EventEmitter, and promises and iterators over its events.
'use strict';

const kRejection = Symbol.for('nodejs.rejection');
/** Whether rejections of what listeners return are errors of the emitter. */
const kCapture = Symbol('kCapture');
const kShapeMode = Symbol('shapeMode');
const errorMonitor = Symbol('events.errorMonitor');
let defaultMaxListeners = 10;

function checkListener(listener) {
  if (typeof listener !== 'function') {
    throw require('internal/errors').invalidArgument('listener', 'of type function', listener);
  }
}

function checkBoolean(value, name) {
  if (typeof value !== 'boolean') throw require('internal/errors').invalidArgument(name, 'of type boolean', value);
}

/** A number of listeners: 0 for any. */
function checkLimit(n, name) {
  if (typeof n !== 'number') throw require('internal/errors').invalidArgument(name, 'of type number', n);
  if (!(n >= 0)) throw require('internal/errors').outOfRange(name, '>= 0', n);
}

function EventEmitter(options) {
  EventEmitter.init.call(this, options);
}
EventEmitter.init = function (options) {
  if (this._events === undefined || this._events === Object.getPrototypeOf(this)._events) {
    this._events = { __proto__: null };
    this._eventsCount = 0;
  }
  this._maxListeners = this._maxListeners || undefined;
  this[kShapeMode] = false;
  if (options?.captureRejections) {
    checkBoolean(options.captureRejections, 'options.captureRejections');
    this[kCapture] = true;
  } else {
    this[kCapture] = EventEmitter.prototype[kCapture];
  }
};
EventEmitter.prototype._events = undefined;
EventEmitter.prototype._eventsCount = 0;
EventEmitter.prototype._maxListeners = undefined;
Object.defineProperty(EventEmitter.prototype, kCapture, { value: false, writable: true, enumerable: false });

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
        `${require('util').inspect(emitter, { depth: -1 })}. MaxListeners is ${limit}. Use emitter.setMaxListeners() to increase limit`,
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
  checkLimit(n, 'setMaxListeners');
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
    const result = callListener(handler, this, args);
    if (result !== undefined && result !== null) watchResult(this, result, type, args);
  } else {
    for (const listener of handler.slice()) {
      const result = callListener(listener, this, args);
      if (result !== undefined && result !== null) watchResult(this, result, type, args);
    }
  }
  return true;
};

/** Few arguments need no list. */
function callListener(listener, emitter, args) {
  switch (args.length) {
    case 0:
      return listener.call(emitter);
    case 1:
      return listener.call(emitter, args[0]);
    case 2:
      return listener.call(emitter, args[0], args[1]);
    default:
      return listener.apply(emitter, args);
  }
}

/** Takes the rejection of what a listener has returned for an error, where that is wanted. */
function watchResult(emitter, result, type, args) {
  if (!emitter[kCapture]) return;
  try {
    const { then } = result;
    if (typeof then !== 'function') return;
    then.call(result, undefined, (reason) => process.nextTick(emitRejection, emitter, reason, type, args));
  } catch (error) {
    emitter.emit('error', error);
  }
}

function emitRejection(emitter, reason, type, args) {
  if (typeof emitter[kRejection] === 'function') {
    emitter[kRejection](reason, type, ...args);
    return;
  }
  // A rejection of a listener of errors is nobody's.
  const before = emitter[kCapture];
  try {
    emitter[kCapture] = false;
    emitter.emit('error', reason);
  } finally {
    emitter[kCapture] = before;
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
  let told = listener;
  if (typeof entry === 'function') {
    if (!matches(entry)) return this;
    // Node.js tells the function inside of a wrapper where it was the only one.
    told = entry.listener ?? listener;
    delete events[type];
    --this._eventsCount;
  } else {
    const at = entry.findLastIndex(matches);
    if (at < 0) return this;
    entry.splice(at, 1);
    if (entry.length === 1) events[type] = entry[0];
  }
  if (events.removeListener !== undefined) this.emit('removeListener', type, told);
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

/** Listens to an emitter or an EventTarget. */
function listen(emitter, name, listener, isOnce) {
  if (typeof emitter.on === 'function') emitter[isOnce ? 'once' : 'on'](name, listener);
  else if (typeof emitter.addEventListener === 'function') emitter.addEventListener(name, listener, { once: isOnce });
  else throw require('internal/errors').invalidArgument('emitter', 'an instance of EventEmitter', emitter);
}
function unlisten(emitter, name, listener) {
  if (typeof emitter.removeListener === 'function') emitter.removeListener(name, listener);
  else emitter.removeEventListener?.(name, listener);
}

/** The signal of options, which are checked. */
function signalOf(options) {
  if (options !== undefined && (options === null || typeof options !== 'object' || Array.isArray(options))) {
    throw require('internal/errors').invalidArgument('options', 'of type object', options);
  }
  const signal = options?.signal;
  if (signal !== undefined && (signal === null || typeof signal !== 'object' || !('aborted' in signal))) {
    throw require('internal/errors').invalidArgument('options.signal', 'an instance of AbortSignal', signal);
  }
  if (signal?.aborted) throw abortError(signal);
  return signal;
}

async function once(emitter, name, options = undefined) {
  const signal = signalOf(options);
  return new Promise((resolve, reject) => {
    const hasErrors = name !== 'error' && typeof emitter?.once === 'function';
    const cleanUp = () => {
      unlisten(emitter, name, resolver);
      if (hasErrors) unlisten(emitter, 'error', failed);
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
    listen(emitter, name, resolver, true);
    if (hasErrors) emitter.once('error', failed);
    signal?.addEventListener('abort', aborted, { once: true });
  });
}

/** A number of events that are kept: of `options.name`. */
function markOf(options, name, fallback) {
  const value = options?.[name] ?? fallback;
  const { invalidArgument, outOfRange } = require('internal/errors');
  if (typeof value !== 'number') throw invalidArgument(`options.${name}`, 'of type number', value);
  if (!Number.isInteger(value)) throw outOfRange(`options.${name}`, 'an integer', value);
  if (value < 1 || value > Number.MAX_SAFE_INTEGER) throw outOfRange(`options.${name}`, `>= 1 && <= ${Number.MAX_SAFE_INTEGER}`, value);
  return value;
}

const asyncIteratorPrototype = Object.getPrototypeOf(Object.getPrototypeOf(async function* () {}).prototype);

function on(emitter, name, options = undefined) {
  const signal = signalOf(options);
  const most = markOf(options, 'highWaterMark', Number.MAX_SAFE_INTEGER);
  const least = markOf(options, 'lowWaterMark', 1);
  const values = [];
  const waiting = [];
  let isPaused = false;
  let error = null;
  let finished = false;
  const result = (done, value) => ({ done, value });
  const push = (...args) => {
    if (waiting.length) {
      waiting.shift().resolve(result(false, args));
      return;
    }
    values.push(args);
    if (!isPaused && values.length > most && typeof emitter.pause === 'function') {
      isPaused = true;
      emitter.pause();
    }
  };
  const fail = (reason) => {
    if (waiting.length) waiting.shift().reject(reason);
    else error = reason;
    close();
  };
  const aborted = () => fail(abortError(signal));
  const hasErrors = name !== 'error' && typeof emitter?.once === 'function';
  const closing = options?.close ?? [];

  function close() {
    unlisten(emitter, name, push);
    if (hasErrors) unlisten(emitter, 'error', fail);
    for (const event of closing) unlisten(emitter, event, close);
    signal?.removeEventListener('abort', aborted);
    finished = true;
    // Nothing more comes of an emitter that would be resumed.
    isPaused = false;
    for (const { resolve } of waiting.splice(0)) resolve(result(true, undefined));
    return Promise.resolve(result(true, undefined));
  }

  const iterator = {
    __proto__: asyncIteratorPrototype,
    next() {
      if (values.length) {
        const value = values.shift();
        if (isPaused && values.length < least) {
          isPaused = false;
          emitter.resume();
        }
        return Promise.resolve(result(false, value));
      }
      if (error) {
        const reason = error;
        error = null;
        return Promise.reject(reason);
      }
      if (finished) return close();
      return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
    },
    return() {
      return close();
    },
    throw(reason) {
      if (!(reason instanceof Error)) throw require('internal/errors').invalidArgument('EventEmitter.AsyncIterator', 'an instance of Error', reason);
      fail(reason);
    },
  };
  Object.defineProperty(iterator, Symbol.asyncIterator, { value: () => iterator, writable: true, configurable: true });
  listen(emitter, name, push, false);
  if (hasErrors) emitter.on('error', fail);
  for (const event of closing) listen(emitter, event, close, false);
  signal?.addEventListener('abort', aborted, { once: true });
  return iterator;
}

module.exports = EventEmitter;
EventEmitter.EventEmitter = EventEmitter;
EventEmitter.once = once;
EventEmitter.on = on;
EventEmitter.errorMonitor = errorMonitor;
EventEmitter.captureRejectionSymbol = kRejection;
EventEmitter.usingDomains = false;
Object.defineProperty(EventEmitter, 'captureRejections', {
  enumerable: true,
  get: () => EventEmitter.prototype[kCapture],
  set(value) {
    checkBoolean(value, 'EventEmitter.captureRejections');
    EventEmitter.prototype[kCapture] = value;
  },
});
Object.defineProperty(EventEmitter, 'EventEmitterAsyncResource', {
  enumerable: true, configurable: true,
  get: function lazyEventEmitterAsyncResource() { return require('internal/emitter_resource'); },
});
const isEventTarget = (value) => value instanceof EventTarget;
const refuseEmitter = (name, value) => require('internal/errors').invalidArgument(name, 'an instance of EventEmitter or EventTarget', value);
/** How many listeners an EventTarget may have, where that was said. */
const limits = new WeakMap();
EventEmitter.getEventListeners = function getEventListeners(emitter, type) {
  if (typeof emitter?.listeners === 'function') return emitter.listeners(type);
  if (isEventTarget(emitter)) return require('internal/event_target').listenersOf(emitter, type);
  throw refuseEmitter('emitter', emitter);
};
EventEmitter.getMaxListeners = function getMaxListeners(emitter) {
  if (typeof emitter?.getMaxListeners === 'function') return emitter.getMaxListeners();
  if (isEventTarget(emitter)) return limits.get(emitter) ?? (emitter instanceof AbortSignal ? 0 : defaultMaxListeners);
  throw refuseEmitter('emitter', emitter);
};
EventEmitter.setMaxListeners = function (n = defaultMaxListeners, ...targets) {
  checkLimit(n, 'setMaxListeners');
  if (targets.length === 0) defaultMaxListeners = n;
  for (const target of targets) {
    if (typeof target?.setMaxListeners === 'function') target.setMaxListeners(n);
    else if (isEventTarget(target)) limits.set(target, n);
    else throw refuseEmitter('eventTargets', target);
  }
};
EventEmitter.addAbortListener = function addAbortListener(signal, listener) {
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
EventEmitter.listenerCount = function listenerCount(emitter, type) {
  if (typeof emitter?.listenerCount === 'function') return emitter.listenerCount(type);
  if (isEventTarget(emitter)) return require('internal/event_target').listenersOf(emitter, type).length;
  throw refuseEmitter('emitter', emitter);
};
Object.defineProperty(EventEmitter, 'defaultMaxListeners', {
  enumerable: true,
  get: function () { return defaultMaxListeners; },
  set: function (n) {
    checkLimit(n, 'defaultMaxListeners');
    defaultMaxListeners = n;
  },
});
