// --test: which files are tests, each in a process of its own, and what reporters say of them; run().
// node: 26
const { spawnSync } = require('child_process');
const path = require('path');
const { run } = require('node:test');
const cwd = path.join(__dirname, 'lib', 'suite');
const normal = (text) => text.split('\n').filter((line) => !/^\s+at |^\s+async |^\s+\S+ \(|^\s+(async )?\S+:\d+:\d+$/.test(line)).map((line) => line
  .replace(/ \{$/, '').replace(/ \([\d.]+ms\)/, '').replace(/(duration_ms:?) .*/, '$1').replace(/ time="[^"]*"/, '')
  .replace(/ (timestamp|hostname|file)="[^"]*"/g, '').replace(/(location: ).*[\\/]/, '$1')).join('\n');

for (const options of [
  [], ['one.test.js'], ['--test-name-pattern=inner'], ['--test-name-pattern', '/^FIRST$/i', 'one.test.js'], ['--test-skip-pattern=group', 'one.test.js'],
  ['--test-only', 'one.test.js'], ['--test-reporter=tap', 'one.test.js', 'test/*'], ['--test-reporter=dot', '**/*.mjs', 'one.*'],
  ['--test-reporter=junit', 'two_test.mjs'], ['--test-concurrency=1', 'test/plain.js', 'two_test.mjs'], ['none.js'],
]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--test', ...options], { cwd, encoding: 'utf8', env: { ...process.env, NODE_TEST_CONTEXT: undefined } });
  console.log(`=== ${options.join(' ')}: ${status}\n${normal(stdout)}${stderr}`);
}

(async () => {
  const stream = run({ files: [path.join(cwd, 'one.test.js')], testNamePatterns: ['inner', /first/] });
  stream.on('test:pass', ({ name, nesting }) => console.log('pass', nesting, name));
  stream.on('test:fail', ({ name, nesting }) => console.log('fail', nesting, name));
  for await (const { type, data } of stream) if (type === 'test:summary') console.log(data.success, { ...data.counts });
  const { tap } = require('node:test/reporters');
  let text = '';
  for await (const part of run({ files: [path.join(cwd, 'two_test.mjs')] }).compose(tap)) text += part;
  console.log(normal(text));
})();
