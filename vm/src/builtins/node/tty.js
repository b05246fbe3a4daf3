// node:tty: what is a terminal. Its streams are process.stdin, stdout and stderr.
'use strict';

const native = require('native');

exports.isatty = (descriptor) => Number.isInteger(descriptor) && descriptor >= 0 && native.isTerminal(descriptor);
