// Streams over files, and the standard streams.
const fs = require('fs');
const os = require('os');
const path = require('path');
const { Writable } = require('stream');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'streams-'));
const file = path.join(folder, 'a.txt');

async function main() {
  const out = fs.createWriteStream(file);
  out.on('open', (fd) => console.log('open', typeof fd)).on('ready', () => console.log('ready', out.pending));
  console.log(out.pending, out.path === file, out.write('one\n'));
  out.end('two\n');
  await new Promise((resolve) => out.on('close', resolve));
  console.log(out.bytesWritten, out.closed, fs.readFileSync(file, 'utf8'));

  const read = (options) => new Promise((resolve) => {
    const got = [];
    const source = fs.createReadStream(file, options);
    source.on('data', (d) => got.push(String(d))).on('error', (e) => resolve(e.code)).on('close', () => resolve([got, source.bytesRead]));
  });
  console.log(await read(), await read({ start: 1, end: 4 }), await read({ highWaterMark: 3, encoding: 'utf8' }));
  await new Promise((resolve) => fs.createReadStream('none').on('error', (e) => {
    console.log(e.code, e.syscall, e.path);
    resolve();
  }));
  for (const wrong of [() => fs.createReadStream(5), () => fs.createReadStream(file, { start: 'a' }), () => fs.createReadStream(file, { start: 3, end: 1 }),
    () => fs.createReadStream(file, { start: -1 })]) {
    try {
      wrong();
    } catch (error) {
      console.log(error.code);
    }
  }
  fs.createWriteStream(file, { flags: 'a' }).end('three\n', async () => {
    const handle = await fs.promises.open(file);
    const lines = [];
    for await (const chunk of handle.createReadStream({ encoding: 'utf8' })) lines.push(chunk);
    console.log(lines, handle.fd);
    fs.createReadStream(file).pipe(fs.createWriteStream(`${file}2`)).on('finish', () => {
      console.log(fs.readFileSync(`${file}2`, 'utf8') === fs.readFileSync(file, 'utf8'));
      fs.rmSync(folder, { recursive: true });
      standard();
    });
  });
}

function standard() {
  const { stdout } = process;
  console.log(stdout instanceof Writable, stdout.writable, stdout.fd, stdout === process.stdout, typeof stdout.prependListener, stdout.isTTY);
  stdout.write('a', 'utf8', () => {
    console.log('written');
    const { write } = stdout;
    const taken = [];
    stdout.write = (text) => taken.push(text);
    console.log('taken', 1);
    stdout.write = write;
    console.log(taken);
    stdout.end(() => {});
    stdout.on('error', () => {});
  });
  console.log('first');
}
main();
