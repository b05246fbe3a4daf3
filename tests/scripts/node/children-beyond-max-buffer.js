// Children that say more than is wanted, or read less than they are given.
// node: 26
// gc-stress: 61
const cp = require('child_process');
const sync = (command, options) => {
  const { status, signal, error, output } = cp.spawnSync('sh', ['-c', command], options);
  console.log(command, JSON.stringify({ status, signal, code: error?.code, out: output.map((bytes) => bytes && `${bytes}`) }));
};
sync('echo hello; sleep 0.2', { maxBuffer: 2 });
sync('echo hello', { maxBuffer: 6 });
sync('echo hello', { maxBuffer: 0 });
sync('echo hello', { maxBuffer: Infinity });
sync('echo hello; echo hello >&2; sleep 0.2', { maxBuffer: 8 });
sync('echo hello; sleep 0.2', { maxBuffer: 5.5 });
sync('{ echo x >&3; } 2>/dev/null || echo closed', { stdio: ['pipe', 'pipe', 'pipe', 'ignore'] });
sync('{ echo x >&3; } 2>/dev/null || echo closed', { stdio: ['pipe', 'pipe', 'pipe', 'ignore', 'pipe'] });
sync('echo x >&2', { stdio: ['pipe', 'pipe', 'ignore'] });
sync('head -c 1', { input: 'x'.repeat(200000) });
sync('exit 3', { input: 'x'.repeat(200000) });
sync('cat | wc -c', { input: 'x'.repeat(200000) });
const thrown = (f) => { try { return typeof f(); } catch (e) { return [e.name, e.code, e.message, e.stdout && `${e.stdout}`].join(' ~ '); } };
const stdio = ['pipe', 'pipe', 'pipe'];
console.log(thrown(() => cp.execSync('echo abcdef; sleep 0.2', { stdio, maxBuffer: 3 })));
for (const timeout of ['x', 1.5, -1, null, NaN]) console.log(thrown(() => cp.spawnSync('true', [], { timeout })));
console.log(thrown(() => cp.execFile('echo', [], 5, 6)), thrown(() => cp.execFile('echo', [], 'x', () => {})), thrown(() => cp.execFile('echo', [], null, 6)));
