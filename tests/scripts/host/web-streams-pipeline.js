// pipeline, finished and the consumers, with streams of the web.
// node: 26
const show = (e) => `${e?.name} ${e?.code} ${e?.message}`;
const collect = async (s) => { const out = []; for await (const c of s) out.push(c); return out; };
const { log } = console;
const refused = async (...fs) => { for (const f of fs) try { log('fine', await f()); } catch (e) { log(show(e)); } };
const { Readable, Writable, PassThrough, addAbortSignal, compose, isDisturbed, isErrored, isReadable, isWritable } = require('stream');
const { pipeline, finished } = require('stream/promises');
const consumers = require('stream/consumers');
(async () => {
  log(await consumers.text(ReadableStream.from(['a', 'b'])), await consumers.json(ReadableStream.from(['{"a"', ':1}'])), await consumers.buffer(ReadableStream.from(['q'])));
  log(await consumers.bytes(Readable.from(['w'])), await consumers.blob(ReadableStream.from(['blob'])), (await consumers.arrayBuffer(new Blob(['xyz']).stream())).byteLength);
  const out = [];
  const sink = () => new WritableStream({ write(c) { out.push(String(c)); } });
  await pipeline(ReadableStream.from(['a', 'b']), new TransformStream({ transform(c, k) { k.enqueue(`${c}!`); } }), sink());
  await pipeline(Readable.from(['c', 'd']), sink());
  await pipeline(ReadableStream.from(['e']), new PassThrough(), async (s) => { for await (const c of s) out.push(String(c)); });
  await pipeline(ReadableStream.from(['f', 'g']), new Writable({ write(c, e, cb) { out.push(String(c)); cb(); } }));
  await pipeline(async function* () { yield 'h'; yield 'i'; }, new TransformStream(), async (s) => { out.push(...await collect(s)); });
  log(out.join(' '));
  await refused(
    () => pipeline(new ReadableStream({ pull() { throw new Error('of the source'); } }), new WritableStream({ abort(reason) { log('abort', show(reason)); } })),
    () => pipeline(ReadableStream.from(['a']), new WritableStream({ write() { throw new Error('of the sink'); } })),
    () => finished(new WritableStream({ start(c) { c.error(new Error('of start')); } })));
  const read = ReadableStream.from(['a']);
  const over = finished(read);
  await collect(read);
  log(await over);
  const closed = new WritableStream();
  const done = finished(closed);
  await closed.close();
  log(await done);
  log(isReadable(new ReadableStream()), isErrored(new ReadableStream({ start(c) { c.error(1); } })), isDisturbed(new ReadableStream()), isWritable(new WritableStream()));
  const through = new PassThrough();
  through.end('zz');
  log(await collect(compose(through, new TransformStream({ transform(c, k) { k.enqueue(`${c}?`); } }))));
  const controller = new AbortController();
  const aborted = addAbortSignal(controller.signal, new ReadableStream());
  controller.abort();
  await refused(() => collect(aborted));
  log(require('stream/web').ReadableStream === ReadableStream);
})();
