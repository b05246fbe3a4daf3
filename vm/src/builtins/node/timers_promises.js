// node:timers/promises.
'use strict';

const { coded, invalidArgument } = require('internal/errors');

function abortError(signal) {
  const error = new Error('The operation was aborted', { cause: signal.reason });
  error.name = 'AbortError';
  error.code = 'ABORT_ERR';
  return error;
}

function checkOptions(options, wantsBoolean) {
  if (options === null || typeof options !== 'object' || Array.isArray(options)) throw invalidArgument('options', 'of type object', options);
  const { signal, ref } = options;
  if (signal !== undefined && (signal === null || typeof signal !== 'object' || !('aborted' in signal))) {
    throw invalidArgument('options.signal', 'an instance of AbortSignal', signal);
  }
  if (wantsBoolean && ref !== undefined && typeof ref !== 'boolean') throw invalidArgument('options.ref', 'of type boolean', ref);
}

function checkDelay(delay) {
  if (delay !== undefined && typeof delay !== 'number') throw invalidArgument('delay', 'of type number', delay);
}

function promised(start, stop, value, options) {
  const { signal, ref = true } = options;
  if (signal?.aborted) return Promise.reject(abortError(signal));
  return new Promise((resolve, reject) => {
    const abort = () => {
      stop(handle);
      reject(abortError(signal));
    };
    const handle = start(() => {
      signal?.removeEventListener('abort', abort);
      resolve(value);
    });
    if (!ref) handle.unref();
    signal?.addEventListener('abort', abort, { once: true });
  });
}

const timers = { setTimeout, clearTimeout, setImmediate, clearImmediate, setInterval, clearInterval };

function rejecting(f) {
  try {
    f();
    return undefined;
  } catch (error) {
    return Promise.reject(error);
  }
}

module.exports = {
  setTimeout: function (delay, value, options = {}) {
    const failed = rejecting(() => {
      checkDelay(delay);
      checkOptions(options, true);
    });
    return failed ?? promised((f) => timers.setTimeout(f, delay), timers.clearTimeout, value, options);
  },
  setImmediate: function (value, options = {}) {
    return rejecting(() => checkOptions(options, true)) ?? promised((f) => timers.setImmediate(f), timers.clearImmediate, value, options);
  },
  async *setInterval(delay, value, options = {}) {
    checkDelay(delay);
    checkOptions(options, true);
    const { signal, ref = true } = options;
    if (signal?.aborted) throw abortError(signal);
    let due = 0;
    let wake;
    const interval = timers.setInterval(() => {
      due++;
      wake?.();
      wake = undefined;
    }, delay);
    if (!ref) interval.unref();
    const abort = () => {
      timers.clearInterval(interval);
      wake?.();
      wake = undefined;
    };
    signal?.addEventListener('abort', abort, { once: true });
    try {
      while (!signal?.aborted) {
        if (due === 0) await new Promise((resolve) => { wake = resolve; });
        for (; due > 0; due--) yield value;
      }
      throw abortError(signal);
    } finally {
      timers.clearInterval(interval);
      signal?.removeEventListener('abort', abort);
    }
  },
};

let constructing = false;
class Scheduler {
  constructor() {
    if (!constructing) throw coded(TypeError, 'ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor');
  }
  yield() {
    return module.exports.setImmediate();
  }
  wait(delay, options) {
    return module.exports.setTimeout(delay, undefined, options);
  }
}
constructing = true;
module.exports.scheduler = new Scheduler();
constructing = false;
