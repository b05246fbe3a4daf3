// node: 26
// Output of programs that is too much, of streams with encodings; codes that are errors of the system.
'use strict';
const { exec, execFile, spawn } = require('child_process');
const text = '中文测试';
async function main() {
  for (const [name, options, given] of [['text', { maxBuffer: 10 }], ['text cut', { maxBuffer: 3 }], ['bytes', { encoding: null, maxBuffer: 5 }], ['bytes with an encoding', { encoding: null, maxBuffer: 10 }, 'utf8'], ['bytes with an encoding, cut', { encoding: null, maxBuffer: 3 }, 'utf8'], ['all', { encoding: 'buffer' }, 'utf8'], ['hex', { encoding: 'hex', maxBuffer: 4 }]]) {
    await new Promise((done) => {
      const child = exec(`echo ${text}`, options, (error, out, errors) => {
        console.log(name, error?.code, error?.message, out, errors);
        done();
      });
      if (given) child.stdout.setEncoding(given);
    });
  }
  await new Promise((done) => {
    const child = execFile('sleep', ['5'], (error) => {
      console.log(error.code, error.killed, error.signal, error.cmd);
      done();
    });
    child.emit('exit', -1, null);
    child.emit('close', -1, null);
    child.kill();
  });
  for (const cwd of ['', undefined, null]) {
    const child = spawn('true', { cwd });
    console.log(typeof child.pid);
    await new Promise((done) => child.on('error', (error) => done(console.log(error.code))).on('close', done));
  }
}
main();
