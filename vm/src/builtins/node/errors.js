// Errors with a `code`, in the words of Node.js.
'use strict';

/** By class, the prototype of its errors, with a `toString` that says the code. */
const prototypes = new Map();
function withCode(Base) {
  let made = prototypes.get(Base);
  if (made === undefined) {
    const hidden = (value) => ({ value, writable: true, configurable: true });
    made = Object.create(Base.prototype, {
      constructor: hidden(Base),
      toString: hidden(function toString() { return `${this.name} [${this.code}]: ${this.message}`; }),
    });
    prototypes.set(Base, made);
  }
  return made;
}

/** Codes of what Node.js's engine throws itself: they are in no text. */
const OF_ENGINE = /^ERR_(?:OSSL_.*|CONSTRUCT_CALL_INVALID|CRYPTO_(?:INVALID_(?:AUTH_TAG|IV|KEYLEN)|TIMING_SAFE_EQUAL_LENGTH|UNKNOWN_CIPHER)|DLOPEN_FAILED|INVALID_URL|INVALID_URL_PATTERN|SCRIPT_EXECUTION_TIMEOUT)$/;

/** Lines of a stack trace at its top that are of this file. */
const OWN_FRAMES = /(?:\n {4}at [^\n]*node:internal\/errors:[^\n]*)+/;

function coded(Base, code, message) {
  const isOfEngine = OF_ENGINE.test(code);
  // Not constructed for the other class: a trace begins below what it was constructed for, which is never called.
  const error = new Base(message);
  if (!isOfEngine) Object.setPrototypeOf(error, withCode(Base));
  error.code = code;
  // The code is part of what is printed, not of the name.
  const { name } = Base;
  const { stack } = error;
  Object.defineProperty(error, 'stack', {
    value: typeof stack === 'string' ? (isOfEngine ? stack : stack.replace(name, `${name} [${code}]`)).replace(OWN_FRAMES, '') : stack,
    writable: true, configurable: true, enumerable: false,
  });
  return error;
}

function received(value) {
  if (value == null) return ` Received ${value}`;
  if (typeof value === 'function') return ` Received function ${value.name}`;
  if (typeof value === 'object') {
    if (value.constructor?.name) return ` Received an instance of ${value.constructor.name}`;
    return ` Received ${require('util').inspect(value, { depth: -1 })}`;
  }
  let shown = require('util').inspect(value, { colors: false });
  if (shown.length > 28) shown = `${shown.slice(0, 25)}...`;
  return ` Received type ${typeof value} (${shown})`;
}

/** The error of a system call as streams and processes tell it; a file's has what was meant in its message. */
function ofSystemCall({ code, errno }, call) {
  const error = new Error(`${call} ${code}`);
  return Object.assign(error, { errno, code, syscall: call.split(' ')[0] });
}

class SystemError extends Error {}
Object.defineProperties(SystemError.prototype, {
  name: { value: 'SystemError', writable: true, configurable: true },
  // Its properties are accessors, whose values are shown.
  [Symbol.for('nodejs.util.inspect.custom')]: {
    value: function inspected(depth, options) {
      return require('util').inspect(this, { ...options, getters: true, customInspect: false });
    },
    writable: true, configurable: true,
  },
});

/** What a function has found out itself, told as the error of the system that `info` describes. */
function likeOfSystem(code, what, info) {
  const error = coded(SystemError, code, `${what}: ${info.syscall} returned ${info.code} (${info.message})${info.path === undefined ? '' : ` ${info.path}`}`);
  error.info = info;
  for (const name of ['errno', 'syscall', 'path']) {
    if (info[name] === undefined) continue;
    Object.defineProperty(error, name, {
      get: () => info[name],
      set(value) { info[name] = value; },
      enumerable: true, configurable: true,
    });
  }
  return error;
}

exports.coded = coded;
exports.likeOfSystem = likeOfSystem;
exports.ofSystemCall = ofSystemCall;
exports.received = received;
exports.invalidArgument = (name, expected, value) => {
  const what = name.endsWith(' argument') ? name : `"${name}" ${name.includes('.') ? 'property' : 'argument'}`;
  return coded(TypeError, 'ERR_INVALID_ARG_TYPE', `The ${what} must be ${expected}.${received(value)}`);
};
/** Arguments that were not given. */
exports.missing = (...names) => {
  const quoted = names.map((name) => `"${name}"`);
  return coded(TypeError, 'ERR_MISSING_ARGS', `The ${quoted.join(' and ')} argument${names.length > 1 ? 's' : ''} must be specified`);
};
/** structuredClone and messages throw a DataCloneError for objects of this class. */
exports.refuseClones = (Class, message = 'Cannot clone object of unsupported type.') => {
  Object.defineProperty(Class.prototype, Symbol.for('nodejs.structuredClone'), {
    value() {
      throw new (require('internal/event_target').DOMException)(message, 'DataCloneError');
    },
    writable: true, configurable: true,
  });
};
exports.MUST_BE_TRANSFERRED = 'Object that needs transfer was found in message but not listed in transferList';
exports.invalidValue = (name, value, why = 'is invalid') =>
  coded(TypeError, 'ERR_INVALID_ARG_VALUE', `The ${name.includes('.') ? 'property' : 'argument'} '${name}' ${why}. Received ${require('util').inspect(value)}`);
/** Large integers with separators between the thousands. */
function shownNumber(value) {
  const isLarge = typeof value === 'bigint' ? value > 2n ** 32n || value < -(2n ** 32n) : Number.isInteger(value) && Math.abs(value) > 2 ** 32;
  if (!isLarge) return require('util').inspect(value);
  return `${value}`.replace(/\B(?=(\d{3})+$)/g, '_') + (typeof value === 'bigint' ? 'n' : '');
}
exports.outOfRange = (name, range, value) =>
  coded(RangeError, 'ERR_OUT_OF_RANGE', `The value of "${name}" is out of range. It must be ${range}. Received ${shownNumber(value)}`);
/** Numbers of 32 bits without sign. */
exports.checkUint32 = (value, name) => {
  if (typeof value !== 'number') throw exports.invalidArgument(name, 'of type number', value);
  if (!Number.isInteger(value)) throw exports.outOfRange(name, 'an integer', value);
  if (value < 0 || value > 0xffffffff) throw exports.outOfRange(name, '>= 0 && <= 4294967295', value);
};

const warned = new Set();
/** Whether the nearest function of the program is one of a package. */
const isOfPackage = () => /[\\/]node_modules[\\/]/.test(require('native').programFile());
/** Warns once of what is deprecated; `sparesPackages`: not if a package does it. */
exports.deprecated = (code, message, sparesPackages = false) => {
  if (warned.has(code) || (sparesPackages && isOfPackage())) return;
  warned.add(code);
  process.emitWarning(message, 'DeprecationWarning', code);
};
exports.checkString = (value, name) => {
  if (typeof value !== 'string') throw exports.invalidArgument(name, 'of type string', value);
};
exports.checkFunction = (value, name) => {
  if (typeof value !== 'function') throw exports.invalidArgument(name, 'of type function', value);
};
exports.checkPort = (port, name) => {
  const isText = typeof port === 'string';
  if (!isText && typeof port !== 'number') throw exports.invalidArgument(name, 'of type number or string', port);
  const number = isText && port.trim() !== '' ? Number(port) : port;
  if (Number.isInteger(number) && number >= 0 && number <= 65535) return number;
  const shown = isText ? `type string ('${port}')` : `type number (${port})`;
  throw exports.coded(RangeError, 'ERR_SOCKET_BAD_PORT', `${name} should be >= 0 and < 65536. Received ${shown}.`);
};
