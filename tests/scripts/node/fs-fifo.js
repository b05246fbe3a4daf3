// node: 26
// Pipes that have a name: who opens one waits for the other end, and the program goes on meanwhile.
'use strict';
const fs = require('fs');
const path = require('path');
const os = require('os');
const { execFileSync } = require('child_process');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fifo-'));
const file = path.join(folder, 'pipe');
execFileSync('mkfifo', [file]);
const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

async function main() {
  let ticks = 0;
  const timer = setInterval(() => ticks++, 2);
  // Descriptors.
  const read = new Promise((done, failed) => {
    fs.open(file, 'r', (error, fd) => {
      if (error) failed(error);
      const bytes = Buffer.alloc(10);
      fs.read(fd, bytes, 0, 10, null, (failure, length) => fs.close(fd, () => done([failure, bytes.toString('latin1', 0, length)])));
    });
  });
  await wait(10);
  const written = new Promise((done) => {
    fs.open(file, 'w', (error, fd) => setTimeout(() => fs.write(fd, 'hello', () => fs.close(fd, () => done(error))), 5));
  });
  console.log(await written, await read, ticks > 2);
  // The writer comes first.
  ticks = 0;
  const handle = fs.promises.open(file, 'w');
  await wait(10);
  const text = fs.promises.readFile(file, 'utf8');
  const writer = await handle;
  await writer.writeFile('of a handle');
  await writer.close();
  console.log(await text, ticks > 2);
  // Streams.
  let all = '';
  const stream = fs.createReadStream(file, 'utf8').on('data', (piece) => { all += piece; });
  const end = new Promise((done) => stream.on('close', done));
  await wait(5);
  const sink = fs.createWriteStream(file);
  sink.write('one ');
  await wait(5);
  sink.end('two');
  await end;
  console.log(all);
  clearInterval(timer);
  await new Promise((done) => fs.open(path.join(folder, 'none'), 'r', (error) => done(console.log(error.code, error.syscall))));
  fs.rmSync(folder, { recursive: true });
}
main();
