// node:repl: hearth has a prompt of its own, which programs cannot start.
'use strict';

const { inspect } = require('util');
const unavailable = require('internal/unavailable')('repl', 'hearth has a prompt of its own only');

class Recoverable extends SyntaxError {
  constructor(error) {
    super();
    this.err = error;
  }
}
const writer = (value) => inspect(value, writer.options);
writer.options = { ...inspect.defaultOptions, showProxy: true };
module.exports = {
  ...unavailable.all('start', 'REPLServer'), writer, REPL_MODE_SLOPPY: Symbol('repl-sloppy'), REPL_MODE_STRICT: Symbol('repl-strict'), Recoverable,
  builtinModules: require('module').builtinModules.filter((name) => !name.startsWith('_')),
  isValidSyntax: function (text) {
    try {
      new (require('vm').Script)(text);
      return true;
    } catch {
      return false;
    }
  },
};
