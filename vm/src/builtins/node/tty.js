// node:tty. Who only asks whether something is a terminal needs no streams.
'use strict';

const native = require('native');

exports.isatty = function isatty(descriptor) { return Number.isInteger(descriptor) && descriptor >= 0 && descriptor <= 2147483647 && native.isTerminal(descriptor); };
for (const name of ['ReadStream', 'WriteStream']) {
  Object.defineProperty(exports, name, {
    configurable: true,
    enumerable: true,
    get() {
      const value = require('internal/streams/terminal')[name];
      Object.defineProperty(exports, name, { value, writable: true, configurable: true, enumerable: true });
      return value;
    },
    set(value) {
      Object.defineProperty(exports, name, { value, writable: true, configurable: true, enumerable: true });
    },
  });
}
