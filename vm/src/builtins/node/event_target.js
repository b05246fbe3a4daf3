// Events of the DOM standard: Event, EventTarget, AbortController, AbortSignal,
// DOMException, CustomEvent.
'use strict';

const codes = {
  IndexSizeError: 1, HierarchyRequestError: 3, WrongDocumentError: 4, InvalidCharacterError: 5, NoModificationAllowedError: 7,
  NotFoundError: 8, NotSupportedError: 9, InUseAttributeError: 10, InvalidStateError: 11, SyntaxError: 12,
  InvalidModificationError: 13, NamespaceError: 14, InvalidAccessError: 15, TypeMismatchError: 17, SecurityError: 18,
  NetworkError: 19, AbortError: 20, URLMismatchError: 21, QuotaExceededError: 22, TimeoutError: 23, InvalidNodeTypeError: 24,
  DataCloneError: 25,
};

class DOMException extends Error {
  #name;
  constructor(message = '', options = 'Error') {
    super(message);
    const isObject = options !== null && typeof options === 'object';
    this.#name = String(isObject ? options.name ?? 'Error' : options);
    if (isObject && 'cause' in options) this.cause = options.cause;
    Object.defineProperty(this, 'stack', {
      value: this.stack.replace(/^\w*/, this.#name), writable: true, configurable: true, enumerable: false,
    });
  }
  get name() {
    return this.#name;
  }
  get code() {
    return codes[this.#name] ?? 0;
  }
}
/** The names that codes had before errors had names, in the order of their numbers. */
[
  'INDEX_SIZE', 'DOMSTRING_SIZE', 'HIERARCHY_REQUEST', 'WRONG_DOCUMENT', 'INVALID_CHARACTER', 'NO_DATA_ALLOWED', 'NO_MODIFICATION_ALLOWED', 'NOT_FOUND',
  'NOT_SUPPORTED', 'INUSE_ATTRIBUTE', 'INVALID_STATE', 'SYNTAX', 'INVALID_MODIFICATION', 'NAMESPACE', 'INVALID_ACCESS', 'VALIDATION', 'TYPE_MISMATCH', 'SECURITY',
  'NETWORK', 'ABORT', 'URL_MISMATCH', 'QUOTA_EXCEEDED', 'TIMEOUT', 'INVALID_NODE_TYPE', 'DATA_CLONE',
].forEach((name, i) => {
  for (const object of [DOMException, DOMException.prototype]) Object.defineProperty(object, `${name}_ERR`, { value: i + 1, enumerable: true });
});
Object.defineProperty(DOMException.prototype, Symbol.toStringTag, { value: 'DOMException', configurable: true });

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
  constructor(type, options) {
    if (arguments.length === 0) throw new TypeError('The "type" argument must be specified');
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
  get cancelBubble() { return this.#propagationStopped; }
  set cancelBubble(value) { if (value) this.stopPropagation(); }
  get timeStamp() { return this.#timeStamp; }
  get isTrusted() { return false; }
  composedPath() { return this.#phase === NONE ? [] : [this.#target]; }
  preventDefault() { this.#defaultPrevented = true; }
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
  }
}
const { begin, isStopped, end, isDispatched } = Event;
for (const name of ['begin', 'isStopped', 'end', 'isDispatched']) delete Event[name];
for (const [name, value] of [['NONE', 0], ['CAPTURING_PHASE', 1], ['AT_TARGET', 2], ['BUBBLING_PHASE', 3]]) {
  Object.defineProperty(Event, name, { value, enumerable: true });
  Object.defineProperty(Event.prototype, name, { value, enumerable: true });
}
Object.defineProperty(Event.prototype, Symbol.toStringTag, { value: 'Event', configurable: true });

class CustomEvent extends Event {
  #detail;
  constructor(type, options) {
    super(type, options);
    this.#detail = options?.detail ?? null;
  }
  get detail() { return this.#detail; }
}
Object.defineProperty(CustomEvent.prototype, Symbol.toStringTag, { value: 'CustomEvent', configurable: true });

class EventTarget {
  #listeners = new Map();
  addEventListener(type, listener, options) {
    if (listener == null) return;
    if (typeof listener !== 'function' && typeof listener !== 'object') {
      throw require('internal/errors').invalidArgument('listener', 'an instance of EventListener', listener);
    }
    const { capture = false, once = false, passive = false, signal } = typeof options === 'boolean' ? { capture: options } : options ?? {};
    if (signal?.aborted) return;
    const key = `${type}`;
    let list = this.#listeners.get(key);
    if (!list) this.#listeners.set(key, list = []);
    if (list.some((l) => l.listener === listener && l.capture === !!capture)) return;
    list.push({ listener, capture: !!capture, once: !!once, passive: !!passive, removed: false });
    signal?.addEventListener('abort', () => this.removeEventListener(type, listener, options), { once: true });
  }
  removeEventListener(type, listener, options) {
    const capture = typeof options === 'boolean' ? options : !!options?.capture;
    const list = this.#listeners.get(`${type}`);
    const at = list?.findIndex((l) => l.listener === listener && l.capture === capture) ?? -1;
    if (at >= 0) list.splice(at, 1)[0].removed = true;
  }
  dispatchEvent(event) {
    if (!(event instanceof Event)) throw require('internal/errors').invalidArgument('event', 'an instance of Event', event);
    if (isDispatched(event)) throw new DOMException('The event is already being dispatched', 'InvalidStateError');
    begin(event, this);
    for (const entry of [...this.#listeners.get(event.type) ?? []]) {
      if (entry.removed) continue;
      if (entry.once) this.removeEventListener(event.type, entry.listener, entry.capture);
      try {
        if (typeof entry.listener === 'function') entry.listener.call(this, event);
        else entry.listener.handleEvent(event);
      } catch (error) {
        process.nextTick(() => {
          throw error;
        });
      }
      if (isStopped(event)) break;
    }
    end(event);
    return !event.defaultPrevented;
  }
}
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

let allowed = false;
class AbortSignal extends EventTarget {
  #aborted = false;
  #reason = undefined;
  constructor() {
    if (!allowed) throw require('internal/errors').coded(TypeError, 'ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor');
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
    const signal = make();
    setTimeout(() => trigger(signal, new DOMException('The operation was aborted due to timeout', 'TimeoutError')), delay).unref();
    return signal;
  }
  static any(signals) {
    const result = make();
    for (const signal of signals) {
      if (signal.aborted) {
        result.#aborted = true;
        result.#reason = signal.reason;
        return result;
      }
    }
    for (const signal of signals) signal.addEventListener('abort', () => trigger(result, signal.reason), { once: true });
    return result;
  }
  static trigger(signal, reason) {
    if (signal.#aborted) return;
    signal.#aborted = true;
    signal.#reason = reason;
    signal.dispatchEvent(new Event('abort'));
  }
  [Symbol.for('nodejs.util.inspect.custom')](depth, options, inspect) {
    return `AbortSignal ${inspect({ aborted: this.#aborted }, options)}`;
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
Object.defineProperty(AbortSignal.prototype, Symbol.toStringTag, { value: 'AbortSignal', configurable: true });

class AbortController {
  #signal = make();
  get signal() { return this.#signal; }
  abort(reason = new DOMException('This operation was aborted', 'AbortError')) {
    trigger(this.#signal, reason);
  }
  [Symbol.for('nodejs.util.inspect.custom')](depth, options, inspect) {
    return `AbortController ${inspect({ signal: this.#signal }, options)}`;
  }
}
Object.defineProperty(AbortController.prototype, Symbol.toStringTag, { value: 'AbortController', configurable: true });

module.exports = { Event, CustomEvent, EventTarget, AbortController, AbortSignal, DOMException };
