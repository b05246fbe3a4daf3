// node:util.
'use strict';

const native = require('native');
const { checkFunction, checkString, invalidArgument } = require('internal/errors');

/** Of functions that give several values to their callback: the names of these in what is resolved. */
const kArguments = Symbol.for('hearth.promisify.arguments');
const kCustomPromisify = Symbol.for('nodejs.util.promisify.custom');
const kInspect = Symbol.for('nodejs.util.inspect.custom');

const colors = {
  reset: [0, 0], bold: [1, 22], dim: [2, 22], italic: [3, 23], underline: [4, 24], blink: [5, 25], inverse: [7, 27],
  hidden: [8, 28], strikethrough: [9, 29], doubleunderline: [21, 24], black: [30, 39], red: [31, 39], green: [32, 39],
  yellow: [33, 39], blue: [34, 39], magenta: [35, 39], cyan: [36, 39], white: [37, 39], gray: [90, 39], grey: [90, 39],
  redBright: [91, 39], greenBright: [92, 39], yellowBright: [93, 39], blueBright: [94, 39], magentaBright: [95, 39],
  cyanBright: [96, 39], whiteBright: [97, 39], bgBlack: [40, 49], bgRed: [41, 49], bgGreen: [42, 49], bgYellow: [43, 49],
  bgBlue: [44, 49], bgMagenta: [45, 49], bgCyan: [46, 49], bgWhite: [47, 49],
};

/** `depth` and `colors` are older than the options. */
function inspect(value, options, depth, colors) {
  if ((options === undefined || options === null) && depth === undefined && colors === undefined) return native.inspect(value, inspect.defaultOptions);
  const settings = { ...inspect.defaultOptions };
  if (depth !== undefined) settings.depth = depth;
  if (colors !== undefined) settings.colors = colors;
  if (typeof options === 'boolean') settings.showHidden = options;
  else Object.assign(settings, options);
  return native.inspect(value, settings);
}
inspect.custom = kInspect;
inspect.colors = colors;
inspect.styles = {
  special: 'cyan', number: 'yellow', bigint: 'yellow', boolean: 'yellow', undefined: 'grey', null: 'bold', string: 'green',
  symbol: 'green', date: 'magenta', regexp: 'red', module: 'underline',
};
inspect.defaultOptions = {
  showHidden: false, depth: 2, colors: false, customInspect: true, showProxy: false, maxArrayLength: 100,
  maxStringLength: 10000, breakLength: 80, compact: 3, sorted: false, getters: false, numericSeparator: false,
};

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
  checkFunction(constructor, 'ctor');
  checkFunction(parent, 'superCtor');
  Object.defineProperty(constructor, 'super_', { value: parent, writable: true, configurable: true });
  Object.setPrototypeOf(constructor.prototype, parent.prototype);
}

const warned = new Set();
function deprecate(fn, message, code) {
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
  isDataView: kindIs('DataView'), isArrayBuffer: (value) => native.kind(value) === 'ArrayBuffer' && !isShared(value), isAnyArrayBuffer: kindIs('ArrayBuffer'),
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
for (const name of ['Int8', 'Uint8', 'Uint8Clamped', 'Int16', 'Uint16', 'Int32', 'Uint32', 'Float16', 'Float32', 'Float64', 'BigInt64', 'BigUint64']) {
  types[`is${name}Array`] = (value) => typedTag.call(value) === `${name}Array`;
}

// ---- text

const ANSI = /[\u001B\u009B](?:[[\]()#;?]*(?:\d{1,4}(?:;\d{0,4})*)?[\dA-PR-TZcf-ntqry=><~]|\][^\u0007]*\u0007)/g;
function stripVTControlCharacters(text) {
  checkString(text, 'str');
  return text.replace(ANSI, '');
}

function styleText(style, text, options) {
  checkString(text, 'text');
  const { validateStream = true, stream = process.stdout } = options ?? {};
  if (validateStream && (!stream?.isTTY || process.env.NO_COLOR || process.env.NODE_DISABLE_COLORS)) return text;
  let [open, close] = ['', ''];
  for (const name of [style].flat()) {
    if (name === 'none') continue;
    const codes = colors[name];
    if (!codes) throw require('internal/errors').invalidValue('format', name, `must be one of: ${Object.keys(colors).map((c) => `'${c}'`).join(', ')}`);
    open += `\u001B[${codes[0]}m`;
    close = `\u001B[${codes[1]}m${close}`;
  }
  return `${open}${text}${close}`;
}

function debuglog(set) {
  const enabled = new RegExp(`(^|,)(${set}|\\*)(,|$)`, 'i').test(process.env.NODE_DEBUG ?? '');
  const log = enabled ? (...args) => process.stderr.write(`${set.toUpperCase()} ${process.pid}: ${format(...args)}\n`) : () => {};
  log.enabled = enabled;
  return log;
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
  if (frameCount !== null && typeof frameCount === 'object') [options, frameCount] = [frameCount, 10];
  if (typeof frameCount !== 'number') throw invalidArgument('frameCount', 'of type number', frameCount);
  if (!(frameCount >= 1 && frameCount <= 200)) throw require('internal/errors').outOfRange('frameCount', '>= 1 && <= 200', frameCount);
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

module.exports = {
  inspect, format, parseEnv, _extend: function (target, source) {
    require('internal/errors').deprecated('DEP0060', 'The `util._extend` API is deprecated. Please use Object.assign() instead.');
    return source !== null && typeof source === 'object' ? Object.assign(target, source) : target;
  },
  formatWithOptions: function (options, ...args) {
    if (typeof options !== 'object' || options === null) throw invalidArgument('inspectOptions', 'of type object', options);
    return native.format({ ...inspect.defaultOptions, ...options }, ...args);
  },
  promisify, callbackify, inherits, deprecate, types, stripVTControlCharacters, styleText,
  isDeepStrictEqual: (a, b) => require('internal/equality').isDeepStrictEqual(a, b),
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
  getCallSites,
  convertProcessSignalToExitCode: function (name) {
    const number = native.signalNumbers?.()[name] ?? require('os').constants.signals[name];
    if (number === undefined) throw require('internal/errors').invalidValue('signalCode', name, 'must be one of the names of signals');
    return 128 + number;
  },
  transferableAbortController: () => new AbortController(),
  transferableAbortSignal: (signal) => signal,
  get MIMEType() { return require('internal/mime_type').MIMEType; },
  get MIMEParams() { return require('internal/mime_type').MIMEParams; },
  aborted: (signal) => new Promise((resolve) => (signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve(), { once: true }))),
  TextEncoder, TextDecoder,
};
