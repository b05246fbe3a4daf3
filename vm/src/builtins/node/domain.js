// node:domain, which is deprecated: emitters and callbacks whose errors go to a domain.
'use strict';

const EventEmitter = require('events');

const stack = [];
class Domain extends EventEmitter {
  constructor() {
    super();
    this.members = [];
  }
}
/** Tells the domain of an error. */
function caught(domain, error, more) {
  if (error !== null && typeof error === 'object') Object.assign(error, { domain, ...more });
  domain.emit('error', error);
}
// Listed like those of the oldest classes.
Object.assign(Domain.prototype, {
  members: undefined,
  enter: function () {
    stack.push(this);
    module.exports.active = process.domain = this;
  },
  exit: function () {
    const at = stack.lastIndexOf(this);
    if (at >= 0) stack.splice(at);
    module.exports.active = process.domain = stack.at(-1);
  },
  add: function (emitter) {
    emitter.domain = this;
    this.members.push(emitter);
    emitter.on?.('error', (error) => caught(this, error, { domainEmitter: emitter, domainThrown: false }));
  },
  remove: function (emitter) {
    emitter.domain = null;
    this.members = this.members.filter((member) => member !== emitter);
  },
  run: function (fn, ...args) {
    this.enter();
    try {
      return fn.apply(this, args);
    } catch (error) {
      caught(this, error, { domainThrown: true });
      return undefined;
    } finally {
      this.exit();
    }
  },
  bind: function (fn) {
    const domain = this;
    return function (...args) {
      return domain.run(() => fn.apply(this, args));
    };
  },
  intercept: function (fn) {
    const domain = this;
    return function (error, ...args) {
      if (error) {
        caught(domain, error, { domainBound: fn, domainThrown: false });
        return undefined;
      }
      return domain.run(() => fn.apply(this, args));
    };
  },
});
EventEmitter.usingDomains = true;
function createDomain() {
  return new Domain();
}
module.exports = { _stack: stack, Domain, createDomain, create: createDomain, active: null };
