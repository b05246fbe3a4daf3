// node:test.
'use strict';

const { current, placeOfCall } = require('internal/test/tree');
const { mainHarness } = require('internal/test/harness');

/** The test or suite in which a test is made, or the root. */
function parentOf(harness) {
  const test = current.getStore();
  return test === undefined || test.harness !== harness && test.finished ? harness.root : test;
}

function harnessNow() {
  return current.getStore()?.harness ?? mainHarness();
}

function make(type, name, options, fn, overrides, place) {
  const harness = harnessNow();
  const parent = parentOf(harness);
  const made = harness.makeTest(parent, type, { name, options, fn, overrides, place });
  // A suite runs what was made in it.
  if (parent.type === 'suite' && !parent.started) return Promise.resolve();
  if (parent === harness.root && harness.ready) {
    harness.held = (harness.held ?? 0) + 1;
    return harness.ready.then(() => made.start());
  }
  return made.start();
}

function maker(type) {
  const f = { test(name, options, fn) { return make(type, name, options, fn, undefined, placeOfCall(f)); } }.test;
  const give = type === 'suite' ? (promise) => promise : (promise) => promise;
  for (const kind of ['expectFailure', 'skip', 'todo', 'only']) {
    const variant = (name, options, fn) => give(make(type, name, options, fn, { [kind]: true }, placeOfCall(variant)));
    Object.defineProperty(variant, 'name', { value: '' });
    f[kind] = variant;
  }
  return f;
}

const test = maker('test');
const suite = maker('suite');
Object.defineProperty(suite, 'name', { value: 'suite' });

const hook = (kind) => {
  const f = (fn, options) => {
    const harness = harnessNow();
    parentOf(harness).addHook(kind, fn, options);
  };
  return Object.defineProperty(f, 'name', { value: '' });
};

Object.assign(test, {
  after: hook('after'),
  afterEach: hook('afterEach'),
  before: hook('before'),
  beforeEach: hook('beforeEach'),
  describe: suite,
  getTestContext: function () {
    const now = current.getStore();
    return now?.parent ? now.context() : undefined;
  },
  it: test,
  run: function (options) {
    return require('internal/test/runner').run(options);
  },
  suite,
  test,
});

/** Made when they are asked for. */
for (const [name, get] of [
  ['mock', () => new (require('internal/test/mock').MockTracker)()],
  ['snapshot', () => require('internal/test/snapshot').settings],
  ['assert', () => require('internal/test/assertions').settings],
]) {
  let value;
  Object.defineProperty(test, name, { enumerable: true, configurable: true, get: () => (value ??= get()) });
}

module.exports = test;
