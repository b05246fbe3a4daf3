// Methods of process that a program has kept, or replaced, before anybody listened.
'use strict';
const { emit, on, emitWarning } = process;
let count = 0;
process.emit = function (...args) {
  if (args[0] === 'x') count++;
  return emit.apply(this, args);
};
process.on('x', (value) => console.log('x', value));
console.log(process.emit('x', 1), process.emit('x', 2), count);
on.call(process, 'x', () => console.log('by the kept one'));
console.log(emit.call(process, 'x', 3), count);
process.emit = emit;
console.log(process.emit('x', 4), process.listenerCount('x'), count);
console.log(typeof emitWarning, process.emit === emit, Object.getPrototypeOf(Object.getPrototypeOf(process)) === require('events').prototype);
if (process.argv[2] === 'child') {
  const kept = process.emit;
  process.on('message', (message) => {
    if (message === 2) {
      process.disconnect();
      return;
    }
    process.emit = kept;
    process.send('answer');
  });
} else {
  const child = require('child_process').fork(__filename, ['child'], { silent: true });
  child.on('message', (message) => {
    console.log('answered', message);
    child.send(2);
  });
  child.on('exit', (code) => console.log('exit', code));
  child.send(1);
}
