// How much streams keep before they ask their source to wait.
'use strict';

const { invalidArgument, invalidValue, outOfRange } = require('internal/errors');

const defaults = { bytes: 64 * 1024, objects: 16 };

exports.getDefaultHighWaterMark = (objectMode) => (objectMode ? defaults.objects : defaults.bytes);
exports.setDefaultHighWaterMark = (objectMode, value) => {
  if (typeof value !== 'number') throw invalidArgument('value', 'of type number', value);
  if (!Number.isInteger(value)) throw outOfRange('value', 'an integer', value);
  if (value < 0) throw outOfRange('value', `>= 0 && <= ${Number.MAX_SAFE_INTEGER}`, value);
  defaults[objectMode ? 'objects' : 'bytes'] = value;
};

/** What the options of a stream say, for one side of it. */
exports.markOf = (objectMode, options, sideName, isDuplex) => {
  let name = 'highWaterMark';
  let mark = options?.highWaterMark;
  if (mark == null && isDuplex) {
    name = sideName;
    mark = options?.[sideName];
  }
  if (mark == null) return exports.getDefaultHighWaterMark(objectMode);
  if (!Number.isInteger(mark) || mark < 0) throw invalidValue(`options.${name}`, mark);
  return mark;
};
