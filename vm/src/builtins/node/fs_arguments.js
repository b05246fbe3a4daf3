// What functions of node:fs say of arguments that are not what they take, where looking at them takes more than a comparison.
'use strict';

const native = require('native');
const { checkFunction, coded, invalidArgument, invalidValue, outOfRange } = require('internal/errors');
const { checkInteger } = require('internal/validators');

const MOST_BITS = 2 ** 32 - 1;

/** Permissions, as a number or octal digits. */
function modeOf(mode, name = 'mode') {
  if (typeof mode !== 'string') {
    checkInteger(mode, name, 0, MOST_BITS);
    return mode;
  }
  if (!/^[0-7]+$/.test(mode)) throw invalidValue(name, mode, 'must be a 32-bit unsigned integer or an octal string');
  const bits = parseInt(mode, 8);
  checkInteger(bits, name, 0, MOST_BITS);
  return bits;
}

/** Bits that say how to ask or copy: none, or up to seven. */
function bitsOf(mode) {
  if (mode === undefined || mode === null) return 0;
  if (typeof mode !== 'number') throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', 'mode must be int32 or null/undefined');
  if (!Number.isFinite(mode)) throw coded(RangeError, 'ERR_OUT_OF_RANGE', 'mode is out of range');
  if (mode < 0 || mode >= 8) throw coded(RangeError, 'ERR_OUT_OF_RANGE', 'mode is out of range: >= 0 && <= 7');
  return Math.trunc(mode);
}

/** Seconds, of a number, digits or a Date. */
function seconds(time, name = 'time') {
  if (typeof time === 'number' && Number.isFinite(time)) return time < 0 ? Date.now() / 1000 : time;
  if (typeof time === 'string' && +time == time) return +time; // eslint-disable-line eqeqeq
  if (require('util/types').isDate(time)) return time.getTime() / 1000;
  throw invalidArgument(name, 'an instance of Date or an Time in seconds', time);
}

/** Why this is no descriptor. */
function wrongDescriptor(fd) {
  const shown = { symbol: String, bigint: (value) => `type bigint (${value})`, function: () => 'function' }[typeof fd];
  if (shown) return coded(TypeError, 'ERR_INVALID_ARG_TYPE', `The "fd" argument must be of type number. Received ${shown(fd)}`);
  if (typeof fd !== 'number') return invalidArgument('fd', 'of type number', fd);
  return outOfRange('fd', Number.isInteger(fd) ? '>= 0 && <= 2147483647' : 'an integer', fd);
}

function checkLinkType(type) {
  if (type !== undefined && type !== null && !['dir', 'file', 'junction'].includes(type)) {
    throw invalidValue('type', type, "must be one of: 'dir', 'file', 'junction', null, undefined");
  }
}

/** A name in the encoding that was asked for. */
function encoded(name, encoding) {
  if (encoding === undefined || encoding === null || encoding === 'utf8' || encoding === 'utf-8') return name;
  const bytes = Buffer.from(name);
  return encoding === 'buffer' ? bytes : bytes.toString(encoding);
}

/** The same failure of another call, whose message tells the path only if asked to. */
function asOf(error, call, path) {
  const shown = path === undefined ? '' : ` '${path}'`;
  const copy = new Error(`${error.code}: ${error.message.replace(/^\w+: (.*?), .*$/, '$1')}, ${call}${shown}`);
  return Object.assign(copy, { errno: error.errno, code: error.code, syscall: call }, path === undefined ? {} : { path });
}

/** Of a path that leads nowhere: the error of the first part of it that is not there. */
function missingPart(path, error) {
  let part = '';
  for (const name of require('path').resolve(path).split('/').slice(1)) {
    part += `/${name}`;
    try {
      native.stat(part, false);
    } catch (failure) {
      return failure;
    }
  }
  return error;
}

/**
 * By function: where its callback is, and the first place where it may be if options are left out. Where the options are taken
 * for a callback that is not there, `told` is set.
 */
const CALLBACKS = {
  __proto__: null, access: [2, 1], appendFile: [3, 2, true], chmod: [2, 2], chown: [3, 3], close: [1, 1], copyFile: [3, 2], fchmod: [2, 2],
  fchown: [3, 3], fdatasync: [1, 1], fstat: [2, 1], fsync: [1, 1], ftruncate: [2, 1], futimes: [3, 3], lchown: [3, 3], link: [2, 2],
  lstat: [2, 1], lutimes: [3, 3], mkdir: [2, 1], mkdtemp: [2, 1], open: [3, 1], opendir: [2, 1], readdir: [2, 1], readFile: [2, 1, true],
  readlink: [2, 1], readv: [3, 2], realpath: [2, 1], rename: [2, 2], rm: [2, 1], rmdir: [2, 1], stat: [2, 1], statfs: [2, 1],
  symlink: [3, 2], truncate: [2, 1], unlink: [1, 1], utimes: [3, 3], writeFile: [3, 2, true], writev: [3, 2],
};
const LATE_CALLBACKS = {
  __proto__: null,
  access: (toPath, path) => toPath(path),
  open: (toPath, path) => toPath(path),
  chmod(toPath, path, mode) {
    toPath(path);
    modeOf(mode);
  },
  copyFile(toPath, from, to) {
    toPath(from, 'src');
    toPath(to, 'dest');
  },
  close: (toPath, fd) => {
    if (typeof fd !== 'number') throw wrongDescriptor(fd);
  },
  fchmod: (toPath, fd, mode) => modeOf(mode),
  fchown(toPath, fd, uid, gid) {
    checkInteger(uid, 'uid', -1, MOST_BITS);
    checkInteger(gid, 'gid', -1, MOST_BITS);
  },
  futimes(toPath, fd, atime, mtime) {
    seconds(atime, 'atime');
    seconds(mtime, 'mtime');
  },
};

/** Splits what a function was given into its arguments and its callback. */
function splitCallback(name, given, toPath) {
  const [last, first, told] = CALLBACKS[name];
  for (let i = first; i <= last; i++) if (typeof given[i] === 'function') return [given.slice(0, i), given[i]];
  if (name === 'close' && given[1] === undefined) {
    LATE_CALLBACKS.close(toPath, given[0]);
    return [given.slice(0, 1), (error) => {
      if (error) throw error;
    }];
  }
  LATE_CALLBACKS[name]?.(toPath, ...given);
  checkFunction(told ? given[last] || given[last - 1] : given[last], name === 'opendir' ? 'callback' : 'cb');
  return undefined;
}

module.exports = { asOf, bitsOf, checkLinkType, encoded, missingPart, modeOf, seconds, splitCallback, wrongDescriptor };
