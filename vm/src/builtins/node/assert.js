// node:assert.
'use strict';

const { inspect } = require('util');
const { isDeepEqual, isDeepStrictEqual, isPartiallyEqual } = require('internal/equality');
const { invalidArgument, coded, missing: missingArguments } = require('internal/errors');
const { SHOWS_BOTH, ambiguous, compare, describe, said } = require('internal/assert_text');

class AssertionError extends Error {
  constructor(options) {
    if (options === null || typeof options !== 'object' || Array.isArray(options)) throw invalidArgument('options', 'of type object', options);
    const { message, actual, expected, operator } = options;
    const isGenerated = message === undefined || message === null;
    super(isGenerated ? describe(actual, expected, operator) : SHOWS_BOTH.has(operator) ? compare(actual, expected, operator, String(message)) : String(message));
    this.generatedMessage = isGenerated;
    this.code = 'ERR_ASSERTION';
    this.actual = actual;
    this.expected = expected;
    this.operator = operator;
    this.diff = options.diff ?? 'simple';
    Object.defineProperty(this, 'name', { value: 'AssertionError', writable: true, configurable: true, enumerable: false });
    Object.defineProperty(this, 'stack', {
      value: this.stack?.replace(/^\w*/, 'AssertionError [ERR_ASSERTION]'), writable: true, configurable: true, enumerable: false,
    });
  }
  toString() {
    return `${this.name} [${this.code}]: ${this.message}`;
  }
}

function fail(actual, expected, message, operator, generated) {
  if (message instanceof Error) throw message;
  const error = new AssertionError({ actual, expected, operator, message });
  if (generated) error.generatedMessage = true;
  throw error;
}

function check(callee, args) {
  const [value, ...message] = args;
  if (value) return;
  if (args.length === 0) fail(value, true, 'No value argument passed to `assert.ok()`', '==', true);
  if (message[0] === undefined || message[0] === null) {
    const call = require('internal/assert_call').callText(callee);
    fail(value, true, `The expression evaluated to a falsy value${call === undefined ? '' : `:\n\n  ${call}\n`}`, '==', true);
  }
  const error = new AssertionError({ actual: value, expected: true, operator: '==', message: said(message, value, true) });
  error.generatedMessage = false;
  throw error;
}

function ok(...args) {
  check(ok, args);
}

function assert(...args) {
  check(assert, args);
}

assert.ok = ok;
assert.AssertionError = AssertionError;
assert.fail = function fail(message) {
  if (message instanceof Error) throw message;
  const error = new AssertionError({ message: message === undefined ? 'Failed' : message, operator: 'fail' });
  if (message === undefined) error.generatedMessage = true;
  throw error;
};
/** Two values at least. */
function checkBoth(count) {
  if (count < 2) throw missingArguments('actual', 'expected');
}
/* eslint-disable eqeqeq */
assert.equal = function equal(actual, expected, ...message) {
  checkBoth(arguments.length);
  if (!(actual == expected || (actual !== actual && expected !== expected))) fail(actual, expected, said(message, actual, expected), '==');
};
assert.notEqual = function notEqual(actual, expected, ...message) {
  checkBoth(arguments.length);
  if (actual == expected || (actual !== actual && expected !== expected)) fail(actual, expected, said(message, actual, expected), '!=');
};
/* eslint-enable eqeqeq */
assert.strictEqual = function strictEqual(actual, expected, ...message) {
  checkBoth(arguments.length);
  if (!Object.is(actual, expected)) fail(actual, expected, said(message, actual, expected), 'strictEqual');
};
assert.notStrictEqual = function notStrictEqual(actual, expected, ...message) {
  checkBoth(arguments.length);
  if (Object.is(actual, expected)) fail(actual, expected, said(message, actual, expected), 'notStrictEqual');
};
assert.deepStrictEqual = function deepStrictEqual(actual, expected, ...message) {
  checkBoth(arguments.length);
  if (!isDeepStrictEqual(actual, expected)) fail(actual, expected, said(message, actual, expected), 'deepStrictEqual');
};
assert.notDeepStrictEqual = function notDeepStrictEqual(actual, expected, ...message) {
  checkBoth(arguments.length);
  if (isDeepStrictEqual(actual, expected)) fail(actual, expected, said(message, actual, expected), 'notDeepStrictEqual');
};
assert.deepEqual = function deepEqual(actual, expected, ...message) {
  checkBoth(arguments.length);
  if (!isDeepEqual(actual, expected)) fail(actual, expected, said(message, actual, expected), 'deepEqual');
};
assert.notDeepEqual = function notDeepEqual(actual, expected, ...message) {
  checkBoth(arguments.length);
  if (isDeepEqual(actual, expected)) fail(actual, expected, said(message, actual, expected), 'notDeepEqual');
};

/** What is shown of a thrown value and of what was expected. */
class Comparison {}

/** Is a thrown value what was expected? */
function checkThrown(actual, expected, message, name) {
  if (typeof expected === 'function') {
    if (expected.prototype !== undefined && actual instanceof expected) return;
    if (Object.prototype.isPrototypeOf.call(Error, expected)) {
      if (message !== undefined) fail(actual, expected, message, name);
      const received = actual?.constructor?.name ?? inspect(actual);
      fail(actual, expected, `The error is expected to be an instance of "${expected.name}". Received "${received}"\n\nError message:\n\n${actual?.message}`, name, true);
    }
    if (expected === Error) fail(actual, expected, message ?? `The error is expected to be an instance of "Error". Received ${inspect(actual)}`, name, message === undefined);
    const result = expected.call({}, actual);
    if (result !== true) {
      const called = expected.name ? `"${expected.name}" ` : '';
      fail(actual, expected, message ?? `The ${called}validation function is expected to return "true". Received ${inspect(result)}\n\nCaught error:\n\n${actual}`, name, message === undefined);
    }
    return;
  }
  if (expected instanceof RegExp) {
    if (expected.test(String(actual))) return;
    fail(actual, expected, message ?? `The input did not match the regular expression ${inspect(expected)}. Input:\n\n${inspect(String(actual))}\n`, name, message === undefined);
  }
  if (typeof expected === 'object' && expected !== null) {
    const keys = Object.keys(expected);
    if (actual !== null && typeof actual === 'object' && !(expected instanceof Error) && keys.length === 0) {
      throw require('internal/errors').invalidValue('error', expected, 'may not be an empty object');
    }
    if (expected instanceof Error) keys.push('name', 'message');
    for (const key of keys) {
      const [value, wanted] = [actual?.[key], expected[key]];
      if (typeof value === 'string' && wanted instanceof RegExp && wanted.test(value)) continue;
      if (!(actual !== null && typeof actual === 'object' && key in actual) || !isDeepStrictEqual(value, wanted)) {
        if (message !== undefined) fail(actual, expected, message, name);
        const [a, b] = [new Comparison(), new Comparison()];
        for (const k of keys) {
          if (k in actual) a[k] = actual[k];
          b[k] = expected[k];
        }
        const error = new AssertionError({ actual: a, expected: b, operator: 'deepStrictEqual' });
        Object.assign(error, { actual, expected, operator: name });
        throw error;
      }
    }
  }
}

const nothing = Symbol('nothing');
function missing(expected, message, name) {
  let detail = '';
  if (expected?.name) detail += ` (${expected.name})`;
  detail += message ? `: ${message}` : '.';
  fail(undefined, expected, `Missing expected ${name === 'rejects' ? 'rejection' : 'exception'}${detail}`, name);
}
function arrange(...given) {
  const [expected, message] = given;
  if (typeof expected === 'string') {
    if (given.length > 1) throw invalidArgument('error', 'of type function or an instance of Error, RegExp, or Object', expected);
    return [undefined, expected];
  }
  return [expected, message];
}
/** Of what should be thrown: anything but a primitive value. */
function checkExpected(expected, thrown, message) {
  if (expected !== undefined && expected !== null && typeof expected !== 'object' && typeof expected !== 'function') {
    throw invalidArgument('error', 'of type function or an instance of Error, RegExp, or Object', expected);
  }
  if (expected !== undefined || message === undefined || thrown === nothing) return;
  const isError = typeof thrown === 'object' && thrown !== null;
  if ((isError ? thrown.message : thrown) !== message) return;
  throw ambiguous('error/message', `The error ${isError ? 'message ' : ''}"${message}" is identical to the message.`);
}
assert.throws = function throws(fn, ...rest) {
  if (typeof fn !== 'function') throw invalidArgument('fn', 'of type function', fn);
  const [expected, message] = arrange(...rest);
  let thrown = nothing;
  try {
    fn();
  } catch (error) {
    thrown = error;
  }
  checkExpected(expected, thrown, message);
  if (thrown === nothing) missing(expected, message, 'throws');
  if (expected !== undefined) checkThrown(thrown, expected, message, 'throws');
};
assert.doesNotThrow = function doesNotThrow(fn, ...rest) {
  if (typeof fn !== 'function') throw invalidArgument('fn', 'of type function', fn);
  const [expected, message] = arrange(...rest);
  try {
    fn();
  } catch (error) {
    if (isUnwanted(error, expected)) {
      fail(error, expected, `Got unwanted exception${message ? `: ${message}` : '.'}\nActual message: "${error?.message}"`, 'doesNotThrow');
    }
    throw error;
  }
};
/** Whether what was thrown is of the kind that should not be. */
function isUnwanted(error, expected) {
  if (expected === undefined || expected === null) return true;
  if (require('util').types.isRegExp(expected)) return expected.test(String(error));
  if (typeof expected !== 'function') throw invalidArgument('expected', 'of type function or an instance of RegExp', expected);
  if (expected.prototype !== undefined && error instanceof expected) return true;
  if (Object.prototype.isPrototypeOf.call(Error, expected)) return false;
  return expected.call({}, error) === true;
}
async function settle(input) {
  const promise = typeof input === 'function' ? input() : input;
  if (typeof promise?.then !== 'function') {
    if (typeof input === 'function') {
      throw coded(TypeError, 'ERR_INVALID_RETURN_VALUE', `Expected instance of Promise to be returned from the "promiseFn" function but got ${typeof promise}.`);
    }
    throw invalidArgument('promiseFn', 'of type function or an instance of Promise', input);
  }
  try {
    await promise;
  } catch (error) {
    return error;
  }
  return nothing;
}
assert.rejects = async function rejects(input, ...rest) {
  const [expected, message] = arrange(...rest);
  const thrown = await settle(input);
  checkExpected(expected, thrown, message);
  if (thrown === nothing) missing(expected, message, 'rejects');
  if (expected !== undefined) checkThrown(thrown, expected, message, 'rejects');
};
assert.doesNotReject = async function doesNotReject(input, ...rest) {
  const [expected, message] = arrange(...rest);
  const thrown = await settle(input);
  if (thrown !== nothing) {
    if (!isUnwanted(thrown, expected)) throw thrown;
    fail(thrown, expected, `Got unwanted rejection${message ? `: ${message}` : '.'}\nActual message: "${thrown?.message}"`, 'doesNotReject');
  }
};
assert.ifError = function ifError(value) {
  if (value === null || value === undefined) return;
  const message = typeof value === 'object' && typeof value.message === 'string' ? value.message || value.constructor?.name : inspect(value);
  throw new AssertionError({ actual: value, expected: null, operator: 'ifError', message: `ifError got unwanted exception: ${message}` });
};
function matchOrNot(text, pattern, message, operator, verb) {
  if (!require('util').types.isRegExp(pattern)) throw invalidArgument('regexp', 'an instance of RegExp', pattern);
  if (typeof text === 'string' && pattern.test(text) === (operator === 'match')) return;
  const given = message[0] === undefined || message[0] === null ? undefined : said(message, text, pattern);
  let why = given;
  if (given === undefined) {
    if (typeof text === 'string') why = `The input ${verb} the regular expression ${inspect(pattern)}. Input:\n\n${inspect(text)}\n`;
    else why = `The "string" argument must be of type string. Received type ${typeof text} (${inspect(text)})`;
  }
  fail(text, pattern, why, operator, message.length === 0);
}
assert.match = function match(text, pattern, ...message) {
  matchOrNot(text, pattern, message, 'match', 'did not match');
};
assert.doesNotMatch = function doesNotMatch(text, pattern, ...message) {
  matchOrNot(text, pattern, message, 'doesNotMatch', 'was expected to not match');
};
assert.partialDeepStrictEqual = function partialDeepStrictEqual(actual, expected, ...message) {
  checkBoth(arguments.length);
  if (!isPartiallyEqual(actual, expected)) fail(actual, expected, said(message, actual, expected), 'partialDeepStrictEqual');
};

function strict(...args) {
  return check(strict, args);
}
Object.assign(strict, assert, {
  equal: assert.strictEqual, notEqual: assert.notStrictEqual, deepEqual: assert.deepStrictEqual, notDeepEqual: assert.notDeepStrictEqual,
});
strict.strict = strict;
assert.strict = strict;
/** Assertions with options of their own. */
function Assert(options) {
  if (!new.target) throw coded(TypeError, 'ERR_CONSTRUCT_CALL_REQUIRED', "Class constructor Assert cannot be invoked without `new`");
  const { strict: isStrict = true, diff } = options ?? {};
  if (diff !== undefined && diff !== 'simple' && diff !== 'full') {
    throw require('internal/errors').invalidValue('options.diff', diff, "must be one of: 'simple', 'full'");
  }
  this.AssertionError = AssertionError;
  if (isStrict) for (const name of ['equal', 'deepEqual', 'notEqual', 'notDeepEqual']) this[name] = strict[name];
}
for (const name of [
  'fail', 'ok', 'equal', 'notEqual', 'deepEqual', 'notDeepEqual', 'deepStrictEqual', 'notDeepStrictEqual', 'strictEqual', 'notStrictEqual', 'partialDeepStrictEqual',
  'throws', 'rejects', 'doesNotThrow', 'doesNotReject', 'ifError', 'match', 'doesNotMatch',
]) Assert.prototype[name] = assert[name];
assert.Assert = strict.Assert = Assert;

module.exports = assert;
