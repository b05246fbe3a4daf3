// node: 26
// gc-stress: 4001
// Streams of the web that messages take to a thread: what is read and written there.
'use strict';
const { Worker, isMainThread, parentPort } = require('worker_threads');
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
function main() {
  const worker = new Worker(__filename);
  const [source, sink, transform] = [of('to the worker', 2), new WritableStream({ write(chunk) { worker.postMessage(chunk); } }),
    new TransformStream({ transform(chunk, c) { c.enqueue(`${chunk}!`); } })];
  worker.on('message', (message) => console.log(message)).on('exit', (code) => console.log('exit', code));
  worker.postMessage({ source, sink, transform }, [source, sink, transform]);
}
if (isMainThread) {
  main();
} else {
  parentPort.once('message', async ({ source, sink, transform }) => {
    parentPort.postMessage(await all(source));
    const echoed = new Promise((resolve) => parentPort.once('message', resolve));
    const writer = sink.getWriter();
    await writer.write('of the worker');
    parentPort.postMessage(await echoed);
    await writer.close();
    const other = transform.writable.getWriter();
    other.write('done');
    other.close();
    parentPort.postMessage(await all(transform.readable));
  });
}
