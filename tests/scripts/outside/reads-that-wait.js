// Reads of pipes and the like wait while the program goes on; buffers may be left out, or be among the options.
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { spawn, execFileSync } = require('node:child_process');

if (process.argv[2] === 'child') {
  let turns = 0;
  const timer = setInterval(() => {
    if (++turns === 3) process.stdout.write('ready\n');
  }, 2);
  fs.read(0, Buffer.alloc(5), 0, 5, null, (error, count, buffer) => {
    process.stdout.write(`first ${count} ${buffer} ${turns > 2}\n`);
    fs.read(0, { buffer: Buffer.alloc(3) }, (error, count, buffer) => {
      process.stdout.write(`second ${count} ${buffer}\n`);
      fs.read(0, (error, count, buffer) => {
        process.stdout.write(`third ${count} ${buffer.subarray(0, count)} ${buffer.length}\n`);
        fs.readFile(0, 'utf8', (error, text) => {
          process.stdout.write(`rest ${error} ${JSON.stringify(text)}\n`);
          clearInterval(timer);
        });
      });
    });
  });
  return;
}

const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'reads-')), 'file');
fs.writeFileSync(file, 'hello world');
const fd = fs.openSync(file);
const shown = (name, then) => (error, count, buffer) => {
  console.log(name, error?.code, count, buffer?.length, buffer && String(buffer.subarray(0, count)));
  then?.();
};
fs.read(fd, Buffer.alloc(4), shown('buffer', () =>
  fs.read(fd, { buffer: Buffer.alloc(3), position: 0 }, shown('options', () =>
    fs.read(fd, Buffer.alloc(4), { position: 1, length: 2 }, shown('both', () =>
      fs.read(fd, shown('neither', () =>
        fs.read(9999, Buffer.alloc(1), shown('no descriptor', withHandle))))))))));
async function withHandle() {
  const handle = await fs.promises.open(file);
  const { bytesRead, buffer } = await handle.read();
  console.log(bytesRead, buffer.length, (await handle.read({ buffer: Buffer.alloc(2), position: 3 })).bytesRead, String(await handle.readFile()));
  await handle.close();
  console.log(String(await fs.promises.readFile('/dev/null')) === '');
  const child = spawn(process.execPath, [...process.execArgv, __filename, 'child'], { stdio: ['pipe', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (data) => {
    said += data;
    if (said === 'ready\n') child.stdin.write('12345');
    if (said.endsWith('true\n')) setTimeout(() => child.stdin.write('abc'), 5);
    if (said.endsWith('second 3 abc\n')) child.stdin.write('defgh');
    if (said.endsWith('16384\n')) child.stdin.end('and all\nthat');
  });
  child.on('close', (code) => {
    console.log(said, code);
    const fifo = `${file}.fifo`;
    execFileSync('mkfifo', [fifo]);
    fs.readFile(fifo, 'latin1', (error, text) => {
      console.log(error, text);
      fs.rmSync(path.dirname(file), { recursive: true });
    });
    setTimeout(() => spawn('sh', ['-c', `echo through a fifo > '${fifo}'`]), 5);
  });
}
