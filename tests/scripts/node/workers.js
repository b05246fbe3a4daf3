// node: 26
// gc-stress: 61
// Workers: what is sent to them and comes back, and what is theirs.
'use strict';
const { Worker, setEnvironmentData, isMainThread, threadId } = require('worker_threads');

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
  'a value and back': () => run('port.once("message", (m) => port.postMessage(m))', {}, (worker) => {
    worker.postMessage({ list: [1, , 3], date: new Date(5), map: new Map([['k', new Set([2n])]]), bytes: new Uint8Array([1, 2]) });
  }),
  'what it is made with': () => run('port.postMessage([threads.workerData, threads.getEnvironmentData("k"), process.argv.slice(2), process.env, threads.isMainThread, threads.threadName])',
    { workerData: { a: 1 }, argv: ['x', 1], env: { A: 1 }, name: 'named' }),
  'its output': () => run('console.log("out"); console.error("err"); process.stdout.write("x")', { stdout: true, stderr: true }, (worker, told) => {
    const text = { stdout: '', stderr: '' };
    told.push(text);
    for (const name of ['stdout', 'stderr']) worker[name].setEncoding('utf8').on('data', (part) => { text[name] += part; });
  }),
  'its input': () => run('let text = ""; process.stdin.setEncoding("utf8").on("data", (d) => { text += d }).on("end", () => port.postMessage(text))',
    { stdin: true }, (worker) => {
      worker.stdin.write('ab');
      // It waits for what comes when it has nothing else to do.
      setTimeout(() => worker.stdin.end('c'), 50);
    }),
  'input before it asks': () => run('setTimeout(() => process.stdin.setEncoding("utf8").on("data", (d) => port.postMessage(d)), 50)',
    { stdin: true }, (worker) => worker.stdin.end('early')),
  'what it cannot do': () => run('try { process.chdir("/") } catch (e) { port.postMessage([e.code, e.message]) } try { port.postMessage(() => 1) } catch (e) { port.postMessage([e.name, e.message]) }'),
  'a worker of its own': () => run('new threads.Worker("require(\'worker_threads\').parentPort.postMessage([1])", { eval: true }).on("message", (m) => port.postMessage(m))'),
  'a module': () => new Promise((resolve) => {
    const told = [];
    new Worker(new URL('data:text/javascript,import{parentPort}from"worker_threads";parentPort.postMessage([typeof require, await 5])'))
      .on('message', (message) => told.push(message)).on('exit', (code) => resolve([...told, code]));
  }),
};

(async () => {
  console.log(isMainThread, threadId);
  setEnvironmentData('k', { v: 1 });
  for (const [name, start] of Object.entries(cases)) console.log(name, await start());
  for (const make of [() => new Worker('x.js'), () => new Worker(5), () => new Worker('file:///x'), () => new Worker('1', { eval: true, env: 5 }),
    () => new Worker('1', { eval: true, workerData: () => 1 }), () => new Worker('1', { eval: true, argv: 5 }), () => Worker('x')]) {
    try {
      make();
    } catch (error) {
      console.log(error.name, error.code, error.message);
    }
  }
  new Worker('console.log("through its parent")', { eval: true }).on('exit', () => {
    // One that is not waited for.
    new Worker('setInterval(() => {}, 1000)', { eval: true }).unref();
  });
})();
