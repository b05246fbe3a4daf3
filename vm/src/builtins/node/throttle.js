// util.throttle: no more than so many calls in an interval; those beyond wait for their turn, or are refused.
'use strict';

const { LONGEST_WAIT, Wait, aborted, checkBoolean, checkFunction, checkInteger, checkOptions, checkSignal, complete, ended } = require('internal/limited_calls');
const { checkOneOf } = require('internal/validators');
const { coded } = require('internal/errors');

const now = () => Math.floor(performance.now());

/** Counts calls in intervals that begin with the first call after the one before. */
class Windows {
  #begin = -Infinity;
  #count = 0;
  constructor(limit, interval) {
    this.limit = limit;
    this.interval = interval;
  }
  hasRoom(time) { return time - this.#begin >= this.interval || this.#count < this.limit; }
  take(time) {
    if (time - this.#begin >= this.interval) {
      this.#begin = time;
      this.#count = 0;
    }
    this.#count++;
  }
  nextRoom() { return this.#begin + this.interval; }
  clear() {
    this.#begin = -Infinity;
    this.#count = 0;
  }
}
/** Counts calls in every interval, whenever it begins. */
class Sliding {
  #times = [];
  constructor(limit, interval) {
    this.limit = limit;
    this.interval = interval;
  }
  /** Only the last calls, as many as are allowed, can be in the way. */
  hasRoom(time) { return this.#times.length < this.limit || time - this.#times[0] >= this.interval; }
  take(time) {
    if (this.#times.length === this.limit) this.#times.shift();
    this.#times.push(time);
  }
  nextRoom() { return this.#times[0] + this.interval; }
  clear() { this.#times = []; }
}

module.exports = function throttle(fn, limit, interval, options = {}) {
  checkFunction(fn, 'fn');
  checkInteger(limit, 'limit', 1);
  checkInteger(interval, 'interval', 0, LONGEST_WAIT);
  const { concurrency = Infinity, maxPending = Infinity, overflow = 'queue', signal, strict = false } = checkOptions(options);
  if (concurrency !== Infinity) checkInteger(concurrency, 'options.concurrency', 1);
  if (maxPending !== Infinity) checkInteger(maxPending, 'options.maxPending', 0);
  checkOneOf(overflow, 'options.overflow', ['queue', 'drop']);
  checkSignal(signal, 'options.signal');
  checkBoolean(strict, 'options.strict');

  const counter = new (strict ? Sliding : Windows)(limit, interval);
  const wait = new Wait();
  let waiting = [];
  let running = 0;
  const stop = (error) => {
    wait.stop();
    counter.clear();
    const calls = waiting;
    waiting = [];
    calls.forEach(({ caller }) => caller.reject(error));
  };
  const whyEnded = ended(signal, stop);
  const isFree = () => waiting.length === 0 && running < concurrency && counter.hasRoom(now());

  function finished() {
    running--;
    goOn();
  }
  function begin({ caller, args }) {
    counter.take(now());
    running++;
    const result = new Promise((resolve, reject) => {
      try {
        resolve(Promise.resolve(Reflect.apply(fn, throttled, args)));
      } catch (error) {
        reject(error);
      }
    });
    caller.resolve(result);
    result.then(finished, finished);
  }
  function goOn() {
    if (whyEnded() !== undefined) return;
    while (waiting.length > 0 && running < concurrency && counter.hasRoom(now())) begin(waiting.shift());
    // Without room for more at a time, the end of a call goes on.
    if (waiting.length > 0 && running < concurrency && !wait.isOn) wait.start(Math.max(0, counter.nextRoom() - now()), goOn);
  }
  function refused() {
    const promise = Promise.reject(coded(Error, 'ERR_THROTTLED', 'The call was dropped by the throttled function'));
    require('util').markPromiseAsHandled(promise);
    return promise;
  }
  function throttled(...args) {
    const error = whyEnded();
    if (error !== undefined) return Promise.reject(error);
    const free = isFree();
    if (!free && (overflow === 'drop' || waiting.length >= maxPending)) return refused();
    const call = { args, caller: Promise.withResolvers() };
    if (free) {
      begin(call);
    } else {
      waiting.push(call);
      goOn();
    }
    return call.caller.promise;
  }
  return complete(throttled, fn, wait, {
    cancel(reason) { stop(aborted(reason)); },
    hasImmediateCapacity() { return !signal?.aborted && isFree(); },
  }, { pending: () => waiting.at(-1)?.caller.promise ?? null, pendingCount: () => waiting.length, activeCount: () => running });
};
