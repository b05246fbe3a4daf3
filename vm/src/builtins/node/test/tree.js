// Tests and suites: what is run when, and in which order it is reported.
//
// Tests of one parent may run beside one another, but are reported in the order in which they were
// made: a test that is done waits until those before it, and those before its ancestors, are reported.
'use strict';

const { AsyncLocalStorage } = require('async_hooks');
const { invalidArgument, outOfRange, coded } = require('internal/errors');
const { types, failure, isFailure } = require('internal/test/failure');

/** The test that runs. */
const current = new AsyncLocalStorage();
const MAX_TIMEOUT = 2 ** 31 - 1;
let nextId = 1;

/** Where a function of the program called `above`. */
function placeOfCall(above) {
  const { prepareStackTrace, stackTraceLimit } = Error;
  const holder = {};
  Error.prepareStackTrace = (_, sites) => sites;
  Error.stackTraceLimit = 1;
  Error.captureStackTrace(holder, above);
  const site = holder.stack[0];
  Error.prepareStackTrace = prepareStackTrace;
  Error.stackTraceLimit = stackTraceLimit;
  const file = site?.getFileName();
  if (typeof file !== 'string') return undefined;
  return {
    line: site.getLineNumber(), column: site.getColumnNumber(),
    file: file.startsWith('file:') ? require('url').fileURLToPath(file) : file,
  };
}

function checkTimeout(value, name) {
  if (value == null || value === Infinity) return;
  if (typeof value !== 'number') throw invalidArgument(name, 'of type number', value);
  if (!(value >= 0 && value <= MAX_TIMEOUT)) throw outOfRange(name, `>= 0 && <= ${MAX_TIMEOUT}`, value);
}

function checkSignal(signal) {
  if (signal === undefined) return;
  if (signal === null || typeof signal !== 'object' || !('aborted' in signal)) throw invalidArgument('options.signal', 'an instance of AbortSignal', signal);
}

/** How many subtests run beside one another. */
function concurrencyOf(value, parent) {
  switch (typeof value) {
    case 'number':
      if (!(Number.isInteger(value) && value >= 1 && value <= 0xffffffff)) throw outOfRange('options.concurrency', '>= 1 && <= 4294967295', value);
      return value;
    case 'boolean':
      if (!value) return 1;
      return parent ? Infinity : Math.max(require('os').availableParallelism() - 1, 1);
    default:
      if (value != null) throw invalidArgument('options.concurrency', 'one of type boolean or number', value);
      return parent?.concurrency ?? 1;
  }
}

/** A promise that is rejected when the time is over or the signal is given. */
function stopper(timeout, signal, what) {
  const { promise, reject } = Promise.withResolvers();
  promise.catch(() => {});
  let timer;
  if (timeout != null && timeout !== Infinity) {
    timer = clock.setTimeout(() => reject(failure(`${what} timed out after ${timeout}ms`, types.timeout)), timeout);
  }
  const abort = () => reject(abortion(signal));
  signal?.addEventListener('abort', abort, { once: true });
  return {
    promise,
    reject,
    stop() {
      clock.clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    },
  };
}

/** Those of the host, however a test mocks them. */
const clock = { setTimeout, clearTimeout, now: performance.now.bind(performance) };

/** The failure of what a signal ends. */
function abortion({ reason }) {
  if (typeof reason === 'object' && reason !== null) reason.failureType = types.aborted;
  return failure(reason, types.aborted);
}

/** Milliseconds without what is less than a nanosecond. */
const nanoseconds = (time) => Math.round(time * 1e6) / 1e6;

function abortReason(signal) {
  const error = new Error('The operation was aborted', { cause: signal.reason });
  error.name = 'AbortError';
  error.code = 'ABORT_ERR';
  return error;
}

/** Calls a function that may take a callback after its first argument, or gives a promise. */
function callWith(fn, self, first, onDone) {
  if (fn.length < 2) return fn.call(self, first);
  const { promise, resolve, reject } = Promise.withResolvers();
  let called = false;
  const done = (error) => {
    if (called) return onDone();
    called = true;
    if (error) reject(error);
    else resolve();
  };
  const result = fn.call(self, first, done);
  if (typeof result?.then === 'function') {
    throw failure('passed a callback but also returned a Promise', types.callbackAndPromise);
  }
  return promise;
}

let warned = false;
function warnOfTags() {
  if (!warned) process.emitWarning('Test tags is an experimental feature and might change at any time', 'ExperimentalWarning');
  warned = true;
}

class Plan {
  constructor(count, options) {
    if (!Number.isInteger(count) && typeof count === 'number') throw outOfRange('count', 'an integer', count);
    if (typeof count !== 'number') throw invalidArgument('count', 'of type number', count);
    this.expected = count;
    this.actual = 0;
    this.wait = options?.wait ?? false;
    if (typeof this.wait !== 'boolean' && typeof this.wait !== 'number') throw invalidArgument('options.wait', 'one of type boolean or number', this.wait);
    this.met = Promise.withResolvers();
  }
  count() {
    this.actual++;
    if (this.actual === this.expected) this.met.resolve();
  }
  error() {
    return failure(`plan expected ${this.expected} assertions but received ${this.actual}`, types.code);
  }
  async check() {
    if (this.actual < this.expected && this.wait !== false) {
      const limit = this.wait === true ? undefined : stopper(this.wait, undefined, 'plan');
      try {
        await Promise.race(limit ? [this.met.promise, limit.promise] : [this.met.promise]);
      } catch {
        throw failure(`plan timed out after ${this.wait}ms with ${this.actual} assertions when expecting ${this.expected}`, types.timeout);
      } finally {
        limit?.stop();
      }
    }
    if (this.actual !== this.expected) throw this.error();
  }
}

class Test {
  type = 'test';
  subtests = [];
  pending = [];
  active = 0;
  /** Whose turn it is to be reported, counted from 1. */
  turn = 1;
  ready = new Map();
  hooks = { before: [], after: [], beforeEach: [], afterEach: [] };
  diagnostics = [];
  passed = false;
  error = null;
  finished = false;
  cancelled = false;
  started = false;
  reportedStart = false;
  reportedChildren = 0;
  plan = null;
  onlySubtests = false;
  hasOnly = false;

  constructor({ harness, parent, name, fn, options = {}, place, overrides }) {
    if (typeof name === 'function') [fn, name] = [name, undefined];
    else if (name !== null && typeof name === 'object') [fn, options, name] = [options, name, undefined];
    if (typeof options === 'function') [fn, options] = [options, {}];
    options = { ...(options ?? {}), ...overrides };
    if (typeof name !== 'string' || name === '') name = (typeof fn === 'function' && fn.name) || '<anonymous>';
    const { timeout, signal, skip, todo, only, concurrency, plan, expectFailure, tags } = options;
    checkTimeout(timeout, 'options.timeout');
    checkSignal(signal);
    if (typeof fn !== 'function') fn = () => {};
    this.harness = harness;
    this.parent = parent;
    this.name = name;
    this.fn = fn;
    this.place = place;
    this.nesting = parent ? (parent.parent ? parent.nesting + 1 : 0) : -1;
    this.concurrency = concurrencyOf(concurrency, parent);
    this.timeout = timeout ?? parent?.timeout ?? Infinity;
    this.outer = signal;
    this.skip = skip !== undefined && skip !== false ? skip : parent?.skip && parent.parent ? parent.skip : undefined;
    this.todo = todo !== undefined && todo !== false ? todo : parent?.todo && parent.parent ? parent.todo : undefined;
    this.only = Boolean(only);
    this.expectFailure = expectFailure || undefined;
    if (tags?.length > 0) warnOfTags();
    this.tags = [...new Set([...(parent?.tags ?? []), ...(tags ?? [])])];
    if (plan !== undefined) this.plan = new Plan(plan);
    this.id = parent ? nextId++ : 0;
    this.controller = new AbortController();
    if (parent) {
      parent.subtests.push(this);
      this.number = parent.subtests.length;
      this.excluded = this.isExcluded();
      if (only !== undefined && !harness.options.heedsOnly) this.tellUnheeded();
      else if (this.only) parent.markOnly();
    }
  }

  get fullName() {
    return this.parent?.parent ? `${this.parent.fullName} > ${this.name}` : this.name;
  }
  /** The names from the root on, in words. */
  get path() {
    return this.parent?.parent ? `${this.parent.path} ${this.name}` : this.name;
  }
  /** The names from the root on, as JUnit has them. */
  get className() {
    return this.parent?.parent ? `${this.parent.className}.${this.name}` : this.name;
  }
  get signal() {
    return this.controller.signal;
  }

  isExcluded() {
    const { patterns, skipPatterns } = this.harness.options;
    const matches = (list) => list.some((pattern) => pattern.test(this.name) || pattern.test(this.path));
    this.matches = patterns.length === 0 || matches(patterns) || (this.parent.parent !== null && this.parent.matches);
    if (!this.matches) return true;
    return skipPatterns.length > 0 && matches(skipPatterns);
  }

  tellUnheeded() {
    this.diagnostic("'only' and 'runOnly' require the --test-only command-line option.");
  }
  /** One of the subtests is to run only. What a test makes while it runs says nothing of its siblings. */
  markOnly() {
    this.hasOnly = true;
    if (this.type === 'suite') this.parent.markOnly();
  }
  isLeftOut() {
    const { parent } = this;
    return (parent.hasOnly || parent.onlySubtests) && !this.only && !this.hasOnly;
  }

  createSubtest(Class, parts) {
    if (this.finished) {
      // It is told of where there is still somebody to hear it.
      const fn = () => {
        throw failure('test could not be started because its parent finished', types.parent);
      };
      return new Class({ harness: this.harness, parent: this.harness.root, ...parts, fn, options: {} });
    }
    return new Class({ harness: this.harness, parent: this, ...parts });
  }

  /** What events say of a test. */
  data() {
    return { name: this.name, nesting: this.nesting };
  }
  emit(type, data) {
    this.harness.emit(type, { __proto__: null, ...data, ...this.place });
  }
  idData() {
    return { testId: this.id, parentId: this.parent?.id, tags: this.tags };
  }

  start() {
    const { parent } = this;
    this.excluded ||= this.isLeftOut();
    if (this.excluded) {
      this.finish();
      return Promise.resolve();
    }
    this.emit('test:enqueue', { nesting: this.nesting, name: this.name, type: this.type, ...this.idData() });
    if (parent.active >= parent.concurrency) {
      const { promise, resolve } = Promise.withResolvers();
      parent.pending.push({ test: this, resolve });
      return promise;
    }
    this.emit('test:dequeue', { nesting: this.nesting, name: this.name, type: this.type, ...this.idData() });
    return this.run();
  }

  startPending() {
    while (this.pending.length > 0 && this.active < this.concurrency) {
      const { test, resolve } = this.pending.shift();
      if (test.finished) {
        resolve();
        continue;
      }
      test.emit('test:dequeue', { nesting: test.nesting, name: test.name, type: this.type, ...test.idData() });
      resolve(test.run());
    }
    if (this.active === 0 && this.pending.length === 0) this.idle?.resolve();
  }

  /** Until no subtest runs or waits. */
  async settled(stop) {
    while (this.active > 0 || this.pending.length > 0) {
      this.idle = Promise.withResolvers();
      await Promise.race([this.idle.promise, stop.promise]);
    }
  }

  addHook(kind, fn, options, place) {
    if (typeof fn !== 'function') throw invalidArgument('fn', 'of type function', fn);
    checkTimeout(options?.timeout, 'options.timeout');
    checkSignal(options?.signal);
    const hook = { fn, timeout: options?.timeout, signal: options?.signal, place };
    this.hooks[kind].push(hook);
    // A test that runs already has nothing else to be before.
    if (kind === 'before' && this.started && this.type === 'test') hook.done = this.runHook(hook, this.context(), kind);
  }

  async runHook(hook, context, kind) {
    const stop = stopper(hook.timeout, hook.signal, 'test');
    try {
      if (hook.signal?.aborted) throw abortion(hook.signal);
      await Promise.race([callWith(hook.fn, context, context, () => {}), stop.promise]);
    } catch (error) {
      const cause = isFailure(error) ? error.cause : error;
      throw failure(cause, types.hook, `failed running ${kind} hook`);
    } finally {
      stop.stop();
    }
  }

  async runBefore() {
    for (const hook of this.hooks.before) await (hook.done ??= this.runHook(hook, this.context(), 'before'));
  }
  async runAfter() {
    const hooks = this.hooks.after;
    this.hooks.after = [];
    for (const hook of hooks) await this.runHook(hook, this.context(), 'after');
  }
  /** Those of the outermost first before a test, and last after it. */
  async runEach(kind, context) {
    if (kind === 'beforeEach' && this.parent) await this.parent.runEach(kind, context);
    for (const hook of this.hooks[kind]) await this.runHook(hook, context, kind);
    if (kind === 'afterEach') await this.parent?.runEach(kind, context);
  }

  context() {
    return (this.ctx ??= this.harness.contextOf(this));
  }

  /** Runs in the test's own context; what is asynchronous in it belongs to it. */
  run() {
    this.parent.active++;
    return current.run(this, () => this.runBody());
  }

  async runBody() {
    this.startTime = clock.now();
    const context = this.context();
    if (this.skip !== undefined) {
      this.pass();
      return this.finish();
    }
    this.started = true;
    if (this.outer?.aborted) {
      this.cancel(abortion(this.outer));
      this.controller.abort(this.outer.reason);
      return this.finish();
    }
    const stop = stopper(this.timeout === Infinity ? null : this.timeout, this.outer, 'test');
    this.stopped = stop;
    let cleaned = false;
    const clean = async () => {
      if (cleaned) return;
      cleaned = true;
      try {
        if (this.type === 'test') await this.parent.runEach('afterEach', context);
      } finally {
        await this.runAfter();
      }
    };
    try {
      await this.work(context, stop);
      if (this.plan) await Promise.race([this.plan.check(), stop.promise]);
      this.pass();
      await clean();
    } catch (error) {
      const told = isFailure(error) ? error : failure(error, types.code);
      if (told.failureType === types.timeout) this.cancelWith(told);
      else if (told.failureType === types.aborted) this.cancel(told);
      else this.fail(told);
      try {
        await clean();
      } catch {
        // The first failure is told.
      }
    } finally {
      stop.stop();
    }
    this.finish();
  }

  async work(context, stop) {
    // Without hooks and with a quick function, subtests begin in the same turn.
    if (this.parent.hooks.before.length > 0 && this.parent.type !== 'suite') await this.parent.runBefore();
    if (this.hasEach('beforeEach')) await this.parent.runEach('beforeEach', context);
    const twice = () => this.fail(failure('callback invoked multiple times', types.callbackTwice));
    await Promise.race([callWith(this.fn, context, context, twice), stop.promise]);
    await this.settled(stop);
  }

  hasEach(kind) {
    for (let at = this.parent; at; at = at.parent) {
      if (at.hooks[kind].length > 0) return true;
    }
    return false;
  }

  pass() {
    if (this.error !== null) return;
    if (this.expectFailure && this.skip === undefined && this.started) {
      this.fail(failure('test was expected to fail but passed', types.expected));
      return;
    }
    this.passed = true;
  }
  fail(error) {
    if (this.error !== null) return;
    if (this.expectFailure && error.failureType === types.code) {
      this.passed = true;
      return;
    }
    this.passed = false;
    this.error = error;
  }
  cancel(error = failure('test did not finish before its parent and was cancelled', types.cancelled)) {
    this.fail(error);
    this.cancelled = true;
    this.controller.abort();
    this.stopped?.reject(error);
  }
  /** A timeout ends what the test does. */
  cancelWith(error) {
    this.fail(error);
    this.cancelled = error.failureType === types.timeout;
    this.controller.abort();
  }

  finish(whenUnfinished) {
    if (this.finished) return;
    this.duration = this.startTime === undefined ? 0 : nanoseconds(clock.now() - this.startTime);
    this.pending = [];
    let failed = 0;
    for (const test of this.subtests) {
      test.excluded ||= this.excluded === true;
      if (!test.finished) {
        test.cancel(whenUnfinished);
        test.finish(whenUnfinished);
      }
      if (!test.passed && test.todo === undefined && !test.excluded) failed++;
    }
    if (failed > 0) {
      this.passed = this.passed && false;
      if (this.error === null) this.fail(failure(`${failed} subtest${failed > 1 ? 's' : ''} failed`, types.subtests));
    }
    this.finished = true;
    this.mock?.restoreAll();
    this.mock?.timers.reset();
    this.controller.abort();
    const { parent } = this;
    if (!parent) return;
    if (!this.excluded) this.emitComplete();
    if (this.startTime !== undefined) parent.active--;
    parent.ready.set(this.number, this);
    parent.flush();
    parent.startPending();
  }

  isItsTurn() {
    return this.parent === null || (this.parent.turn === this.number && this.parent.isItsTurn());
  }

  /** Reports the subtests that are done, in order. */
  flush() {
    if (!this.isItsTurn()) return;
    for (let next; (next = this.ready.get(this.turn)); this.turn++) {
      next.flush();
      this.ready.delete(this.turn);
      next.report();
    }
    this.subtests[this.turn - 1]?.flush();
  }

  reportStart() {
    if (this.reportedStart || this.parent === null) return;
    this.reportedStart = true;
    this.parent.reportStart();
    this.emit('test:start', { nesting: this.nesting, name: this.name, ...this.idData() });
  }

  directives() {
    const out = {};
    if (this.skip !== undefined) out.skip = this.skip;
    else if (this.todo !== undefined) out.todo = this.todo;
    else if (this.expectFailure) out.expectFailure = this.expectFailure;
    return out;
  }
  details() {
    const details = { __proto__: null, duration_ms: this.duration, type: this.type };
    if (this.error !== null) details.error = this.error;
    if (this.parent?.parent) details.classname = this.parent.className;
    return details;
  }
  get position() {
    return this.parent.reportedChildren + 1;
  }
  result(details) {
    return { name: this.name, nesting: this.nesting, testNumber: this.number, testId: this.id, parentId: this.parent.id, details, tags: this.tags };
  }
  emitComplete() {
    this.emit('test:complete', { ...this.result({ ...this.details(), passed: this.passed }), ...this.directives() });
  }

  report() {
    if (this.excluded) return;
    this.reportStart();
    if (this.subtests.some((test) => !test.excluded)) {
      this.emit('test:plan', { nesting: this.nesting + 1, count: this.reportedChildren });
    }
    const number = ++this.parent.reportedChildren;
    this.harness.count(this);
    const details = this.details();
    const classname = details.classname === undefined ? {} : { classname: details.classname };
    this.emit(this.passed ? 'test:pass' : 'test:fail', { ...this.result(details), testNumber: this.isFile ? this.number : number, ...classname, ...this.directives() });
    for (const { message, level } of this.diagnostics) this.emit('test:diagnostic', { nesting: this.nesting, message, level });
  }

  diagnostic(message, level = 'info') {
    this.diagnostics.push({ message, level });
  }

  makePlan(count, options) {
    if (this.plan !== null) throw coded(Error, 'ERR_TEST_FAILURE', 'cannot set plan more than once');
    this.plan = new Plan(count, options);
  }
}

/** A suite's function makes tests; they run after it. */
class Suite extends Test {
  type = 'suite';
  constructor(parts) {
    super(parts);
    this.timeout = parts.options?.timeout ?? Infinity;
    if (this.skip !== undefined) this.fn = () => {};
    try {
      const made = current.run(this, () => this.fn.call(this.context(), this.context()));
      this.made = typeof made?.then === 'function' ? made.catch((error) => this.failMaking(error)) : undefined;
    } catch (error) {
      this.failMaking(error);
    }
    // It stays if one of its tests does.
    if (this.subtests.some((test) => !test.excluded)) this.excluded = false;
  }

  failMaking(error) {
    this.fail(failure(error, types.code));
  }

  async work(context, stop) {
    if (this.made) await Promise.race([this.made, stop.promise]);
    if (this.error !== null) throw this.error;
    if (this.parent.hooks.before.length > 0 && this.parent.type !== 'suite') await this.parent.runBefore();
    if (this.hooks.before.length > 0) await this.runBefore();
    for (const test of this.subtests) if (!test.finished) test.start();
    await this.settled(stop);
  }
}

module.exports = { Test, Suite, current, placeOfCall, clock, nanoseconds, abortReason, checkTimeout };
