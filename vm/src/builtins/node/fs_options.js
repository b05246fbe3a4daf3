// What options the functions of node:fs take that check them one by one.
'use strict';

const { checkFunction, coded, invalidArgument, outOfRange } = require('internal/errors');

const COPY = {
  dereference: false, errorOnExist: false, force: true, preserveTimestamps: false, recursive: false, verbatimSymlinks: false, mode: 0, filter: undefined,
};
/** COPYFILE_EXCL, COPYFILE_FICLONE and COPYFILE_FICLONE_FORCE. */
const LARGEST_MODE = 7;

const REMOVAL = { recursive: false, force: false, maxRetries: 0, retryDelay: 100 };

function checkObject(options) {
  if (options === undefined) return {};
  if (options === null || typeof options !== 'object' || Array.isArray(options)) throw invalidArgument('options', 'of type object', options);
  return options;
}
function checkBooleans(options, ...names) {
  for (const name of names) {
    if (typeof options[name] !== 'boolean') throw invalidArgument(`options.${name}`, 'of type boolean', options[name]);
  }
}
function checkInteger(value, name, most) {
  if (typeof value !== 'number') throw invalidArgument(name, 'of type number', value);
  if (!Number.isInteger(value)) throw outOfRange(name, 'an integer', value);
  if (value < 0 || value > most) throw outOfRange(name, `>= 0 && <= ${most}`, value);
}

/** The options of a copy, with those that are not given. */
function ofCopy(given) {
  const options = { ...COPY, ...checkObject(given) };
  checkBooleans(options, 'dereference', 'errorOnExist', 'force', 'preserveTimestamps', 'recursive', 'verbatimSymlinks');
  options.mode ??= 0;
  checkInteger(options.mode, 'mode', LARGEST_MODE);
  if (options.dereference && options.verbatimSymlinks) {
    throw coded(TypeError, 'ERR_INCOMPATIBLE_OPTION_PAIR', 'Option "dereference" cannot be used in combination with option "verbatimSymlinks"');
  }
  if (options.filter !== undefined) checkFunction(options.filter, 'options.filter');
  return options;
}

function ofRemoval(given) {
  const options = { ...REMOVAL, ...checkObject(given) };
  checkBooleans(options, 'recursive', 'force');
  checkInteger(options.retryDelay, 'options.retryDelay', 2 ** 31 - 1);
  checkInteger(options.maxRetries, 'options.maxRetries', 2 ** 32 - 1);
  return options;
}

module.exports = { checkObject, ofCopy, ofRemoval };
