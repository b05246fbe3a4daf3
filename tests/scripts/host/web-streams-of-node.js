// Streams of Node.js as those of the web, and the other way round.
// node: 26
// gc-stress: 1999
const show = (e) => `${e?.name} ${e?.code} ${e?.message}`;
const collect = async (s) => { const out = []; for await (const c of s) out.push(c); return out; };
const { log } = console;
const refused = async (...fs) => { for (const f of fs) try { log('fine', await f()); } catch (e) { log(show(e)); } };
const { Readable, Writable, Duplex, PassThrough } = require('stream');
const closed = (s) => new Promise((resolve) => { s.on('close', resolve); });
(async () => {
  log(Readable.toWeb(Readable.from(['a'])), await collect(Readable.toWeb(Readable.from(['a', { x: 1 }]))), await collect(Readable.toWeb(Readable.from([Buffer.from('xy')], { objectMode: false }))));
  const endless = new Readable({ read() { this.push('x'); } });
  const reader = Readable.toWeb(endless).getReader();
  log(await reader.read());
  endless.on('error', () => {});
  await reader.cancel(new Error('enough'));
  log(endless.destroyed, show(endless.errored));
  const bytes = Readable.toWeb(Readable.from([new Uint8Array([1, 2]), Buffer.from('q')], { objectMode: false }), { type: 'bytes' });
  log(bytes, await collect(bytes));
  const text = Readable.fromWeb(new ReadableStream({ start(c) { c.enqueue('a'); c.enqueue('b'); c.close(); } }), { encoding: 'utf8' });
  log(text.readableObjectMode, (await collect(text)).join(''));
  log(await collect(Readable.fromWeb(ReadableStream.from([{}]), { objectMode: true, highWaterMark: 3 })));
  const left = Readable.fromWeb(new ReadableStream({ pull(c) { c.enqueue('1'); }, cancel(reason) { log('canceled', show(reason)); } }));
  left.on('error', (e) => log('error', show(e))).once('data', () => left.destroy(new Error('destroyed')));
  await closed(left);

  const written = [];
  const writer = Writable.toWeb(new Writable({ write(c, e, cb) { written.push(String(c)); cb(); }, final(cb) { written.push('final'); cb(); } })).getWriter();
  await writer.write('a');
  await writer.close();
  log(written);
  const failing = Writable.toWeb(new Writable({ write(c, e, cb) { cb(new Error('of write')); } })).getWriter();
  failing.write('a').catch(() => {});
  await refused(() => failing.closed);
  const web = new WritableStream({ write(c) { written.push(c); }, close() { written.push('close'); } });
  const node = Writable.fromWeb(web);
  node.write('b');
  node.end('c');
  await closed(node);
  log(written);
  const broken = Writable.fromWeb(new WritableStream({ write() { throw new Error('of the sink'); } }));
  broken.on('error', (e) => log('error', show(e))).write('a', (e) => log('callback', show(e)));
  await closed(broken);
  const given = Writable.fromWeb(new WritableStream({ abort(reason) { log('abort', show(reason)); } }));
  given.on('error', (e) => log('error', show(e))).destroy(new Error('destroyed'));
  await closed(given);

  const { readable, writable } = Duplex.toWeb(new PassThrough());
  const into = writable.getWriter();
  into.write('abc');
  into.close();
  log(readable, await collect(readable));
  const upper = Duplex.fromWeb(new TransformStream({ transform(c, k) { k.enqueue(String(c).toUpperCase()); } }), { encoding: 'utf8' });
  upper.end('xyz');
  log(await collect(upper));
  log(await collect(Duplex.from(ReadableStream.from(['r']))));
  await refused(
    () => Readable.fromWeb({}), () => Writable.fromWeb({}), () => Duplex.fromWeb({}), () => Readable.toWeb({}), () => Writable.toWeb({}), () => Duplex.toWeb({}), () => Duplex.fromWeb(1),
    () => Readable.fromWeb(new ReadableStream(), 1), () => Readable.fromWeb(new ReadableStream(), { objectMode: 1 }), () => Readable.toWeb(new Readable(), { type: 'q' }));
})();
