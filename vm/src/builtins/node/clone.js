// Structured cloning (https://html.spec.whatwg.org/#structuredserializewithtransfer) for messages and structuredClone. The
// engine does most of it; here is what objects that can be transferred are asked for: ports, for one.
'use strict';

const native = require('native');
const { types } = require('util');
const { coded, missing, MUST_BE_TRANSFERRED } = require('internal/errors');
const { DOMException } = require('internal/event_target');

/** Methods of such objects: each gives a function that makes the receiver's object. */
const kTransfer = Symbol('transfer');
/** It is of the engine, too, as the global structuredClone calls this method. */
const kClone = Symbol.for('nodejs.structuredClone');
/** A method of what can be sent as an end of a channel: the number of that end, which it gives up; of a stream, those of several. */
const kEnd = Symbol('end');
/** What kind of stream it is. */
const kStream = Symbol('stream');
/** A method of what can be copied to other threads: [name of its kind, what it is made of]. */
const kParts = Symbol('parts');
/** Objects that markAsUntransferable and markAsUncloneable were given. */
const untransferable = new WeakSet();
const uncloneable = new WeakSet();

const shown = (value) => {
  if (typeof value === 'function') return Function.prototype.toString.call(value);
  if (typeof value === 'object') return `#<${value.constructor?.name || 'Object'}>`;
  return String(value);
};
const dataCloneError = (message) => new DOMException(message, 'DataCloneError');
const refuse = (value) => dataCloneError(`${shown(value)} could not be cloned.`);
const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';

/** Has anything been marked? Then the engine leaves it to this module to clone. */
let someUncloneable = false;
function markUncloneable(object) {
  uncloneable.add(object);
  someUncloneable = true;
  native.cloneHere();
}

/** What the global structuredClone does with its second argument, or without any. */
function structuredClone(value, options) {
  if (arguments.length === 0) throw missing('value');
  if (options === null || options === undefined) return clone(value);
  if (!isObject(options)) throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', "Failed to execute 'structuredClone': Options cannot be converted to a dictionary");
  const { transfer = [] } = options;
  if (!isObject(transfer) || typeof transfer[Symbol.iterator] !== 'function') {
    throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', "Failed to execute 'structuredClone': transfer in Options cannot be converted to sequence.");
  }
  const list = [...transfer];
  list.forEach((item, i) => {
    if (!isObject(item)) throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', `Failed to execute 'structuredClone': transfer in Options[${i}] is not an object.`);
  });
  return clone(value, list);
}

/** A copy of `value`; what is in `transfer` is moved. */
function clone(value, transfer = []) {
  const known = new Map();
  const moved = new Map();
  const seen = new Set();
  for (const item of transfer) {
    if (!isObject(item)) throw dataCloneError('Found invalid value in transferList.');
    if (seen.has(item)) throw dataCloneError('Transfer list contains duplicate ArrayBuffer');
    seen.add(item);
    if (untransferable.has(item)) throw dataCloneError('Cannot transfer object of unsupported type.');
    if (types.isArrayBuffer(item)) {
      if (item.detached) throw dataCloneError('Cannot transfer object of unsupported type.');
    } else if (typeof item[kTransfer] !== 'function') {
      throw dataCloneError('Found invalid value in transferList.');
    }
  }
  if (!someUncloneable && transfer.every(types.isArrayBuffer)) return native.clone(value, transfer);
  // Nothing is moved unless all of it can be copied.
  const out = copy(value);
  for (const item of transfer) {
    if (types.isArrayBuffer(item)) {
      const target = moved.get(item);
      const bytes = item.transfer();
      if (target) target.fill(bytes);
    } else {
      moved.get(item)?.fill(item[kTransfer]());
      if (!moved.has(item)) item[kTransfer]();
    }
  }
  return out();

  /** What is transferred is there only when everything was copied: so each step gives a function. */
  function copy(item) {
    switch (typeof item) {
      case 'function': case 'symbol': throw refuse(item);
      case 'object':
        if (item === null) return () => null;
        break;
      default: return () => item;
    }
    const before = known.get(item);
    if (before) return before;
    let made;
    let finish;
    const result = () => {
      if (finish) {
        const step = finish;
        finish = undefined;
        step();
      }
      return made;
    };
    known.set(item, result);
    if (seen.has(item)) {
      const slot = { fill: (value) => { made = value; } };
      moved.set(item, slot);
      return result;
    }
    if (uncloneable.has(item)) throw dataCloneError('Cannot clone object of unsupported type.');
    if (typeof item[kTransfer] === 'function') {
      throw dataCloneError(MUST_BE_TRANSFERRED);
    }
    if (typeof item[kClone] === 'function') {
      made = item[kClone]();
      return result;
    }
    if (Array.isArray(item) && !types.isProxy(item)) {
      made = new Array(item.length);
      finish = properties(item, () => made);
    } else if (types.isMap(item)) {
      made = new Map();
      const entries = [...Map.prototype.entries.call(item)].map(([key, entry]) => [copy(key), copy(entry)]);
      finish = () => entries.forEach(([key, entry]) => made.set(key(), entry()));
    } else if (types.isSet(item)) {
      made = new Set();
      const items = [...Set.prototype.values.call(item)].map(copy);
      finish = () => items.forEach((entry) => made.add(entry()));
    } else if (ArrayBuffer.isView(item)) {
      const buffer = copy(item.buffer);
      const { byteOffset } = item;
      const View = types.isDataView(item) ? DataView : globalThis[Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get.call(item)];
      const length = View === DataView ? item.byteLength : item.length;
      finish = () => { made = new View(buffer(), byteOffset, length); };
    } else if (types.isNativeError(item)) {
      const { name } = item;
      const Class = { EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError }[name] ?? Error;
      const cause = Object.hasOwn(item, 'cause') ? copy(item.cause) : undefined;
      const message = Object.getOwnPropertyDescriptor(item, 'message')?.value;
      made = new Class(message === undefined ? undefined : String(message));
      Object.defineProperty(made, 'stack', { value: item.stack, writable: true, configurable: true, enumerable: false });
      if (cause) finish = () => Object.defineProperty(made, 'cause', { value: cause(), writable: true, configurable: true, enumerable: false });
    } else if (types.isAnyArrayBuffer(item) || types.isDate(item) || types.isRegExp(item) || types.isBoxedPrimitive(item)) {
      if (types.isSharedArrayBuffer(item)) made = item;
      else if (types.isSymbolObject(item)) throw refuse(item);
      else made = native.clone(item, []);
    } else if (types.isPromise(item) || types.isWeakMap(item) || types.isWeakSet(item) || types.isProxy(item) || types.isGeneratorObject(item) || item instanceof WeakRef) {
      throw refuse(item);
    } else {
      made = {};
      finish = properties(item, () => made);
    }
    return result;
  }

  function properties(from, target) {
    const list = Object.keys(from).map((key) => [key, copy(from[key])]);
    return () => {
      for (const [key, entry] of list) Object.defineProperty(target(), key, { value: entry(), writable: true, enumerable: true, configurable: true });
    };
  }
}

module.exports = { clone, structuredClone, markUncloneable, kEnd, kStream, kTransfer, kClone, kParts, untransferable, uncloneable };
