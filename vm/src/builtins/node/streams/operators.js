// What arrays have, for the chunks of a Readable.
'use strict';

const { checkFunction, invalidArgument, outOfRange } = require('internal/errors');
const { checkSignal, onAbort } = require('internal/streams/abort');
const { AbortError, abortedBy, missingArguments } = require('internal/streams/errors');

const kEnd = Symbol('kEnd');

function check(options) {
  if (options !== undefined && (options === null || typeof options !== 'object' || Array.isArray(options))) throw invalidArgument('options', 'of type object', options);
  checkSignal(options?.signal, 'options.signal');
}

function wholeNumber(value, name) {
  const number = Number(value);
  if (Number.isNaN(number)) return 0;
  if (number < 0) throw outOfRange(name, '>= 0', number);
  return number;
}

/** Maps with some calls at the same time, in order. */
function map(fn, options) {
  checkFunction(fn, 'fn');
  check(options);
  const concurrency = options?.concurrency === undefined ? 1 : Math.floor(options.concurrency);
  if (!(concurrency >= 1)) throw outOfRange('concurrency', '>= 1', options.concurrency);
  const kept = options?.highWaterMark === undefined ? concurrency - 1 : Math.floor(options.highWaterMark);
  if (!(kept >= 0)) throw outOfRange('highWaterMark', '>= 0', options.highWaterMark);
  const most = kept + concurrency;
  const source = this;

  return async function* mapped() {
    const { AbortController, AbortSignal } = require('internal/event_target');
    const controller = new AbortController();
    const signal = AbortSignal.any([options?.signal, controller.signal].filter(Boolean));
    const queue = [];
    let wakeConsumer = null;
    let wakeProducer = null;
    let isDone = false;
    let running = 0;
    const failed = () => {
      isDone = true;
      settled();
    };
    function settled() {
      running--;
      goOn();
    }
    function goOn() {
      if (wakeProducer && !isDone && running < concurrency && queue.length < most) {
        wakeProducer();
        wakeProducer = null;
      }
    }
    async function produce() {
      try {
        for await (const chunk of source) {
          if (isDone) return;
          if (signal.aborted) throw abortedBy(signal);
          let result;
          try {
            result = fn(chunk, { signal });
            if (result === kEnd) continue;
            result = Promise.resolve(result);
          } catch (error) {
            result = Promise.reject(error);
          }
          running++;
          result.then(settled, failed);
          queue.push(result);
          wakeConsumer?.();
          wakeConsumer = null;
          if (!isDone && (queue.length >= most || running >= concurrency)) {
            await new Promise((resolve) => {
              wakeProducer = resolve;
            });
          }
        }
        queue.push(kEnd);
      } catch (error) {
        const rejected = Promise.reject(error);
        rejected.catch(() => {});
        queue.push(rejected);
      } finally {
        isDone = true;
        wakeConsumer?.();
        wakeConsumer = null;
      }
    }
    produce();
    try {
      for (;;) {
        while (queue.length > 0) {
          const value = await queue[0];
          if (value === kEnd) return;
          if (signal.aborted) throw new AbortError();
          if (value !== kSkip) yield value;
          queue.shift();
          goOn();
        }
        await new Promise((resolve) => {
          wakeConsumer = resolve;
        });
      }
    } finally {
      isDone = true;
      controller.abort();
      wakeProducer?.();
      wakeProducer = null;
    }
  }.call(this);
}
const kSkip = Symbol('kSkip');

function filter(fn, options) {
  checkFunction(fn, 'fn');
  return map.call(this, async (value, settings) => (await fn(value, settings) ? value : kSkip), options);
}

function flatMap(fn, options) {
  const values = map.call(this, fn, options);
  return async function* flattened() {
    for await (const value of values) yield* value;
  }.call(this);
}

function drop(number, options) {
  check(options);
  let left = wholeNumber(number, 'number');
  return async function* rest() {
    if (options?.signal?.aborted) throw new AbortError();
    for await (const value of this) {
      if (options?.signal?.aborted) throw new AbortError();
      if (left-- <= 0) yield value;
    }
  }.call(this);
}

function take(number, options) {
  check(options);
  let left = wholeNumber(number, 'number');
  return async function* taken() {
    if (options?.signal?.aborted) throw new AbortError();
    for await (const value of this) {
      if (options?.signal?.aborted) throw new AbortError();
      if (left-- > 0) yield value;
      // Nothing more is asked for.
      if (left <= 0) return;
    }
  }.call(this);
}

async function toArray(options) {
  check(options);
  const values = [];
  for await (const value of this) {
    if (options?.signal?.aborted) throw abortedBy(options.signal);
    values.push(value);
  }
  return values;
}

async function forEach(fn, options) {
  checkFunction(fn, 'fn');
  for await (const _ of map.call(this, async (value, settings) => { await fn(value, settings); return kSkip; }, options)); // eslint-disable-line no-unused-vars
}

async function some(fn, options) {
  checkFunction(fn, 'fn');
  for await (const _ of filter.call(this, fn, options)) return true; // eslint-disable-line no-unused-vars, no-unreachable-loop
  return false;
}
async function every(fn, options) {
  checkFunction(fn, 'fn');
  return !await some.call(this, async (...args) => !await fn(...args), options);
}
async function find(fn, options) {
  for await (const value of filter.call(this, fn, options)) return value; // eslint-disable-line no-unreachable-loop
  return undefined;
}

async function reduce(reducer, initial, options) {
  checkFunction(reducer, 'reducer');
  check(options);
  let hasValue = arguments.length > 1;
  let value = initial;
  const { AbortController } = require('internal/event_target');
  const controller = new AbortController();
  const { signal } = controller;
  if (options?.signal?.aborted) {
    const error = abortedBy(options.signal);
    this.once('error', () => {});
    this.destroy(error);
    await require('internal/streams/end_of_stream').finishedPromise(this).catch(() => {});
    throw error;
  }
  const forget = options?.signal && onAbort(options.signal, () => controller.abort());
  let isEmpty = true;
  try {
    for await (const next of this) {
      isEmpty = false;
      if (options?.signal?.aborted) throw new AbortError();
      if (hasValue) {
        value = await reducer(value, next, { signal });
      } else {
        value = next;
        hasValue = true;
      }
    }
  } finally {
    forget?.();
    controller.abort();
  }
  if (isEmpty && !hasValue) {
    throw Object.assign(new TypeError('Reduce of an empty stream requires an initial value'), { code: missingArguments('reduce').code });
  }
  return value;
}

/** Defines the methods; those that give streams again, and those that give promises. */
exports.install = (Readable) => {
  const define = (name, value) => Object.defineProperty(Readable.prototype, name, { value, writable: true, configurable: true, enumerable: false });
  Object.entries({
    drop: function (number, options = undefined) { return Readable.from(drop.call(this, number, options)); },
    filter: function (fn, options) { return Readable.from(filter.call(this, fn, options)); },
    flatMap: function (fn, options) { return Readable.from(flatMap.call(this, fn, options)); },
    map: function (fn, options) { return Readable.from(map.call(this, fn, options)); },
    take: function (number, options = undefined) { return Readable.from(take.call(this, number, options)); },
    every: function (fn, options = undefined) { return every.call(this, fn, options); },
    find: function (fn, options) { return find.call(this, fn, options); },
    forEach: function (fn, options) { return forEach.call(this, fn, options); },
    reduce: function (reducer, initial, options) { return Reflect.apply(reduce, this, arguments); }, // eslint-disable-line no-unused-vars
    some: function (fn, options = undefined) { return some.call(this, fn, options); },
    toArray: function (options) { return toArray.call(this, options); },
  }).forEach(([name, method]) => define(name, method));
  Readable.prototype.compose = function compose(stream, options) {
    check(options);
    const composed = require('internal/streams/compose')(this, stream);
    if (options?.signal) require('internal/streams/abort').attach(options.signal, composed);
    return composed;
  };
};
