// node: 26
// What the console has for debuggers.
'use strict';
const task = console.createTask('name');
console.log(Object.keys(task), task.run(() => 5), Object.getPrototypeOf(task) === Object.prototype);
console.log(console.timeStamp('x'), console.profile('a'), console.profileEnd('a'), Object.keys(console.context('x')).length);
for (const given of [[], [5], ['']]) {
  try {
    console.createTask(...given);
  } catch (error) {
    console.log(error.message);
  }
}
for (const wrong of [() => task.run(), () => task.run.call({}, () => 1), () => task.run(() => { throw new Error('of the task'); })]) {
  try {
    wrong();
  } catch (error) {
    console.log(error.message);
  }
}
console.log(Object.prototype.toString.call(console), Object.getOwnPropertyDescriptor(console, Symbol.toStringTag));
console.log(process.mainModule === module, process.debugPort, require.main === module);
