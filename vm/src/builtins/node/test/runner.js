// Runs files of tests, each in a process of its own.
'use strict';

const path = require('path');
const { Test } = require('internal/test/tree');
const { Harness } = require('internal/test/harness');
const { types, failure } = require('internal/test/failure');
const { invalidArgument } = require('internal/errors');

/** Options that are this process's only; those with a value may have it in the next word. */
const own = new Set(['--test', '--test-force-exit', '--watch']);
const ownWithValue = new Set(['--test-reporter', '--test-reporter-destination', '--test-concurrency', '--test-isolation', '--test-shard']);

function inherited(words) {
  const out = [];
  for (let at = 0; at < words.length; at++) {
    const [name] = words[at].split('=');
    if (own.has(name)) continue;
    if (ownWithValue.has(name)) {
      if (!words[at].includes('=')) at++;
      continue;
    }
    out.push(words[at]);
  }
  return out;
}

/** The test that a file is. */
class FileTest extends Test {
  isFile = true;
  held = [];
  topLevel = 0;
  constructor(parts) {
    super(parts);
    this.entry = parts.place.file;
  }

  /** An event of its process: it waits for the file's turn. */
  take(event) {
    if (event.data.nesting === 0 && (event.type === 'test:pass' || event.type === 'test:fail')) this.topLevel++;
    if (this.isItsTurn()) this.forward(event);
    else this.held.push(event);
  }
  forward({ type, data }) {
    const { harness, parent } = this;
    if (type === 'test:pass' || type === 'test:fail') {
      if (data.nesting === 0) {
        parent.reportedChildren++;
        data.testNumber = harness.counts.topLevel + 1;
      }
      const { error, type: kind } = data.details;
      harness.count({
        nesting: data.nesting, type: kind, skip: data.skip, todo: data.todo, passed: type === 'test:pass',
        cancelled: error?.failureType === types.cancelled || error?.failureType === types.timeout,
      });
    }
    if (type !== 'test:stdout' && type !== 'test:stderr') data.entryFile = this.entry;
    for (const listener of harness.listeners) listener({ type, data });
  }
  flush() {
    if (!this.isItsTurn()) return;
    for (const event of this.held.splice(0)) this.forward(event);
  }
  report() {
    this.flush();
    const onlySubtests = this.error === null || this.error.failureType === types.subtests;
    if (this.topLevel > 0 && onlySubtests) {
      if (!this.passed) this.harness.success = false;
      return;
    }
    super.report();
  }
}

/** Numbers of the processes that run, from 1. */
const workers = new Set();
function takeWorker() {
  let id = 1;
  while (workers.has(id)) id++;
  workers.add(id);
  return id;
}

function runFile(test, file, options) {
  const worker = takeWorker();
  const { spawn } = require('child_process');
  const { receiver } = require('internal/test/wire');
  const { promise, resolve, reject } = Promise.withResolvers();
  const child = spawn(process.execPath, [...inherited(options.execArgv), file, ...options.argv], {
    cwd: options.cwd, signal: test.signal, stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_TEST_CONTEXT: 'child-v8', NODE_TEST_WORKER_ID: `${worker}` },
  });
  const text = (type) => (message) => test.take({ type, data: { __proto__: null, file: test.name, message, entryFile: file } });
  const incoming = receiver((event) => test.take(event), text('test:stdout'));
  child.stdout.setEncoding('utf8');
  child.stdout.on('data', (chunk) => incoming.write(chunk));
  child.stdout.on('end', () => incoming.end());
  child.stderr.setEncoding('utf8');
  child.stderr.on('data', text('test:stderr'));
  child.on('error', (error) => {
    if (error.name !== 'AbortError') reject(error);
  });
  child.on('close', (code, signal) => {
    workers.delete(worker);
    if (code === 0 && signal === null) return resolve();
    const error = failure('test failed', types.subtests);
    Object.assign(error, { exitCode: code, signal });
    reject(error);
  });
  return promise;
}

/** Runs the files of a harness; a promise for the end. */
async function runFiles(harness, files, options) {
  const { concurrency } = options;
  harness.root.concurrency = concurrency === false ? 1 : typeof concurrency === 'number' ? concurrency : Math.max(require('os').availableParallelism() - 1, 1);
  const runs = files.map((file) => {
    const name = path.relative(options.cwd, file);
    const place = { line: 1, column: 1, file };
    const test = new FileTest({
      harness, parent: harness.root, name, place,
      options: { timeout: options.timeout, signal: options.signal }, fn: () => runFile(test, file, options),
    });
    // The patterns are for the tests within.
    test.excluded = false;
    return test.start();
  });
  await Promise.all(runs);
  harness.end();
  await harness.written;
}

/** hearth --test. */
async function fromCommandLine() {
  const options = require('internal/test/options').fromProcess();
  const { find } = require('internal/test/files');
  const cwd = process.cwd();
  const patterns = process.argv.slice(1);
  const files = find(patterns, cwd);
  if (patterns.length > 0 && files.length === 0) {
    process.stderr.write(`Could not find '${patterns.join(', ')}'\n`);
    process.exitCode = 1;
    return;
  }
  if (options.isolation === 'none') {
    const { mainHarness } = require('internal/test/harness');
    Object.assign(mainHarness(), { entry: undefined, workerId: 1 });
    for (const file of files) await import(require('url').pathToFileURL(file).href);
    return;
  }
  const harness = new Harness();
  await require('internal/test/report').report(harness, options.reporters, options.destinations);
  await runFiles(harness, files, { cwd, argv: [], execArgv: process.execArgv, concurrency: options.concurrency });
  if (!harness.success) process.exitCode = 1;
  if (options.forceExit) process.exit();
}

function checkedPatterns(value, name) {
  if (value == null) return [];
  const list = Array.isArray(value) ? value : [value];
  return list.map((each) => {
    if (each instanceof RegExp) return `/${each.source}/${each.flags}`;
    if (typeof each !== 'string') throw invalidArgument(name, 'one of type string or an instance of RegExp', each);
    return each;
  });
}

/** run ( options ): the stream of the events. */
function run(options = {}) {
  if (options === null || typeof options !== 'object') throw invalidArgument('options', 'of type object', options);
  const { files, globPatterns = [], cwd = process.cwd(), concurrency = false, timeout, signal, only, setup, argv = [], execArgv = [] } = options;
  if (files !== undefined && !Array.isArray(files)) throw invalidArgument('options.files', 'an instance of Array', files);
  if (typeof cwd !== 'string') throw invalidArgument('options.cwd', 'of type string', cwd);
  const words = [...execArgv];
  for (const pattern of checkedPatterns(options.testNamePatterns, 'options.testNamePatterns')) words.push(`--test-name-pattern=${pattern}`);
  for (const pattern of checkedPatterns(options.testSkipPatterns, 'options.testSkipPatterns')) words.push(`--test-skip-pattern=${pattern}`);
  if (only) words.push('--test-only');
  if (setup !== undefined && typeof setup !== 'function') throw invalidArgument('options.setup', 'of type function', setup);
  const harness = new Harness();
  const TestsStream = require('internal/test/stream');
  const stream = new TestsStream();
  harness.listeners.push((event) => stream.give(event));
  const list = files ? files.map((file) => path.resolve(cwd, file)) : require('internal/test/files').find(globPatterns, cwd);
  queueMicrotask(async () => {
    try {
      await setup?.(stream);
      await runFiles(harness, list, { cwd, argv, execArgv: words, concurrency, timeout, signal });
      if (!harness.success) process.exitCode ??= 1;
    } catch (error) {
      stream.destroy(error);
    }
  });
  return stream;
}

module.exports = { run, fromCommandLine };
