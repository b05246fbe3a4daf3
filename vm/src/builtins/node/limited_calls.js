// What util.debounce and util.throttle have in common: functions that may be called more often than another one is.
'use strict';

const { checkBoolean, checkInteger, checkSignal } = require('internal/validators');
const { checkFunction, invalidArgument } = require('internal/errors');
const { AbortError } = require('internal/streams/errors');

/** Milliseconds that a timer can be given. */
const LONGEST_WAIT = 2 ** 31 - 1;

function checkOptions(options) {
  if (options === null || typeof options !== 'object' || Array.isArray(options)) throw invalidArgument('options', 'of type object', options);
  return options;
}
const aborted = (reason) => (reason === undefined ? new AbortError() : new AbortError(undefined, { cause: reason }));

/** A timer that remembers whether it is to keep the program running while there is none. */
class Wait {
  #timer;
  #isReferenced = true;
  get isOn() { return this.#timer !== undefined; }
  start(milliseconds, then) {
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      then();
    }, milliseconds);
    if (!this.#isReferenced) this.#timer.unref();
  }
  again() { this.#timer.refresh(); }
  stop() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
  reference(isReferenced) {
    this.#isReferenced = isReferenced;
    if (isReferenced) this.#timer?.ref();
    else this.#timer?.unref();
  }
}

/** The error of everything that is asked for once the signal has come: undefined until then. `stop` is given it when that happens. */
function ended(signal, stop) {
  if (signal?.aborted) throw aborted(signal.reason);
  let error;
  const end = () => stop(error ??= aborted(signal.reason));
  if (signal !== undefined) require('events').addAbortListener(signal, end);
  return () => {
    // Its listeners may not have been called yet.
    if (error === undefined && signal?.aborted) end();
    return error;
  };
}

/** Gives `limited` what else it has: methods, accessors, and the name and length of the function that it calls. */
function complete(limited, fn, wait, methods, accessors) {
  const referenced = (isReferenced) => function () {
    wait.reference(isReferenced);
    return limited;
  };
  const all = { ...methods, ref: referenced(true), unref: referenced(false) };
  for (const [name, value] of Object.entries(all)) {
    if (value.name !== name) Object.defineProperty(value, 'name', { value: name, configurable: true });
    Object.defineProperty(limited, name, { value, writable: true, enumerable: true, configurable: true });
  }
  for (const [name, get] of Object.entries(accessors)) Object.defineProperty(limited, name, { get });
  Object.defineProperties(limited, { length: { value: fn.length, configurable: true }, name: { value: fn.name, configurable: true } });
  return limited;
}

module.exports = { LONGEST_WAIT, Wait, aborted, checkBoolean, checkFunction, checkInteger, checkOptions, checkSignal, complete, ended };
