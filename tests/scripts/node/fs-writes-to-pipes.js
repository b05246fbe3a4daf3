// node: 26
// Who writes a whole file to a pipe does not hold up the program that is to read it; data may come in pieces.
'use strict';
const fs = require('fs');
const path = require('path');
const os = require('os');
const { Readable } = require('stream');
const { execFileSync } = require('child_process');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'pipes-'));
const pipe = path.join(folder, 'pipe');
const plain = path.join(folder, 'plain');
execFileSync('mkfifo', [pipe]);
const large = 'x'.repeat(200000);
const read = () => fs.promises.readFile(pipe, 'latin1').then((text) => text.length);
const called = (f) => new Promise((done) => f((error, value) => done(error ?? value)));
const code = (promise) => promise.then((value) => value, (error) => `${error.name} ${error.code}`);

async function main() {
  for (const name of ['writeFile', 'appendFile']) {
    console.log(await Promise.all([read(), fs.promises[name](pipe, large)]));
    console.log(await Promise.all([read(), called((done) => fs[name](pipe, large, done))]));
    const handle = read();
    const file = await fs.promises.open(pipe, 'w');
    await file[name](large);
    await file.close();
    console.log(await handle);
  }
  const all = read();
  const fd = await called((done) => fs.open(pipe, 'w', done));
  console.log(await called((done) => fs.writeFile(fd, large, done)), await called((done) => fs.write(fd, Buffer.from(large), 0, 150000, null, done)));
  fs.closeSync(fd);
  console.log(await all);
  console.log(await Promise.all([read(), fs.promises.writeFile(pipe, Readable.from([large, Buffer.from(large)]))]));

  const text = () => fs.readFileSync(plain, 'latin1');
  await fs.promises.writeFile(plain, (async function* () { yield 'a'; yield Buffer.from('b'); })());
  await fs.promises.appendFile(plain, new Set(['c', 'd']));
  console.log(text());
  const file = await fs.promises.open(plain, 'r+');
  await file.read(Buffer.alloc(1), 0, 1, null);
  await file.writeFile(['Q', 'R']);
  await file.close();
  console.log(text());
  console.log(await code(fs.promises.writeFile(plain, [1])));
  console.log(await code(fs.promises.writeFile(plain, 'of no use', { signal: AbortSignal.abort() })), text());
  const stop = new AbortController();
  const stopped = fs.promises.writeFile(plain, large, { signal: stop.signal });
  stop.abort();
  console.log(await code(stopped));
  console.log((await called((done) => fs.writeFile(plain, 'of no use', { signal: stop.signal }, done))).code);
  fs.writeFileSync(plain, '');
  for (const flag of ['as', 'sa', 'xw', 'a', 'sr+', 'odd', '__proto__']) console.log(flag, await code(fs.promises.writeFile(plain, flag, { flag, flush: true })));
  console.log(text().slice(0, 20), await code(fs.promises.writeFile(plain, '', { flush: 1 })));
  fs.rmSync(folder, { recursive: true });
}
main();
