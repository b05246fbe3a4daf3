// mock.timers: timers and a date that go on when they are told to.
'use strict';

const { coded, invalidArgument, invalidValue, outOfRange } = require('internal/errors');
const apis = ['setTimeout', 'setInterval', 'setImmediate', 'Date', 'scheduler.wait', 'AbortSignal.timeout'];
const invalidState = (text) => coded(Error, 'ERR_INVALID_STATE', `Invalid state: ${text}`);
const TIMEOUT_MAX = 2 ** 31 - 1;

/** A timer that is made while timers are mocked. */
class Timeout {
  constructor(timers, id, callback, runAt, interval, args) {
    this.id = id;
    this.callback = callback;
    this.runAt = runAt;
    this.interval = interval;
    this.args = args;
    Object.defineProperty(this, 'timers', { value: timers });
  }
  ref() { return this; }
  unref() { return this; }
  hasRef() { return true; }
  refresh() {
    this.timers.delete(this);
    this.runAt = this.timers.now + (this.interval ?? this.delay ?? 1);
    this.timers.add(this);
    return this;
  }
  close() {
    this.timers.delete(this);
    return this;
  }
  [Symbol.toPrimitive]() { return this.id; }
  [Symbol.dispose]() { this.timers.delete(this); }
}

/** The timers that wait, by when they are due, then by when they were made. */
class Queue {
  now = 0;
  #list = [];
  #id = 1;
  start(callback, delay, interval, args) {
    delay = Number(delay);
    if (!(delay >= 1 && delay <= TIMEOUT_MAX)) delay = 1;
    const timer = new Timeout(this, this.#id++, callback, this.now + delay, interval ? delay : undefined, args);
    Object.defineProperty(timer, 'delay', { value: delay });
    this.add(timer);
    return timer;
  }
  immediate(callback, args) {
    const timer = new Timeout(this, this.#id++, callback, this.now, undefined, args);
    Object.defineProperty(timer, 'delay', { value: 0 });
    this.add(timer);
    return timer;
  }
  add(timer) {
    let at = this.#list.length;
    while (at > 0 && this.#list[at - 1].runAt > timer.runAt) at--;
    this.#list.splice(at, 0, timer);
  }
  delete(timer) {
    const at = this.#list.findIndex((each) => each === timer || each.id === timer || String(each.id) === timer);
    if (at >= 0) this.#list.splice(at, 1);
  }
  get first() { return this.#list[0]; }
  get last() { return this.#list.at(-1); }
}

/** Date with the time of the queue. */
function dateOf(queue) {
  const Original = Date;
  function MockDate(year, month, date, hours, minutes, seconds, ms) {
    if (!new.target) return new Original(queue.now).toString();
    const list = [...arguments];
    return Reflect.construct(Original, list.length === 0 ? [queue.now] : list, new.target === MockDate ? Original : new.target);
  }
  Object.defineProperties(MockDate, {
    ...Object.getOwnPropertyDescriptors(Original),
    now: { configurable: true, enumerable: false, writable: true, value: function now() { return queue.now; } },
    isMock: { configurable: true, enumerable: false, writable: false, value: true },
  });
  return MockDate;
}

class MockTimers {
  #enabled = false;
  #queue = new Queue();
  #restore = [];

  #replace(object, name, value) {
    const descriptor = Object.getOwnPropertyDescriptor(object, name);
    this.#restore.push(() => (descriptor ? Object.defineProperty(object, name, descriptor) : delete object[name]));
    Object.defineProperty(object, name, { configurable: true, enumerable: descriptor?.enumerable ?? true, writable: true, value });
  }

  #promised(start) {
    const queue = this.#queue;
    return (first, second, options = {}) => {
      const [delay, value] = start === 'timeout' ? [first, second] : [0, first];
      const { signal } = (start === 'timeout' ? options : second) ?? {};
      const { promise, resolve, reject } = Promise.withResolvers();
      const timer = start === 'timeout' ? queue.start(() => resolve(value), delay, false, []) : queue.immediate(() => resolve(value), []);
      const abort = () => {
        queue.delete(timer);
        reject(require('internal/test/tree').abortReason(signal));
      };
      if (signal?.aborted) abort();
      else signal?.addEventListener('abort', abort, { once: true });
      return promise;
    };
  }

  #intervals() {
    const queue = this.#queue;
    return async function* setInterval(delay, value) {
      let [due, wake] = [0, undefined];
      const timer = queue.start(() => {
        due++;
        wake?.();
      }, delay, true, []);
      try {
        for (;;) {
          if (due === 0) await new Promise((resolve) => { wake = resolve; });
          for (; due > 0; due--) yield value;
        }
      } finally {
        queue.delete(timer);
      }
    };
  }

  #install(api) {
    const queue = this.#queue;
    const [timers, promises] = [require('timers'), require('timers/promises')];
    const everywhere = (name, f) => {
      this.#replace(globalThis, name, f);
      this.#replace(timers, name, f);
    };
    const clear = (timer) => {
      if (timer !== undefined && timer !== null) queue.delete(timer);
    };
    switch (api) {
      case 'setTimeout':
        everywhere('setTimeout', (callback, delay, ...args) => queue.start(callback, delay, false, args));
        everywhere('clearTimeout', clear);
        this.#replace(promises, 'setTimeout', this.#promised('timeout'));
        break;
      case 'setInterval':
        everywhere('setInterval', (callback, delay, ...args) => queue.start(callback, delay, true, args));
        everywhere('clearInterval', clear);
        this.#replace(promises, 'setInterval', this.#intervals());
        break;
      case 'setImmediate':
        everywhere('setImmediate', (callback, ...args) => queue.immediate(callback, args));
        everywhere('clearImmediate', clear);
        this.#replace(promises, 'setImmediate', this.#promised('immediate'));
        break;
      case 'Date':
        this.#replace(globalThis, 'Date', dateOf(queue));
        break;
      case 'scheduler.wait': {
        const wait = this.#promised('timeout');
        this.#replace(Object.getPrototypeOf(promises.scheduler), 'wait', (delay, options) => wait(delay, undefined, options));
        break;
      }
      default:
        this.#replace(AbortSignal, 'timeout', (delay) => {
          if (typeof delay !== 'number') throw invalidArgument('delay', 'of type number', delay);
          const controller = new AbortController();
          queue.start(() => controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError')), delay, false, []);
          return controller.signal;
        });
    }
  }

  #needsEnabled() {
    if (!this.#enabled) throw invalidState('You should enable MockTimers first by calling the .enable function');
  }

  tick(time = 1) {
    this.#needsEnabled();
    if (!(typeof time === 'number' && time >= 0)) throw invalidValue('time', time, 'must be a positive integer');
    const queue = this.#queue;
    queue.now += time;
    for (let timer = queue.first; timer && timer.runAt <= queue.now; timer = queue.first) {
      queue.delete(timer);
      // An interval that is stopped in its own callback is not there to be taken out.
      if (timer.interval !== undefined) {
        timer.runAt += timer.interval;
        queue.add(timer);
      }
      Reflect.apply(timer.callback, undefined, timer.args);
    }
  }

  enable(options = { __proto__: null, apis }) {
    if (options === null || typeof options !== 'object') throw invalidArgument('options', 'of type object', options);
    if (this.#enabled) throw invalidState('MockTimers is already enabled!');
    const { apis: chosen = apis, now = 0 } = options;
    const time = now instanceof Date ? now.getTime() : now;
    if (typeof time !== 'number') throw invalidArgument('initialTime', 'of type number', time);
    if (!(time >= 0)) throw outOfRange('initialTime', '>= 0', time);
    if (!Array.isArray(chosen)) throw invalidArgument('options.apis', 'an instance of Array', chosen);
    for (const api of chosen) {
      if (!apis.includes(api)) throw invalidValue('options.apis', api, `option ${api} is not supported`);
    }
    this.#queue = new Queue();
    this.#queue.now = time;
    for (const api of chosen) this.#install(api);
    this.#enabled = true;
  }

  setTime(time = 0) {
    if (typeof time !== 'number') throw invalidArgument('time', 'of type number', time);
    this.#needsEnabled();
    this.#queue.now = time;
  }

  [Symbol.dispose]() {
    this.reset();
  }

  reset() {
    if (!this.#enabled) return;
    for (const restore of this.#restore.reverse()) restore();
    this.#restore = [];
    this.#queue = new Queue();
    this.#enabled = false;
  }

  runAll() {
    this.#needsEnabled();
    const { last, now } = this.#queue;
    if (last) this.tick(Math.max(last.runAt - now, 0));
  }
}

module.exports = { MockTimers };
