// What options the functions of node:fs take that check them one by one.
'use strict';

const { checkFunction, coded, invalidArgument, invalidValue, outOfRange } = require('internal/errors');

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

/** What is wrong with options of which most functions take the encoding. */
function wrong(options) {
  if (typeof options !== 'object') return invalidArgument('options', 'one of type string or object', options);
  return invalidValue('encoding', options.encoding, 'is invalid encoding');
}

function checkSafeInteger(value, name, least = Number.MIN_SAFE_INTEGER) {
  if (typeof value !== 'number') throw invalidArgument(name, 'of type number', value);
  if (!Number.isInteger(value)) throw outOfRange(name, 'an integer', value);
  if (value < least || value > Number.MAX_SAFE_INTEGER) throw outOfRange(name, `>= ${least} && <= ${Number.MAX_SAFE_INTEGER}`, value);
}

/** Why this is no part of the buffer. */
function wrongPart(buffer, offset, length, isRead) {
  checkSafeInteger(offset, 'offset', 0);
  const room = buffer.byteLength - offset;
  if (isRead && buffer.byteLength === 0) return invalidValue('buffer', buffer, 'is empty and cannot be written');
  if (isRead && length < 0) return outOfRange('length', '>= 0', length);
  if (!isRead && room < 0) return outOfRange('offset', `<= ${buffer.byteLength}`, offset);
  if (length > room) return outOfRange('length', `<= ${room}`, length);
  if (length < 0) return outOfRange('length', '>= 0', length);
  return outOfRange('length', Number.isInteger(length) ? '>= 0 && <= 2147483647' : 'an integer', length);
}

/** Of positions that are not plain: which number, or what is wrong. */
function positionOf(position, length) {
  if (typeof position === 'bigint') {
    const most = 2n ** 63n - 1n - BigInt(length);
    if (position < -1n || position > most) throw outOfRange('position', `>= -1 && <= ${most}`, position);
    return Number(position);
  }
  if (typeof position !== 'number') throw invalidArgument('position', 'of type bigint or integer', position);
  checkSafeInteger(position, 'position', -1);
  return position;
}

function checkHex(text) {
  if (typeof text === 'string' && text.length % 2 !== 0) throw invalidValue('encoding', 'hex', `is invalid for data of length ${text.length}`);
}

/** Whether a stream of a handle closes it, if there may be a stream of it. */
function checkHandle(fd, isLocked, options) {
  if (fd < 0) throw coded(Error, 'ERR_INVALID_STATE', 'Invalid state: The FileHandle is closed');
  if (isLocked) throw coded(Error, 'ERR_INVALID_STATE', 'Invalid state: The FileHandle is locked');
  const { autoClose = false } = checkObject(options);
  checkBooleans({ autoClose }, 'autoClose');
  return autoClose;
}

module.exports = { checkHandle, checkHex, checkObject, checkSafeInteger, ofCopy, ofRemoval, positionOf, wrong, wrongPart };
