// node: 26
// The readable side of a transform is canceled, aborted or ended while chunks are on their way: nothing calls what is gone.
const log = [];
const told = (e) => (e instanceof Error ? `${e.name}` : String(e));
const turn = () => new Promise((done) => setTimeout(done, 1));
const transforms = {
  identity: () => new TransformStream(),
  slow: () => new TransformStream({ async transform(chunk, c) { await turn(); try { c.enqueue(chunk); } catch (e) { log.push(`enqueue ${told(e)}`); } }, flush() { log.push('flush'); }, cancel(r) { log.push(`cancel ${r}`); } }),
  slowToCancel: () => new TransformStream({ transform(chunk, c) { c.enqueue(chunk); }, async cancel(r) { log.push(`cancel ${r}`); await turn(); } }),
  failing: () => new TransformStream({ cancel() { throw new RangeError('cancel'); } }),
  ready: () => new TransformStream({}, { highWaterMark: 4 }, { highWaterMark: 4 }),
  none: () => new TransformStream({}, { highWaterMark: 0 }, { highWaterMark: 0 }),
};
const ends = {
  cancel: (t, w, r) => r.cancel('c'),
  cancelTwice: (t, w, r) => Promise.all([r.cancel('c'), r.cancel('d')]),
  abort: (t, w) => w.abort('a'),
  abortAndCancel: (t, w, r) => Promise.all([w.abort('a'), r.cancel('c')]),
};
async function one(make, end, before) {
  const t = make();
  const w = t.writable.getWriter();
  const r = t.readable.getReader();
  const writes = (n) => { for (let i = 0; i < n; i++) w.write(i).then(() => log.push(`w${i}`), (e) => log.push(`w${i} ${told(e)}`)); };
  w.closed.then(() => log.push('wclosed'), (e) => log.push(`wclosed ${told(e)}`));
  r.closed.then(() => log.push('rclosed'), (e) => log.push(`rclosed ${told(e)}`));
  w.ready.catch(() => {});
  await turn();
  writes(before);
  const ending = end(t, w, r).then((x) => log.push(`end ${x}`), (e) => log.push(`end ${told(e)}`));
  writes(2);
  // An abort waits for a write that waits to be read.
  await Promise.race([ending, turn()]);
  writes(1);
  await turn();
  await turn();
}
(async () => {
  for (const [name, make] of Object.entries(transforms)) {
    for (const [how, end] of Object.entries(ends)) {
      for (const before of [0, 1, 3]) {
        if (name === 'failing' && how === 'abortAndCancel') continue;
        await one(make, end, before);
        console.log(name, how, before, log.splice(0).join(', '));
      }
    }
  }
  // Chains whose end is canceled before anything has come through.
  for (let n = 1; n < 3; n++) {
    let stream = new ReadableStream({ start(c) { c.enqueue(1); c.enqueue(2); c.close(); }, cancel(r) { log.push(`source ${r}`); } });
    for (let i = 0; i < n; i++) stream = stream.pipeThrough(new TransformStream());
    await stream.cancel('x');
    for (let i = 0; i < 5; i++) await turn();
    console.log('chain', n, log.splice(0).join(', '));
  }
})();
