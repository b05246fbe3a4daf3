// node: 26
// What workers share and hand over: memory, buffers, ports, channels by name.
'use strict';
const { Worker, MessageChannel, BroadcastChannel, receiveMessageOnPort } = require('worker_threads');

function run(code, options = {}, use = () => {}) {
  const told = [];
  return new Promise((resolve) => {
    const worker = new Worker(`const { parentPort: port, workerData, ...threads } = require('worker_threads');\n${code}`, { eval: true, ...options });
    worker.on('message', (message) => told.push(message)).on('error', (error) => told.push(error.message)).on('exit', (exitCode) => resolve([...told, exitCode]));
    use(worker);
  });
}

async function memory() {
  const shared = new Int32Array(new SharedArrayBuffer(8));
  const told = run(`
    Atomics.store(workerData, 0, 42);
    Atomics.notify(workerData, 0);
    Atomics.wait(workerData, 1, 0);
    port.postMessage(Atomics.load(workerData, 1));
  `, { workerData: shared }, (worker) => worker.on('online', () => {
    Atomics.wait(shared, 0, 0);
    Atomics.store(shared, 1, 8);
    Atomics.notify(shared, 1);
  }));
  console.log(await told, shared[0], shared[1]);

  const counter = new Int32Array(new SharedArrayBuffer(4));
  const add = () => run('for (let i = 0; i < 2000; i++) Atomics.add(workerData, 0, 1)', { workerData: counter });
  await Promise.all([add(), add()]);
  console.log(counter[0]);
}

async function buffers() {
  const bytes = new Uint8Array([1, 7, 3]);
  console.log(await run('port.once("message", (m) => { port.postMessage([m.length, m[1], m], [m.buffer]); port.postMessage(m.length) })', {}, (worker) => {
    worker.postMessage(bytes, [bytes.buffer]);
    console.log(bytes.length, bytes.buffer.detached);
  }));
}

async function ports() {
  const { port1, port2 } = new MessageChannel();
  const heard = [];
  const closed = new Promise((resolve) => port1.on('close', resolve));
  port1.on('message', (message) => heard.push(message));
  port1.postMessage('early');
  console.log(await run(`port.once("message", ({ other }) => {
    other.on("message", (m) => { other.postMessage("hi " + m); other.close() });
    other.on("close", () => port.postMessage("closed"));
  })`, {}, (worker) => worker.postMessage({ other: port2 }, [port2])));
  await closed;
  console.log(heard);

  const direct = new MessageChannel();
  const first = run('workerData.on("message", (m) => { port.postMessage(m); workerData.postMessage(m + 1); workerData.close() })', { workerData: direct.port1, transferList: [direct.port1] });
  const second = run('workerData.postMessage(1); workerData.on("message", (m) => port.postMessage(m))', { workerData: direct.port2, transferList: [direct.port2] });
  console.log(await first, await second);

  const waiting = new MessageChannel();
  await run('workerData.postMessage(1); workerData.postMessage({ b: 2 }); workerData.close()', { workerData: waiting.port2, transferList: [waiting.port2] });
  console.log(receiveMessageOnPort(waiting.port1), receiveMessageOnPort(waiting.port1), receiveMessageOnPort(waiting.port1));

  const lost = new MessageChannel();
  try {
    new Worker('', { eval: true, workerData: { port: lost.port1 } });
  } catch (error) {
    console.log(error.name, error.message);
  }
}

async function names() {
  const channel = new BroadcastChannel('x');
  const heard = [];
  channel.onmessage = ({ data }) => {
    heard.push(data);
    channel.postMessage({ answer: data });
  };
  console.log(await run('const c = new BroadcastChannel("x"); c.onmessage = ({ data }) => { port.postMessage(data); c.close() }; c.postMessage("hello")'));
  channel.close();
  console.log(heard);
}

async function objects() {
  const { createSecretKey } = require('crypto');
  console.log(await run('port.once("message", async ({ blob, key }) => port.postMessage([await blob.text(), key.export().toString(), blob]))', {}, (worker) => {
    worker.postMessage({ blob: new Blob(['ab', 'c'], { type: 'text/x' }), key: createSecretKey('secret', 'utf8') });
  }));
}

memory().then(objects).then(buffers).then(ports).then(names);
