// node:test: what a file of tests prints, but for durations and the lines of stacks.
// node: 26
const { test, describe, it, suite, before, after, beforeEach, afterEach } = require('node:test');
const assert = require('assert');

// Reports are printed when the reporter gets to it: they are told apart from what the tests say.
const write = process.stdout.write;
let [reported, said] = ['', []];
process.stdout.write = (text) => {
  reported += text;
  return true;
};
const say = (...words) => said.push(words.join(' '));

test('passes', () => {});
test('fails', () => assert.strictEqual(1, 2));
test('has subtests', async (t) => {
  await t.test('first', () => say(t.name, t.fullName));
  await t.test('second', (t) => {
    say(t.fullName, t.passed);
    throw new TypeError('second failed');
  });
  t.diagnostic('a diagnostic');
});
test('is skipped', { skip: true }, () => say('never'));
test('is skipped for a reason', { skip: 'the reason' }, () => say('never'));
test('skips itself', (t) => t.skip('now'));
test('is to do', { todo: true }, () => {
  throw new Error('to be done');
});
test('is to do later', (t) => t.todo('later'));
test('calls back', (t, done) => setImmediate(done));
test('calls back with an error', (t, done) => setImmediate(() => done(new Error('called back'))));
test('calls back and promises', async (t, done) => done());
test('plans', (t) => {
  t.plan(2);
  t.assert.ok(1);
  t.assert.strictEqual(1, 1);
});
test('plans too many', { plan: 2 }, (t) => t.assert.ok(1));
test('takes too long', { timeout: 5 }, (t) => new Promise(() => {
  const timer = setTimeout(() => {}, 1e6);
  t.signal.addEventListener('abort', () => clearTimeout(timer));
}));
test('is expected to fail', { expectFailure: true }, () => {
  throw new Error('as expected');
});
test('rejects', async () => {
  throw 5;
});
test('throws later', () => {
  setImmediate(() => {
    throw new Error('later');
  });
  return new Promise((resolve) => setTimeout(resolve, 1));
});
test(function named() {});
test(() => {});
test('waits for what does not throw', async (t) => {
  let calls = 0;
  const value = await t.waitFor(() => {
    if (++calls < 3) throw new Error('not yet');
    return `after ${calls}`;
  }, { interval: 1, timeout: 1e5 });
  say(value);
});
test('does not wait for its subtest', (t) => {
  t.test('slow', () => new Promise((resolve) => setTimeout(resolve, 2)));
});
test('runs hooks', async (t) => {
  t.before(() => say('t.before'));
  t.after(() => say('t.after'));
  t.beforeEach((t) => say('t.beforeEach', t.name));
  t.afterEach((t) => say('t.afterEach', t.name, t.passed));
  await t.test('inner', () => say('inner'));
});

describe('a suite', () => {
  before(() => say('before'));
  after(() => say('after'));
  beforeEach((t) => say('beforeEach', t.fullName));
  afterEach((t) => say('afterEach', t.fullName));
  it('one', (t) => say(t.fullName));
  it('two', () => assert.strictEqual('a', 'b'));
  it.skip('three');
  it.todo('four');
  describe('within', () => {
    beforeEach(() => say('beforeEach within'));
    it('five', () => {});
  });
});
suite('empty', () => {});
describe('fails before', () => {
  before(() => {
    throw new Error('before failed');
  });
  it('never runs', () => say('never'));
});
describe('throws', () => {
  it('never runs', () => say('never'));
  throw new Error('a suite threw');
});
describe('in parallel', { concurrency: true }, () => {
  it('ends last', () => new Promise((resolve) => setTimeout(resolve, 5)));
  it('ends first', () => {});
});

process.on('exit', (code) => {
  const shown = reported.split('\n').filter((line) => !/^\s+at /.test(line)).map((line) => line
    .replace(/ \{$/, '').replace(/ \([\d.]+ms\)/, '').replace(/(duration_ms) .*/, '$1').replace(/test at .*?test-runner.js:/, 'test at '));
  write.call(process.stdout, `${shown.join('\n')}\n${said.join('\n')}\nexit code ${code}\n`);
  process.exitCode = 0;
});
