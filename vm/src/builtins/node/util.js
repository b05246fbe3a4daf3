// node:util.
'use strict';

const native = require('native');
const { checkFunction, checkString, invalidArgument } = require('internal/errors');

/** Of functions that give several values to their callback: the names of these in what is resolved. */
const kArguments = Symbol.for('hearth.promisify.arguments');
const kCustomPromisify = Symbol.for('nodejs.util.promisify.custom');
const kInspect = Symbol.for('nodejs.util.inspect.custom');

const colors = {
  __proto__: null,
  reset: [0, 0], bold: [1, 22], dim: [2, 22], italic: [3, 23], underline: [4, 24], blink: [5, 25], inverse: [7, 27],
  hidden: [8, 28], strikethrough: [9, 29], doubleunderline: [21, 24], black: [30, 39], red: [31, 39], green: [32, 39],
  yellow: [33, 39], blue: [34, 39], magenta: [35, 39], cyan: [36, 39], white: [37, 39],
  bgBlack: [40, 49], bgRed: [41, 49], bgGreen: [42, 49], bgYellow: [43, 49], bgBlue: [44, 49], bgMagenta: [45, 49], bgCyan: [46, 49],
  bgWhite: [47, 49], framed: [51, 54], overlined: [53, 55], gray: [90, 39],
  redBright: [91, 39], greenBright: [92, 39], yellowBright: [93, 39], blueBright: [94, 39], magentaBright: [95, 39],
  cyanBright: [96, 39], whiteBright: [97, 39], bgGray: [100, 49], bgRedBright: [101, 49],
  bgGreenBright: [102, 49], bgYellowBright: [103, 49], bgBlueBright: [104, 49], bgMagentaBright: [105, 49], bgCyanBright: [106, 49],
  bgWhiteBright: [107, 49],
};
/** Further names of colours, which are not listed: each stands for what has the other name at the time. */
const aliases = {
  gray: ['grey', 'blackBright'], bgGray: ['bgGrey', 'bgBlackBright'], dim: ['faint'], strikethrough: ['crossedout', 'strikeThrough', 'crossedOut'],
  hidden: ['conceal'], inverse: ['swapColors', 'swapcolors'], doubleunderline: ['doubleUnderline'],
};
for (const target in aliases) {
  for (const alias of aliases[target]) {
    Object.defineProperty(colors, alias, { configurable: true, get() { return this[target]; }, set(value) { this[target] = value; } });
  }
}

const defaults = {
  showHidden: false, depth: 2, colors: false, customInspect: true, showProxy: false, maxArrayLength: 100,
  maxStringLength: 10000, breakLength: 80, compact: 3, sorted: false, getters: false, numericSeparator: false,
};

/** `depth` and `colors` are older than the options. */
function inspect(value, options, ...[depth, colors]) {
  if ((options === undefined || options === null) && depth === undefined && colors === undefined) return native.inspect(value, defaults);
  const settings = { ...defaults };
  if (depth !== undefined) settings.depth = depth;
  if (colors !== undefined) settings.colors = colors;
  if (typeof options === 'boolean') settings.showHidden = options;
  else Object.assign(settings, options);
  return native.inspect(value, settings);
}
inspect.custom = kInspect;
inspect.colors = colors;
inspect.styles = {
  __proto__: null,
  special: 'cyan', number: 'yellow', bigint: 'yellow', boolean: 'yellow', undefined: 'grey', null: 'bold', string: 'green',
  symbol: 'green', date: 'magenta', regexp: 'red', module: 'underline',
};
Object.defineProperty(inspect, 'defaultOptions', {
  get() {
    require('internal/console_options').follow();
    return defaults;
  },
  set(options) {
    if (options === null || typeof options !== 'object' || Array.isArray(options)) throw invalidArgument('options', 'of type object', options);
    require('internal/console_options').follow();
    Object.assign(defaults, options);
  },
});

function format(...args) {
  return native.format(undefined, ...args);
}

function promisify(original) {
  checkFunction(original, 'original');
  // The timers' modules define what becomes of them.
  if (original === setTimeout || original === setImmediate) require('timers');
  const custom = original[kCustomPromisify];
  if (custom) {
    checkFunction(custom, 'util.promisify.custom');
    return Object.defineProperty(custom, kCustomPromisify, { value: custom, configurable: true });
  }
  const names = original[kArguments];
  function promisified(...args) {
    return new Promise((resolve, reject) => {
      original.call(this, ...args, (error, ...values) => {
        if (error) reject(error);
        else if (names !== undefined && values.length > 1) resolve(Object.fromEntries(names.map((name, i) => [name, values[i]])));
        else resolve(values[0]);
      });
    });
  }
  Object.setPrototypeOf(promisified, Object.getPrototypeOf(original));
  Object.defineProperty(promisified, kCustomPromisify, { value: promisified, configurable: true });
  return Object.defineProperties(promisified, Object.getOwnPropertyDescriptors(original));
}
promisify.custom = kCustomPromisify;

function callbackify(original) {
  checkFunction(original, 'original');
  function callbackified(...args) {
    const callback = args.pop();
    checkFunction(callback, 'last argument');
    original.apply(this, args).then(
      (value) => process.nextTick(callback, null, value),
      (reason) => {
        let error = reason;
        if (!error) {
          error = require('internal/errors').coded(Error, 'ERR_FALSY_VALUE_REJECTION', 'Promise was rejected with a falsy value');
          error.reason = reason;
        }
        process.nextTick(callback, error);
      });
  }
  const descriptors = Object.getOwnPropertyDescriptors(original);
  if (typeof descriptors.length?.value === 'number') descriptors.length.value++;
  if (typeof descriptors.name?.value === 'string') descriptors.name.value += 'Callbackified';
  return Object.defineProperties(callbackified, descriptors);
}

function inherits(constructor, parent) {
  for (const [value, name] of [[constructor, 'ctor'], [parent, 'superCtor']]) {
    if (value === undefined || value === null) throw invalidArgument(name, 'of type function', value);
  }
  if (parent.prototype === undefined) throw invalidArgument('superCtor.prototype', 'of type object', parent.prototype);
  Object.defineProperty(constructor, 'super_', { value: parent, writable: true, configurable: true });
  Object.setPrototypeOf(constructor.prototype, parent.prototype);
}

const warned = new Set();
function deprecate(fn, message, code) {
  if (code !== undefined) checkString(code, 'code');
  let done = false;
  function deprecated(...args) {
    if (!done) {
      done = true;
      if (code === undefined || !warned.has(code)) {
        warned.add(code);
        process.emitWarning(message, 'DeprecationWarning', code);
      }
    }
    return new.target ? Reflect.construct(fn, args, new.target) : Reflect.apply(fn, this, args);
  }
  Object.setPrototypeOf(deprecated, fn);
  if (fn.prototype) deprecated.prototype = fn.prototype;
  return deprecated;
}

// ---- types

const tagOf = (value) => Object.prototype.toString.call(value);
const typedTag = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get;
const kindIs = (kind) => (value) => native.kind(value) === kind;
const sharedLength = Object.getOwnPropertyDescriptor(SharedArrayBuffer.prototype, 'byteLength').get;
function isShared(value) {
  if (native.kind(value) !== 'ArrayBuffer') return false;
  try {
    sharedLength.call(value);
    return true;
  } catch {
    return false;
  }
}
const types = {
  isDate: kindIs('Date'), isRegExp: kindIs('RegExp'), isMap: kindIs('Map'), isSet: kindIs('Set'), isWeakMap: kindIs('WeakMap'),
  isWeakSet: kindIs('WeakSet'), isPromise: kindIs('Promise'), isProxy: kindIs('Proxy'), isNativeError: kindIs('Error'),
  isDataView: function (value) { return native.kind(value) === 'DataView'; }, isArrayBuffer: (value) => native.kind(value) === 'ArrayBuffer' && !isShared(value), isAnyArrayBuffer: kindIs('ArrayBuffer'),
  isSharedArrayBuffer: isShared, isModuleNamespaceObject: kindIs('Module'), isGeneratorObject: kindIs('Generator'),
  isArgumentsObject: (value) => tagOf(value) === '[object Arguments]' && !(Symbol.toStringTag in value),
  isTypedArray: function (value) { return typedTag.call(value) !== undefined; },
  isArrayBufferView: ArrayBuffer.isView,
  isAsyncFunction: (value) => typeof value === 'function' && /^async\b/.test(Function.prototype.toString.call(value)),
  isGeneratorFunction: (value) => typeof value === 'function' && /^(async\s*)?(function\s*)?\*/.test(Function.prototype.toString.call(value)),
  isMapIterator: (value) => tagOf(value) === '[object Map Iterator]',
  isSetIterator: (value) => tagOf(value) === '[object Set Iterator]',
  isBoxedPrimitive: (value) => ['Primitive', 'String'].includes(native.kind(value)),
  isNumberObject: (value) => native.kind(value) === 'Primitive' && value instanceof Number,
  isStringObject: kindIs('String'),
  isBooleanObject: (value) => native.kind(value) === 'Primitive' && value instanceof Boolean,
  isBigIntObject: (value) => native.kind(value) === 'Primitive' && value instanceof BigInt,
  isSymbolObject: (value) => native.kind(value) === 'Primitive' && value instanceof Symbol,
  isExternal: () => false,
  isKeyObject: function (value) { return value instanceof require('internal/crypto/keys').KeyObject; },
  isCryptoKey: function (value) { return value instanceof require('internal/crypto/subtle').CryptoKey; },
};
for (const name of ['isDate', 'isRegExp', 'isMap', 'isSet', 'isWeakMap', 'isWeakSet', 'isPromise', 'isProxy', 'isNativeError', 'isArrayBuffer', 'isAnyArrayBuffer',
  'isSharedArrayBuffer', 'isModuleNamespaceObject', 'isGeneratorObject', 'isArgumentsObject', 'isAsyncFunction', 'isGeneratorFunction', 'isMapIterator',
  'isSetIterator', 'isBoxedPrimitive', 'isNumberObject', 'isStringObject', 'isBooleanObject', 'isBigIntObject', 'isSymbolObject', 'isExternal']) {
  native.describeFunction(types[name], '', 0);
}
for (const name of ['isKeyObject', 'isCryptoKey']) Object.defineProperty(types, name, { writable: false, configurable: false });
for (const name of ['Int8', 'Uint8', 'Uint8Clamped', 'Int16', 'Uint16', 'Int32', 'Uint32', 'Float16', 'Float32', 'Float64', 'BigInt64', 'BigUint64']) {
  const [is, tag] = [`is${name}Array`, `${name}Array`];
  types[is] = { [is]: function (value) { return typedTag.call(value) === tag; } }[is];
}

// ---- text

const ANSI = /[\u001B\u009B](?:[[\]()#;?]*(?:\d{1,4}(?:;\d{0,4})*)?[\dA-PR-TZcf-ntqry=><~]|\][^\u0007]*\u0007)/g;
function stripVTControlCharacters(text) {
  checkString(text, 'str');
  return text.replace(ANSI, '');
}

/** What begins and ends text in a style: of colours by name or by `#rgb` and `#rrggbb`. */
function codesOfStyle(name) {
  if (typeof name === 'string' && name[0] === '#') {
    if (!/^#(?:[\da-f]{3}|[\da-f]{6})$/i.test(name)) {
      throw require('internal/errors').invalidValue('format', name, 'must be a valid hex color (#RGB or #RRGGBB)');
    }
    const digits = name.length === 4 ? name.replace(/[\da-f]/gi, '$&$&') : name;
    const parts = [1, 3, 5].map((at) => parseInt(digits.slice(at, at + 2), 16));
    return [`38;2;${parts.join(';')}`, 39];
  }
  const codes = colors[name];
  if (codes) return codes;
  const names = Object.getOwnPropertyNames(colors).map((color) => `'${color}'`).join(', ');
  throw require('internal/errors').invalidValue('format', name, `must be one of: ${names}`);
}

function styleText(style, text, options) {
  checkString(text, 'text');
  if (options !== undefined && (options === null || typeof options !== 'object' || Array.isArray(options))) throw invalidArgument('options', 'of type object', options);
  const { validateStream = true, stream = process.stdout } = options ?? {};
  const isPlain = validateStream && (!stream?.isTTY || process.env.NO_COLOR || process.env.NODE_DISABLE_COLORS);
  let [before, after, inner] = ['', '', text];
  for (const name of [style].flat()) {
    if (name === 'none') continue;
    const [first, last] = codesOfStyle(name);
    const [open, close] = [`\u001B[${first}m`, `\u001B[${last}m`];
    before += open;
    after = close + after;
    // A style inside ends this one, which then goes on. Bold and dim end alike.
    const isShared = first === 1 || first === 2;
    inner = inner.replace(new RegExp(`${RegExp.escape(close)}(?=[^])`, 'g'), isShared ? close + open : open);
  }
  return isPlain ? text : `${before}${inner}${after}`;
}

/** Of a named part of a program: NODE_DEBUG is asked at the first use, and `told` then gets what logs. */
function debuglog(set, told) {
  let enabled;
  const matches = (pattern) => new RegExp(`^${RegExp.escape(pattern).replaceAll('\\*', '.*')}$`, 'i').test(set);
  const isEnabled = () => (enabled ??= (process.env.NODE_DEBUG || '').split(',').some(matches));
  const write = (...args) => {
    if (isEnabled()) process.stderr.write(`${set.toUpperCase()} ${process.pid}: ${format(...args)}\n`);
  };
  const withEnabled = (log) => Object.defineProperty(log, 'enabled', { configurable: true, enumerable: true, get: isEnabled });
  let isFirst = typeof told === 'function';
  return withEnabled((...args) => {
    if (isFirst) {
      isFirst = false;
      isEnabled();
      told(withEnabled(write));
    }
    write(...args);
  });
}

/** The assignments of a file `.env`. */
function parseEnv(content) {
  checkString(content, 'content');
  const out = {};
  const LINE = /^[ \t]*(?:export[ \t]+)?([\w.-]+)[ \t]*=[ \t]*(?:"((?:\\"|[^"])*)"|'([^']*)'|`([^`]*)`|([^#\r\n]*))/gm;
  for (const [, name, double, single, back, plain] of content.matchAll(LINE)) {
    out[name] = double !== undefined ? double.replaceAll('\\n', '\n') : single ?? back ?? plain.trim();
  }
  return out;
}

function checkErrorNumber(number) {
  if (typeof number !== 'number') throw invalidArgument('err', 'of type number', number);
  if (number >= 0 || !Number.isSafeInteger(number)) throw require('internal/errors').outOfRange('err', 'a negative integer', number);
}

/** Where calls on the stack are, the innermost first. */
function getCallSites(frameCount = 10, options = {}) {
  const { checkBoolean, checkInteger } = require('internal/validators');
  if (arguments.length === 1 && frameCount !== null && typeof frameCount === 'object') [options, frameCount] = [frameCount, 10];
  if (options === null || typeof options !== 'object' || Array.isArray(options)) throw invalidArgument('options', 'of type object', options);
  if (options.sourceMap !== undefined) checkBoolean(options.sourceMap, 'options.sourceMap');
  checkInteger(frameCount, 'frameCount', 1, 200);
  const { prepareStackTrace, stackTraceLimit } = Error;
  const holder = {};
  try {
    Error.stackTraceLimit = Math.floor(frameCount);
    Error.prepareStackTrace = (_, sites) => sites;
    Error.captureStackTrace(holder, getCallSites);
    return holder.stack.map((site) => ({
      functionName: site.getFunctionName() ?? '', scriptId: '0', scriptName: site.getScriptNameOrSourceURL?.() ?? site.getFileName() ?? '',
      lineNumber: site.getLineNumber(), columnNumber: site.getColumnNumber(), column: site.getColumnNumber(),
    }));
  } finally {
    Object.assign(Error, { prepareStackTrace, stackTraceLimit });
  }
}

function transferableAbortController() {
  return new AbortController();
}
function transferableAbortSignal(signal) {
  if (!(signal instanceof AbortSignal)) throw invalidArgument('signal', 'an instance of AbortSignal', signal);
  return signal;
}

/** Is kept when the signal aborts; `resource` is what this is of interest to. */
async function aborted(signal, resource) {
  if (!(signal instanceof AbortSignal)) {
    throw require('internal/errors').coded(TypeError, 'ERR_INVALID_ARG_TYPE', 'signal is not of type AbortSignal.');
  }
  if (resource === null || (typeof resource !== 'object' && typeof resource !== 'function')) throw invalidArgument('resource', 'of type object', resource);
  if (signal.aborted) return undefined;
  return new Promise((resolve) => {
    // Kept for as long as the resource only.
    const weak = new WeakRef(resource);
    signal.addEventListener('abort', (event) => {
      if (weak.deref() !== undefined) resolve(event);
    }, { once: true, [require('internal/event_target').kInSpiteOfStops]: true });
  });
}

/** Nobody is told that the promise is rejected and that nothing handles it. */
function markPromiseAsHandled(promise) {
  if (!types.isPromise(promise)) throw invalidArgument('promise', 'an instance of Promise', promise);
  Reflect.apply(Promise.prototype.then, promise, [undefined, () => {}]);
}
function setTraceSigInt(enable) {
  if (!require('worker_threads').isMainThread) {
    throw require('internal/errors').coded(TypeError, 'ERR_WORKER_UNSUPPORTED_OPERATION', 'Calling util.setTraceSigInt is not supported in workers');
  }
  if (enable) throw require('internal/unavailable')('util', 'hearth shows no stack when it is interrupted').error('setTraceSigInt');
}

module.exports = {
  inspect, format, parseEnv, _extend: function (target, source) {
    require('internal/errors').deprecated('DEP0060', 'The `util._extend` API is deprecated. Please use Object.assign() instead.');
    if (source === null || typeof source !== 'object') return target;
    for (const name of Object.keys(source)) target[name] = source[name];
    return target;
  },
  formatWithOptions: function (options, ...args) {
    if (typeof options !== 'object' || options === null) throw invalidArgument('inspectOptions', 'of type object', options);
    return native.format({ ...defaults, ...options }, ...args);
  },
  promisify, callbackify, inherits, deprecate, types, stripVTControlCharacters, styleText,
  isDeepStrictEqual(a, b, skipPrototype) { return require('internal/equality').isDeepStrictEqual(a, b, skipPrototype); },
  diff: function (actual, expected) { return require('internal/diff')(actual, expected); },
  parseArgs: (...args) => require('internal/parse_args')(...args),
  debuglog, debug: debuglog,
  isArray: function (value) {
    require('internal/errors').deprecated('DEP0044', 'The `util.isArray` API is deprecated. Please use `Array.isArray()` instead.');
    return Array.isArray(value);
  },
  toUSVString: (text) => `${text}`.toWellFormed(),
  getSystemErrorName: function (err) {
    checkErrorNumber(err);
    return require('internal/system_errors').nameOfError(err);
  },
  getSystemErrorMap: function () { return new Map(require('internal/system_errors').systemErrors); },
  getSystemErrorMessage: function (err) {
    checkErrorNumber(err);
    return require('internal/system_errors').messageOfError(err);
  },
  _errnoException: function (...args) {
    const [number, call, original] = args;
    checkErrorNumber(number);
    const code = module.exports.getSystemErrorName(number);
    const error = new Error(`${call} ${code}${original ? ` ${original}` : ''}`);
    return Object.assign(error, { errno: number, code, syscall: call });
  },
  _exceptionWithHostPort: function (...args) {
    const [number, call, address, port, additional] = args;
    const code = module.exports.getSystemErrorName(number);
    const where = port > 0 ? ` ${address}:${port}` : address ? ` ${address}` : '';
    const error = Object.assign(new Error(`${call} ${code}${where}${additional ? ` - Local (${additional})` : ''}`), { errno: number, code, syscall: call, address });
    if (port) error.port = port;
    return error;
  },
  getCallSites, markPromiseAsHandled, setTraceSigInt,
  get debounce() { return require('internal/debounce'); },
  get throttle() { return require('internal/throttle'); },
  convertProcessSignalToExitCode: function (name) {
    const number = native.signalNumbers?.()[name] ?? require('os').constants.signals[name];
    if (number === undefined) require('internal/validators').checkOneOf(name, 'signalCode', Object.keys(require('os').constants.signals));
    return 128 + number;
  },
  get transferableAbortController() { return transferableAbortController; },
  get transferableAbortSignal() { return transferableAbortSignal; },
  get MIMEType() { return require('internal/mime_type').MIMEType; },
  get MIMEParams() { return require('internal/mime_type').MIMEParams; },
  get aborted() { return aborted; },
  TextEncoder, TextDecoder,
};
