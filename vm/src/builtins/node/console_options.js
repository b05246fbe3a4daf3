// The console of a program that changes the options of inspections: its methods go by them from then on. As long as
// nobody has looked at them, the engine formats what is printed by itself.
'use strict';

const { formatWithOptions } = require('util');

const METHODS = ['log', 'info', 'debug', 'dirxml', 'error', 'warn', 'trace', 'group', 'groupCollapsed'];
const isOfEngine = (method) => typeof method === 'function' && Function.prototype.toString.call(method).endsWith('{ [native code] }');
let isFollowing = false;

/** Methods that are the program's own stay. */
function follow() {
  if (isFollowing) return;
  isFollowing = true;
  for (const name of METHODS) {
    const print = console[name];
    if (!isOfEngine(print)) continue;
    // A text alone is printed as it is.
    console[name] = { [name](...args) { args.length === 0 ? print() : print(formatWithOptions({}, ...args)); } }[name];
  }
}

module.exports = { follow };
