// Child processes: started, waited for, told messages.
// node: 26
import * as cp from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { once } from 'node:events';
import { promisify } from 'node:util';

const { log } = console;
const ended = (child) => new Promise((resolve) => child.on('close', (...how) => resolve(how)));
const outcome = async (child) => {
  const texts = ['', ''];
  child.stdout?.on('data', (d) => { texts[0] += d; });
  child.stderr?.on('data', (d) => { texts[1] += d; });
  return [...texts, ...await ended(child)];
};
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'children-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true }));
process.chdir(folder);

log(await outcome(cp.spawn('sh', ['-c', 'echo out; echo err >&2; exit 3'])));
log(await outcome(cp.spawn('echo $HOME-$FOO', { shell: true, env: { HOME: 'h', FOO: 'f', PATH: process.env.PATH } })));
log(await outcome(cp.spawn('pwd', { cwd: '/usr' })), await outcome(cp.spawn('sh', ['-c', 'echo $0'], { argv0: 'other' })));
for (const [file, options] of [['no-such-command', {}], ['ls', { cwd: '/no/such' }]]) {
  const child = cp.spawn(file, ['x'], options);
  const [error] = await once(child, 'error');
  log(child.pid, error.code, error.errno, error.syscall, error.path, error.spawnargs, error.message, await ended(child));
}
{
  const child = cp.spawn('sleep', ['10'], { timeout: 50 });
  log(await ended(child), child.killed, child.signalCode);
}
{
  const stop = new AbortController();
  const child = cp.spawn('sleep', ['10'], { signal: stop.signal });
  child.on('error', (error) => log(error.name, error.code));
  setTimeout(() => stop.abort(), 20);
  log(await ended(child));
}
{
  const child = cp.spawn('cat', { stdio: ['pipe', 'inherit', 'inherit'] });
  log(child.stdout, child.stdio.length);
  child.stdin.end('inherited\n');
  log(await ended(child));
}
{
  const fd = fs.openSync('out.txt', 'w');
  await ended(cp.spawn('echo', ['to file'], { stdio: ['ignore', fd, 'ignore'] }));
  fs.closeSync(fd);
  log(fs.readFileSync('out.txt', 'utf8'));
}
{
  const child = cp.spawn('sh', ['-c', 'echo three >&3; cat <&3'], { stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
  child.stdio[3].on('data', (d) => {
    log('third', String(d));
    child.stdio[3].end('back');
  });
  log(await outcome(child));
}
{
  const child = cp.spawn('sh', ['-c', 'trap "echo term; exit 9" TERM; echo ready; while :; do sleep 0.05; done']);
  child.stdout.once('data', () => log(child.kill('SIGTERM')));
  log(await outcome(child), child.kill());
}
{
  const child = cp.spawn('true');
  for (const event of ['spawn', 'exit', 'close']) child.on(event, (...args) => log(event, ...args));
  await ended(child);
  log(child.exitCode, child.signalCode, typeof child.pid, child.spawnfile, child.spawnargs, child.connected);
}
{
  // More than any pipe holds, both ways.
  const child = cp.spawn('cat');
  let length = 0;
  child.stdout.on('data', (d) => { length += d.length; });
  child.stdin.end('x'.repeat(3_000_000));
  await ended(child);
  log(length);
}
for (const wrong of [
  () => cp.spawn(''), () => cp.spawn(5), () => cp.spawn('a', 5), () => cp.spawn('a', [], { cwd: 5 }), () => cp.spawn('a', { stdio: 'x' }),
  () => cp.spawn('a', { timeout: -1 }), () => cp.spawn('a', { killSignal: 'SIGX' }), () => cp.exec(5), () => cp.execFile('a', [], {}, 5),
  () => cp.fork('x', { stdio: ['pipe'] }), () => cp.spawn('a\0'), () => cp.spawnSync('a', { stdio: ['ipc'] }), () => cp.execSync(),
  () => cp.spawn('a', { stdio: ['ipc', 'ipc'] }), () => cp.spawn('a', { uid: 'x' }), () => cp.execSync('a', { maxBuffer: -1 }),
]) {
  try {
    wrong();
    log('no error');
  } catch (error) {
    log(error.name, error.code);
  }
}
const called = (start) => new Promise((resolve) => start((...args) => resolve(args)));
const shown = ([error, stdout, stderr]) => log(error && [error.code, error.cmd, error.killed, error.signal, error.message], stdout, stderr);
shown(await called((done) => cp.exec('echo a; echo b >&2; exit 2', done)));
shown(await called((done) => cp.exec('echo $X', { env: { X: 'env' }, encoding: 'buffer' }, done)));
shown(await called((done) => cp.exec('yes', { maxBuffer: 10 }, done)));
shown(await called((done) => cp.exec('sleep 5', { timeout: 30 }, done)));
shown(await called((done) => cp.execFile('nope', ['1'], done)));
await promisify(cp.exec)('exit 3').catch((error) => log(error.code, error.stdout, error.stderr));
const promise = promisify(cp.execFile)('echo', ['x']);
log(typeof promise.child.pid, await promise);

const waited = cp.spawnSync('sh', ['-c', 'cat; echo e >&2; exit 4'], { input: 'input' });
log(waited.status, waited.signal, waited.stdout, waited.stderr, waited.output.length, waited.error, Object.keys(waited));
log(cp.spawnSync('sleep', ['5'], { timeout: 50 }).error.message, cp.spawnSync('sleep', ['5'], { timeout: 50, killSignal: 'SIGKILL' }).signal);
log(cp.spawnSync('yes', { maxBuffer: 100 }).error.code, cp.spawnSync('cat', { input: 'x'.repeat(500_000) }).stdout.length);
const none = cp.spawnSync('nope');
log(none.error.code, none.error.errno, none.error.message, none.error.syscall, none.status, none.stdout, none.pid, none.output);
for (const failing of [() => cp.execSync('echo out; echo bad >&2; exit 7', { stdio: 'pipe' }), () => cp.execFileSync('nope')]) {
  try {
    failing();
  } catch (error) {
    log(error.status, error.code, error.message, String(error.stdout), String(error.stderr), error.signal);
  }
}
log(cp.execSync('cat', { input: 'é', encoding: 'utf8' }), cp.execFileSync('echo', ['-n', 'x']), cp.execSync('exit 0', { stdio: 'ignore' }));

fs.writeFileSync('kid.js', `
  process.on('message', (message) => {
    process.send({ echo: message, connected: process.connected }, () => {});
    if (message === 'end') process.disconnect();
  });
  process.send('hello ' + process.argv.slice(2));
  process.on('disconnect', () => console.log('kid disconnected', process.env.NODE_CHANNEL_FD));
`);
const kid = cp.fork('kid.js', ['a', 'b'], { silent: true });
kid.on('message', (message) => {
  log('message', message);
  if (message !== 'hello a,b') return;
  log(kid.connected, kid.send({ x: [1] }, (error) => log('sent', error)));
  kid.send('end');
});
kid.on('disconnect', () => log('disconnect', kid.connected));
log(await outcome(kid));
kid.on('error', (error) => log(error.code));
kid.send('late');
fs.writeFileSync('values.js', `
  process.on('message', (message) => {
    process.send(new Map([['got', message], ['big', 5n]]));
    process.disconnect();
  });
`);
const values = cp.fork('values.js', { serialization: 'advanced' });
values.on('message', (message) => log(message));
values.send({ set: new Set([1]), bytes: Buffer.from('x'), none: undefined });
await ended(values);
fs.writeFileSync('brief.js', 'console.log(typeof process.send, process.connected); process.send(1); process.exit(5);');
const brief = cp.fork('brief.js');
brief.on('message', (message) => log(message));
log(await ended(brief));
fs.writeFileSync('alone.js', 'console.log(process.send, process.connected);');
log(await outcome(cp.spawn(process.execPath, ['alone.js'])));
const left = cp.spawn('sleep', ['1']);
left.unref();
for (const stream of left.stdio) stream.unref();
process.on('exit', () => left.kill());
