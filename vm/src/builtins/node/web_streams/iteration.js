// The async iterator of a readable stream.
'use strict';

const { read, release, cancelStream } = require('internal/web_streams/readable_state');

const AsyncIteratorPrototype = Object.getPrototypeOf(Object.getPrototypeOf(async function* () {}).prototype); // eslint-disable-line no-empty-function

/** An iterator with the state of a reader; each step waits for the one before it. */
module.exports = function iterate(reader, preventCancel) {
  let ongoing;
  let isFinished = false;

  function nextStep() {
    if (isFinished) return Promise.resolve({ done: true, value: undefined });
    const { promise, resolve, reject } = Promise.withResolvers();
    read(reader, {
      chunk(value) {
        ongoing = undefined;
        resolve({ done: false, value });
      },
      close() {
        ongoing = undefined;
        isFinished = true;
        release(reader);
        resolve({ done: true, value: undefined });
      },
      error(error) {
        ongoing = undefined;
        isFinished = true;
        if (reader.stream !== undefined) release(reader);
        reject(error);
      },
    });
    return promise;
  }

  async function returnStep(value) {
    if (isFinished) return { done: true, value };
    isFinished = true;
    if (preventCancel) {
      release(reader);
      return { done: true, value };
    }
    const result = cancelStream(reader.stream, value);
    release(reader);
    await result;
    return { done: true, value };
  }

  const after = (step) => {
    ongoing = ongoing === undefined ? step() : ongoing.then(step, step);
    return ongoing;
  };
  return Object.create(prototype, { [kSteps]: { value: { next: () => after(nextStep), return: (value) => after(() => returnStep(value)) } } });
};

const kSteps = Symbol('kSteps');
const prototype = Object.create(AsyncIteratorPrototype, {
  next: {
    value: function next() {
      return this[kSteps].next();
    },
    writable: true, enumerable: true, configurable: true,
  },
  return: {
    value: function (value) {
      return this[kSteps].return(value);
    },
    writable: true, enumerable: true, configurable: true,
  },
});
Object.defineProperty(prototype.return, 'name', { value: 'return' });
Object.defineProperty(prototype, Symbol.toStringTag, { value: 'ReadableStream AsyncIterator', configurable: true });
