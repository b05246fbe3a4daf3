// The error of a test that failed: what the test threw is its cause.
'use strict';

const { inspect } = require('util');

/** Why a test failed. */
const types = {
  code: 'testCodeFailure',
  hook: 'hookFailed',
  subtests: 'subtestsFailed',
  parent: 'parentAlreadyFinished',
  cancelled: 'cancelledByParent',
  aborted: 'testAborted',
  timeout: 'testTimeoutFailure',
  callbackAndPromise: 'callbackAndPromisePresent',
  callbackTwice: 'multipleCallbackInvocations',
  expected: 'expectedFailure',
};

const failures = new WeakSet();

function failure(cause, type, text) {
  const message = text !== undefined ? text : typeof cause?.message === 'string' ? cause.message : typeof cause === 'string' ? cause : inspect(cause);
  const error = new Error(message);
  error.code = 'ERR_TEST_FAILURE';
  error.failureType = type;
  error.cause = cause;
  Object.defineProperty(error, 'stack', {
    value: `Error [ERR_TEST_FAILURE]: ${message}`, writable: true, configurable: true, enumerable: false,
  });
  failures.add(error);
  return error;
}

module.exports = { types, failure, isFailure: (value) => typeof value === 'object' && value !== null && failures.has(value) };
