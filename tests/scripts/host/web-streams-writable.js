// WritableStream, its writer and its controller.
// node: 26
const show = (e) => `${e?.name} ${e?.code} ${e?.message}`;
const collect = async (s) => { const out = []; for await (const c of s) out.push(c); return out; };
const { log } = console;
const refused = async (...fs) => { for (const f of fs) try { log('fine', await f()); } catch (e) { log(show(e)); } };
(async () => {
  const stream = new WritableStream(
    { start() { log('start'); }, write(chunk) { log('write', chunk); }, close() { log('close'); } }, new CountQueuingStrategy({ highWaterMark: 2 }));
  log(stream);
  const writer = stream.getWriter();
  log(writer, writer.desiredSize);
  writer.write(1);
  log(writer.desiredSize);
  writer.write(2);
  log(writer.desiredSize);
  await writer.ready;
  log(writer.desiredSize);
  await writer.close();
  await writer.closed;
  log(stream, writer.desiredSize);
  let c;
  const aborted = new WritableStream({ start(x) { c = x; }, abort(reason) { log('abort', reason, c.signal.aborted, c.signal.reason); } }).getWriter();
  log(c);
  await aborted.abort('r');
  await aborted.closed.catch(log);
  await aborted.write().catch(log);
  const broken = new WritableStream({ write() { throw new Error('no'); } }).getWriter();
  await refused(() => broken.write(1), () => broken.closed, () => broken.ready);
  const failed = new WritableStream({ start(x) { c = x; } }).getWriter();
  c.error(new Error('of the sink'));
  await refused(() => failed.closed);
  log(failed.desiredSize);
  const slow = new WritableStream({ write: () => new Promise((resolve) => setImmediate(resolve)) }, new ByteLengthQueuingStrategy({ highWaterMark: 4 })).getWriter();
  const writes = [slow.write(new Uint8Array(3)), slow.write(new Uint8Array(3))];
  log(slow.desiredSize);
  await slow.ready;
  log(slow.desiredSize > 0);
  await Promise.all(writes);
  const locked = () => { const s = new WritableStream(); s.getWriter(); return s; };
  const released = () => { const x = new WritableStream().getWriter(); x.releaseLock(); return x; };
  await refused(
    () => new WritableStream({ type: 'x' }), () => new WritableStream({ write: 1 }), () => locked().getWriter(), () => locked().close(), () => locked().abort(),
    () => released().write(), () => released().closed, () => released().ready, () => released().desiredSize,
    () => { const x = new WritableStream().getWriter(); x.close(); return x.close(); }, () => { const x = new WritableStream().getWriter(); x.close(); return x.write(1); },
    () => new WritableStream({}, { size: () => NaN }).getWriter().write(1), () => new CountQueuingStrategy(), () => new CountQueuingStrategy({}));
  const strategy = new ByteLengthQueuingStrategy({ highWaterMark: 3 });
  log(strategy, strategy.size, strategy.size(new Uint8Array(7)), new CountQueuingStrategy({ highWaterMark: 4 }).size());
})();
