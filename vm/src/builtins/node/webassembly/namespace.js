'use strict';
// The classes of WebAssembly (https://webassembly.github.io/spec/js-api/) over handles, see `mod.rs`.
const native = require('native');
const { types } = require('util');
const { kClone, kParts } = require('internal/clone');
const { refuseClones } = require('internal/errors');

const MAX_PAGES = 65536;
const MAX_PAGES_64 = 2 ** 48;
const MAX_TABLE = 10_000_000;
const NO_FUNCTION = 'function-typed object must be null (if nullable) or a Wasm function object';

/** The object of a class that a handle belongs to; a handle has one. */
const objects = new WeakMap();

/** A constructor of errors like those that the language has. */
function errorClass(name) {
  const Class = function (message) {
    const error = Reflect.construct(Error, arguments, new.target ?? Class);
    Error.captureStackTrace(error, Class);
    return error;
  };
  const hidden = (value) => ({ value, writable: true, configurable: true });
  const prototype = Object.create(Error.prototype, { constructor: hidden(Class), name: hidden(name), message: hidden('') });
  Object.setPrototypeOf(Class, Error);
  return Object.defineProperties(Class, { name: { value: name, configurable: true }, prototype: { value: prototype, writable: false } });
}
const CompileError = errorClass('CompileError');
const LinkError = errorClass('LinkError');
const RuntimeError = errorClass('RuntimeError');

/** A BufferSource. */
function bytesOf(source, asks) {
  const isBuffer = source instanceof ArrayBuffer || source instanceof SharedArrayBuffer || ArrayBuffer.isView(source) || types.isAnyArrayBuffer(source);
  if (!isBuffer) throw new TypeError(`${asks}: Argument 0 must be a buffer source`);
  return source;
}

function compile(source, asks) {
  const bytes = bytesOf(source, asks);
  if (bytes.byteLength === 0) throw new CompileError(`${asks}: BufferSource argument is empty`);
  return native.wasmCompile(bytes, asks);
}

const key = Symbol('internal');

/** An object of `Class` for a handle that the engine has made. */
function wrap(Class, handle) {
  let object = objects.get(handle);
  if (object === undefined) objects.set(handle, object = new Class(key, handle));
  return object;
}

/** What an exported value is: functions and objects. */
function exportedValue(value, kind) {
  switch (kind) {
    case 'memory': return wrap(Memory, value);
    case 'table': return wrap(Table, value);
    case 'global': return wrap(Global, value);
    case 'tag': return wrap(Tag, value);
    default: return value;
  }
}

class Module {
  #handle;
  constructor(bytes, handle) {
    this.#handle = bytes === key ? handle : compile(bytes, 'WebAssembly.Module()');
  }
  [kClone]() {
    return new Module(key, this.#handle);
  }
  [kParts]() {
    return ['wasmModule', native.wasmShare(this.#handle)];
  }
  static imports(module) {
    return native.wasmImports(handleOf(module, 'WebAssembly.Module.imports()')).map(([module, name, kind]) => ({ module, name, kind }));
  }
  static exports(module) {
    return native.wasmExports(handleOf(module, 'WebAssembly.Module.exports()')).map(([name, kind]) => ({ name, kind }));
  }
  static customSections(module, name) {
    const handle = handleOf(module, 'WebAssembly.Module.customSections()');
    if (name === undefined) throw new TypeError('WebAssembly.Module.customSections(): Argument 1 is required');
    return native.wasmCustomSections(handle, `${name}`);
  }
  static {
    handleOf = (module, asks) => {
      if (typeof module !== 'object' || module === null || !(#handle in module)) {
        throw new TypeError(`${asks}: Argument 0 must be a WebAssembly.Module`);
      }
      return module.#handle;
    };
    isModule = (value) => typeof value === 'object' && value !== null && #handle in value;
  }
}
var handleOf, isModule;

/** The exports object of a new instance. */
function instantiate(module, imports, asks) {
  const handle = handleOf(module, asks);
  const wanted = native.wasmImports(handle);
  if (imports !== undefined && (typeof imports !== 'object' && typeof imports !== 'function' || imports === null)) {
    throw new TypeError(`${asks}: Argument 1 must be an object`);
  }
  if (wanted.length > 0 && imports === undefined) throw new TypeError(`${asks}: Imports argument must be present and must be an object`);
  const values = wanted.map(([from, name], i) => {
    const object = imports[from];
    if (typeof object !== 'object' && typeof object !== 'function' || object === null) {
      throw new TypeError(`${asks}: Import #${i} "${from}": module is not an object or function`);
    }
    return internal(object[name]);
  });
  const found = native.wasmInstantiate(handle, values, asks);
  const exports = { __proto__: null };
  native.wasmExports(handle).forEach(([name, kind], i) => {
    Object.defineProperty(exports, name, { value: exportedValue(found[i], kind), enumerable: true });
  });
  return Object.freeze(exports);
}

class Instance {
  #exports;
  constructor(module, imports, exports) {
    this.#exports = module === key ? exports : instantiate(module, imports, 'WebAssembly.Instance()');
  }
  get exports() {
    if (!(#exports in this)) throw new TypeError('WebAssembly.Instance.exports(): Receiver is not a WebAssembly.Instance');
    return this.#exports;
  }
}

function isObject(value) {
  return typeof value === 'object' && value !== null || typeof value === 'function';
}

/** A number as an index or a count (WebIDL's `[EnforceRange] unsigned long`); `what` it is for messages. */
function enforceRange(value, what) {
  const number = Number(value);
  if (!Number.isFinite(number)) throw new TypeError(`${what} must be convertible to a valid number`);
  const whole = Math.trunc(number);
  if (whole < 0) throw new TypeError(`${what} must be non-negative`);
  if (whole > 2 ** 32 - 1) throw new TypeError(`${what} must be in the unsigned long range`);
  return whole;
}

/** A limit that a descriptor has, undefined if it has none. */
function limit(descriptor, name, asks, is64) {
  const value = descriptor[name];
  if (value === undefined) return undefined;
  return is64 ? Number(BigInt.asUintN(64, BigInt(value))) : enforceRange(value, `${asks}: Property '${name}'`);
}

/** `initial`, at most `bound`, and `maximum`. */
function limits(descriptor, bound, asks, is64 = false) {
  const initial = limit(descriptor, 'initial', asks, is64);
  if (initial === undefined) throw new TypeError(`${asks}: Property 'initial' is required`);
  if (initial > bound) throw new RangeError(`${asks}: Property 'initial': value ${initial} is above the upper bound ${bound}`);
  const maximum = limit(descriptor, 'maximum', asks, is64);
  if (maximum !== undefined && maximum < initial) {
    throw new RangeError(`${asks}: Property 'maximum': value ${maximum} is below the lower bound ${initial}`);
  }
  return [initial, maximum];
}

function addressType(descriptor, asks) {
  const address = descriptor.address;
  if (address === undefined) return false;
  const text = `${address}`;
  if (text !== 'i32' && text !== 'i64') throw new TypeError(`${asks}: Unknown address type '${text}'; pass 'i32' or 'i64'`);
  return text === 'i64';
}

const index = (value, asks) => enforceRange(value, `${asks}: Argument 0`);

class Memory {
  #handle;
  #is64 = false;
  constructor(descriptor, handle) {
    if (descriptor === key) {
      this.#handle = handle;
      return;
    }
    const asks = 'WebAssembly.Memory()';
    if (!isObject(descriptor)) throw new TypeError(`${asks}: Argument 0 must be a memory descriptor`);
    this.#is64 = addressType(descriptor, asks);
    const [initial, maximum] = limits(descriptor, this.#is64 ? MAX_PAGES_64 : MAX_PAGES, asks, this.#is64);
    if (descriptor.shared) {
      if (maximum === undefined) throw new TypeError(`${asks}: If shared is true, maximum property should be specified.`);
      throw new RangeError(`${asks}: shared memories are not supported`);
    }
    const bound = this.#is64 ? maximum : maximum === undefined ? undefined : Math.min(maximum, MAX_PAGES);
    this.#handle = native.wasmMemory(initial, bound, this.#is64);
    if (this.#handle === undefined) throw new RangeError(`${asks}: could not allocate memory`);
    objects.set(this.#handle, this);
  }
  grow(delta) {
    const asks = 'WebAssembly.Memory.grow()';
    const handle = Memory.#of(this, asks);
    const more = this.#is64 ? Number(BigInt.asUintN(64, BigInt(delta))) : index(delta, asks);
    const before = native.wasmMemoryGrow(handle, more);
    if (before < 0) throw new RangeError(`${asks}: ${before === -1 ? 'Maximum memory size exceeded' : 'Unable to grow instance memory'}`);
    return this.#is64 ? BigInt(before) : before;
  }
  get buffer() {
    return native.wasmMemoryBuffer(Memory.#of(this, 'WebAssembly.Memory.buffer'));
  }
  static #of(memory, asks) {
    if (!isObject(memory) || !(#handle in memory)) throw new TypeError(`${asks}: Receiver is not a WebAssembly.Memory`);
    return memory.#handle;
  }
  static {
    memoryHandle = (value) => #handle in value ? value.#handle : undefined;
  }
}
var memoryHandle;

class Table {
  #handle;
  constructor(descriptor, init) {
    if (descriptor === key) {
      this.#handle = init;
      return;
    }
    const asks = 'WebAssembly.Table()';
    if (!isObject(descriptor)) throw new TypeError(`${asks}: Argument 0 must be a table descriptor`);
    const element = `${descriptor.element}`;
    if (element !== 'anyfunc' && element !== 'externref') {
      throw new TypeError(`${asks}: Descriptor property 'element' must be a WebAssembly reference type`);
    }
    const [initial, maximum] = limits(descriptor, MAX_TABLE, asks);
    const isExternal = element === 'externref';
    const value = arguments.length < 2 || init === undefined && !isExternal ? null : init;
    if (!isExternal && value !== null && !isExported(value)) {
      throw new TypeError(`${asks}: Argument 2 must be undefined or a value of type compatible with the type of the new table: ${NO_FUNCTION}.`);
    }
    this.#handle = native.wasmTable(isExternal, initial, maximum, arguments.length < 2 && isExternal ? undefined : value);
    if (this.#handle === undefined) throw new RangeError(`${asks}: could not allocate table`);
    objects.set(this.#handle, this);
  }
  get length() {
    return native.wasmTableLength(Table.#of(this, 'WebAssembly.Table.length()'));
  }
  get(at) {
    const asks = 'WebAssembly.Table.get()';
    const handle = Table.#of(this, asks);
    return native.wasmTableGet(handle, Table.#within(handle, at, asks));
  }
  set(at, value) {
    const asks = 'WebAssembly.Table.set()';
    const handle = Table.#of(this, asks);
    const place = Table.#within(handle, at, asks);
    try {
      native.wasmTableSet(handle, place, arguments.length < 2 ? native.wasmTableDefault(handle) : value);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      throw new TypeError(`${asks}: Argument 1 is invalid for table: ${NO_FUNCTION}`);
    }
  }
  grow(delta, value) {
    const asks = 'WebAssembly.Table.grow()';
    const handle = Table.#of(this, asks);
    const more = index(delta, asks);
    let before;
    try {
      before = native.wasmTableGrow(handle, more, arguments.length < 2 ? native.wasmTableDefault(handle) : value);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      throw new TypeError(`${asks}: Argument 1 is invalid: ${NO_FUNCTION}`);
    }
    if (before < 0) throw new RangeError(`${asks}: failed to grow table by ${more}`);
    return before;
  }
  static #of(table, asks) {
    if (!isObject(table) || !(#handle in table)) throw new TypeError(`${asks}: Receiver is not a WebAssembly.Table`);
    return table.#handle;
  }
  static #within(handle, at, asks) {
    const place = index(at, asks);
    if (place >= native.wasmTableLength(handle)) throw new RangeError(`${asks}: invalid address ${place} in ${native.wasmTableIsExternal(handle) ? 'externref' : 'funcref'} table of size ${native.wasmTableLength(handle)}`);
    return place;
  }
  static {
    tableHandle = (value) => #handle in value ? value.#handle : undefined;
  }
}
var tableHandle;

function isExported(value) {
  return typeof value === 'function' && native.wasmIsExported(value);
}

class Global {
  #handle;
  constructor(descriptor, value) {
    if (descriptor === key) {
      this.#handle = value;
      return;
    }
    const asks = 'WebAssembly.Global()';
    if (!isObject(descriptor)) throw new TypeError(`${asks}: Argument 0 must be a global descriptor`);
    const isMutable = Boolean(descriptor.mutable);
    const type = `${descriptor.value}`;
    let init = value;
    if (init === undefined) {
      if (type === 'i64') init = 0n;
      else if (type === 'anyfunc') init = null;
      else if (type !== 'externref') init = 0;
    }
    if (type === 'externref' && arguments.length < 2) init = undefined;
    if (type === 'anyfunc' && init !== null && !isExported(init)) {
      throw new TypeError(`${asks}: ${NO_FUNCTION}`);
    }
    this.#handle = type === 'funcref' ? undefined : native.wasmGlobal(type, isMutable, init);
    if (this.#handle === undefined) throw new TypeError(`${asks}: Descriptor property 'value' must be a WebAssembly type`);
    objects.set(this.#handle, this);
  }
  get value() {
    return native.wasmGlobalGet(Global.#of(this, 'get WebAssembly.Global.value)'));
  }
  set value(value) {
    const asks = 'set WebAssembly.Global.value)';
    const handle = Global.#of(this, asks);
    if (!native.wasmIsMutable(handle)) throw new TypeError(`${asks}: Can't set the value of an immutable global.`);
    native.wasmGlobalSet(handle, value);
  }
  valueOf() {
    return native.wasmGlobalGet(Global.#of(this, 'WebAssembly.Global.valueOf()'));
  }
  static #of(global, asks) {
    if (!isObject(global) || !(#handle in global)) throw new TypeError(`${asks}: Receiver is not a WebAssembly.Global`);
    return global.#handle;
  }
  static {
    globalHandle = (value) => #handle in value ? value.#handle : undefined;
  }
}
var globalHandle;

const TYPES = new Set(['i32', 'i64', 'f32', 'f64', 'externref', 'anyfunc', 'funcref']);

class Tag {
  #handle;
  constructor(descriptor, handle) {
    if (descriptor === key) {
      this.#handle = handle;
      return;
    }
    const asks = 'WebAssembly.Tag()';
    if (!isObject(descriptor)) throw new TypeError(`${asks}: Argument 0 must be a tag type`);
    const { parameters } = descriptor;
    if (!isObject(parameters)) throw new TypeError(`${asks}: Argument 0 must be a tag type with 'parameters'`);
    const types = Array.from({ length: parameters.length }, (_, i) => {
      const type = `${parameters[i]}`;
      if (!TYPES.has(type)) throw new TypeError(`${asks}: Argument 0 parameter type at index #${i} must be a value type`);
      return type;
    });
    this.#handle = native.wasmTag(types);
    objects.set(this.#handle, this);
  }
  static {
    tagHandle = (value) => isObject(value) && #handle in value ? value.#handle : undefined;
  }
}
var tagHandle;

/** The stacks of exceptions that were made with one. */
const stacks = new WeakMap();

function exceptionOf(value, asks) {
  if (!native.wasmIsException(value)) throw new TypeError(`${asks}: Receiver is not a WebAssembly.Exception`);
  return value;
}
function tagOf(value, asks, text) {
  const handle = tagHandle(value);
  if (handle === undefined) throw new TypeError(`${asks}: ${text}`);
  return handle;
}

class Exception {
  constructor(tag, payload, options) {
    const asks = 'WebAssembly.Exception()';
    const handle = tagOf(tag, asks, 'Argument 0 must be a WebAssembly tag');
    if (tag === JSTag()) throw new TypeError(`${asks}: Argument 0 cannot be WebAssembly.JSTag`);
    if (!isObject(payload)) throw new TypeError(`${asks}: Exception values must be an iterable object`);
    const values = [...payload];
    if (values.length !== native.wasmExceptionLength(handle)) throw new TypeError(`${asks}: Number of exception values does not match signature length`);
    const exception = native.wasmException(handle, values, new.target.prototype);
    if (options?.traceStack) {
      const traced = {};
      Error.captureStackTrace(traced, Exception);
      stacks.set(exception, traced.stack);
    }
    return exception;
  }
  is(tag) {
    const asks = 'WebAssembly.Exception.is()';
    return native.wasmExceptionIs(exceptionOf(this, asks), tagOf(tag, asks, 'Argument 0 must be a WebAssembly.Tag'));
  }
  getArg(tag, at) {
    const asks = 'WebAssembly.Exception.getArg()';
    const handle = tagOf(tag, asks, 'Argument 0 must be a WebAssembly.Tag');
    const exception = exceptionOf(this, asks);
    const place = enforceRange(at, `${asks}: Index`);
    if (!native.wasmExceptionIs(exception, handle)) throw new TypeError(`${asks}: First argument does not match the exception tag`);
    if (place >= native.wasmExceptionLength(exception)) throw new RangeError(`${asks}: Index out of range`);
    return native.wasmExceptionGet(exception, place);
  }
  get stack() {
    return stacks.get(exceptionOf(this, 'WebAssembly.Exception.stack'));
  }
}

let jsTag;
/** The tag of what script throws. */
const JSTag = () => jsTag ??= wrap(Tag, native.wasmJsTag());

/** The handle of an object of these classes; other values are themselves. */
function internal(value) {
  if (!isObject(value)) return value;
  return memoryHandle(value) ?? tableHandle(value) ?? globalHandle(value) ?? tagHandle(value) ?? value;
}

const namespace = {
  async compile(bytes) {
    return new Module(key, compile(bytes, 'WebAssembly.compile()'));
  },
  validate(bytes) {
    return native.wasmValidate(bytesOf(bytes, 'WebAssembly.validate()'));
  },
  async instantiate(source, imports) {
    const asks = 'WebAssembly.instantiate()';
    if (imports !== undefined && !isObject(imports)) throw new TypeError(`${asks}: Argument 1 must be an object`);
    if (isModule(source)) {
      await undefined;
      return new Instance(key, undefined, instantiate(source, imports, asks));
    }
    if (!isObject(source)) throw new TypeError(`${asks}: Argument 0 must be a buffer source or a WebAssembly.Module object`);
    const module = new Module(key, compile(source, asks));
    await undefined;
    return { module, instance: new Instance(key, undefined, instantiate(module, imports, asks)) };
  },
  async compileStreaming(source) {
    return new Module(key, compile(await bytesOfResponse(source), 'WebAssembly.compileStreaming()'));
  },
  async instantiateStreaming(source, imports) {
    const asks = 'WebAssembly.instantiateStreaming()';
    const module = new Module(key, compile(await bytesOfResponse(source), asks));
    return { module, instance: new Instance(key, undefined, instantiate(module, imports, asks)) };
  },
};

/** The bytes of a response with a module. */
async function bytesOfResponse(source) {
  const { coded, received } = require('internal/errors');
  const response = await source;
  const { Response } = globalThis;
  if (!(response instanceof Response)) {
    throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', `The "source" argument must be an instance of Response or an Promise resolving to Response.${received(response)}`);
  }
  const fail = (text) => {
    throw coded(TypeError, 'ERR_WEBASSEMBLY_RESPONSE', `WebAssembly response ${text}`);
  };
  const type = response.headers.get('Content-Type');
  if (type !== 'application/wasm') fail(`has unsupported MIME type '${type}'`);
  if (!response.ok) fail(`has status code ${response.status}`);
  if (response.bodyUsed) fail('body has already been used');
  return new Uint8Array(await response.arrayBuffer());
}

/** Members of an interface are enumerable. */
function asInterface(Class, tag) {
  for (const object of [Class, Class.prototype]) {
    for (const name of Object.getOwnPropertyNames(object)) {
      const property = Object.getOwnPropertyDescriptor(object, name);
      const isMember = typeof property.value === 'function' && name !== 'constructor' || property.get !== undefined;
      if (isMember) Object.defineProperty(object, name, { enumerable: true });
    }
  }
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { value: tag, configurable: true });
}

const WebAssembly = Object.create(Object.prototype, { [Symbol.toStringTag]: { value: 'WebAssembly', configurable: true } });
for (const name of Object.keys(namespace)) {
  Object.defineProperty(WebAssembly, name, { value: namespace[name], writable: true, enumerable: true, configurable: true });
}
for (const Class of [Module, Instance, Table, Memory, Global, Tag, Exception]) asInterface(Class, `WebAssembly.${Class.name}`);
for (const [Class, length] of [[Module, 1], [Instance, 1], [Table, 1], [Memory, 1], [Global, 1], [Tag, 1], [Exception, 2]]) {
  Object.defineProperty(Class, 'length', { value: length, configurable: true });
}
for (const [method, length] of [['instantiate', 1], ['instantiateStreaming', 1]]) {
  Object.defineProperty(WebAssembly[method], 'length', { value: length, configurable: true });
}
for (const [method, length] of [['set', 1], ['grow', 1]]) {
  Object.defineProperty(Table.prototype[method], 'length', { value: length, configurable: true });
}
for (const Class of [Module, Instance, Table, Memory, Global, Tag, Exception, CompileError, LinkError, RuntimeError]) {
  Object.defineProperty(WebAssembly, Class.name, { value: Class, writable: true, configurable: true });
}
for (const Class of [Instance, Table, Memory, Global, Tag, Exception]) refuseClones(Class, `#<${Class.name}> could not be cloned.`);
for (const name of [kClone, kParts]) Object.defineProperty(Module.prototype, name, { enumerable: false });
native.wasmErrors(CompileError, LinkError, RuntimeError, Exception.prototype);
Object.defineProperty(WebAssembly, 'JSTag', { value: JSTag(), configurable: true });

/** The module that another thread has sent. */
const receive = (number) => new Module(key, native.wasmReceive(number));

module.exports = { WebAssembly, receive };
