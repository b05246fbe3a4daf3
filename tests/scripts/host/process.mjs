// process as an EventEmitter, the order of ticks, exit.
import process, { argv } from 'node:process';
console.log(argv.length, process.argv0 !== '', typeof process.pid, process.cwd() === (await import('node:path')).resolve('.'), process.env.HOME !== undefined);
process.on('unhandledRejection', (reason, promise) => console.log('unhandled', reason.message, promise instanceof Promise));
process.on('uncaughtException', (error, origin) => console.log('uncaught', error.message, origin));
process.once('beforeExit', (code) => { console.log('beforeExit', code); setTimeout(() => console.log('more work'), 1); });
process.on('exit', (code) => console.log('exit', code));
Promise.reject(new Error('nobody cares'));
setTimeout(() => { throw new Error('from a timer'); }, 1);
setTimeout(() => {
  const order = [];
  setImmediate(() => console.log(order.join()));
  Promise.resolve().then(() => order.push('promise'));
  process.nextTick(() => order.push('tick'));
  queueMicrotask(() => { order.push('microtask'); process.nextTick(() => order.push('tick 2')); });
  order.push('sync');
}, 2);
const timer = setTimeout(() => console.log('never'), 100000);
timer.unref();
console.log(timer.hasRef());
process.exitCode = 0;
