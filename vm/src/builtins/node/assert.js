// node:assert.
'use strict';

const { inspect } = require('util');
const { isDeepEqual, isDeepStrictEqual, isPartiallyEqual } = require('internal/equality');
const { invalidArgument, coded, missing: missingArguments } = require('internal/errors');

class AssertionError extends Error {
  constructor(options) {
    if (options === null || typeof options !== 'object') throw invalidArgument('options', 'of type object', options);
    const { message, actual, expected, operator } = options;
    super(message === undefined ? describe(actual, expected, operator) : String(message));
    this.generatedMessage = message === undefined;
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

const show = (value) => inspect(value, { depth: 1000, sorted: true, compact: false });
const headlines = {
  strictEqual: 'Expected values to be strictly equal:',
  deepStrictEqual: 'Expected values to be strictly deep-equal:',
  partialDeepStrictEqual: 'Expected values to be partially and strictly deep-equal:',
  deepEqual: 'Expected values to be loosely deep-equal:',
  notStrictEqual: 'Expected "actual" to be strictly unequal to:',
  notDeepStrictEqual: 'Expected "actual" not to be strictly deep-equal to:',
  notDeepEqual: 'Expected "actual" not to be loosely deep-equal to:',
};

/** Lines of two texts with what differs marked: a longest common subsequence. */
function difference(actual, expected) {
  const [a, b] = [actual.split('\n'), expected.split('\n')];
  // The last of several members has no comma.
  const same = (x, y) => x === y || `${x},` === y || x === `${y},`;
  if (a.length * b.length > 1e6) return [...a.map((l) => `+ ${l}`), ...b.map((l) => `- ${l}`)].join('\n');
  const table = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) table[i][j] = same(a[i], b[j]) ? table[i + 1][j + 1] + 1 : Math.max(table[i + 1][j], table[i][j + 1]);
  }
  const out = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && same(a[i], b[j])) {
      out.push(`  ${a[i].length > b[j].length ? a[i] : b[j]}`);
      i++;
      j++;
    } else if (i < a.length && (j === b.length || table[i + 1][j] >= table[i][j + 1])) out.push(`+ ${a[i++]}`);
    else out.push(`- ${b[j++]}`);
  }
  return out.join('\n');
}

/** Characters of two values that are told in one line. */
const MOST_ON_ONE_LINE = 12;

/** A line that points at the first difference, where it is not at the start. */
function mark(a, b) {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return at > 2 ? `${' '.repeat(at + 2)}^\n` : '';
}

function describe(actual, expected, operator) {
  const headline = headlines[operator];
  if (headline === undefined) return `${inspect(actual)} ${operator} ${inspect(expected)}`;
  if (operator.startsWith('not')) {
    const shown = show(actual);
    return `${headline}${shown.includes('\n') || shown.length > 40 ? '\n\n' : ' '}${shown}${shown.includes('\n') ? '\n' : ''}`;
  }
  const [a, b] = [show(actual), show(expected)];
  const isSimple = (value) => typeof value !== 'object' || value === null;
  if (operator === 'deepEqual') return `${headline}\n\n${a}\n\nshould loosely deep-equal\n\n${b}`;
  if (isSimple(actual) && isSimple(expected) && !a.includes('\n') && !b.includes('\n') && a !== b) {
    const quotes = typeof actual === 'string' && typeof expected === 'string' ? 4 : 0;
    const areZeros = actual === 0 && expected === 0;
    if (a.length + b.length - quotes <= MOST_ON_ONE_LINE && !areZeros) return `${headline}\n\n${a} !== ${b}\n`;
    return `${headline}\n+ actual - expected\n\n+ ${a}\n- ${b}\n${mark(a, b)}`;
  }
  if (a === b) return operator === 'strictEqual' ? `Values have same structure but are not reference-equal:\n\n${a}\n` : `${headline}\n\n${a}\n`;
  return `${headline}\n+ actual - expected\n\n${difference(a, b)}\n`;
}

function fail(actual, expected, message, operator, generated) {
  if (message instanceof Error) throw message;
  const error = new AssertionError({ actual, expected, operator, message });
  if (generated) error.generatedMessage = true;
  throw error;
}

function check(callee, args) {
  const [value, message] = args;
  if (value) return;
  if (args.length === 0) fail(value, true, 'No value argument passed to `assert.ok()`', '==', true);
  if (message === undefined) {
    const call = require('internal/assert_call').callText(callee);
    fail(value, true, `The expression evaluated to a falsy value${call === undefined ? '' : `:\n\n  ${call}\n`}`, '==', true);
  }
  fail(value, true, message, '==');
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
  const error = new AssertionError({ message: message ?? 'Failed', operator: 'fail' });
  error.generatedMessage = message === undefined;
  throw error;
};
/** Two values at least. */
function checkBoth(count) {
  if (count < 2) throw missingArguments('actual', 'expected');
}
/* eslint-disable eqeqeq */
assert.equal = function equal(actual, expected, ...[message]) {
  checkBoth(arguments.length);
  if (!(actual == expected || (actual !== actual && expected !== expected))) fail(actual, expected, message, '==');
};
assert.notEqual = function notEqual(actual, expected, ...[message]) {
  checkBoth(arguments.length);
  if (actual == expected || (actual !== actual && expected !== expected)) fail(actual, expected, message, '!=');
};
/* eslint-enable eqeqeq */
assert.strictEqual = function strictEqual(actual, expected, ...[message]) {
  checkBoth(arguments.length);
  if (!Object.is(actual, expected)) fail(actual, expected, message, 'strictEqual');
};
assert.notStrictEqual = function notStrictEqual(actual, expected, ...[message]) {
  checkBoth(arguments.length);
  if (Object.is(actual, expected)) fail(actual, expected, message, 'notStrictEqual');
};
assert.deepStrictEqual = function deepStrictEqual(actual, expected, ...[message]) {
  checkBoth(arguments.length);
  if (!isDeepStrictEqual(actual, expected)) fail(actual, expected, message, 'deepStrictEqual');
};
assert.notDeepStrictEqual = function notDeepStrictEqual(actual, expected, ...[message]) {
  checkBoth(arguments.length);
  if (isDeepStrictEqual(actual, expected)) fail(actual, expected, message, 'notDeepStrictEqual');
};
assert.deepEqual = function deepEqual(actual, expected, ...[message]) {
  checkBoth(arguments.length);
  if (!isDeepEqual(actual, expected)) fail(actual, expected, message, 'deepEqual');
};
assert.notDeepEqual = function notDeepEqual(actual, expected, ...[message]) {
  checkBoth(arguments.length);
  if (isDeepEqual(actual, expected)) fail(actual, expected, message, 'notDeepEqual');
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
function arrange(expected, message) {
  return typeof expected === 'string' ? [undefined, expected] : [expected, message];
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
  if (thrown === nothing) missing(expected, message, 'throws');
  if (expected !== undefined) checkThrown(thrown, expected, message, 'throws');
};
assert.doesNotThrow = function doesNotThrow(fn, ...rest) {
  if (typeof fn !== 'function') throw invalidArgument('fn', 'of type function', fn);
  const [expected, message] = arrange(...rest);
  try {
    fn();
  } catch (error) {
    if (expected === undefined || error instanceof expected) {
      fail(error, expected, `Got unwanted exception${message ? `: ${message}` : '.'}\nActual message: "${error?.message}"`, 'doesNotThrow');
    }
    throw error;
  }
};
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
  if (thrown === nothing) missing(expected, message, 'rejects');
  if (expected !== undefined) checkThrown(thrown, expected, message, 'rejects');
};
assert.doesNotReject = async function doesNotReject(input, ...rest) {
  const [expected, message] = arrange(...rest);
  const thrown = await settle(input);
  if (thrown !== nothing) {
    fail(thrown, expected, `Got unwanted rejection${message ? `: ${message}` : '.'}\nActual message: "${thrown?.message}"`, 'doesNotReject');
  }
};
assert.ifError = function ifError(value) {
  if (value === null || value === undefined) return;
  const message = typeof value === 'object' && typeof value.message === 'string' ? value.message || value.constructor?.name : inspect(value);
  throw new AssertionError({ actual: value, expected: null, operator: 'ifError', message: `ifError got unwanted exception: ${message}` });
};
assert.match = function match(text, pattern, ...[message]) {
  if (!(pattern instanceof RegExp)) throw invalidArgument('regexp', 'an instance of RegExp', pattern);
  if (typeof text !== 'string' || !pattern.test(text)) {
    const why = typeof text === 'string' ? `The input did not match the regular expression ${inspect(pattern)}. Input:\n\n${inspect(text)}\n` : `The "string" argument must be of type string. Received type ${typeof text} (${inspect(text)})`;
    fail(text, pattern, message ?? why, 'match', message === undefined);
  }
};
assert.doesNotMatch = function doesNotMatch(text, pattern, ...[message]) {
  if (typeof text === 'string' && pattern.test(text)) {
    fail(text, pattern, message ?? `The input was expected to not match the regular expression ${inspect(pattern)}. Input:\n\n${inspect(text)}\n`, 'doesNotMatch', message === undefined);
  }
};
assert.partialDeepStrictEqual = function partialDeepStrictEqual(actual, expected, ...[message]) {
  checkBoth(arguments.length);
  if (!isPartiallyEqual(actual, expected)) fail(actual, expected, message, 'partialDeepStrictEqual');
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
