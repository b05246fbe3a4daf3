// The async iterator of a readable stream.
'use strict';

const { read, release, cancelStream } = require('internal/web_streams/readable_state');

const AsyncIteratorPrototype = Object.getPrototypeOf(Object.getPrototypeOf(async function* () {}).prototype); // eslint-disable-line no-empty-function

/** An iterator with the state of a reader; each step waits for the one before it. */
module.exports = function iterate(reader, preventCancel) {
  // The first step leaves the stream time to start.
  let ongoing = Promise.resolve();
  let isFinished = false;
  let isReading = false;

  function nextStep() {
    if (isFinished) return Promise.resolve({ done: true, value: undefined });
    const { promise, resolve, reject } = Promise.withResolvers();
    isReading = true;
    const settled = () => {
      isReading = false;
      ongoing = undefined;
    };
    read(reader, {
      chunk(value) {
        settled();
        resolve({ done: false, value });
      },
      close() {
        settled();
        isFinished = true;
        release(reader);
        resolve({ done: true, value: undefined });
      },
      error(error) {
        settled();
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
    if (ongoing !== undefined) {
      ongoing = ongoing.then(step, step);
      return ongoing;
    }
    const promise = step();
    // A chunk may be there at once.
    if (isReading) ongoing = promise;
    return promise;
  };
  const last = (value) => {
    ongoing = after(() => returnStep(value));
    return ongoing;
  };
  return Object.create(prototype, { [kSteps]: { value: { next: () => after(nextStep), return: last } } });
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
