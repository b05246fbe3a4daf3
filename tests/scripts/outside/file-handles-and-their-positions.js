// node: 26
// Where a file handle reads and writes: by position, at its own place, after truncation, and appended.
const fs = require('fs'), path = require('path'), os = require('os');
const { open } = fs.promises;
const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'positions-')), file = path.join(dir, 'f');
const show = (t, v) => console.log(t, typeof v === 'string' ? JSON.stringify(v) : v);
const text = e => `${e.name} ${e.code ?? ''} ${e.message.replaceAll(dir, 'DIR')}`;
(async () => {
  let h = await open(file, 'w+');
  show('write', (await h.write('hello world')).bytesWritten); show('at', (await h.write(Buffer.from('XY'), 0, 2, 3)).bytesWritten); show('end', (await h.write('!')).bytesWritten);
  show('file', fs.readFileSync(file, 'latin1'));
  const b = Buffer.alloc(5, '.'); show('read', (await h.read(b, 1, 3, 0)).bytesRead + b.toString()); show('own place', (await h.read(b, 0, 5)).bytesRead + b.toString()); show('null', (await h.read(b, 0, 5, null)).bytesRead); show('options', (await h.read({ buffer: b, position: 6, length: 4 })).bytesRead + b.toString()); show('big', (await h.read(b, { position: 2n, offset: 1 })).bytesRead + b.toString());
  await h.truncate(4); show('after truncate', (await h.write('Z')).bytesWritten); show('file', fs.readFileSync(file, 'latin1')); await h.truncate(20); show('size', (await h.stat()).size);
  await h.truncate(); await h.writeFile('one'); await h.writeFile('two'); show('twice', fs.readFileSync(file, 'latin1')); await h.appendFile('three'); show('appended', fs.readFileSync(file, 'latin1'));
  show('readFile at the end', await h.readFile('utf8')); show('write pieces', (await h.writev([Buffer.from('ab'), Buffer.from('cd')], 1)).bytesWritten); show('readv', await h.readv([Buffer.alloc(2), Buffer.alloc(3)], 0).then(r => r.bytesRead + r.buffers.map(String).join('|')));
  for (const bad of [-1, 1.5, '3', NaN, 2 ** 60, {}]) show('position ' + String(bad), await h.read(b, 0, 2, bad).then(r => r.bytesRead, text));
  for (const [o, l] of [[-1, 1], [6, 1], [0, 6], [0, -1], [2, 4], [1.5, 1]]) show(`offset ${o} length ${l}`, await h.read(b, o, l, 0).then(r => r.bytesRead, text));
  for (const [o, l] of [[-1, 1], [6, 1], [0, 6], [0, -1], [2, 4], [1.5, 1]]) show(`write offset ${o} length ${l}`, await h.write(b, o, l, 0).then(r => r.bytesWritten, text));
  show('empty buffer', await h.read(Buffer.alloc(0), 0, 0, 0).then(r => r.bytesRead, text)); show('no data', await h.write({}).then(r => r.bytesWritten, text)); show('encoding', await h.write('ff00', 0, 'hex').then(r => r.bytesWritten, text));
  await h.close(); show('closed', await h.read(b, 0, 1, 0).catch(text)); show('fd', h.fd); show('close again', await h.close().then(String, text));
  fs.writeFileSync(file, 'line 1\nline 2\r\nline 3'); h = await open(file); const lines = []; for await (const l of h.readLines({ start: 3 })) lines.push(l); show('lines', lines.join('|')); show('fd', h.fd);
  h = await open(file, 'a+'); await h.write('++', 0); await h.write('--'); show('appending ignores positions', fs.readFileSync(file, 'latin1')); show('read from', (await h.read(b, 0, 5, 0)).bytesRead + b.toString()); await h.close();
  h = await open(file); const web = h.readableWebStream(); show('web', `${web.locked} ${web.constructor.name}`); let total = 0; for await (const c of web) total += c.byteLength; show('total', total); show('again', await (async () => h.readableWebStream())().then(String, text)); await h.close();
  h = await open(file); let closed = 0; h.on('close', () => closed++); const s = h.createReadStream({ start: 2, end: 8, encoding: 'latin1' }); let t = ''; for await (const c of s) t += c; show('stream', t); show('closed', closed + ' ' + h.fd);
  h = await open(file, 'r+'); const w = h.createWriteStream({ start: 1 }); w.end('WW'); await new Promise(r => w.on('close', r)); show('written', fs.readFileSync(file, 'latin1')); show('open', h.fd > 0);
  const fd = fs.openSync(file, 'r+'); fs.writeSync(fd, 'AB'); fs.ftruncateSync(fd, 1); fs.writeSync(fd, 'C'); show('sync', fs.readFileSync(file, 'latin1')); fs.writeSync(fd, Buffer.from('0123'), 1, 2, 5); show('sync', fs.readFileSync(file, 'latin1')); show('readSync', fs.readSync(fd, b, { position: 1 }) + b.toString('latin1')); fs.writeFileSync(fd, 'W'); fs.appendFileSync(fd, 'A'); show('by descriptor', fs.readFileSync(file, 'latin1')); show('left', fs.readFileSync(fd, 'latin1')); fs.closeSync(fd);
  for (const flags of ['wx', 'ax', 'r', 'rs', 'xx', 'w+x', 5, null]) show('flags ' + flags, await open(file, flags).then(async x => { await x.close(); return 'opened'; }, text));
  show('truncate', await fs.promises.truncate(file, -5).then(() => fs.statSync(file).size, text)); show('truncate', await fs.promises.truncate(file, 1.5).then(String, text));
  fs.rmSync(dir, { recursive: true });
})();
