// node: 26
const { MessageChannel, MessagePort, receiveMessageOnPort, BroadcastChannel, isMainThread, threadId, parentPort, workerData, markAsUntransferable, setEnvironmentData, getEnvironmentData } = require('worker_threads');

console.log(isMainThread, threadId, parentPort, workerData, MessageChannel === globalThis.MessageChannel);
const { port1, port2 } = new MessageChannel();
console.log(port1 instanceof MessagePort, port1 instanceof EventTarget, receiveMessageOnPort(port2));
const circle = { a: [1, new Date(5), /x/g], map: new Map([['k', new Set([1n])]]) };
circle.self = circle;
port1.postMessage(circle);
const { message } = receiveMessageOnPort(port2);
console.log(message, message !== circle, message.self === message);
class Point {
  constructor() {
    this.x = 1;
  }
  get y() {
    return 2;
  }
}
const bytes = new Uint8Array([1, 2, 3]);
port1.postMessage({ point: new Point(), bytes, same: bytes, buffer: bytes.buffer }, [bytes.buffer]);
const moved = receiveMessageOnPort(port2).message;
console.log(moved.point, bytes.length, moved.bytes === moved.same, moved.bytes.buffer === moved.buffer);
const error = new RangeError('m', { cause: { c: 1 } });
port1.postMessage(error);
const copied = receiveMessageOnPort(port2).message;
console.log(copied instanceof RangeError, copied.message, copied.cause, copied.stack === error.stack);
for (const bad of [() => port1.postMessage(() => {}), () => port1.postMessage(Symbol('s')), () => port1.postMessage(new MessageChannel().port1), () => port1.postMessage({ p: Promise.resolve() }), () => port1.postMessage(1, [port1]), () => port1.postMessage(), () => new MessagePort()]) {
  try {
    bad();
  } catch (thrown) {
    console.log(thrown.name, thrown.message.replace(/\[object .*\]|#<.*>/, 'it'));
  }
}
const kept = new ArrayBuffer(1);
markAsUntransferable(kept);
try {
  port1.postMessage(kept, [kept]);
} catch (thrown) {
  console.log(thrown.name);
}
setEnvironmentData('key', { v: 1 });
console.log(getEnvironmentData('key'));

const inner = new MessageChannel();
port2.on('message', (value) => {
  console.log('message', value instanceof MessagePort ? 'a port' : value);
  if (value instanceof MessagePort) {
    value.on('message', (text) => {
      console.log('through the port:', text);
      value.close();
    });
    inner.port1.postMessage('hello');
    port1.close();
  }
});
port2.on('close', () => {
  console.log('closed');
  const [a, b] = [new BroadcastChannel('c'), new BroadcastChannel('c')];
  b.onmessage = (event) => {
    console.log('broadcast', event.data, b.name);
    a.close();
    b.close();
  };
  a.postMessage({ x: 1 });
});
port1.onmessage = (event) => console.log('event', event.data, event instanceof MessageEvent, event.type);
port2.postMessage('back');
port1.postMessage('first');
port1.postMessage(inner.port2, [inner.port2]);
