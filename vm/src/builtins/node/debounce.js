// util.debounce: of many calls in a row, the last one is made, once nothing has been called for a while.
'use strict';

const { LONGEST_WAIT, Wait, aborted, checkBoolean, checkFunction, checkInteger, checkOptions, checkSignal, complete, ended } = require('internal/limited_calls');
const { AbortError } = require('internal/streams/errors');

module.exports = function debounce(fn, wait, options = {}) {
  checkFunction(fn, 'fn');
  checkInteger(wait, 'wait', 0, LONGEST_WAIT);
  const { leading = false, rejectOnCancel = false, signal } = checkOptions(options);
  checkBoolean(leading, 'options.leading');
  checkBoolean(rejectOnCancel, 'options.rejectOnCancel');
  checkSignal(signal, 'options.signal');

  const quiet = new Wait();
  /** Promises of the calls that the next one of `fn` answers, and the arguments of the last of them. */
  let waiting = [];
  let last;
  const takeAll = () => {
    const taken = waiting;
    waiting = [];
    return taken;
  };
  const failAll = (error) => takeAll().forEach(({ reject }) => reject(error));
  const stop = (error) => {
    if (!quiet.isOn) return;
    quiet.stop();
    last = undefined;
    failAll(error);
  };
  const whyEnded = ended(signal, stop);

  function call(args, callers) {
    try {
      const error = whyEnded();
      if (error !== undefined) throw error;
      const result = Reflect.apply(fn, debounced, args);
      callers.forEach(({ resolve }) => resolve(result));
    } catch (error) {
      callers.forEach(({ reject }) => reject(error));
    }
  }
  function callLast() {
    const args = last;
    last = undefined;
    if (waiting.length > 0) call(args, takeAll());
  }
  function debounced(...args) {
    let error = whyEnded();
    if (error !== undefined) return Promise.reject(error);
    const isFirst = !quiet.isOn;
    if (isFirst) {
      quiet.start(wait, callLast);
    } else {
      // Only who has called last is told of a failure that nobody handles.
      if (waiting.length > 0) require('util').markPromiseAsHandled(waiting.at(-1).promise);
      if (rejectOnCancel) failAll(new AbortError('The debounced call was superseded'));
      quiet.again();
    }
    error = whyEnded();
    if (error !== undefined) return Promise.reject(error);
    const caller = Promise.withResolvers();
    if (isFirst && leading) {
      call(args, [caller]);
    } else {
      waiting.push(caller);
      last = args;
    }
    return caller.promise;
  }
  return complete(debounced, fn, quiet, {
    cancel(reason) { stop(aborted(reason)); },
    flush() {
      if (waiting.length === 0) return;
      quiet.stop();
      callLast();
    },
  }, { pending: () => waiting.at(-1)?.promise ?? null, pendingCount: () => waiting.length });
};
