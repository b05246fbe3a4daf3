// pipeTo and tee: ends and errors go from one stream to the other.
// node: 26
const show = (e) => `${e?.name} ${e?.code} ${e?.message}`;
const collect = async (s) => { const out = []; for await (const c of s) out.push(c); return out; };
const { log } = console;
const refused = async (...fs) => { for (const f of fs) try { log('fine', await f()); } catch (e) { log(show(e)); } };
(async () => {
  const got = [];
  await ReadableStream.from([1, 2, 3]).pipeTo(new WritableStream({ write(c) { got.push(c); }, close() { got.push('close'); } }));
  log(got);
  const endless = () => new ReadableStream({ pull(c) { c.enqueue(1); }, cancel(reason) { log('source is canceled:', reason?.message ?? reason); } });
  const controller = new AbortController();
  let count = 0;
  const counting = new WritableStream({ write() { if (++count === 3) controller.abort('stop'); }, abort(reason) { log('target is aborted:', reason); } });
  await endless().pipeTo(counting, { signal: controller.signal }).catch((e) => log('rejected', e));
  const open = new WritableStream({ close() { log('never'); } });
  await ReadableStream.from([1]).pipeTo(open, { preventClose: true });
  log(open);
  const closed = new WritableStream();
  await closed.close();
  await refused(
    () => endless().pipeTo(new WritableStream({ write() { throw new Error('of write'); } })), () => endless().pipeTo(new WritableStream({ write() { throw new Error('of write'); } }), { preventCancel: true }),
    () => new ReadableStream({ pull() { throw new Error('of pull'); } }).pipeTo(new WritableStream({ abort(reason) { log('target is aborted:', reason.message); } })),
    () => endless().pipeTo(closed), () => endless().pipeTo({}), () => endless().pipeTo(new WritableStream(), { signal: 1 }));
  await endless().pipeTo(new WritableStream(), { signal: AbortSignal.abort('now') }).catch((e) => log('rejected', e));
  const [first, second] = new ReadableStream({ start(c) { c.enqueue({ x: 1 }); c.enqueue(2); c.close(); } }).tee();
  log(await collect(first), await collect(second));
  const [a, b] = new ReadableStream({ cancel(reason) { log('source is canceled:', reason); } }).tee();
  const done = a.cancel(1);
  b.cancel(2);
  await done;
  const [c, d] = new ReadableStream({ pull() { throw new Error('of pull'); } }).tee();
  await refused(() => collect(c), () => collect(d));
})();
