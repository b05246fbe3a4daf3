// Deep equality of values: loose, strict, and partial, where what is expected may be less than there is.
'use strict';

const native = require('native');

const LOOSE = 0;
const STRICT = 1;
/** Strict, but for prototypes, and with more in the first value than in the second. */
const PARTIAL = 2;
/** As STRICT, but prototypes may differ. */
const STRUCTURAL = 3;

const isObject = (value) => typeof value === 'object' && value !== null;
const tagOf = (value) => Object.prototype.toString.call(value);
const isOwnEnumerable = (object, key) => Object.prototype.propertyIsEnumerable.call(object, key);
const enumerableSymbols = (object) => Object.getOwnPropertySymbols(object).filter((symbol) => isOwnEnumerable(object, symbol));
const isIndex = (key) => /^(?:0|[1-9]\d*)$/.test(key) && Number(key) < 2 ** 32 - 1;

/** The pairs that are being compared: a cycle is equal to a cycle of the same form alone. */
class Open {
  partners = new Map();
  seconds = new Set();

  has(a, b) {
    return this.partners.has(a) || this.seconds.has(b);
  }
  isPair(a, b) {
    return this.partners.get(a) === b;
  }
  add(a, b) {
    this.partners.set(a, b);
    this.seconds.add(b);
  }
  delete(a, b) {
    this.partners.delete(a);
    this.seconds.delete(b);
  }
}

function areEqual(a, b, mode, open) {
  if (a === b) return a !== 0 || mode === LOOSE || Object.is(a, b);
  if (mode !== LOOSE) {
    if (!isObject(a) || !isObject(b)) return Number.isNaN(a) && Number.isNaN(b);
    if (mode === STRICT && Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  } else if (!isObject(a) || !isObject(b)) {
    // eslint-disable-next-line eqeqeq
    return !isObject(a) && !isObject(b) && (a == b || (a !== a && b !== b));
  }
  if (tagOf(a) !== tagOf(b) || Array.isArray(a) !== Array.isArray(b)) return false;

  const [kind, other] = [native.kind(a), native.kind(b)];
  const contents = contentsOf[kind];
  // Proxies are taken for what their keys say.
  if (contents !== contentsOf[other]) return false;
  if (contents && !contents(a, b, mode, open)) return false;
  if (tagOf(a) === '[object URL]' && a instanceof URL && (!(b instanceof URL) || a.href !== b.href)) return false;

  const isList = mode === PARTIAL && Array.isArray(b);
  const names = namesOf(b, isList);
  if (mode !== PARTIAL && names.length !== namesOf(a, false).length) return false;
  if (isList ? a.length < b.length : Array.isArray(a) && mode !== PARTIAL && a.length !== b.length) return false;
  if (mode !== LOOSE) {
    const symbols = enumerableSymbols(b);
    if ((mode === STRICT || mode === STRUCTURAL) && symbols.length !== enumerableSymbols(a).length) return false;
    names.push(...symbols);
  }
  if (!names.every((name) => isOwnEnumerable(a, name))) return false;

  if (open.has(a, b)) return open.isPair(a, b);
  open.add(a, b);
  const result = names.every((name) => areEqual(a[name], b[name], mode, open)) &&
    (!isList || hasInOrder(a, b, (x, y) => areEqual(x, y, mode, open))) &&
    (kind !== 'Set' || other !== kind || haveSameMembers(a, b, mode, open)) &&
    (kind !== 'Map' || other !== kind || haveSameEntries(a, b, mode, open));
  open.delete(a, b);
  return result;
}

/** Names of the properties that are compared one by one. */
function namesOf(object, isList) {
  const names = Object.keys(object);
  // Elements of views come first.
  if (ArrayBuffer.isView(object)) return object.length > 0 ? names.slice(object.length) : names;
  return isList ? names.filter((name) => !isIndex(name)) : names;
}

/** Whether a list has the elements of another in their order, with others between them; holes there stand for nothing. */
function hasInOrder(list, wanted, same) {
  let at = 0;
  for (let i = 0; i < wanted.length; i++) {
    if (wanted[i] === undefined && !Object.hasOwn(wanted, i)) continue;
    while (at < list.length && !((list[at] !== undefined || Object.hasOwn(list, at)) && same(list[at], wanted[i]))) at++;
    if (at++ >= list.length) return false;
  }
  return true;
}

// ---- contents that are no properties

/** Properties of errors that are not enumerable count, too. */
const sameHidden = (a, b, name, mode, open) => {
  if (isOwnEnumerable(b, name)) return true;
  if (name in b ? !(name in a) : mode !== PARTIAL && name in a) return false;
  if (mode === PARTIAL && (b[name] === undefined || (name === 'message' && b[name] === ''))) return true;
  return areEqual(a[name], b[name], mode, open);
};

/** Views whose elements may be equal though their bytes differ. */
const FLOATS = /Float/;
/** Elements of views. */
function sameElements(a, b, mode) {
  if (mode === PARTIAL) return hasInOrder(a, b, Object.is);
  if (a.length !== b.length || a.byteLength !== b.byteLength) return false;
  const isFloat = FLOATS.test(tagOf(a));
  if (!isFloat || mode !== LOOSE) {
    if (native.compareBytes(bytesOfView(a), bytesOfView(b)) === 0) return true;
    if (!isFloat) return false;
  }
  for (let i = 0; i < a.length; i++) if (mode === LOOSE ? a[i] != b[i] : !Object.is(a[i], b[i])) return false; // eslint-disable-line eqeqeq
  return true;
}
const bytesOfView = (view) => new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
const unequal = () => false;
const sameBoxed = (a, b) => Object.getPrototypeOf(a) === Object.getPrototypeOf(b) && Object.is(a.valueOf(), b.valueOf());

/** By the kind of both. Those of no kind that is here have properties alone. */
const contentsOf = {
  __proto__: null,
  Date: (a, b) => Object.is(Date.prototype.getTime.call(a), Date.prototype.getTime.call(b)),
  RegExp: (a, b) => a.source === b.source && a.flags === b.flags && a.lastIndex === b.lastIndex,
  Error: (a, b, mode, open) => {
    if (open.has(a, b)) return open.isPair(a, b);
    open.add(a, b);
    const result = ['message', 'name', 'cause', 'errors'].every((name) => sameHidden(a, b, name, mode, open));
    open.delete(a, b);
    return result;
  },
  ArrayBuffer: (a, b, mode) => sameElements(new Uint8Array(a), new Uint8Array(b), mode === LOOSE ? STRICT : mode),
  DataView: (a, b, mode) => sameElements(bytesOfView(a), bytesOfView(b), mode === LOOSE ? STRICT : mode),
  TypedArray: (a, b, mode) => sameElements(a, b, mode),
  Primitive: sameBoxed,
  String: sameBoxed,
  WeakMap: unequal,
  WeakSet: unequal,
  Promise: unequal,
  Set: (a, b, mode) => (mode === PARTIAL ? a.size >= b.size : a.size === b.size),
  Map: (a, b, mode) => (mode === PARTIAL ? a.size >= b.size : a.size === b.size),
};

/** Whether each of what is wanted finds a candidate of its own. */
function findEach(candidates, wanted, same) {
  return wanted.every((item) => {
    const at = candidates.findIndex((candidate) => same(candidate, item));
    if (at >= 0) candidates.splice(at, 1);
    return at >= 0;
  });
}

function haveSameMembers(a, b, mode, open) {
  const wanted = [];
  for (const value of b) {
    if (a.has(value)) continue;
    if (mode !== LOOSE && !isObject(value)) return false;
    wanted.push(value);
  }
  if (wanted.length === 0) return true;
  return findEach([...a].filter((value) => !b.has(value)), wanted, (x, y) => areEqual(x, y, mode, open));
}

function haveSameEntries(a, b, mode, open) {
  const wanted = [];
  for (const [key, value] of b) {
    if (a.has(key)) {
      if (!areEqual(a.get(key), value, mode, open)) return false;
    } else {
      if (mode !== LOOSE && !isObject(key)) return false;
      wanted.push([key, value]);
    }
  }
  if (wanted.length === 0) return true;
  const same = ([k1, v1], [k2, v2]) => areEqual(k1, k2, mode, open) && areEqual(v1, v2, mode, open);
  return findEach([...a].filter(([key]) => !b.has(key)), wanted, same);
}

module.exports = {
  isDeepEqual: (a, b) => areEqual(a, b, LOOSE, new Open()),
  isDeepStrictEqual: (a, b, skipPrototype) => areEqual(a, b, skipPrototype ? STRUCTURAL : STRICT, new Open()),
  isPartiallyEqual: (actual, expected) => areEqual(actual, expected, PARTIAL, new Open()),
};
