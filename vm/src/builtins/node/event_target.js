// Events of the DOM standard: Event, EventTarget, AbortController, AbortSignal,
// DOMException, CustomEvent.
'use strict';

const { checkUint32, coded, invalidArgument, missing } = require('internal/errors');

const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';

const codes = {
  IndexSizeError: 1, HierarchyRequestError: 3, WrongDocumentError: 4, InvalidCharacterError: 5, NoModificationAllowedError: 7,
  NotFoundError: 8, NotSupportedError: 9, InUseAttributeError: 10, InvalidStateError: 11, SyntaxError: 12,
  InvalidModificationError: 13, NamespaceError: 14, InvalidAccessError: 15, TypeMismatchError: 17, SecurityError: 18,
  NetworkError: 19, AbortError: 20, URLMismatchError: 21, QuotaExceededError: 22, TimeoutError: 23, InvalidNodeTypeError: 24,
  DataCloneError: 25,
};

class DOMException extends Error {
  #name;
  #message;
  constructor(message = '', options = 'Error') {
    super(message);
    this.#message = this.message;
    const isObject = options !== null && typeof options === 'object';
    this.#name = String(isObject ? options.name ?? 'Error' : options);
    if (isObject && 'cause' in options) this.cause = options.cause;
    Object.defineProperty(this, 'stack', {
      value: this.stack?.replace(/^\w*/, this.#name), writable: true, configurable: true, enumerable: false,
    });
    delete this.message;
  }
  get name() {
    return this.#name;
  }
  get message() {
    return this.#message;
  }
  get code() {
    return codes[this.#name] ?? 0;
  }
  /** Of internal/clone, which needs this class. */
  [Symbol.for('nodejs.structuredClone')]() {
    const copy = new DOMException(this.message, this.#name);
    Object.defineProperty(copy, 'stack', { value: this.stack, writable: true, configurable: true, enumerable: false });
    return copy;
  }
}
for (const name of ['name', 'message', 'code']) Object.defineProperty(DOMException.prototype, name, { enumerable: true });
Object.defineProperty(DOMException.prototype, Symbol.for('nodejs.structuredClone'), { enumerable: false });
/** The names that codes had before errors had names, in the order of their numbers. */
[
  'INDEX_SIZE', 'DOMSTRING_SIZE', 'HIERARCHY_REQUEST', 'WRONG_DOCUMENT', 'INVALID_CHARACTER', 'NO_DATA_ALLOWED', 'NO_MODIFICATION_ALLOWED', 'NOT_FOUND',
  'NOT_SUPPORTED', 'INUSE_ATTRIBUTE', 'INVALID_STATE', 'SYNTAX', 'INVALID_MODIFICATION', 'NAMESPACE', 'INVALID_ACCESS', 'VALIDATION', 'TYPE_MISMATCH', 'SECURITY',
  'NETWORK', 'ABORT', 'URL_MISMATCH', 'QUOTA_EXCEEDED', 'TIMEOUT', 'INVALID_NODE_TYPE', 'DATA_CLONE',
].forEach((name, i) => {
  for (const object of [DOMException, DOMException.prototype]) Object.defineProperty(object, `${name}_ERR`, { value: i + 1, enumerable: true });
});
Object.defineProperty(DOMException.prototype, Symbol.toStringTag, { value: 'DOMException', configurable: true });

/** QuotaExceededError (https://webidl.spec.whatwg.org/#quotaexceedederror). */
class QuotaExceededError extends DOMException {
  #quota;
  #requested;
  constructor(message = '', options = {}) {
    super(message, 'QuotaExceededError');
    const amount = (name) => {
      const value = options?.[name];
      if (value === undefined) return null;
      const number = Number(value);
      if (!Number.isFinite(number)) throw new TypeError(`Cannot convert options.${name} to a double: the value is ${number}`);
      if (number < 0) throw new RangeError(`options.${name} must not be negative`);
      return number;
    };
    this.#quota = amount('quota');
    this.#requested = amount('requested');
    if (this.#quota !== null && this.#requested !== null && this.#requested < this.#quota) {
      throw new RangeError('options.requested must not be less than options.quota');
    }
  }
  get quota() { return this.#quota; }
  get requested() { return this.#requested; }
  [Symbol.for('nodejs.structuredClone')]() {
    const copy = new QuotaExceededError(this.message, { quota: this.#quota ?? undefined, requested: this.#requested ?? undefined });
    Object.defineProperty(copy, 'stack', { value: this.stack, writable: true, configurable: true, enumerable: false });
    return copy;
  }
}
Object.defineProperty(QuotaExceededError.prototype, Symbol.for('nodejs.structuredClone'), { enumerable: false });
for (const name of ['quota', 'requested']) Object.defineProperty(QuotaExceededError.prototype, name, { enumerable: true });
Object.defineProperty(QuotaExceededError.prototype, Symbol.toStringTag, { value: 'QuotaExceededError', configurable: true });

/** A class's name and what is to be seen of an object; what is too deep is shown as any object is. */
function shownAs(name, fields, depth, options, inspect) {
  if (depth < 0) return name;
  return `${name} ${inspect(fields, { ...options, depth: options.depth === null ? null : options.depth - 1 })}`;
}

/** Members of classes of the web are seen by who enumerates. */
function enumerate(Class, ...names) {
  for (const name of names) Object.defineProperty(Class.prototype, name, { enumerable: true });
}

const NONE = 0;
const AT_TARGET = 2;

class Event {
  #type;
  #bubbles;
  #cancelable;
  #composed;
  #defaultPrevented = false;
  #propagationStopped = false;
  #timeStamp = performance.now();
  #target = null;
  #phase = NONE;
  #stopped = false;
  #trusted = false;
  constructor(type, options) {
    if (arguments.length === 0) throw missing('type');
    if (options !== undefined && options !== null && (typeof options !== 'object' || Array.isArray(options))) {
      throw invalidArgument('options', 'of type object', options);
    }
    this.#type = `${type}`;
    this.#bubbles = !!options?.bubbles;
    this.#cancelable = !!options?.cancelable;
    this.#composed = !!options?.composed;
  }
  get type() { return this.#type; }
  get target() { return this.#target; }
  get currentTarget() { return this.#phase === NONE ? null : this.#target; }
  get srcElement() { return this.#target; }
  get eventPhase() { return this.#phase; }
  get bubbles() { return this.#bubbles; }
  get cancelable() { return this.#cancelable; }
  get composed() { return this.#composed; }
  get defaultPrevented() { return this.#cancelable && this.#defaultPrevented; }
  get returnValue() { return !this.defaultPrevented; }
  set returnValue(value) { if (!value) this.#defaultPrevented = true; }
  get cancelBubble() { return this.#propagationStopped; }
  set cancelBubble(value) { if (value) this.stopPropagation(); }
  get timeStamp() { return this.#timeStamp; }
  get isTrusted() { return this.#trusted; }
  composedPath() { return this.#phase === NONE ? [] : [this.#target]; }
  preventDefault() { this.#defaultPrevented = true; }
  initEvent(type, bubbles = false, cancelable = false) {
    if (arguments.length === 0) throw missing('type');
    if (this.#phase !== NONE) return;
    this.#type = `${type}`;
    this.#bubbles = !!bubbles;
    this.#cancelable = !!cancelable;
  }
  [Symbol.for('nodejs.util.inspect.custom')](depth, options, inspect) {
    const { type, defaultPrevented, cancelable, timeStamp } = this;
    return shownAs(this.constructor.name, { type, defaultPrevented, cancelable, timeStamp }, depth, options, inspect);
  }
  stopPropagation() { this.#propagationStopped = true; }
  stopImmediatePropagation() {
    this.#propagationStopped = true;
    this.#stopped = true;
  }
  static {
    Event.begin = (event, target) => {
      event.#target = target;
      event.#phase = AT_TARGET;
    };
    Event.isStopped = (event) => event.#stopped;
    Event.end = (event) => {
      event.#phase = NONE;
    };
    Event.isDispatched = (event) => event.#phase !== NONE;
    Event.trusted = (type) => {
      const event = new Event(type);
      event.#trusted = true;
      return event;
    };
  }
}
const { begin, isStopped, end, isDispatched, trusted } = Event;
for (const name of ['begin', 'isStopped', 'end', 'isDispatched', 'trusted']) delete Event[name];
for (const [name, value] of [['NONE', 0], ['CAPTURING_PHASE', 1], ['AT_TARGET', 2], ['BUBBLING_PHASE', 3]]) {
  Object.defineProperty(Event, name, { value, enumerable: true });
  Object.defineProperty(Event.prototype, name, { value, enumerable: true });
}
enumerate(
  Event, 'initEvent', 'stopImmediatePropagation', 'preventDefault', 'target', 'currentTarget', 'srcElement', 'type', 'cancelable', 'defaultPrevented', 'timeStamp',
  'composedPath', 'returnValue', 'bubbles', 'composed', 'eventPhase', 'cancelBubble', 'stopPropagation', 'isTrusted',
);
Object.defineProperty(Event.prototype, Symbol.toStringTag, { value: 'Event', configurable: true });

class CustomEvent extends Event {
  #detail;
  constructor(type, options) {
    if (arguments.length === 0) throw missing('type');
    super(type, options);
    this.#detail = options?.detail ?? null;
  }
  get detail() { return this.#detail; }
}
enumerate(CustomEvent, 'detail');
Object.defineProperty(CustomEvent.prototype, Symbol.toStringTag, { value: 'CustomEvent', configurable: true });

/** Told of the targets whose listeners for a type have changed, and how many there are now. */
const watchers = [];
function listenersChanged(target, type, count) {
  for (const watcher of watchers) watcher(target, type, count);
}
/** An option of listeners: they are called though one before them has stopped the event. */
const kInSpiteOfStops = Symbol('inSpiteOfStops');
/** An option of listeners: what they are called with instead of the event, made of it. */
const kArgument = Symbol('argument');

/** Whether there is one. */
function checkListener(listener) {
  if (listener === undefined || listener === null) return false;
  if (!isObject(listener)) throw invalidArgument('listener', 'an instance of EventListener', listener);
  return true;
}
function typeOf(type) {
  if (typeof type === 'symbol') throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', 'Value is a Symbol and cannot be converted to a string.');
  return `${type}`;
}

class EventTarget {
  /** By type: a set of entries, so that those that come while it is walked are met. */
  #listeners = new Map();
  addEventListener(type, listener, options) {
    if (arguments.length < 2) throw missing('type', 'listener');
    if (options !== undefined && options !== null && typeof options !== 'boolean' && !isObject(options)) {
      throw invalidArgument('options', 'of type object', options);
    }
    const { capture = false, once = false, passive = false, signal, [kInSpiteOfStops]: always = false, [kArgument]: argument } =
      typeof options === 'boolean' ? { capture: options } : options ?? {};
    if (signal !== undefined && (signal === null || typeof signal !== 'object' || !('aborted' in signal))) {
      throw invalidArgument('options.signal', 'an instance of AbortSignal', signal);
    }
    if (!checkListener(listener)) return;
    if (signal?.aborted) return;
    const key = typeOf(type);
    let entries = this.#listeners.get(key);
    if (!entries) this.#listeners.set(key, entries = new Set());
    for (const entry of entries) if (entry.listener === listener && entry.capture === !!capture) return;
    entries.add({ listener, capture: !!capture, once: !!once, passive: !!passive, always, argument, removed: false });
    listenersChanged(this, key, entries.size);
    signal?.addEventListener('abort', () => this.removeEventListener(type, listener, options), { once: true, [kInSpiteOfStops]: true });
  }
  removeEventListener(type, listener, options) {
    if (arguments.length < 2) throw missing('type', 'listener');
    if (!checkListener(listener)) return;
    const capture = typeof options === 'boolean' ? options : !!options?.capture;
    const key = typeOf(type);
    const entries = this.#listeners.get(key);
    for (const entry of entries ?? []) {
      if (entry.listener !== listener || entry.capture !== capture) continue;
      entry.removed = true;
      entries.delete(entry);
      listenersChanged(this, key, entries.size);
      return;
    }
  }
  dispatchEvent(event) {
    if (arguments.length === 0) throw missing('event');
    if (!(event instanceof Event)) throw invalidArgument('event', 'an instance of Event', event);
    if (isDispatched(event)) throw new DOMException('The event is already being dispatched', 'InvalidStateError');
    begin(event, this);
    const entries = (this.#listeners.get(event.type) ?? []).values();
    for (let step = entries.next(); !step.done;) {
      const entry = step.value;
      // As in Node.js, what the last listener adds is not met any more.
      step = entries.next();
      if (entry.removed || (isStopped(event) && !entry.always)) continue;
      if (entry.once) this.removeEventListener(event.type, entry.listener, entry.capture);
      try {
        const argument = entry.argument ? entry.argument(event) : event;
        if (typeof entry.listener === 'function') entry.listener.call(this, argument);
        else if (typeof entry.listener.handleEvent === 'function') entry.listener.handleEvent(argument);
      } catch (error) {
        process.nextTick(() => {
          throw error;
        });
      }
    }
    end(event);
    return !event.defaultPrevented;
  }
  static {
    EventTarget.listenersOf = (target, type) => Array.from(target.#listeners.get(`${type}`) ?? [], ({ listener }) => listener);
    EventTarget.typesOf = (target) => [...target.#listeners].filter(([, entries]) => entries.size > 0).map(([type]) => type);
    /** Of one type, or of all: as if they had never been there, so that nobody is told. */
    EventTarget.forgetListeners = (target, type) => {
      for (const [key, entries] of target.#listeners) {
        if (type !== undefined && key !== `${type}`) continue;
        for (const entry of entries) entry.removed = true;
        target.#listeners.delete(key);
      }
    };
  }
}
const { listenersOf, typesOf, forgetListeners } = EventTarget;
for (const name of ['listenersOf', 'typesOf', 'forgetListeners']) delete EventTarget[name];
Object.defineProperty(EventTarget.prototype, Symbol.toStringTag, { value: 'EventTarget', configurable: true });

/** The `on…` attribute of a target for events of a type. */
function eventHandler(prototype, type) {
  const handlers = new WeakMap();
  Object.defineProperty(prototype, `on${type}`, {
    configurable: true,
    enumerable: true,
    get() {
      return handlers.get(this)?.handler ?? null;
    },
    set(handler) {
      const old = handlers.get(this);
      if (old) this.removeEventListener(type, old.listener);
      handlers.delete(this);
      if (typeof handler === 'function') {
        const listener = (event) => handler.call(this, event);
        handlers.set(this, { handler, listener });
        this.addEventListener(type, listener);
      }
    },
  });
}

/** A list that keeps nothing alive. */
class WeakList {
  #items = [];
  #limit = 16;
  add(item) {
    if (this.#items.length >= this.#limit) {
      this.#items = this.#items.filter((reference) => reference.deref() !== undefined);
      this.#limit = 2 * this.#items.length + 16;
    }
    this.#items.push(new WeakRef(item));
  }
  * [Symbol.iterator]() {
    for (const reference of this.#items) {
      const item = reference.deref();
      if (item !== undefined) yield item;
    }
  }
}

let allowed = false;
class AbortSignal extends EventTarget {
  #aborted = false;
  #reason = undefined;
  /** Of a signal that AbortSignal.any has made: the signals that are of no others. */
  #sources = null;
  /** The signals that are aborted with this one, in the order in which they were made. */
  #dependents = null;
  /** Those of them that have listeners, and must live on for these. */
  #heard = null;
  constructor() {
    if (!allowed) throw coded(TypeError, 'ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor');
    super();
  }
  get aborted() { return this.#aborted; }
  get reason() { return this.#reason; }
  throwIfAborted() {
    if (this.#aborted) throw this.#reason;
  }
  static abort(reason = new DOMException('This operation was aborted', 'AbortError')) {
    const signal = make();
    signal.#aborted = true;
    signal.#reason = reason;
    return signal;
  }
  static timeout(delay) {
    checkUint32(delay, 'delay');
    const signal = make();
    setTimeout(() => trigger(signal, new DOMException('The operation was aborted due to timeout', 'TimeoutError')), delay).unref();
    return signal;
  }
  /** Creating a dependent abort signal (https://dom.spec.whatwg.org/#create-a-dependent-abort-signal). */
  static any(signals) {
    if (!isObject(signals) || typeof signals[Symbol.iterator] !== 'function') {
      throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', 'signals cannot be converted to sequence.');
    }
    const list = [...signals];
    list.forEach((signal, i) => {
      if (!isObject(signal) || !(#aborted in signal)) throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', `signals[${i}] is not of type AbortSignal.`);
    });
    const result = make();
    const aborted = list.find((signal) => signal.#aborted);
    if (aborted) {
      result.#aborted = true;
      result.#reason = aborted.#reason;
      return result;
    }
    result.#sources = new Set(list.flatMap((signal) => (signal.#sources ? [...signal.#sources] : [signal])));
    for (const source of result.#sources) (source.#dependents ??= new WeakList()).add(result);
    return result;
  }
  /** Signal abort (https://dom.spec.whatwg.org/#abortsignal-signal-abort). */
  static trigger(signal, reason) {
    if (signal.#aborted) return;
    const all = [signal];
    for (const dependent of signal.#dependents ?? []) if (!dependent.#aborted) all.push(dependent);
    for (const each of all) {
      each.#aborted = true;
      each.#reason = reason;
    }
    for (const each of all) {
      each.#release();
      each.dispatchEvent(trusted('abort'));
    }
  }
  /** What is aborted waits for no others, and no others wait for it. */
  #release() {
    for (const source of this.#sources ?? []) source.#heard?.delete(this);
    this.#sources = this.#dependents = this.#heard = null;
  }
  static {
    watchers.push((target, type, count) => {
      if (type !== 'abort' || !(#aborted in target)) return;
      for (const source of target.#sources ?? []) {
        if (count === 0) source.#heard?.delete(target);
        else (source.#heard ??= new Set()).add(target);
      }
    });
  }
  [Symbol.for('nodejs.util.inspect.custom')](depth, options, inspect) {
    return depth < 0 ? this : shownAs('AbortSignal', { aborted: this.#aborted }, depth, options, inspect);
  }
}
const { trigger } = AbortSignal;
delete AbortSignal.trigger;
function make() {
  allowed = true;
  try {
    return new AbortSignal();
  } finally {
    allowed = false;
  }
}
eventHandler(AbortSignal.prototype, 'abort');
enumerate(AbortSignal, 'aborted');
Object.defineProperty(AbortSignal.prototype, Symbol.toStringTag, { value: 'AbortSignal', configurable: true });

class AbortController {
  #signal = make();
  get signal() { return this.#signal; }
  abort(reason = new DOMException('This operation was aborted', 'AbortError')) {
    trigger(this.#signal, reason);
  }
  [Symbol.for('nodejs.util.inspect.custom')](depth, options, inspect) {
    return depth < 0 ? this : shownAs('AbortController', { signal: this.#signal }, depth, options, inspect);
  }
}
enumerate(AbortController, 'signal', 'abort');
Object.defineProperty(AbortController.prototype, Symbol.toStringTag, { value: 'AbortController', configurable: true });

module.exports = { Event, CustomEvent, EventTarget, AbortController, AbortSignal, DOMException, QuotaExceededError, eventHandler, kInSpiteOfStops, kArgument, listenersOf, typesOf, forgetListeners, watchers };
