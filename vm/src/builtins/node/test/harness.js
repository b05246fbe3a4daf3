// The root of the tests of a process: it begins with the first test, and ends with the process or,
// of `run`, with its tests.
'use strict';

const { Test, Suite, current, clock, nanoseconds } = require('internal/test/tree');
const { types, failure } = require('internal/test/failure');
const { TestContext, SuiteContext } = require('internal/test/context');

class Harness {
  counts = { __proto__: null, tests: 0, failed: 0, passed: 0, cancelled: 0, skipped: 0, todo: 0, topLevel: 0, suites: 0 };
  listeners = [];
  success = true;
  startTime = clock.now();
  ended = false;
  workerId = undefined;

  constructor(options = {}) {
    this.options = { patterns: [], skipPatterns: [], heedsOnly: false, ...options };
    this.root = new Test({ harness: this, parent: null, name: '<root>', options: { timeout: options.timeout } });
    this.root.matches = false;
    this.root.started = true;
    this.root.onlySubtests = Boolean(options.onlyMarked);
  }

  contextOf(test) {
    return test.type === 'suite' ? new SuiteContext(test) : new TestContext(test);
  }

  emit(type, data) {
    if (this.entry !== undefined && data.file === undefined) data.file = this.entry;
    for (const listener of this.listeners) listener({ type, data });
  }

  count(test) {
    const { counts } = this;
    if (test.nesting === 0) counts.topLevel++;
    if (test.type === 'suite') {
      counts.suites++;
      if (!test.passed && test.todo === undefined) this.success = false;
      return;
    }
    counts.tests++;
    if (test.skip !== undefined) counts.skipped++;
    else if (test.todo !== undefined) counts.todo++;
    else if (test.cancelled) counts.cancelled++;
    else if (!test.passed) counts.failed++;
    else counts.passed++;
    if (!test.passed && test.todo === undefined) this.success = false;
  }

  makeTest(parent, type, parts) {
    return parent.createSubtest(type === 'suite' ? Suite : Test, parts);
  }

  /** Ends the root and tells the sum. */
  end(whenUnfinished) {
    if (this.ended) return;
    this.ended = true;
    const { root, counts } = this;
    root.pass();
    root.finish(whenUnfinished);
    root.flush();
    if (root.error !== null && root.error.failureType !== types.subtests) this.success = false;
    const duration = nanoseconds(clock.now() - this.startTime);
    const place = this.entry === undefined ? {} : { line: 1, column: 1, file: this.entry };
    const tell = (type, data) => this.emit(type, { __proto__: null, ...data, ...place });
    if (!this.isChild) {
      tell('test:plan', { nesting: 0, count: root.reportedChildren });
      for (const { message, level } of root.diagnostics) tell('test:diagnostic', { nesting: 0, message, level });
      const shown = [
        ['tests', counts.tests], ['suites', counts.suites], ['pass', counts.passed], ['fail', counts.failed], ['cancelled', counts.cancelled],
        ['skipped', counts.skipped], ['todo', counts.todo], ['duration_ms', duration],
      ];
      for (const [name, value] of shown) tell('test:diagnostic', { nesting: 0, message: `${name} ${value}`, level: 'info' });
    }
    this.emit('test:summary', { __proto__: null, success: this.success, counts, duration_ms: duration, file: this.entry });
    for (const listener of this.listeners) listener(null);
  }
}

/** An error nobody has caught belongs to the test in whose context it was thrown. */
function takeUncaught(harness, kind, error) {
  const test = current.getStore();
  if (test === undefined || test.finished) {
    const place = test?.place;
    const at = place ? ` at ${require('path').relative(process.cwd(), place.file)}:${place.line}:${place.column}` : '';
    const where = test === undefined ? 'Error: A resource' : `Error: Test "${test.name}"${at}`;
    harness.root.diagnostic(`${where} generated asynchronous activity after the test ended. This activity created the error "${error}" and would have caused the test to fail, but instead triggered an ${kind} event.`, 'warn');
    harness.success = false;
    return;
  }
  test.fail(failure(error, kind));
  test.controller.abort();
  if (!test.finished) {
    test.stopped?.stop();
    test.finish();
  }
}

let main;

/** The harness of this process's own tests. */
function mainHarness() {
  if (main) return main;
  const options = require('internal/test/options').fromProcess();
  main = new Harness(options);
  const { argv } = process;
  main.entry = typeof argv[1] === 'string' && argv[1] !== '' && argv[1] !== '-' ? argv[1] : undefined;
  main.isChild = process.env.NODE_TEST_CONTEXT === 'child-v8';
  const { report } = require('internal/test/report');
  main.workerId = Number(process.env.NODE_TEST_WORKER_ID) || undefined;
  main.ready = main.isChild ? require('internal/test/wire').send(main) : report(main, options.reporters, options.destinations);
  // Without its reporters it says nothing, and cannot go on.
  main.ready.catch((error) => {
    process.stderr.write(`${require('util').inspect(error)}\n`);
    process.exit(7);
  });
  process.on('uncaughtException', (error) => takeUncaught(main, 'uncaughtException', error));
  process.on('unhandledRejection', (error) => takeUncaught(main, 'unhandledRejection', error));
  let [waited, afterDone] = [false, false];
  process.on('beforeExit', async () => {
    if (waited) return;
    waited = true;
    const { hooks } = main.root;
    if (hooks.after.length > 0 && !afterDone) {
      afterDone = true;
      try {
        await main.root.runAfter();
      } catch (error) {
        main.root.fail(error);
      }
    }
    finish('Promise resolution is still pending but the event loop has already resolved');
    await main.written;
  });
  process.on('exit', () => finish('test did not finish before its parent and was cancelled'));
  return main;
}

function finish(why) {
  main.end(failure(why, types.cancelled));
  if (!main.success) process.exitCode ||= 1;
}

module.exports = { Harness, mainHarness };
