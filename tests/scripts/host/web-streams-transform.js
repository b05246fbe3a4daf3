// TransformStream.
// node: 26
const show = (e) => `${e?.name} ${e?.code} ${e?.message}`;
const collect = async (s) => { const out = []; for await (const c of s) out.push(c); return out; };
const { log } = console;
const refused = async (...fs) => { for (const f of fs) try { log('fine', await f()); } catch (e) { log(show(e)); } };
(async () => {
  const upper = new TransformStream({ start(c) { c.enqueue('s'); }, transform(x, c) { c.enqueue(x.toUpperCase()); c.enqueue('.'); }, flush(c) { c.enqueue('end'); } });
  log(upper);
  log(await collect(ReadableStream.from(['a', 'b']).pipeThrough(upper)), upper.readable);
  log(await collect(ReadableStream.from([1, 2]).pipeThrough(new TransformStream())));
  log(await collect(ReadableStream.from([1, 2, 3]).pipeThrough(new TransformStream({ transform(x, c) { if (x === 2) c.terminate(); else c.enqueue(x); } }))));
  const canceled = new TransformStream({ cancel(reason) { log('cancel', reason); } });
  await canceled.readable.cancel('of the reader');
  log(canceled.writable);
  const aborted = new TransformStream({ cancel(reason) { log('cancel', reason); } });
  await aborted.writable.abort('of the writer');
  log(aborted.readable);
  let c;
  const { readable, writable } = new TransformStream({ start(x) { c = x; } }, undefined, { highWaterMark: 2 });
  log(c.desiredSize);
  const writer = writable.getWriter();
  writer.write(1);
  await new Promise(setImmediate);
  log(c.desiredSize, await readable.getReader().read());
  await refused(
    () => new TransformStream({ readableType: 1 }), () => new TransformStream({ transform: 1 }), () => new TransformStreamDefaultController(), () => new ReadableStream().pipeThrough(1),
    () => collect(ReadableStream.from([1]).pipeThrough(new TransformStream({ transform() { throw new Error('of transform'); } }))),
    () => collect(ReadableStream.from([1]).pipeThrough(new TransformStream({ flush() { throw new Error('of flush'); } }))),
    () => collect(ReadableStream.from([1]).pipeThrough(new TransformStream({ transform(x, y) { y.error(new Error('of the controller')); } }))));
})();
