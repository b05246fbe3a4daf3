// console.Console: consoles over streams of the program's choice.
'use strict';

const { coded, invalidArgument, invalidValue, outOfRange } = require('internal/errors');
const { inspect, formatWithOptions } = require('util');

const nothing = () => {};
const kState = Symbol('kState');

function checkStream(stream, name) {
  if (stream === undefined || stream === null || typeof stream.write !== 'function') {
    throw coded(TypeError, 'ERR_CONSOLE_WRITABLE_STREAM', `Console expects a writable stream instance for ${name}`);
  }
}

function elapsedSince(start) {
  const ms = performance.now() - start;
  if (ms < 1000) return `${Number(ms.toFixed(3))}ms`;
  const seconds = ms / 1000;
  if (seconds < 60) return `${seconds.toFixed(3)}s`;
  const pad = (n) => String(Math.floor(n)).padStart(2, '0');
  const rest = `${pad((seconds / 60) % 60)}:${(seconds % 60).toFixed(3).padStart(6, '0')}`;
  return seconds < 3600 ? `${Number(rest.split(':')[0])}:${rest.split(':')[1]} (m:ss.mmm)` : `${Math.floor(seconds / 3600)}:${rest.split('.')[0]} (h:mm:ss)`;
}

function Console(options) {
  if (!new.target) return Reflect.construct(Console, arguments);
  const isList = !options || typeof options.write === 'function';
  const settings = isList ? { stdout: options, stderr: arguments[1], ignoreErrors: arguments[2] } : options;
  const { stdout, stderr = stdout, ignoreErrors = true, colorMode = 'auto', inspectOptions, groupIndentation = 2 } = settings;
  checkStream(stdout, 'stdout');
  checkStream(stderr, 'stderr');
  if (typeof colorMode !== 'boolean' && colorMode !== 'auto') throw invalidValue('colorMode', colorMode, "must be one of: 'auto', true, false");
  if (inspectOptions !== undefined) {
    if (inspectOptions === null || typeof inspectOptions !== 'object') throw invalidArgument('options.inspectOptions', 'of type object', inspectOptions);
    if (inspectOptions.colors !== undefined && settings.colorMode !== undefined) {
      throw coded(TypeError, 'ERR_INCOMPATIBLE_OPTION_PAIR', 'Option "options.inspectOptions.color" cannot be used in combination with option "colorMode"');
    }
  }
  if (!Number.isInteger(groupIndentation)) throw outOfRange('groupIndentation', 'an integer', groupIndentation);
  if (groupIndentation < 0 || groupIndentation > 1000) throw outOfRange('groupIndentation', '>= 0 && <= 1000', groupIndentation);

  Object.defineProperties(this, {
    _stdout: { value: stdout, writable: true, configurable: true },
    _stderr: { value: stderr, writable: true, configurable: true },
    _ignoreErrors: { value: !!ignoreErrors, writable: true, configurable: true },
    _times: { value: new Map(), writable: true, configurable: true },
    [kState]: { value: { indentation: '', groupIndentation, counts: new Map(), colorMode, inspectOptions } },
  });
  // Methods work without their console, those of a derived class as well.
  for (const name of Object.keys(methods)) {
    const method = this[name];
    Object.defineProperty(this, name, { value: method.bind(this), writable: true, configurable: true, enumerable: true });
    Object.defineProperty(this[name], 'name', { value: name });
  }
}

function optionsFor(console, stream) {
  const { inspectOptions, colorMode } = console[kState];
  if (inspectOptions) return inspectOptions;
  if (colorMode !== 'auto') return { colors: colorMode };
  return { colors: !!stream.isTTY && (typeof stream.getColorDepth === 'function' ? stream.getColorDepth() > 2 : true) };
}

function put(console, stream, text) {
  const { indentation } = console[kState];
  const indented = `${indentation === '' ? text : indentation + text.replaceAll('\n', `\n${indentation}`)}\n`;
  if (!console._ignoreErrors) {
    stream.write(indented);
    return;
  }
  // Errors of the stream are not those of who writes to the console.
  stream.once?.('error', nothing);
  try {
    stream.write(indented, nothing);
  } catch {
    // As above.
  } finally {
    stream.removeListener?.('error', nothing);
  }
}
const print = (console, stream, args) => put(console, stream, formatWithOptions(optionsFor(console, stream), ...args));
const warning = (text) => process.emitWarning(text);

const methods = {
  log(...args) { print(this, this._stdout, args); },
  warn(...args) { print(this, this._stderr, args); },
  error(...args) { print(this, this._stderr, args); },
  dir(object, given) { put(this, this._stdout, inspect(object, { customInspect: false, ...optionsFor(this, this._stdout), ...given })); },
  time(label = 'default') {
    if (this._times.has(`${label}`)) warning(`Label '${label}' already exists for console.time()`);
    else this._times.set(`${label}`, performance.now());
  },
  timeEnd(label = 'default') {
    if (!this._times.has(`${label}`)) {
      warning(`No such label '${label}' for console.timeEnd()`);
      return;
    }
    this.log('%s: %s', label, elapsedSince(this._times.get(`${label}`)));
    this._times.delete(`${label}`);
  },
  timeLog(label = 'default', ...data) {
    if (!this._times.has(`${label}`)) warning(`No such label '${label}' for console.timeLog()`);
    else this.log('%s: %s', label, elapsedSince(this._times.get(`${label}`)), ...data);
  },
  trace(...args) {
    const error = { name: 'Trace', message: formatWithOptions(optionsFor(this, this._stderr), ...args) };
    Error.captureStackTrace(error, methods.trace);
    const frames = `${error.stack}`.split('\n').filter((line) => line.startsWith('    at '));
    this.error([`Trace${error.message ? `: ${error.message}` : ''}`, ...frames].join('\n'));
  },
  assert(condition, ...args) {
    if (condition) return;
    if (typeof args[0] === 'string') args[0] = `Assertion failed: ${args[0]}`;
    else args.unshift('Assertion failed');
    this.warn(...args);
  },
  clear() {
    if (!this._stdout.isTTY || process.env.TERM === 'dumb') return;
    const { cursorTo, clearScreenDown } = require('internal/readline/terminal');
    cursorTo(this._stdout, 0, 0);
    clearScreenDown(this._stdout);
  },
  count(label = 'default') {
    const { counts } = this[kState];
    const count = (counts.get(`${label}`) ?? 0) + 1;
    counts.set(`${label}`, count);
    this.log(`${label}: ${count}`);
  },
  countReset(label = 'default') {
    if (!this[kState].counts.delete(`${label}`)) warning(`Count for '${label}' does not exist`);
  },
  group(...data) {
    if (data.length > 0) this.log(...data);
    const state = this[kState];
    state.indentation += ' '.repeat(state.groupIndentation);
  },
  groupEnd() {
    const state = this[kState];
    state.indentation = state.indentation.slice(0, Math.max(state.indentation.length - state.groupIndentation, 0));
  },
  table(data, columns) {
    const shown = require('internal/console_table').table(data, columns);
    if (shown === undefined) this.log(data);
    else put(this, this._stdout, shown);
  },
  dirxml(...args) { this.log(...args); },
};
Object.assign(methods, { debug: methods.log, info: methods.log, groupCollapsed: methods.group });
for (const [name, method] of Object.entries(methods)) Console.prototype[name] = method;
Object.defineProperty(Console.prototype, Symbol.toStringTag, { value: 'console', configurable: true });
Object.defineProperty(Console, Symbol.hasInstance, {
  value(object) {
    return object === globalThis.console || Function.prototype[Symbol.hasInstance].call(this, object);
  },
});

module.exports = Console;
