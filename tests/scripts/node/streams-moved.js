// node: 26
// Streams of the web that structuredClone and messages move: what is read and written where they have come to.
'use strict';
const all = async (stream) => {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
};
const of = (...chunks) => new ReadableStream({
  start(controller) {
    for (const chunk of chunks) controller.enqueue(chunk);
    controller.close();
  },
});
const moved = (stream) => structuredClone(stream, { transfer: [stream] });
const told = async (f) => {
  try {
    console.log(await f());
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
};

async function main() {
  // What only the side that a stream has left still does keeps no program running.
  const running = setInterval(() => {}, 1000);
  await told(() => all(moved(of(1, { a: 2 }))));
  await told(() => all(moved(moved(of('twice')))));
  await told(async () => {
    const { promise, resolve } = Promise.withResolvers();
    const written = [];
    const writer = moved(new WritableStream({ write(chunk) { written.push(chunk); }, close() { resolve(written); } })).getWriter();
    await writer.write('written');
    await writer.close();
    return promise;
  });
  await told(async () => {
    const { s } = ((stream) => structuredClone({ s: stream }, { transfer: [stream] }))(new TransformStream({ transform(chunk, c) { c.enqueue(chunk * 2); } }));
    const writer = s.writable.getWriter();
    writer.write(4);
    writer.close();
    return [s instanceof TransformStream, await all(s.readable)];
  });
  await told(() => all(moved(new ReadableStream({ start(controller) { controller.error(new RangeError('of the source')); } }))));
  await told(async () => {
    const { promise, resolve } = Promise.withResolvers();
    await moved(new ReadableStream({ cancel: resolve })).cancel('because');
    return promise;
  });
  await told(async () => {
    const { promise, resolve } = Promise.withResolvers();
    await moved(new WritableStream({ abort: resolve })).abort('enough');
    return promise;
  });
  await told(() => structuredClone(new ReadableStream()));
  for (const [stream, lock] of [[new ReadableStream(), 'getReader'], [new WritableStream(), 'getWriter']]) {
    stream[lock]();
    await told(() => moved(stream));
  }
  await told(async () => {
    const { port1, port2 } = new MessageChannel();
    const stream = of('in a message');
    port1.postMessage({ stream }, [stream]);
    const event = await new Promise((resolve) => { port2.onmessage = resolve; });
    port1.close();
    return all(event.data.stream);
  });
  clearInterval(running);
}
main();
