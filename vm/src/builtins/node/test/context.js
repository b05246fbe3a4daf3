// What the functions of tests and suites get.
'use strict';

const { invalidArgument, outOfRange } = require('internal/errors');
const { clock, placeOfCall } = require('internal/test/tree');

const optional = (options) => options ?? {};

class TestContext {
  #test;
  #assert;
  constructor(test) {
    this.#test = test;
  }
  get signal() { return this.#test.signal; }
  get name() { return this.#test.name; }
  get filePath() { return this.#test.place?.file; }
  get fullName() { return this.#test.fullName; }
  get error() { return this.#test.error; }
  get passed() { return this.#test.passed; }
  get attempt() { return 0; }
  get tags() { return this.#test.tags; }
  get workerId() { return this.#test.harness.workerId; }
  diagnostic(message) {
    this.#test.diagnostic(message);
  }
  log(message) {
    this.#test.diagnostic(message);
  }
  plan(count, options) {
    this.#test.makePlan(count, options);
  }
  get assert() {
    return (this.#assert ??= require('internal/test/assertions').assertionsOf(this.#test, this));
  }
  get mock() {
    return (this.#test.mock ??= new (require('internal/test/mock').MockTracker)());
  }
  runOnly(value) {
    this.#test.onlySubtests = Boolean(value) && this.#test.harness.options.heedsOnly;
    if (!this.#test.harness.options.heedsOnly) this.#test.tellUnheeded();
  }
  skip(message) {
    this.#test.skip = message ? message : true;
  }
  todo(message) {
    this.#test.todo = message ? message : true;
  }
  test(name, options, fn) {
    const { harness } = this.#test;
    this.#test.plan?.count();
    return harness.makeTest(this.#test, 'test', { name, options, fn, place: placeOfCall(this.test) }).start();
  }
  before(fn, options) {
    this.#test.addHook('before', fn, options);
  }
  after(fn, options) {
    this.#test.addHook('after', fn, options);
  }
  beforeEach(fn, options) {
    this.#test.addHook('beforeEach', fn, options);
  }
  afterEach(fn, options) {
    this.#test.addHook('afterEach', fn, options);
  }
  /** Calls `condition` until it does not throw; what it gives. */
  waitFor(condition, options) {
    if (typeof condition !== 'function') throw invalidArgument('condition', 'of type function', condition);
    const { interval = 50, timeout = 1000 } = optional(options);
    for (const [name, value] of [['options.interval', interval], ['options.timeout', timeout]]) {
      if (typeof value !== 'number') throw invalidArgument(name, 'of type number', value);
      if (!(value >= 0)) throw outOfRange(name, '>= 0', value);
    }
    const { promise, resolve, reject } = Promise.withResolvers();
    let [cause, failed, again] = [undefined, false, undefined];
    const limit = clock.setTimeout(() => {
      clock.clearTimeout(again);
      const error = new Error('waitFor() timed out');
      if (failed) error.cause = cause;
      again = null;
      reject(error);
    }, timeout);
    const poll = async () => {
      try {
        const value = await condition();
        clock.clearTimeout(limit);
        if (again !== null) resolve(value);
      } catch (error) {
        [cause, failed] = [error, true];
        if (again !== null) again = clock.setTimeout(poll, interval);
      }
    };
    poll();
    return promise;
  }
}

class SuiteContext {
  #suite;
  constructor(suite) {
    this.#suite = suite;
  }
  get signal() { return this.#suite.signal; }
  get name() { return this.#suite.name; }
  get filePath() { return this.#suite.place?.file; }
  get fullName() { return this.#suite.fullName; }
  get passed() { return this.#suite.passed; }
  get attempt() { return 0; }
  diagnostic(message) {
    this.#suite.diagnostic(message);
  }
  log(message) {
    this.#suite.diagnostic(message);
  }
}

module.exports = { TestContext, SuiteContext };
