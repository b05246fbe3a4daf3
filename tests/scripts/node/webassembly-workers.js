// Compiled modules go to other threads; memories and instances do not.
const { Worker, MessageChannel } = require('worker_threads');
// f: doubles.
const bytes = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 6, 1, 0x60, 1, 0x7f, 1, 0x7f, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 9, 1, 7, 0, 0x20, 0, 0x41, 2, 0x6c, 0x0b]);
const module_ = new WebAssembly.Module(bytes);
const copy = structuredClone({ a: module_, b: [module_] });
console.log(copy.a instanceof WebAssembly.Module, copy.b[0] === copy.a, copy.a === module_, new WebAssembly.Instance(copy.a).exports.f(4));
for (const value of [new WebAssembly.Instance(module_), new WebAssembly.Memory({ initial: 1 }), new WebAssembly.Table({ initial: 1, element: 'anyfunc' }), new WebAssembly.Instance(module_).exports.f]) {
  try { new MessageChannel().port1.postMessage(value); console.log('sent'); } catch (error) { console.log(error.name); }
}
const { port1, port2 } = new MessageChannel();
port1.on('message', (m) => { console.log(m instanceof WebAssembly.Module, WebAssembly.Module.exports(m)); port1.close(); });
port2.postMessage(module_);
port1.on('close', () => {
  const worker = new Worker(`const { workerData, parentPort } = require('worker_threads');
    const { f } = new WebAssembly.Instance(workerData).exports;
    parentPort.on('message', ({ n, m }) => { parentPort.postMessage([f(n), new WebAssembly.Instance(m).exports.f(n + 1), workerData]); parentPort.close(); });`, { eval: true, workerData: module_ });
  worker.on('message', ([a, b, m]) => console.log(a, b, new WebAssembly.Instance(m).exports.f(5))).on('exit', (code) => console.log('exit', code));
  worker.postMessage({ n: 20, m: module_ });
});
