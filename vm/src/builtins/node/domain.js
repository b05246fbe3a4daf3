// node:domain, which is deprecated: emitters and callbacks whose errors go to a domain.
'use strict';

const EventEmitter = require('events');

const stack = [];
class Domain extends EventEmitter {
  members = [];
  enter() {
    stack.push(this);
    module.exports.active = process.domain = this;
  }
  exit() {
    const at = stack.lastIndexOf(this);
    if (at >= 0) stack.splice(at);
    module.exports.active = process.domain = stack.at(-1);
  }
  add(emitter) {
    emitter.domain = this;
    this.members.push(emitter);
    emitter.on?.('error', (error) => this.#caught(error, { domainEmitter: emitter, domainThrown: false }));
  }
  remove(emitter) {
    emitter.domain = null;
    this.members = this.members.filter((member) => member !== emitter);
  }
  #caught(error, more) {
    if (error !== null && typeof error === 'object') Object.assign(error, { domain: this, ...more });
    this.emit('error', error);
  }
  run(fn, ...args) {
    this.enter();
    try {
      return fn.apply(this, args);
    } catch (error) {
      this.#caught(error, { domainThrown: true });
      return undefined;
    } finally {
      this.exit();
    }
  }
  bind(fn) {
    const domain = this;
    return function (...args) {
      return domain.run(() => fn.apply(this, args));
    };
  }
  intercept(fn) {
    const domain = this;
    return function (error, ...args) {
      if (error) {
        domain.#caught(error, { domainBound: fn, domainThrown: false });
        return undefined;
      }
      return domain.run(() => fn.apply(this, args));
    };
  }
}
const create = () => new Domain();
module.exports = { _stack: stack, Domain, createDomain: create, create, active: null };
