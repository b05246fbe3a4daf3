// node:fs, node:path, node:os, Buffer.
const fs = require('fs');
const path = require('path');
const os = require('os');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hearth-'));
const file = path.join(folder, 'a.txt');
const code = (f) => { try { return f(); } catch (e) { return [e.code, e.syscall, e.errno, e.message.replaceAll(folder, '…')].join(' | '); } };
fs.writeFileSync(file, 'one\n');
fs.appendFileSync(file, 'twö\n');
console.log(JSON.stringify(fs.readFileSync(file, 'utf8')), fs.readFileSync(file), fs.statSync(file).size, fs.statSync(file).isFile());
console.log(code(() => fs.readFileSync(folder + '/none')), code(() => fs.readFileSync(folder)), code(() => fs.mkdirSync(folder)));
console.log(fs.existsSync(file), fs.existsSync(folder + '/none'), fs.statSync(folder + '/none', { throwIfNoEntry: false }));
fs.mkdirSync(path.join(folder, 'x/y'), { recursive: true });
fs.copyFileSync(file, path.join(folder, 'x/b.txt'));
fs.symlinkSync('a.txt', path.join(folder, 'link'));
console.log(fs.readdirSync(folder), fs.readdirSync(folder, { withFileTypes: true }).map((e) => [e.name, e.isDirectory(), e.isSymbolicLink()].join()), fs.readdirSync(folder, { recursive: true }).sort());
console.log(fs.readlinkSync(path.join(folder, 'link')), fs.realpathSync(path.join(folder, 'link')) === fs.realpathSync(file), fs.lstatSync(path.join(folder, 'link')).isSymbolicLink());
const fd = fs.openSync(file, 'r+');
const buffer = Buffer.alloc(4);
console.log(fs.readSync(fd, buffer, 0, 4, 0), buffer.toString(), fs.writeSync(fd, 'ONE'), fs.closeSync(fd), fs.readFileSync(file, 'latin1').length);
fs.renameSync(file, file + '2');
console.log(code(() => fs.rmSync(path.join(folder, 'x'))), code(() => fs.rmdirSync(folder)), code(() => fs.accessSync(file)));
fs.readFile(file + '2', 'utf8', (error, text) => {
  console.log(error, JSON.stringify(text));
  fs.readFile('/none/at/all', (error) => {
    console.log(error.code);
    fs.promises.readFile(file + '2').then(async (bytes) => {
      console.log(bytes.length, (await fs.promises.stat(folder)).isDirectory());
      await fs.promises.rm(folder, { recursive: true });
      console.log(fs.existsSync(folder), await fs.promises.access(folder).catch((e) => e.code));
    });
  });
});
console.log(path.join('/a', '../b', './c/'), path.resolve('/x', 'y', '..', 'z'), path.relative('/a/b/c', '/a/d'), path.basename('/q/w.html', '.html'), path.extname('.bashrc'), path.extname('x.tar.gz'), path.dirname('/a/b/'), path.dirname('a'), path.normalize('/a//b/../c/.'), path.isAbsolute('a'));
console.log(path.parse('/home/u/f.txt'), path.format({ dir: '/d', name: 'n', ext: 'e' }), path.posix === path, path.sep);
console.log(Buffer.from('héllo').toString('hex'), Buffer.from('aGk=', 'base64').toString(), Buffer.concat([Buffer.from('a'), Buffer.from([98])]).toString(), Buffer.byteLength('é'), Buffer.from('abc').equals(Buffer.from('abc')), Buffer.alloc(3, 'xy'), Buffer.from([1, 2, 3]).readUInt16BE(1), Buffer.from('hello').slice(1, 3).toString(), JSON.stringify(Buffer.from('a')), Buffer.from('abcabc').indexOf('ca'), Buffer.isBuffer(new Uint8Array()));
console.log(atob('aGVsbG8='), btoa('hello'), typeof os.cpus().length, os.EOL === '\n', os.platform() === process.platform);
try { atob('***'); } catch (e) { console.log(e.name, e.code); }
