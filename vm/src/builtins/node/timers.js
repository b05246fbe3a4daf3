// node:timers.
'use strict';

const { promisify } = require('util');
const promises = require('timers/promises');

// What util.promisify makes of the functions that take their callback first.
for (const name of ['setTimeout', 'setImmediate']) {
  Object.defineProperty(globalThis[name], promisify.custom, { enumerable: true, get: () => promises[name] });
}

module.exports = { setTimeout, clearTimeout, setImmediate, clearImmediate, setInterval, clearInterval };
Object.defineProperty(module.exports, 'promises', { enumerable: true, configurable: true, get() { return promises; } });
