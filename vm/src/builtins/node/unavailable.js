// What Node.js has and Hearth has not: functions and classes that say so when they are used.
'use strict';

const { coded } = require('internal/errors');

const error = (name, why) => coded(Error, 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM', `${name} is unavailable: ${why}`);
module.exports = (module, why) => {
  const refuse = (name) => {
    const f = function () {
      throw error(`${module}.${name}`, why);
    };
    return Object.defineProperty(f, 'name', { value: name });
  };
  return {
    refuse,
    all: (...names) => Object.fromEntries(names.map((name) => [name, refuse(name)])),
    error: (name) => error(`${module}.${name}`, why),
  };
};
