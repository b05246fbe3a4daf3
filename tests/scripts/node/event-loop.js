// Phases of the event loop, and signals.
const fs = require('fs');
const { log } = console;

setImmediate(() => {
  log('immediate 1');
  setImmediate(() => {
    log('immediate of the next turn');
    setTimeout(reading, 1);
  });
  process.nextTick(() => log('tick'));
  Promise.resolve().then(() => log('microtask'));
});
const cancelled = setImmediate(() => log('never'));
setImmediate(() => log('immediate 2', clearImmediate(cancelled)));

function reading() {
  fs.readFile(__filename, () => {
    log('read');
    setTimeout(() => {
      log('timeout in a callback');
      signals();
    }, 0);
    setImmediate(() => log('immediate in a callback comes first'));
  });
}

process.on('SIGUSR2', (name, number) => {
  log(name, number);
  process.exitCode = 0;
  setTimeout(() => log('end'), 1).ref();
});
const waiting = setInterval(() => {}, 1000).unref();
function signals() {
  waiting.ref();
  log(process.kill(process.pid, 0));
  process.kill(process.pid, 'SIGUSR2');
  for (const wrong of [() => process.kill(process.pid, 'SIGNONE'), () => process.kill('a'), () => process.on('SIGKILL', () => {}), () => process.kill(99999999, 0)]) {
    try {
      wrong();
    } catch (error) {
      log(error.code);
    }
  }
  process.once('SIGUSR2', () => waiting.unref());
}
