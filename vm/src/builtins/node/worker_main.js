// The other side of node:worker_threads: what is different in the thread of a worker, and what it tells to whoever
// has started it.
'use strict';

const native = require('native');
const { types } = require('util');
const { coded } = require('internal/errors');
const { pack, unpack, listen, ports } = require('internal/messages');

/** What worker_threads says in this thread. */
const state = { parentPort: null, workerData: undefined, resourceLimits: {}, threadName: '', environment: new Map() };
let control = -1;

const post = (message, transfer) => native.post(control, pack(message, transfer));

// ---- process

/** What is of the whole process. */
const UNSUPPORTED = ['abort', 'chdir', 'initgroups', 'setegid', 'seteuid', 'setgid', 'setgroups', 'setuid'];

function changeProcess({ env, argv, execArgv }) {
  const define = (name, value) => Object.defineProperty(process, name, { value, writable: true, enumerable: true, configurable: true });
  define('env', env);
  define('argv', [process.execPath, ...process.argv.slice(1, 2), ...argv]);
  define('execArgv', execArgv);
  for (const name of UNSUPPORTED) {
    const refuse = () => {
      throw coded(TypeError, 'ERR_WORKER_UNSUPPORTED_OPERATION', `process.${name}() is not supported in workers`);
    };
    define(name, Object.assign(refuse, { disabled: true }));
  }
}

// ---- standard streams

function output(name) {
  const { Writable } = require('stream');
  const stream = new Writable({
    decodeStrings: false,
    write(chunk, encoding, callback) {
      post({ type: 'output', name, chunk: typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk });
      callback();
    },
  });
  stream.fd = name === 'stdout' ? 1 : 2;
  stream._type = 'fs';
  stream._isStdio = true;
  stream.destroySoon = stream.destroy;
  stream._destroy = (error, callback) => callback(error);
  return stream;
}
let input = null;
/** What came before anybody asked for the stream. */
const early = [];
let inputHasEnded = false;
let isHeldByInput = false;
/** Somebody who reads keeps the thread alive until all has come. */
function holdForInput(wanted) {
  if (wanted === isHeldByInput) return;
  isHeldByInput = wanted;
  if (wanted) native.hold();
  else native.release();
}
function takeInput(chunk) {
  if (chunk === null) {
    inputHasEnded = true;
    holdForInput(false);
  }
  if (input === null) early.push(chunk);
  else input.push(chunk);
}
function stdin(isGiven) {
  const { Readable } = require('stream');
  input = new Readable({
    read() {
      holdForInput(!inputHasEnded);
    },
    destroy(error, callback) {
      holdForInput(false);
      callback(error);
    },
  });
  input.fd = 0;
  for (const chunk of early.splice(0)) input.push(chunk);
  if (!isGiven) takeInput(null);
  return input;
}

// ---- beginning and end

function hear() {
  for (let packed = native.takeMessage(control); packed !== undefined; packed = native.takeMessage(control)) {
    const { data } = unpack(packed);
    if (data.type === 'input') takeInput(data.chunk);
  }
}

/** Called before the program, with the end of the channel to whoever has started the worker. */
function start(end) {
  control = end;
  const { data } = unpack(native.takeMessage(control));
  changeProcess(data);
  require('internal/stdio').replace({ stdin: () => stdin(data.stdin), stdout: () => output('stdout'), stderr: () => output('stderr') });
  Object.assign(state, { workerData: data.workerData, resourceLimits: data.resourceLimits, threadName: data.name, environment: data.environment });
  state.parentPort = data.port;
  listen(control, hear);
  post({ type: 'online' });
  if (data.file !== undefined && !require('fs').existsSync(data.file)) {
    try {
      require('module')._resolveFilename(data.file);
    } catch {
      throw Object.assign(new Error(`Cannot find module '${data.file}'`), { code: 'MODULE_NOT_FOUND', requireStack: [] });
    }
  }
}

const CLASSES = { Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError };

/** An error with its own properties, which copying does not keep. */
function partsOf(error) {
  let name = 'Error';
  for (let proto = Object.getPrototypeOf(error); proto !== null; proto = Object.getPrototypeOf(proto)) {
    const found = Object.keys(CLASSES).find((key) => CLASSES[key].prototype === proto);
    if (found) {
      name = found;
      break;
    }
  }
  const properties = [];
  for (const key of new Set([...Object.getOwnPropertyNames(error), 'stack', 'message', 'name'])) {
    const value = error[key];
    if (typeof value === 'function' || (key === 'name' && value === name)) continue;
    try {
      pack(value);
      properties.push([key, value, Object.prototype.propertyIsEnumerable.call(error, key)]);
    } catch {
      // What cannot be copied is left out.
    }
  }
  return { name, properties };
}
function errorOf({ name, properties }) {
  const error = new CLASSES[name]();
  for (const [key, value, enumerable] of properties) Object.defineProperty(error, key, { value, enumerable, writable: true, configurable: true });
  return error;
}

/** Tells of what has ended the program. */
function fail(error) {
  if (types.isNativeError(error)) {
    post({ type: 'error', parts: partsOf(error) });
    return;
  }
  try {
    post({ type: 'error', value: error });
  } catch {
    post({ type: 'error', value: require('util').inspect(error) });
  }
}

module.exports = { state, start, fail, errorOf, ports };
