// node: 26
// What is posted after close() goes nowhere; what postMessage gives; a port is not cloned, but moved.
'use strict';
const { MessageChannel } = require('worker_threads');
const log = [];
const { port1, port2 } = new MessageChannel();
port2.on('message', (m) => log.push(`got ${m}`));
log.push(port1.postMessage(1), port1.postMessage(2));
const tried = (f) => {
  try {
    return f();
  } catch (error) {
    return `${error.name} ${error.code}`;
  }
};
port1.on('close', () => log.push('closed 1', port1.postMessage(4)));
port2.on('close', () => {
  log.push('closed 2', port2.postMessage(5), tried(() => port1.postMessage(() => 1)));
  console.log(log.join(' | '));
});
setTimeout(() => {
  port1.close();
  log.push(port1.postMessage(3), tried(() => port1.postMessage(() => 1)));
  const other = new MessageChannel();
  log.push(tried(() => structuredClone(other.port1)));
  const moved = structuredClone({ p: other.port1 }, { transfer: [other.port1] }).p;
  log.push(moved !== other.port1, Object.prototype.toString.call(moved));
}, 2);
