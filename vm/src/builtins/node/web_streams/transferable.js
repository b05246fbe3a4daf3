// What lets streams be moved, by structuredClone and in messages; how is loaded when one is.
'use strict';

const { kEnd, kStream, kTransfer } = require('internal/clone');

module.exports = function allow(Class) {
  const kind = Class.name;
  const hidden = (value) => ({ value, writable: true, configurable: true });
  Object.defineProperties(Class.prototype, {
    [kTransfer]: hidden(function () {
      const { leave, receive } = require('internal/web_streams/transfer');
      return receive(kind, leave(this, kind));
    }),
    [kEnd]: hidden(function () { return require('internal/web_streams/transfer').leave(this, kind).map((port) => port[kEnd]()); }),
    [kStream]: hidden(kind),
  });
};
