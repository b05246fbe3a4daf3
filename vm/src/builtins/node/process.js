// Makes process an EventEmitter, with what else is not worth making at the start of every program.
'use strict';

const native = require('native');
const EventEmitter = require('events');

module.exports = (process) => {
  Object.setPrototypeOf(process, Object.create(EventEmitter.prototype, {
    constructor: { value: function process() {}, writable: true, configurable: true },
    emitWarning: { value: emitWarning, writable: true, configurable: true },
  }));
  EventEmitter.call(process);
  require('internal/signals').attach(process);
  const channel = native.channelToParent();
  if (channel !== undefined) require('internal/child/channel').attachToParent(process, ...channel);
  for (const name of ['_events', '_eventsCount', '_maxListeners']) Object.defineProperty(process, name, { enumerable: false });
};

function emitWarning(warning, type, code) {
  const isOptions = type !== null && typeof type === 'object' && !Array.isArray(type);
  if (!isOptions && type !== undefined && typeof type !== 'function') require('internal/errors').checkString(type, 'type');
  if (!isOptions && code !== undefined && typeof code !== 'function') require('internal/errors').checkString(code, 'code');
  const options = isOptions ? type : { type: typeof type === 'function' ? undefined : type, code: typeof code === 'function' ? undefined : code };
  if (typeof warning !== 'string' && !(warning instanceof Error)) {
    throw require('internal/errors').invalidArgument('warning', 'of type string or an instance of Error', warning);
  }
  let error = warning;
  if (!(warning instanceof Error)) {
    error = new Error(String(warning));
    error.name = String(options.type ?? 'Warning');
    if (options.code !== undefined) error.code = options.code;
  }
  if (error.name === 'DeprecationWarning' && process.noDeprecation) return;
  process.nextTick(() => {
    process.emit('warning', error);
    if (process.noProcessWarnings) return;
    const code = error.code ? `[${error.code}] ` : '';
    native.writeAll(2, `(hearth:${process.pid}) ${code}${error.name}: ${error.message}\n`);
  });
}
