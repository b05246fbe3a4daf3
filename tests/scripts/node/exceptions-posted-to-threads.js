// node: 26
// A DOMException stays one on its way to another thread and back; what is of the host and cannot be copied is refused.
'use strict';
const { Worker } = require('worker_threads');
const worker = new Worker("const { parentPort } = require('worker_threads'); parentPort.on('message', (m) => parentPort.postMessage(m));", { eval: true });
const show = (e) => console.log(Object.prototype.toString.call(e), e instanceof DOMException, e.name, e.code, e.message, typeof e.stack);
worker.on('message', (m) => {
  show(m.e ?? m);
  if (m.message === 'last') worker.terminate();
});
for (const value of [new URL('http://a'), new Headers(), { a: new URLSearchParams() }]) {
  try {
    worker.postMessage(value);
    console.log('posted');
  } catch (e) {
    show(e);
  }
}
worker.postMessage(new DOMException('m', 'AbortError'));
worker.postMessage({ e: new DOMException('n', 'DataCloneError') });
worker.postMessage(new RangeError('last'));
