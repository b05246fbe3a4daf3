// fs.watch, fs.watchFile, folders entry by entry, several buffers, owners and times.
// node: 26
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { once } from 'node:events';

const { log } = console;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'watched-'));
const inFolder = (...names) => path.join(folder, ...names);
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const seen = new Set();
const watcher = fs.watch(folder, (event, name) => seen.add(`${event} ${name}`));
fs.writeFileSync(inFolder('a'), '1');
await pause(30);
fs.renameSync(inFolder('a'), inFolder('b'));
fs.unlinkSync(inFolder('b'));
await pause(30);
log([...seen].sort());
watcher.close();
await once(watcher, 'close');
try {
  fs.watch(inFolder('none'));
} catch (error) {
  log(error.code, error.syscall, error.filename === inFolder('none'), error.message.replace(folder, ''));
}
const stop = new AbortController();
setTimeout(() => fs.writeFileSync(inFolder('later'), ''), 10);
try {
  for await (const { filename } of fs.promises.watch(folder, { signal: stop.signal })) {
    log(filename);
    stop.abort();
  }
} catch (error) {
  log(error.name);
}
fs.mkdirSync(inFolder('deep', 'er'), { recursive: true });
const names = new Set();
const deep = fs.watch(folder, { recursive: true }, (event, name) => names.add(name));
await pause(20);
fs.writeFileSync(inFolder('deep', 'er', 'file'), '');
await pause(30);
log(names.has(path.join('deep', 'er', 'file')));
deep.close();

const looked = new Promise((resolve) => fs.watchFile(inFolder('later'), { interval: 10 }, (now, before) => resolve([now.size, before.size])));
await pause(30);
fs.writeFileSync(inFolder('later'), 'longer');
log(await looked);
fs.unwatchFile(inFolder('later'));

const entries = [];
for await (const entry of await fs.promises.opendir(folder)) entries.push(`${entry.name} ${entry.isDirectory()}`);
log(entries.sort());
const dir = fs.opendirSync(folder);
log(dir.path === folder, dir.readSync() !== null, dir.closeSync());
try {
  dir.readSync();
} catch (error) {
  log(error.code);
}

const fd = fs.openSync(inFolder('later'), 'w+');
log(fs.writevSync(fd, [Buffer.from('ab'), Buffer.from('cde')]));
const parts = [Buffer.alloc(2), Buffer.alloc(8)];
log(fs.readvSync(fd, parts, 0), parts.map(String).map((text) => text.replaceAll('\0', '.')));
fs.ftruncateSync(fd, 3);
fs.futimesSync(fd, 1, 2);
fs.fchmodSync(fd, 0o600);
fs.fchownSync(fd, process.getuid(), process.getgid());
fs.fdatasyncSync(fd);
const stats = fs.fstatSync(fd);
log(stats.size, stats.atimeMs, stats.mtimeMs, (stats.mode & 0o777).toString(8));
fs.closeSync(fd);
fs.symlinkSync('later', inFolder('link'));
fs.lutimesSync(inFolder('link'), 3, 4);
fs.lchownSync(inFolder('link'), -1, -1);
log(fs.lstatSync(inFolder('link')).mtimeMs, fs.statSync(inFolder('link')).mtimeMs);
log(typeof fs.statfsSync(folder).bsize, typeof fs.statfsSync(folder, { bigint: true }).blocks);
for (const wrong of [() => fs.fchmodSync(-1, 0), () => fs.fchmodSync('a', 0), () => fs.chownSync(folder, 'x', 1), () => fs.readvSync(1, 5), () => fs.watch(5)]) {
  try {
    wrong();
  } catch (error) {
    log(error.code);
  }
}
fs.rmSync(folder, { recursive: true });
