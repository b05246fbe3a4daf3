// node:timers and node:timers/promises.
'use strict';

function aborted(signal) {
  const error = new Error('The operation was aborted', { cause: signal.reason });
  error.name = 'AbortError';
  error.code = 'ABORT_ERR';
  return error;
}

function promised(start, stop, value, signal) {
  if (signal?.aborted) return Promise.reject(aborted(signal));
  return new Promise((resolve, reject) => {
    const abort = () => {
      stop(handle);
      reject(aborted(signal));
    };
    const handle = start(() => {
      signal?.removeEventListener('abort', abort);
      resolve(value);
    });
    signal?.addEventListener('abort', abort, { once: true });
  });
}

const promises = {
  setTimeout: (delay, value, options) => promised((f) => setTimeout(f, delay), clearTimeout, value, options?.signal),
  setImmediate: (value, options) => promised((f) => setImmediate(f), clearImmediate, value, options?.signal),
  async *setInterval(delay, value, options) {
    for (;;) {
      await promises.setTimeout(delay, undefined, options);
      yield value;
    }
  },
  scheduler: {
    wait: (delay, options) => promises.setTimeout(delay, undefined, options),
    yield: () => promises.setImmediate(),
  },
};
module.exports = { setTimeout, clearTimeout, setInterval, clearInterval, setImmediate, clearImmediate, promises };
