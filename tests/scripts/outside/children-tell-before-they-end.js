// node: 26
// What a child has written is told before its end; signals by their first name; kill(0); what errors of spawnSync say first.
const { spawn, spawnSync, execFile, fork } = require('child_process');
const { signals } = require('os').constants;
const told = (script, options) => new Promise((done) => {
  const seen = [];
  const child = spawn('sh', ['-c', script], { stdio: ['ignore', 'pipe', 'ignore'], ...options });
  child.stdout.on('data', (d) => seen.push(`data ${d.length}`));
  child.on('exit', (...end) => seen.push(`exit ${end}`)).on('close', (...end) => done([...seen, `close ${end}`].join(', ')));
});
(async () => {
  console.log(await told('echo a'));
  console.log(await told('echo b; exit 3'));
  console.log(await told('echo c; kill -9 $$'));
  console.log(await told('exec 1>&-; exit 4'));
  for (const name of ['SIGHUP', 'SIGABRT', 'SIGIOT', 'SIGIO', 'SIGPOLL', 'SIGUSR1']) {
    console.log(name, await new Promise((done) => execFile('sh', ['-c', `ulimit -c 0; kill -${signals[name]} $$`], (error) => done(error.signal))));
  }
  const child = spawn('sleep', ['5']);
  console.log(child.killed, child.kill(0), child.killed, child.kill('sigterm'));
  await new Promise((done) => child.on('exit', (...end) => done(console.log(...end))));
  console.log(child.kill(0), child.killed);
  console.log(Object.keys(spawnSync('no-such-command')).join(), Object.keys(spawnSync('true')).join());
  try {
    spawn('sh', [], { shell: 5 });
  } catch (error) {
    console.log(error.message);
  }
  const forked = fork('-', { execArgv: ['-e', '0'], silent: true });
  forked.on('error', () => {});
  for (const handle of [5, 'a', {}, () => {}, null, 0]) {
    try {
      console.log(forked.send('m', handle, typeof handle === 'function' ? {} : undefined));
    } catch (error) {
      console.log(error.name, error.code, error.message);
    }
  }
  forked.kill();
})();
