// Streams of bytes, and readers that bring their own memory.
// node: 26
const show = (e) => `${e?.name} ${e?.code} ${e?.message}`;
const collect = async (s) => { const out = []; for await (const c of s) out.push(c); return out; };
const { log } = console;
const refused = async (...fs) => { for (const f of fs) try { log('fine', await f()); } catch (e) { log(show(e)); } };
(async () => {
  let n = 0;
  const allocated = new ReadableStream({
    type: 'bytes', autoAllocateChunkSize: 8,
    pull(c) { log(c.byobRequest); c.byobRequest.view[0] = ++n; c.byobRequest.respond(1); if (n === 3) c.close(); },
  });
  log(allocated, await collect(allocated));
  let c;
  const make = () => new ReadableStream({ type: 'bytes', start(x) { c = x; } });
  const reader = make().getReader({ mode: 'byob' });
  log(reader, c);
  const enough = reader.read(new Uint16Array(4), { min: 2 });
  c.enqueue(new Uint8Array([1, 2, 3]));
  c.enqueue(new Uint8Array([4, 5]));
  log(await enough);
  const rest = reader.read(new Uint8Array(4));
  log(await rest);
  const last = reader.read(new Uint8Array(4));
  c.close();
  c.byobRequest.respond(0);
  log(await last, c.byobRequest);
  const other = make().getReader({ mode: 'byob' });
  const viewed = other.read(new Uint8Array(4));
  await 1;
  const { view } = c.byobRequest;
  view.set([7, 8]);
  c.byobRequest.respondWithNewView(new Uint8Array(view.buffer, 0, 2));
  log(await viewed, view.byteLength);
  await other.cancel('over');
  log(await other.read(new Uint8Array(3)));
  const [first, second] = new ReadableStream({ type: 'bytes', start(x) { x.enqueue(new Uint8Array([1, 2, 3, 4])); x.close(); } }).tee();
  log(await collect(first));
  const own = second.getReader({ mode: 'byob' });
  log(await own.read(new Uint8Array(3)), await own.read(new Uint8Array(3)), await own.read(new Uint8Array(2)));
  await refused(
    () => new ReadableStreamBYOBReader(new ReadableStream()), () => new ReadableStream({ type: 'bytes' }, { size: () => 1 }), () => new ReadableStream({ type: 'bytes', autoAllocateChunkSize: 0 }),
    () => make().getReader({ mode: 'byob' }).read(), () => make().getReader({ mode: 'byob' }).read(new Uint8Array(0)), () => make().getReader({ mode: 'byob' }).read(new Uint8Array(2), { min: 3 }),
    () => make().getReader({ mode: 'byob' }).read(new Uint8Array(2), { min: 0 }), () => { make(); c.enqueue(new Uint8Array(0)); }, () => { make(); c.enqueue(1); });
})();
