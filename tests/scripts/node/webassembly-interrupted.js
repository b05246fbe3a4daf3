// Loops of WebAssembly see what the machine is asked for: workers that are told to stop, scripts whose time is up.
const { Worker } = require('worker_threads');
const vm = require('vm');
// f: a loop without an end.
const bytes = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 9, 1, 7, 0, 3, 0x40, 0x0c, 0, 0x0b, 0x0b]);
globalThis.f = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports.f;
for (const timeout of [20, 5]) {
  try { vm.runInThisContext('f()', { timeout }); } catch (error) { console.log(error.code, error.message); }
  try { vm.runInThisContext('for (;;) try { f() } catch {}', { timeout }); } catch (error) { console.log(error.code, error.message); }
}
const worker = new Worker(`const { parentPort: port } = require('worker_threads');
const module = new WebAssembly.Module(new Uint8Array([${bytes}]));
port.postMessage('begins');
for (;;) try { new WebAssembly.Instance(module).exports.f(); } catch {}`, { eval: true });
worker.on('message', (message) => {
  console.log(message);
  setTimeout(() => worker.terminate().then((code) => console.log('ended', code)), 5);
});
