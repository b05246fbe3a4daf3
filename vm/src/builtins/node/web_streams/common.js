// What the streams of the web share (https://streams.spec.whatwg.org/): their hidden state, queues, and errors.
'use strict';

const { coded, invalidArgument } = require('internal/errors');

const kInspect = Symbol.for('nodejs.util.inspect.custom');
/** The state behind each public object: it has a `kind`, the name of the class, and `self`, the object. */
const { kWebState: kState } = require('internal/streams/predicates');

const is = (value, kind) => value !== null && typeof value === 'object' && value[kState]?.kind === kind;
/** The state of a receiver of a method. */
function stateOf(value, kind) {
  if (!is(value, kind)) throw coded(TypeError, 'ERR_INVALID_THIS', `Value of "this" must be of type ${kind}`);
  return value[kState];
}
/** What a method that gives a promise does with a wrong receiver, or one with which `check` finds fault. */
function rejecting(method) {
  const { name, length } = method;
  const wrapper = {
    [name](...args) {
      try {
        return method.apply(this, args);
      } catch (error) {
        return Promise.reject(error);
      }
    },
  }[name];
  return Object.defineProperty(wrapper, 'length', { value: length });
}

/** A list that is taken from at its front. */
class Queue {
  #items = [];
  #head = 0;
  get length() { return this.#items.length - this.#head; }
  get first() { return this.#items[this.#head]; }
  push(item) {
    this.#items.push(item);
  }
  shift() {
    const item = this.#items[this.#head];
    this.#items[this.#head++] = undefined;
    if (this.#head === this.#items.length) {
      this.#items = [];
      this.#head = 0;
    } else if (this.#head > 1024 && this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    return item;
  }
  /** All that is in it, which is then empty. */
  drain() {
    const items = this.#items.slice(this.#head);
    this.#items = [];
    this.#head = 0;
    return items;
  }
}

const nothing = () => {};
/** A promise whose rejection nobody needs to handle. */
function handled(promise) {
  promise.then(undefined, nothing);
  return promise;
}
/** A promise and what settles it, rejected from the start. */
function rejected(error) {
  const all = Promise.withResolvers();
  handled(all.promise);
  all.reject(error);
  return all;
}
function resolved(value) {
  const all = Promise.withResolvers();
  all.resolve(value);
  return all;
}
/** What a callback of the program gives, as a promise. */
function promiseOf(callback, receiver, ...args) {
  try {
    return Promise.resolve(Reflect.apply(callback, receiver, args));
  } catch (error) {
    return Promise.reject(error);
  }
}

/** A promise of what the start of a stream gave: a new one, so that a promise takes its time. */
const startPromise = (result) => new Promise((resolve) => {
  resolve(result);
});

/** A member of an object of callbacks; it is called on that object. */
function callbackOf(object, name, label) {
  const callback = object?.[name];
  if (callback === undefined) return undefined;
  if (typeof callback !== 'function') throw invalidArgument(`${label}.${name}`, 'of type function', callback);
  return callback;
}

/** A dictionary that a program gives; what is no object is none. */
function checkDictionary(value, name) {
  if (value !== undefined && value !== null && typeof value !== 'object' && typeof value !== 'function') throw invalidArgument(name, 'of type object', value);
}

/** Members of classes that the standards describe are enumerable. */
function expose(Class, ...names) {
  for (const name of names) Object.defineProperty(Class.prototype, name, { enumerable: true });
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { value: Class.name, configurable: true });
}

/** How an object is shown: its kind, and some properties. */
function shown(self, depth, options, inspect, properties) {
  if (depth < 0) return self;
  const inner = { ...options, depth: options.depth == null ? null : options.depth - 1 };
  return `${self[kState].kind} ${inspect(properties, inner)}`;
}

/** Classes of which only the host makes objects. */
const kMake = Symbol('make');
function checkMade(key) {
  if (key !== kMake) throw coded(TypeError, 'ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor');
}

module.exports = {
  callbackOf, checkDictionary, checkMade, expose, handled, is, kInspect, kMake, kState, nothing, promiseOf, Queue, rejected, rejecting, resolved, shown,
  startPromise, stateOf,
  invalidState: (message) => coded(TypeError, 'ERR_INVALID_STATE', `Invalid state: ${message}`),
};
