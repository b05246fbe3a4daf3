// Structured cloning (https://html.spec.whatwg.org/#structuredserializewithtransfer) for messages: what the global
// structuredClone does, and what is told of by objects that can be transferred or copied: ports, for one.
'use strict';

const { types } = require('util');
const { DOMException } = require('internal/event_target');

/** Methods of such objects: each gives a function that makes the receiver's object. */
const kTransfer = Symbol('transfer');
/** It is of the engine, too, as the global structuredClone calls this method. */
const kClone = Symbol.for('nodejs.structuredClone');
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
const refuse = (value) => new DOMException(`${shown(value)} could not be cloned.`, 'DataCloneError');

/** A copy of `value`; what is in `transfer` is moved. */
function clone(value, transfer = []) {
  const known = new Map();
  const moved = new Map();
  const seen = new Set();
  for (const item of transfer) {
    if (item === null || typeof item !== 'object') throw new DOMException('Value could not be transferred.', 'DataCloneError');
    if (seen.has(item)) throw new DOMException('Transfer list contains duplicate ArrayBuffer', 'DataCloneError');
    seen.add(item);
    if (untransferable.has(item)) throw new DOMException('Object that needs transfer was found in message but not listed in transferList', 'DataCloneError');
    if (types.isArrayBuffer(item)) {
      if (item.detached) throw new DOMException('An ArrayBuffer is detached and could not be cloned.', 'DataCloneError');
    } else if (typeof item[kTransfer] !== 'function') {
      throw new DOMException('Found invalid object in transferList', 'DataCloneError');
    }
  }
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
    if (uncloneable.has(item)) throw refuse(item);
    if (typeof item[kTransfer] === 'function') {
      throw new DOMException('Object that needs transfer was found in message but not listed in transferList', 'DataCloneError');
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
      made = new Class(item.message);
      Object.defineProperty(made, 'stack', { value: item.stack, writable: true, configurable: true, enumerable: false });
      if (cause) finish = () => Object.defineProperty(made, 'cause', { value: cause(), writable: true, configurable: true, enumerable: false });
    } else if (types.isAnyArrayBuffer(item) || types.isDate(item) || types.isRegExp(item) || types.isBoxedPrimitive(item)) {
      if (types.isSharedArrayBuffer(item)) made = item;
      else if (types.isSymbolObject(item)) throw refuse(item);
      else made = structuredClone(item);
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

module.exports = { clone, kTransfer, kClone, kParts, untransferable, uncloneable };
