// ReadableStream with its default controller and reader.
// node: 26
const show = (e) => `${e?.name} ${e?.code} ${e?.message}`;
const collect = async (s) => { const out = []; for await (const c of s) out.push(c); return out; };
const { log } = console;
const refused = async (...fs) => { for (const f of fs) try { log('fine', await f()); } catch (e) { log(show(e)); } };
(async () => {
  const stream = new ReadableStream({ start(c) { c.enqueue('a'); c.enqueue('b'); log(c.desiredSize); c.close(); } });
  log(stream, stream.locked);
  const reader = stream.getReader();
  log(stream.locked, reader, await reader.read(), await reader.read(), await reader.read(), await reader.closed);
  reader.releaseLock();
  await refused(() => reader.read(), () => reader.closed, () => reader.cancel());
  class Own extends ReadableStream {}
  log(new Own());
  let n = 0;
  log(await collect(new ReadableStream({ pull(c) { log('pull', n); c.enqueue(n++); if (n > 3) c.close(); } }, { highWaterMark: 2 })));
  const endless = () => new ReadableStream({ pull(c) { c.enqueue(1); }, cancel(reason) { log('cancel', reason); } });
  const [left, kept] = [endless(), endless()];
  for await (const x of left) { log(x); break; }
  for await (const x of kept.values({ preventCancel: true })) { log(x); break; }
  log(left, kept);
  await kept.cancel('why');
  const iterator = endless().values();
  log(Object.prototype.toString.call(iterator), await iterator.next(), await iterator.return(4), await iterator.next());
  async function* counted() { try { yield 1; yield 2; } finally { log('finally'); } }
  log(await collect(ReadableStream.from([1, Promise.resolve(2), 3])), await collect(ReadableStream.from('hey')), await collect(ReadableStream.from(counted())));
  const early = ReadableStream.from(counted()).getReader();
  log(await early.read());
  await early.cancel('enough');
  await refused(
    () => new ReadableStream(null), () => new ReadableStream({ type: 'x' }), () => new ReadableStream({}, { highWaterMark: -1 }), () => new ReadableStream({}, { size: 1 }),
    () => new ReadableStreamDefaultController(), () => new ReadableStreamDefaultReader({}), () => new ReadableStream().getReader({ mode: 'x' }),
    () => { const r = new ReadableStream(); r.getReader(); return r.getReader(); }, () => ReadableStream.prototype.locked, () => ReadableStream.prototype.cancel.call({}),
    () => { const r = new ReadableStream(); r.getReader(); return r.cancel(); }, () => ReadableStream.from(1),
    () => { let c; const r = new ReadableStream({ start(x) { c = x; } }); c.close(); c.enqueue(1); return r; }, () => { const r = new ReadableStream().getReader(); const p = r.read(); r.releaseLock(); return p; },
    () => collect(new ReadableStream({ pull() { throw new Error('of pull'); } })), () => collect(new ReadableStream({ start(c) { c.error('of start'); } })));
})();
