// node: 26
// What is no exit code is refused where it is set; texts of integers are taken.
'use strict';
const told = (set) => {
  try {
    set();
    return `${typeof process.exitCode} ${process.exitCode}`;
  } catch ({ name, code, message }) {
    return `${name} ${code}: ${message}`;
  }
};
for (const code of [3.5, NaN, Infinity, 2 ** 60, 'x', '', ' ', '1.5', true, {}, [], Symbol.iterator, 5n, () => {}, 1e10, -1, '3', '0x10', '1e2', null, 7, undefined, -0]) {
  console.log(typeof code, told(() => { process.exitCode = code; }));
}
process.exitCode = undefined;
for (const code of [3.5, 'x', '', {}]) console.log(told(() => process.exit(code)));
console.log(process._exiting, process.exitCode, 'exitCode' in process, Object.getOwnPropertyDescriptor(process, 'exitCode').enumerable);
process.on('beforeExit', (code) => console.log('beforeExit', code, process.exitCode));
process.on('exit', (code) => {
  console.log('exit', code, process.exitCode, process._exiting);
  process.exitCode = 0;
});
setTimeout(() => { process.exitCode = '4'; }, 1);
