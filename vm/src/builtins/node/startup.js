// What options of Node.js ask for before the program begins.
'use strict';

const path = require('path');
const { pathToFileURL } = require('url');
const Module = require('module');

/** The URL that an import from the current folder names. */
function urlOf(specifier) {
  if (/^(file|data|node):/.test(specifier)) return specifier;
  if (/^\.{0,2}\//.test(specifier) || specifier === '.' || specifier === '..') return pathToFileURL(path.resolve(specifier)).href;
  if (Module.isBuiltin(specifier)) return `node:${specifier}`;
  return pathToFileURL(Module.createRequire(path.resolve('-')).resolve(specifier)).href;
}

const actions = {
  '--require': (value) => Module._preloadModules([value]),
  '--import': (value) => import(urlOf(value)),
  '--env-file': (value) => process.loadEnvFile(value),
  '--env-file-if-exists': (value) => {
    if (require('fs').existsSync(value)) process.loadEnvFile(value);
  },
  '--title': (value) => {
    process.title = value;
  },
  '--stack-trace-limit': (value) => {
    Error.stackTraceLimit = Number(value);
  },
  '--expose-gc': () => require('v8').setFlagsFromString('--expose-gc'),
  '--no-warnings': () => {
    process.noProcessWarnings = true;
    Object.defineProperty(process, 'noProcessWarnings', { enumerable: false });
  },
  '--no-deprecation': () => {
    process.noDeprecation = true;
  },
  '--test': () => {
    require('internal/test/runner').fromCommandLine();
  },
  '--throw-deprecation': () => {
    process.throwDeprecation = true;
  },
};

/** A promise if some of it takes time. */
module.exports = (options) => {
  const waiting = [];
  for (const [name, value] of options) {
    const result = actions[name]?.(value);
    if (typeof result?.then === 'function') waiting.push(result);
  }
  return waiting.length ? Promise.all(waiting) : undefined;
};
