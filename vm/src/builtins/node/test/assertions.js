// t.assert: the functions of node:assert, which count for the test's plan, and some of its own.
'use strict';

const assert = require('assert');
const { invalidArgument, outOfRange, checkFunction, checkString } = require('internal/errors');

const names = [
  'deepEqual', 'deepStrictEqual', 'doesNotMatch', 'doesNotReject', 'doesNotThrow', 'equal', 'fail', 'ifError', 'match', 'notDeepEqual',
  'notDeepStrictEqual', 'notEqual', 'notStrictEqual', 'partialDeepStrictEqual', 'rejects', 'strictEqual', 'throws',
];

function mockOf(f) {
  if (typeof f !== 'function' || typeof f.mock?.callCount !== 'function') throw invalidArgument('fn', 'mock function', f);
  return f.mock;
}
function failed(message, expected, actual, operator) {
  throw new assert.AssertionError({ message, expected, actual, operator });
}
function sameArguments(actual, expected, number) {
  try {
    assert.deepStrictEqual(actual, expected);
  } catch (error) {
    const rest = error.message.slice(error.message.indexOf('\n'));
    failed(`Expected call ${number} of mock function to have been called with:${rest}`, expected, actual, 'deepStrictEqual');
  }
}

const ofMocks = {
  called(f) {
    if (mockOf(f).callCount() === 0) failed('Expected mock function to have been called', true, false, 'called');
  },
  callCount(f, count) {
    const actual = mockOf(f).callCount();
    if (actual !== count) failed(`Expected mock function to have been called ${count} times, but it was called ${actual} times`, count, actual, 'callCount');
  },
  lastCalledWith(f, ...list) {
    const { calls } = mockOf(f);
    if (calls.length === 0) failed('Expected mock function to have been called', list, undefined, 'lastCalledWith');
    sameArguments(calls.at(-1).arguments, list, calls.length);
  },
  nthCalledWith(f, number, ...list) {
    const { calls } = mockOf(f);
    if (!(Number.isInteger(number) && number >= 1)) throw outOfRange('n', '>= 1', number);
    if (calls.length < number) failed(`Expected mock function to have been called at least ${number} times, but it was called ${calls.length} times`, number, calls.length, 'nthCalledWith');
    sameArguments(calls[number - 1].arguments, list, number);
  },
};

/** Those that a program adds. */
const registered = new Map();

function assertionsOf(test, context) {
  const out = { __proto__: null };
  const define = (name, f) => {
    out[name] = (...args) => {
      test.plan?.count();
      return Reflect.apply(f, context, args);
    };
  };
  for (const name of names) if (typeof assert[name] === 'function') define(name, assert[name]);
  for (const name of Object.keys(ofMocks)) define(name, ofMocks[name]);
  const { snapshotOf, fileSnapshotOf } = require('internal/test/snapshot');
  define('snapshot', (value, options) => snapshotOf(test, value, options));
  define('fileSnapshot', (value, path, options) => fileSnapshotOf(value, path, options));
  define('ok', assert.ok);
  for (const [name, f] of registered) define(name, f);
  return out;
}

const settings = {
  __proto__: null,
  register(name, f) {
    checkString(name, 'name');
    checkFunction(f, 'fn');
    registered.set(name, f);
  },
};

module.exports = { assertionsOf, settings };
