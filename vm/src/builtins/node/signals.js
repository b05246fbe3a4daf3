// Signals: as events of process, and sent to processes.
'use strict';

const native = require('native');
const { coded, invalidArgument, ofSystemCall } = require('internal/errors');
const { signals } = require('os').constants;

/** Of two names of a number, the first. */
const names = new Map(Object.entries(signals).reverse().map(([name, number]) => [number, name]));
/** Sets of functions by the number of the signal that they are called for. */
const observers = new Map();
let isWatching = false;

function watch() {
  if (isWatching) return;
  isWatching = true;
  const pipe = native.signalPipe();
  const id = native.watch(pipe, 1, () => {
    for (const number of native.readSome(pipe, 256) ?? []) {
      for (const observer of [...observers.get(number) ?? []]) observer(names.get(number), number);
    }
  });
  // Nobody stays for a signal.
  native.referenceWatch(id, false);
}

exports.numberOf = (signal) => {
  if (typeof signal === 'number') return names.has(signal) || signal === 0 ? signal : undefined;
  return signals[`${signal}`.toUpperCase()];
};
exports.nameOf = (number) => names.get(number) ?? null;

/** Has a function called with name and number when the signal comes. */
exports.observe = (name, observer) => {
  const number = signals[name];
  watch();
  const known = observers.get(number);
  if (known) {
    known.add(observer);
    return;
  }
  native.catchSignal(number);
  observers.set(number, new Set([observer]));
};
exports.forget = (name, observer) => {
  const number = signals[name];
  const known = observers.get(number);
  if (!known?.delete(observer) || known.size > 0) return;
  observers.delete(number);
  native.releaseSignal(number);
};

exports.kill = function kill(pid, signal = 'SIGTERM') {
  // eslint-disable-next-line eqeqeq
  if (pid != (pid | 0)) throw invalidArgument('pid', 'of type number', pid);
  const number = typeof signal === 'number' ? signal : signals[signal];
  if (number === undefined) throw coded(TypeError, 'ERR_UNKNOWN_SIGNAL', `Unknown signal: ${signal}`);
  try {
    native.killProcess(pid | 0, number);
  } catch (error) {
    throw ofSystemCall(error, 'kill');
  }
  return true;
};

/** Makes those events of process signals whose names are names of signals. */
exports.attach = (process) => {
  const emit = (name, number) => process.emit(name, name, number);
  const isSignal = (name) => typeof name === 'string' && Object.hasOwn(signals, name);
  process.on('newListener', (name) => {
    if (!isSignal(name) || process.listenerCount(name) > 0) return;
    if (name === 'SIGKILL' || name === 'SIGSTOP') throw ofSystemCall({ code: 'EINVAL', errno: -22 }, 'uv_signal_start');
    exports.observe(name, emit);
  });
  process.on('removeListener', (name) => {
    if (isSignal(name) && process.listenerCount(name) === 0) exports.forget(name, emit);
  });
};
