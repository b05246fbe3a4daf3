// What the console has of V8: tasks, contexts. They are for debuggers, which see none of it here.
'use strict';

const tasks = new WeakSet();

class Task {
  run(callback) {
    if (!tasks.has(this)) throw new Error("'run' called with illegal receiver.");
    if (typeof callback !== 'function') throw new Error('First argument must be a function.');
    return callback();
  }
}
const { run } = Task.prototype;

/** A piece of work that is named where it is planned and runs later. */
function createTask(name) {
  if (typeof name !== 'string' || name === '') throw new Error('First argument must be a non-empty string.');
  const task = { run };
  tasks.add(task);
  return task;
}

const METHODS = [
  'debug', 'error', 'info', 'log', 'warn', 'dir', 'dirxml', 'table', 'trace', 'group', 'groupCollapsed', 'groupEnd', 'clear', 'count', 'countReset',
  'assert', 'profile', 'profileEnd', 'time', 'timeLog', 'timeEnd', 'timeStamp',
];
/** A console of its own, of which only a debugger would see anything. */
const context = () => Object.fromEntries(METHODS.map((name) => [name, { [name]() {} }[name]]));

module.exports = { createTask, context };
