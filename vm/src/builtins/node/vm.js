// node:vm, for scripts in this context. Other contexts are a clear error.
'use strict';

const { coded, checkString } = require('internal/errors');

const inContext = (name) => () => {
  throw coded(Error, 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM', `vm.${name} is unavailable: hearth runs scripts in the main context only`);
};
const globalEval = globalThis.eval;

function runInThisContext(code, options) {
  checkString(code, 'code');
  const name = typeof options === 'string' ? options : options?.filename;
  return globalEval(name === undefined || /[\r\n]/.test(name) ? code : `${code}\n//# sourceURL=${name}`);
}

class Script {
  #code;
  #options;
  constructor(code, options) {
    this.#code = String(code);
    this.#options = options;
  }
  runInThisContext() { return runInThisContext(this.#code, this.#options); }
}
for (const name of ['runInContext', 'runInNewContext']) Script.prototype[name] = inContext(name);

module.exports = {
  Script, runInThisContext,
  isContext: () => false,
  createContext: inContext('createContext'), runInContext: inContext('runInContext'), runInNewContext: inContext('runInNewContext'),
};
