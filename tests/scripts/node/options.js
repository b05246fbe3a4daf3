// node: 26
// Options of Node.js, and the environment's.
const { spawnSync } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');

const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'options-')));
process.on('exit', () => fs.rmSync(folder, { recursive: true }));
const write = (name, text) => fs.writeFileSync(path.join(folder, name), text);
write('pre.cjs', 'globalThis.pre = "required"');
write('pre.mjs', 'await null; globalThis.pre = "imported"');
write('main.js', 'console.log(globalThis.pre, process.execArgv, process.argv.slice(2))');
write('.env', 'A=1\nB="two words"\n# c\nexport C=x y\n');
write('env.js', 'console.log(process.env.A, process.env.B, process.env.C)');
fs.mkdirSync(path.join(folder, 'np'));
write('np/found.js', 'module.exports = "by NODE_PATH"');

function run(args, { input, ...env } = {}) {
  const { stdout, status } = spawnSync(process.execPath, args, { cwd: folder, input, env: { ...process.env, NODE_NO_WARNINGS: '1', ...env }, encoding: 'utf8' });
  console.log(args.join(' '), '=>', status, stdout.trim().replaceAll(folder, '.'));
}
run(['-p', '1 + 1']);
run(['-p', '[1, { a: 2 }]']);
run(['-e', 'console.log(process.argv.length, __filename, typeof require)', 'x']);
run(['-e', 'console.log(await 5)']);
run(['--input-type=module', '-e', 'console.log(typeof import.meta.url)']);
run(['-e', 'const x: number = 3; console.log(x)']);
run(['-r', './pre.cjs', 'main.js', '-r', 'x']);
run(['--import', './pre.mjs', 'main.js']);
run(['main.js'], { NODE_OPTIONS: '--require ./pre.cjs' });
run(['--env-file=.env', 'env.js']);
run(['-e', 'console.log(require("found"))'], { NODE_PATH: path.join(folder, 'np') });
run(['--stack-trace-limit=50', '-e', 'console.log(Error.stackTraceLimit)']);
run(['--expose-gc', '--max-old-space-size=512', '--no-warnings', '-e', 'console.log(typeof gc)']);
run(['--unhandled-rejections=warn', '-e', 'Promise.reject(new Error("x")); setTimeout(() => console.log("on"), 1)']);
run(['--check', 'main.js']);
run(['-', 'a'], { input: 'console.log("stdin", process.argv.length)' });
