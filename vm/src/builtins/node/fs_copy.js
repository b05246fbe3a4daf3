// fs.cp: copies of files, links and trees. What differs between its three forms is only how the filter is asked, so that
// the copy is a generator that yields what the filter has answered.
'use strict';

const {
  chmodSync, copyFileSync, lstatSync, mkdirSync, readdirSync, readlinkSync, statSync, symlinkSync, unlinkSync, utimesSync,
} = require('fs');
const path = require('path');
const { types } = require('util');
const { coded, likeOfSystem } = require('internal/errors');

/** By code: what the error is about, and the system's error that it is like. */
const FAILURES = {
  ERR_FS_EISDIR: ['Path is a directory', 'EISDIR', 21],
  ERR_FS_CP_DIR_TO_NON_DIR: ['Cannot overwrite non-directory with directory', 'EISDIR', 21],
  ERR_FS_CP_NON_DIR_TO_DIR: ['Cannot overwrite directory with non-directory', 'ENOTDIR', 20],
  ERR_FS_CP_EEXIST: ['Target already exists', 'EEXIST', 17],
  ERR_FS_CP_EINVAL: ['Invalid src or dest', 'EINVAL', 22],
  ERR_FS_CP_FIFO_PIPE: ['Cannot copy a FIFO pipe', 'EINVAL', 22],
  ERR_FS_CP_SOCKET: ['Cannot copy a socket file', 'EINVAL', 22],
  ERR_FS_CP_SYMLINK_TO_SUBDIRECTORY: ['Cannot overwrite symlink in subdirectory of self', 'EINVAL', 22],
  ERR_FS_CP_UNKNOWN: ['Cannot copy an unknown file type', 'EINVAL', 22],
};
function failure(code, message, file) {
  const [what, like, errno] = FAILURES[code];
  return likeOfSystem(code, what, { message, path: file, syscall: 'cp', errno, code: like });
}
/** What cpSync finds out about its arguments themselves is told in fewer words. */
const briefly = (code, message) => coded(Error, code, message);

const isSame = (a, b) => a.ino === b.ino && a.dev === b.dev;
/** Whether a path is another or lies in it. */
function liesIn(inner, outer) {
  const relative = path.relative(outer, inner);
  return relative === '' || (relative !== '..' && !relative.startsWith('../') && !path.isAbsolute(relative));
}
/** Attributes, or undefined if there is nothing. */
function attributes(file, follow) {
  try {
    return (follow ? statSync : lstatSync)(file);
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Refuses what cannot become the other; the attributes of both. */
function check(from, to, { dereference }, isBrief) {
  const source = (dereference ? statSync : lstatSync)(from);
  const target = attributes(to, dereference);
  const isFolder = source.isDirectory();
  const refuse = (code, message, short) => {
    throw isBrief ? briefly(code, short) : failure(code, message, to);
  };
  if (target !== undefined) {
    if (isSame(source, target)) refuse('ERR_FS_CP_EINVAL', 'src and dest cannot be the same', `src and dest cannot be the same ${to}`);
    if (isFolder && !target.isDirectory()) {
      refuse('ERR_FS_CP_DIR_TO_NON_DIR', `cannot overwrite non-directory ${to} with directory ${from}`, `Cannot overwrite non-directory ${to} with directory ${from}`);
    }
    if (!isFolder && target.isDirectory()) {
      refuse('ERR_FS_CP_NON_DIR_TO_DIR', `cannot overwrite directory ${to} with non-directory ${from}`, `Cannot overwrite directory ${to} with non-directory ${from}`);
    }
  }
  if (isFolder && liesIn(to, from)) {
    refuse('ERR_FS_CP_EINVAL', `cannot copy ${from} to a subdirectory of self ${to}`, `Cannot copy ${from} to a subdirectory of self ${to}`);
  }
  return { source, target };
}

/** A folder that links lead into is inside of itself, too. */
function checkParents(from, source, to, isBrief) {
  const parent = path.dirname(path.resolve(to));
  if (parent === path.dirname(path.resolve(from)) || parent === path.parse(parent).root) return;
  const found = attributes(parent, true);
  if (found !== undefined && isSame(source, found)) {
    const rest = `copy ${from} to a subdirectory of self ${to}`;
    throw isBrief ? briefly('ERR_FS_CP_EINVAL', `Cannot ${rest}`) : failure('ERR_FS_CP_EINVAL', `cannot ${rest}`, to);
  }
  checkParents(from, source, parent, isBrief);
}

function* copy(from, to, options, isBrief) {
  if (options.filter && !(yield options.filter(from, to))) return;
  const { source, target } = check(from, to, options, isBrief);
  checkParents(from, source, to, isBrief);
  if (source.isDirectory() && !options.recursive) {
    if (isBrief) throw briefly('ERR_FS_EISDIR', `Recursive option not enabled, cannot copy a directory: ${from}`);
    throw failure('ERR_FS_EISDIR', `${from} is a directory (not copied)`, from);
  }
  mkdirSync(path.dirname(to), { recursive: true });
  yield* copyAny(from, to, source, target, options);
}

function* copyAny(from, to, source, target, options) {
  if (source.isDirectory()) yield* copyFolder(from, to, source, target, options);
  else if (source.isFile() || source.isCharacterDevice() || source.isBlockDevice()) copyFile(from, to, source, target, options);
  else if (source.isSymbolicLink()) copyLink(from, to, target, options);
  else if (source.isSocket()) throw failure('ERR_FS_CP_SOCKET', `cannot copy a socket file: ${to}`, to);
  else if (source.isFIFO()) throw failure('ERR_FS_CP_FIFO_PIPE', `cannot copy a FIFO pipe: ${to}`, to);
  else throw failure('ERR_FS_CP_UNKNOWN', `cannot copy an unknown file type: ${to}`, to);
}

function* copyFolder(from, to, source, target, options) {
  if (target === undefined) mkdirSync(to);
  else if (options.errorOnExist && !options.force) throw failure('ERR_FS_CP_EEXIST', `${to} already exists`, to);
  for (const name of readdirSync(from)) {
    const [inner, copied] = [path.join(from, name), path.join(to, name)];
    if (options.filter && !(yield options.filter(inner, copied))) continue;
    const found = check(inner, copied, options, false);
    yield* copyAny(inner, copied, found.source, found.target, options);
  }
  // A folder that was there keeps its own.
  if (target === undefined) chmodSync(to, source.mode & 0o7777);
}

function copyFile(from, to, source, target, { force, errorOnExist, mode, preserveTimestamps }) {
  if (target !== undefined) {
    if (!force) {
      if (errorOnExist) throw failure('ERR_FS_CP_EEXIST', `${to} already exists`, to);
      return;
    }
    unlinkSync(to);
  }
  copyFileSync(from, to, mode);
  if (preserveTimestamps) {
    // To read it was to change when it was accessed.
    const { atimeMs, mtimeMs } = statSync(from);
    utimesSync(to, atimeMs / 1000, mtimeMs / 1000);
  }
  chmodSync(to, source.mode & 0o7777);
}

function copyLink(from, to, target, { verbatimSymlinks }) {
  let leadsTo = readlinkSync(from);
  if (!verbatimSymlinks) leadsTo = path.resolve(path.dirname(from), leadsTo);
  // What is no link is not replaced by one: then `symlink` fails.
  if (target?.isSymbolicLink()) {
    const ledTo = path.resolve(path.dirname(to), readlinkSync(to));
    if (attributes(from, true)?.isDirectory()) {
      if (liesIn(ledTo, leadsTo)) throw failure('ERR_FS_CP_EINVAL', `cannot copy ${leadsTo} to a subdirectory of self ${ledTo}`, to);
      if (liesIn(leadsTo, ledTo)) throw failure('ERR_FS_CP_SYMLINK_TO_SUBDIRECTORY', `cannot overwrite ${ledTo} with ${leadsTo}`, to);
    }
    unlinkSync(to);
  }
  symlinkSync(leadsTo, to);
}

function runSync(from, to, options) {
  const steps = copy(from, to, options, true);
  for (let step = steps.next(); !step.done;) {
    if (types.isPromise(step.value)) {
      throw coded(TypeError, 'ERR_INVALID_RETURN_VALUE', 'Expected boolean to be returned from the "filter" function but got an instance of Promise.');
    }
    step = steps.next(step.value);
  }
}
async function run(from, to, options) {
  const steps = copy(from, to, options, false);
  for (let step = steps.next(); !step.done;) step = steps.next(await step.value);
}

module.exports = { run, runSync };
