// The contexts of node:vm: a realm whose global object looks into another object, the sandbox, first, and writes
// to it.
'use strict';

const native = require('native');

/** By sandbox, and by the global object of a context that has none. */
const contexts = new WeakMap();

/** What the language gives to a realm; all else is the host's. */
const LANGUAGE = new Set([
  'globalThis', 'Infinity', 'NaN', 'undefined', 'eval', 'isFinite', 'isNaN', 'parseFloat', 'parseInt', 'decodeURI', 'decodeURIComponent',
  'encodeURI', 'encodeURIComponent', 'escape', 'unescape', 'AggregateError', 'Array', 'ArrayBuffer', 'AsyncDisposableStack', 'BigInt',
  'BigInt64Array', 'BigUint64Array', 'Boolean', 'DataView', 'Date', 'DisposableStack', 'Error', 'EvalError', 'FinalizationRegistry',
  'Float16Array', 'Float32Array', 'Float64Array', 'Function', 'Int16Array', 'Int32Array', 'Int8Array', 'Iterator', 'Map', 'Number', 'Object',
  'Promise', 'Proxy', 'RangeError', 'ReferenceError', 'RegExp', 'Set', 'SharedArrayBuffer', 'String', 'SuppressedError', 'Symbol', 'SyntaxError',
  'Temporal', 'TypeError', 'URIError', 'Uint16Array', 'Uint32Array', 'Uint8Array', 'Uint8ClampedArray', 'WeakMap', 'WeakRef', 'WeakSet',
  'Atomics', 'Intl', 'JSON', 'Math', 'Reflect', 'console',
]);

function handlerOf(sandbox, record) {
  const shown = (value) => (value === sandbox ? record.global : value);
  return {
    __proto__: null,
    get: (inner, key) => (key in sandbox ? shown(sandbox[key]) : inner[key]),
    has: (inner, key) => key in sandbox || key in inner,
    set(inner, key, value) {
      const own = Reflect.getOwnPropertyDescriptor(sandbox, key) ?? Reflect.getOwnPropertyDescriptor(inner, key);
      if (own && 'value' in own && !own.writable) return false;
      return Reflect.set(sandbox, key, value);
    },
    defineProperty(inner, key, descriptor) {
      // A declared variable is no property that cannot be configured, there.
      const declared = descriptor.configurable === false && descriptor.enumerable === true && descriptor.writable === true;
      if (!declared) return Reflect.defineProperty(sandbox, key, descriptor);
      if (Object.hasOwn(sandbox, key) && descriptor.value === undefined) return true;
      return Reflect.defineProperty(sandbox, key, { ...descriptor, configurable: true });
    },
    deleteProperty: (inner, key) => (Object.hasOwn(sandbox, key) ? Reflect.deleteProperty(sandbox, key) : Reflect.deleteProperty(inner, key)),
    getOwnPropertyDescriptor(inner, key) {
      const own = Reflect.getOwnPropertyDescriptor(sandbox, key);
      if (own === undefined) return Reflect.getOwnPropertyDescriptor(inner, key);
      return 'value' in own ? { ...own, value: shown(own.value) } : own;
    },
    ownKeys: (inner) => [...new Set([...Reflect.ownKeys(sandbox), ...Reflect.ownKeys(inner)])],
    getPrototypeOf: (inner) => Reflect.getPrototypeOf(inner),
    isExtensible: () => true,
    preventExtensions: () => false,
  };
}

/** What the engine has beside the language, made when somebody asks for it. */
function lend(global, name) {
  if (!(name in globalThis)) return;
  const put = (value) => {
    Object.defineProperty(global, name, { value, writable: true, enumerable: false, configurable: true });
    return value;
  };
  Object.defineProperty(global, name, { configurable: true, enumerable: false, get: () => put(globalThis[name]), set: put });
}

/** Makes a context of a sandbox; of none if that is undefined: what is given back is its global object. */
function make(sandbox, options) {
  const [realm, inner] = native.newContext(options.codeGeneration?.strings === false);
  for (const key of Reflect.ownKeys(inner)) if (!(typeof key === 'string' && LANGUAGE.has(key))) delete inner[key];
  lend(inner, 'WebAssembly');
  const record = { realm, global: inner, microtasks: options.microtaskMode === 'afterEvaluate' };
  if (sandbox !== undefined) {
    record.global = native.contextGlobal(realm, handlerOf(sandbox, record));
    Object.defineProperty(inner, 'globalThis', { value: record.global, writable: true, configurable: true, enumerable: false });
    contexts.set(sandbox, record);
  }
  contexts.set(record.global, record);
  return sandbox ?? record.global;
}

module.exports = { make, contextOf: (object) => contexts.get(object) };
