// Checks of options that many modules have.
'use strict';

const { invalidArgument, invalidValue, outOfRange } = require('internal/errors');

function checkBoolean(value, name) {
  if (typeof value !== 'boolean') throw invalidArgument(name, 'of type boolean', value);
}
function checkInteger(value, name, least = Number.MIN_SAFE_INTEGER, most = Number.MAX_SAFE_INTEGER) {
  if (typeof value !== 'number') throw invalidArgument(name, 'of type number', value);
  if (!Number.isInteger(value)) throw outOfRange(name, 'an integer', value);
  if (value < least || value > most) throw outOfRange(name, `>= ${least} && <= ${most}`, value);
}
function checkSignal(signal, name) {
  if (signal !== undefined && (signal === null || typeof signal !== 'object' || !('aborted' in signal))) {
    throw invalidArgument(name, 'an instance of AbortSignal', signal);
  }
}
function checkOneOf(value, name, allowed) {
  if (!allowed.includes(value)) throw invalidValue(name, value, `must be one of: ${allowed.map((one) => (typeof one === 'string' ? `'${one}'` : `${one}`)).join(', ')}`);
}

module.exports = { checkBoolean, checkInteger, checkOneOf, checkSignal };
