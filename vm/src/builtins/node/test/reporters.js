// node:test/reporters: the built-in reporters for streams of events.
'use strict';

const { writers } = require('internal/test/writers');
const { Transform } = require('stream');

class SpecReporter extends Transform {
  #write = writers.spec();
  constructor() {
    super({ writableObjectMode: true });
  }
  _transform(event, _, callback) {
    callback(null, this.#write(event));
  }
  _flush(callback) {
    callback(null, this.#write(null));
  }
}

class LcovReporter extends Transform {
  constructor(options) {
    super({ ...options, writableObjectMode: true });
  }
  _transform(event, _, callback) {
    callback(null);
  }
}

/** An asynchronous generator of what a reporter writes. */
const generator = (name) => ({
  async *[name](source) {
    const write = writers[name]();
    for await (const event of source) {
      const text = write(event);
      if (text) yield text;
    }
    const text = write(null);
    if (text) yield text;
  },
})[name];

const getters = {};
for (const name of ['dot', 'junit', 'tap']) {
  const value = generator(name);
  getters[name] = { __proto__: null, configurable: true, enumerable: true, get: () => value };
}
const constructible = (name, Class) => ({ [name]: function (...args) { return new Class(...args); } })[name];

module.exports = Object.defineProperties({}, {
  dot: getters.dot,
  junit: getters.junit,
  spec: { __proto__: null, configurable: true, enumerable: true, writable: true, value: constructible('spec', SpecReporter) },
  tap: getters.tap,
  lcov: { __proto__: null, configurable: true, enumerable: true, writable: true, value: constructible('lcov', LcovReporter) },
});
