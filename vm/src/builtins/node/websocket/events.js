'use strict';
// CloseEvent (https://websockets.spec.whatwg.org/) and ErrorEvent (https://html.spec.whatwg.org/).

const { Event } = require('internal/event_target');

class CloseEvent extends Event {
  #init;
  constructor(type, init = {}) {
    super(...(arguments.length === 0 ? [] : [type, init]));
    const { wasClean = false, code = 0, reason = '' } = init ?? {};
    this.#init = { wasClean: Boolean(wasClean), code: code & 0xffff, reason: `${reason}` };
  }
  get wasClean() { return this.#init.wasClean; }
  get code() { return this.#init.code; }
  get reason() { return this.#init.reason; }
}

class ErrorEvent extends Event {
  #init;
  constructor(type, init = {}) {
    super(...(arguments.length === 0 ? [] : [type, init]));
    const { message = '', filename = '', lineno = 0, colno = 0, error } = init ?? {};
    this.#init = { message: `${message}`, filename: `${filename}`, lineno: lineno >>> 0, colno: colno >>> 0, error };
  }
  get message() { return this.#init.message; }
  get filename() { return this.#init.filename; }
  get lineno() { return this.#init.lineno; }
  get colno() { return this.#init.colno; }
  get error() { return this.#init.error; }
}

for (const [Class, names] of [[CloseEvent, ['wasClean', 'code', 'reason']], [ErrorEvent, ['message', 'filename', 'lineno', 'colno', 'error']]]) {
  for (const name of names) Object.defineProperty(Class.prototype, name, { enumerable: true });
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { value: Class.name, configurable: true });
}
Object.defineProperty(CloseEvent, 'length', { value: 1, configurable: true });
Object.defineProperty(ErrorEvent, 'length', { value: 2, configurable: true });

module.exports = { CloseEvent, ErrorEvent };
