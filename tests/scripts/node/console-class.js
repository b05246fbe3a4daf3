// Consoles over other streams, and a standard stream whose `write` the program replaces.
const { Writable } = require('stream');
const { Console } = console;

let out = '';
let err = '';
const into = (put) => new Writable({ write: (chunk, encoding, callback) => { put(String(chunk)); callback(); } });
const own = new Console({ stdout: into((text) => { out += text; }), stderr: into((text) => { err += text; }) });
own.log('a %s', 1, { b: 2 });
own.group('group');
own.info('two\nlines');
own.groupEnd();
own.error('err');
own.assert(false, 'no %d', 1);
own.count();
own.count('x');
own.countReset();
own.count();
own.dir({ a: { b: { c: { d: 1 } } } }, { depth: 0 });
own.table([{ a: 1 }, { a: 2 }]);
own.table(5);
own.time('t');
own.clear();
const { log } = own;
log('detached');
own.trace('traced');
console.log(out);
console.log(err.split('\n').slice(0, 3));
console.log(own instanceof Console, console instanceof Console, Object.prototype.toString.call(own));
for (const wrong of [
  () => new Console(), () => new Console({ stdout: {} }), () => Console(process.stdout).log('called'),
  () => new Console({ stdout: process.stdout, colorMode: 1 }), () => new Console({ stdout: process.stdout, groupIndentation: -1 }),
]) {
  try {
    wrong();
  } catch (error) {
    console.log(error.code);
  }
}
class Mine extends Console {
  log(...args) {
    super.log('mine', ...args);
  }
}
new Mine(process.stdout).log('derived');

const { write } = process.stdout;
const taken = [];
process.stdout.write = (text) => taken.push(text);
console.log('taken', { a: 1 });
process.stdout.write = write;
console.log(taken);
