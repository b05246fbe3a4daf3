// What programs may ask of Hearth itself: the global object `hearth`.
'use strict';

const native = require('native');

exports.hearth = Object.freeze({
  /** Saves what the program has learnt so far, as the end of the process does: whether all of it is in the stores. */
  flushCodeCache() {
    return native.flushCodeCache();
  },
});
