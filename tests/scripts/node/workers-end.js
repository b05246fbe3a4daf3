// node: 26
// gc-stress: 61
// How workers end: by themselves, with an error, told to stop.
'use strict';
const { Worker } = require('worker_threads');

/** What a worker tells: its messages in order, then its errors, for these come another way. */
function run(code, options = {}, use = () => {}) {
  const told = [];
  const errors = [];
  return new Promise((resolve) => {
    const worker = new Worker(`const { parentPort: port, ...threads } = require('worker_threads');\n${code}`, { eval: true, ...options });
    worker.on('message', (message) => told.push(message))
      .on('error', (error) => errors.push(error instanceof Error ? [error.constructor.name, error.name, error.message, error.code] : ['error', error]))
      .on('exit', (exitCode) => resolve([...told, ...errors, `exit ${exitCode}`]));
    use(worker, told);
  });
}

const cases = {
  'process.exit': () => run('process.on("exit", (code) => port.postMessage(`bye ${code}`)); process.exit(7); port.postMessage("never")'),
  'process.exit is not caught': () => run('try { process.exit(4) } catch { port.postMessage("never") } finally { port.postMessage("never") }'),
  'process.exit of an async function': () => run('(async () => { process.exit(5) })(); port.postMessage("never")'),
  'process.exitCode': () => run('process.exitCode = 9'),
  'an error': () => run('port.postMessage("before"); throw Object.assign(new RangeError("oops"), { code: "E1" })'),
  'an error of a class': () => run('class Mine extends Error { name = "Mine" }; throw new Mine("x")'),
  'no error': () => run('throw { a: 1 }'),
  'a function': () => run('throw () => 1'),
  'a rejection': () => run('Promise.reject(new TypeError("rejected"))'),
  'an error in a listener': () => run('port.on("message", (m) => { throw new Error(`in ${m}`) })', {}, (worker) => worker.postMessage('it')),
  'an error that is handled': () => run('process.on("uncaughtException", (e) => port.postMessage(`caught ${e.message}`)); throw new Error("q")'),
  'stopped in a loop': () => run('for (;;);', {}, (worker) => worker.on('online', () => worker.terminate())),
  'stopped in a loop that catches': () => run('port.postMessage(1); for (;;) { try { for (;;); } catch {} }', {}, (worker) => worker.on('message', () => worker.terminate())),
  'stopped while it waits': () => run('Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)', {}, (worker) => worker.on('online', () => worker.terminate())),
  'stopped while it listens': () => run('port.on("message", () => {})', {}, (worker, told) => {
    worker.on('online', async () => told.push(['terminated', await worker.terminate()]));
  }),
};

(async () => {
  for (const [name, start] of Object.entries(cases)) console.log(name, await start());
})();
