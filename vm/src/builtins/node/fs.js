// node:fs: synchronous, with callbacks, and with promises. The work is done at once; callbacks
// and promises are served later, as programs expect.
'use strict';

const native = require('native');
const { Buffer } = require('buffer');
const { checkFunction, invalidArgument } = require('internal/errors');

const constants = {
  F_OK: 0, X_OK: 1, W_OK: 2, R_OK: 4, COPYFILE_EXCL: 1, COPYFILE_FICLONE: 2, O_RDONLY: 0, O_WRONLY: 1, O_RDWR: 2, O_CREAT: 64,
  O_EXCL: 128, O_TRUNC: 512, O_APPEND: 1024, O_SYNC: 1052672, S_IFMT: 0o170000, S_IFREG: 0o100000, S_IFDIR: 0o40000,
  COPYFILE_FICLONE_FORCE: 4, UV_FS_COPYFILE_EXCL: 1, UV_FS_COPYFILE_FICLONE: 2, UV_FS_COPYFILE_FICLONE_FORCE: 4, O_NOCTTY: 256,
  O_DIRECTORY: 65536, O_NOFOLLOW: 131072, O_NOATIME: 262144, O_DSYNC: 4096, O_DIRECT: 16384, O_NONBLOCK: 2048, S_IRWXU: 0o700,
  S_IRUSR: 0o400, S_IWUSR: 0o200, S_IXUSR: 0o100, S_IRWXG: 0o70, S_IRGRP: 0o40, S_IWGRP: 0o20, S_IXGRP: 0o10, S_IRWXO: 7, S_IROTH: 4,
  S_IWOTH: 2, S_IXOTH: 1, UV_DIRENT_UNKNOWN: 0, UV_DIRENT_FILE: 1, UV_DIRENT_DIR: 2, UV_DIRENT_LINK: 3, UV_DIRENT_FIFO: 4,
  UV_DIRENT_SOCKET: 5, UV_DIRENT_CHAR: 6, UV_DIRENT_BLOCK: 7, S_IFCHR: 0o20000, S_IFBLK: 0o60000, S_IFIFO: 0o10000, S_IFLNK: 0o120000, S_IFSOCK: 0o140000,
  UV_FS_SYMLINK_DIR: 1, UV_FS_SYMLINK_JUNCTION: 2, UV_FS_O_FILEMAP: 0, UV_FS_O_TEMPORARY: 0, UV_FS_O_SHORT_LIVED: 0, UV_FS_O_SEQUENTIAL: 0,
  UV_FS_O_RANDOM: 0,
};
const flagBits = {
  __proto__: null,
  r: 0, 'r+': 2, rs: 0o4010000, 'rs+': 0o4010002, w: 0o1101, wx: 0o1301, 'w+': 0o1102, 'wx+': 0o1302, a: 0o2101, ax: 0o2301, 'a+': 0o2102, 'ax+': 0o2302,
  as: 0o4012101, 'as+': 0o4012102,
};
for (const [name, twin] of [['sr', 'rs'], ['xw', 'wx'], ['xa', 'ax'], ['sa', 'as']]) {
  flagBits[name] = flagBits[twin];
  flagBits[`${name}+`] = flagBits[`${twin}+`];
}
function openFlags(flags) {
  if (typeof flags === 'number') {
    if (!Number.isInteger(flags)) throw require('internal/errors').outOfRange('flags', 'an integer', flags);
    return flags;
  }
  const bits = flagBits[flags ?? 'r'];
  if (bits === undefined) throw require('internal/errors').invalidValue('flags', flags);
  return bits;
}

function toPath(path, name = 'path') {
  if (path instanceof Uint8Array) return Buffer.from(path).toString();
  if (typeof path === 'object' && require('internal/file_urls').isURL(path)) return toPath(require('internal/file_urls').fileURLToPath(path), name);
  if (typeof path !== 'string') throw invalidArgument(name, 'of type string or an instance of Buffer or URL', path);
  if (path.includes('\0')) throw require('internal/errors').invalidValue(name, path, 'must be a string, Uint8Array, or URL without null bytes');
  return path;
}
function optionsOf(options) {
  if (options === undefined || options === null) return {};
  const given = typeof options === 'string' ? { encoding: options } : typeof options === 'function' ? {} : options;
  const { encoding } = given;
  if (typeof given !== 'object' || (encoding && encoding !== 'buffer' && !Buffer.isEncoding(encoding))) throw require('internal/fs_options').wrong(given);
  return given;
}
function checkFlush(options) {
  const { flush } = options;
  if (flush !== undefined && flush !== null && typeof flush !== 'boolean') throw invalidArgument('options.flush', 'of type boolean', flush);
  return options;
}
function modeOf(mode, fallback) {
  if (mode === undefined || mode === null) mode = fallback; // eslint-disable-line no-param-reassign
  return Number.isInteger(mode) && mode >= 0 && mode < 2 ** 32 ? mode : require('internal/fs_arguments').modeOf(mode);
}
const bitsOf = (mode) => (mode === undefined || mode === constants.F_OK ? 0 : require('internal/fs_arguments').bitsOf(mode));
/** Names in the encoding that was asked for; most are asked for as they are. */
const encoded = (name, encoding) => (encoding === undefined ? name : require('internal/fs_arguments').encoded(name, encoding));

const FIELDS = ['dev', 'mode', 'nlink', 'uid', 'gid', 'rdev', 'blksize', 'ino', 'size', 'blocks', 'atimeMs', 'mtimeMs', 'ctimeMs', 'birthtimeMs'];

class StatsBase {
  #is(kind) {
    return (Number(this.mode) & constants.S_IFMT) === kind;
  }
  isDirectory() { return this.#is(constants.S_IFDIR); }
  isFile() { return this.#is(constants.S_IFREG); }
  isBlockDevice() { return this.#is(constants.S_IFBLK); }
  isCharacterDevice() { return this.#is(constants.S_IFCHR); }
  isSymbolicLink() { return this.#is(constants.S_IFLNK); }
  isFIFO() { return this.#is(constants.S_IFIFO); }
  isSocket() { return this.#is(constants.S_IFSOCK); }
}
for (const name of Object.getOwnPropertyNames(StatsBase.prototype)) {
  if (name !== 'constructor') Object.defineProperty(StatsBase.prototype, name, { enumerable: true });
}

class Stats extends StatsBase {
  constructor(values) {
    super();
    FIELDS.forEach((name, i) => {
      this[name] = values[i];
    });
  }
}
class BigIntStats extends StatsBase {
  constructor(values) {
    super();
    FIELDS.forEach((name, i) => {
      this[name] = BigInt(Math.floor(values[i]));
    });
    for (const name of ['atime', 'mtime', 'ctime', 'birthtime']) this[`${name}Ns`] = BigInt(Math.round(Number(this[`${name}Ms`]) * 1e6));
  }
}
/** Times are made when they are asked for, and are properties of their own from then on. */
function timeOf(name, make) {
  const own = (stats, value) => Object.defineProperty(stats, name, { value, writable: true, configurable: true, enumerable: true });
  const accessor = {
    get() {
      const value = make(this);
      own(this, value);
      return value;
    },
    set(value) { own(this, value); },
    enumerable: true, configurable: true,
  };
  for (const Class of [Stats, BigIntStats]) Object.defineProperty(Class.prototype, name, accessor);
}
for (const name of ['atime', 'mtime', 'ctime', 'birthtime']) timeOf(name, (stats) => new Date(Math.round(Number(stats[`${name}Ms`]))));
for (const name of ['atime', 'mtime', 'ctime', 'birthtime']) {
  timeOf(`${name}Instant`, (stats) => Temporal.Instant.fromEpochNanoseconds(stats[`${name}Ns`] ?? BigInt(Math.round(stats[`${name}Ms`] * 1e6))));
}

class Dirent {
  #kind;
  constructor(name, parentPath, kind) {
    this.name = name;
    this.parentPath = parentPath;
    this.#kind = kind;
  }
  isDirectory() { return this.#kind === constants.S_IFDIR; }
  isFile() { return this.#kind === constants.S_IFREG; }
  isSymbolicLink() { return this.#kind === constants.S_IFLNK; }
  isFIFO() { return this.#kind === constants.S_IFIFO; }
  isSocket() { return this.#kind === constants.S_IFSOCK; }
  isCharacterDevice() { return this.#kind === constants.S_IFCHR; }
  isBlockDevice() { return this.#kind === constants.S_IFBLK; }
}

function decodeAs(bytes, encoding) {
  const buffer = Object.setPrototypeOf(bytes, Buffer.prototype);
  return encoding && encoding !== 'buffer' ? buffer.toString(encoding) : buffer;
}
function bytesOf(data, encoding, name = 'data') {
  if (typeof data === 'string') return Buffer.from(data, encoding);
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  throw invalidArgument(name, 'of type string or an instance of Buffer, TypedArray, or DataView', data);
}
function stat(path, options, follow) {
  const { throwIfNoEntry = true, bigint = false } = options ?? {};
  try {
    return new (bigint ? BigIntStats : Stats)(native.stat(toPath(path), follow));
  } catch (error) {
    if (!throwIfNoEntry && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return undefined;
    throw error;
  }
}
function* walk(folder, prefix) {
  const [names, kinds] = native.readdir(folder);
  for (let i = 0; i < names.length; i++) {
    yield [prefix + names[i], names[i], folder, kinds[i]];
    if (kinds[i] === constants.S_IFDIR) yield* walk(`${folder}/${names[i]}`, `${prefix}${names[i]}/`);
  }
}

class StatFs {}

function descriptorOf(fd) {
  if (!isDescriptor(fd)) throw require('internal/fs_arguments').wrongDescriptor(fd);
  return fd;
}
/** The part of `buffer` that is read into or written. */
function partOf(buffer, offset, length, isRead) {
  if (!(Number.isInteger(offset) && offset >= 0 && Number.isInteger(length) && length >= 0 && length <= 2147483647 && offset + length <= buffer.byteLength)) {
    throw require('internal/fs_options').wrongPart(buffer, offset, length, isRead);
  }
  return new Uint8Array(buffer.buffer, buffer.byteOffset + offset, length);
}
/** Where a file is read; -1 is where the last call has got to. */
function positionOf(position, length) {
  if (position === undefined || position === null) return -1;
  if (Number.isInteger(position) && position >= -1 && position <= Number.MAX_SAFE_INTEGER) return position;
  return require('internal/fs_options').positionOf(position, length);
}
function sizeOf(length) {
  require('internal/fs_options').checkSafeInteger(length, 'len');
  return Math.max(0, length);
}
function idOf(id, name) {
  if (typeof id !== 'number') throw invalidArgument(name, 'of type number', id);
  if (!Number.isInteger(id)) throw require('internal/errors').outOfRange(name, 'an integer', id);
  if (id < -1 || id > 4294967295) throw require('internal/errors').outOfRange(name, '>= -1 && <= 4294967295', id);
  return id;
}
/** Reads into or writes several buffers, one after the other. */
function vectored(run, fd, buffers, position) {
  if (!Array.isArray(buffers) || !buffers.every((buffer) => ArrayBuffer.isView(buffer))) throw invalidArgument('buffers', 'an ArrayBufferView[]', buffers);
  let total = 0;
  for (const buffer of buffers) {
    const count = run(descriptorOf(fd), buffer, 0, buffer.byteLength, Number.isInteger(position) ? position + total : null);
    total += count;
    if (count < buffer.byteLength) break;
  }
  return total;
}

function isDescriptor(path) {
  return Number.isInteger(path) && path >= 0 && path < 2 ** 31;
}
/** Whole files have paths or descriptors; other numbers are no paths either. */
function fileOf(path) {
  if (Number.isInteger(path)) return descriptorOf(path);
  return toPath(path);
}

const sync = {
  readFile: function (path, options) {
    const { encoding, flag } = optionsOf(options);
    const file = fileOf(path);
    if (typeof file === 'string' && (encoding === 'utf8' || encoding === 'utf-8')) return native.readText(file);
    return decodeAs(native.readFile(file, openFlags(flag)), encoding);
  },
  writeFile: function (path, data, options) {
    const { encoding, mode, flag, flush } = checkFlush(optionsOf(options));
    const file = fileOf(path);
    const bytes = bytesOf(data, encoding);
    if (!flush) {
      native.writeFile(file, bytes, openFlags(flag ?? 'w'), modeOf(mode, 0o666));
      return;
    }
    const fd = file === path && typeof path === 'number' ? path : sync.open(file, flag ?? 'w', mode);
    try {
      native.writeFile(fd, bytes);
      native.fsync(fd);
    } finally {
      if (fd !== path) native.close(fd);
    }
  },
  appendFile: function (path, data, options) {
    sync.writeFile(path, data, { flag: 'a', ...optionsOf(options) });
  },
  stat: function (path, options) { return stat(path, options, true); },
  lstat: function (path, options) { return stat(path, options, false); },
  fstat: function (fd, options) {
    const path = `/proc/self/fd/${descriptorOf(fd)}`;
    try {
      return stat(path, options, true);
    } catch (error) {
      if (error.path !== path) throw error;
      throw require('internal/fs_arguments').asOf({ code: 'EBADF', errno: -9, message: 'EBADF: bad file descriptor, ' }, 'fstat');
    }
  },
  readdir: function (path, options) {
    const { encoding, withFileTypes = false, recursive = false } = optionsOf(options);
    const folder = toPath(path);
    if (recursive) {
      const found = [...walk(folder, '')];
      if (!withFileTypes) return found.map(([relative]) => encoded(relative, encoding));
      return found.map(([, name, parent, kind]) => new Dirent(encoded(name, encoding), encoded(parent, encoding), kind));
    }
    const [names, kinds] = native.readdir(folder);
    if (withFileTypes) return names.map((name, i) => new Dirent(encoded(name, encoding), folder, kinds[i]));
    return encoding === undefined ? names : names.map((name) => encoded(name, encoding));
  },
  mkdir: function (path, options) {
    const isMode = typeof options === 'number' || typeof options === 'string';
    const { recursive = false, mode } = isMode ? { mode: options } : options ?? {};
    return native.mkdir(toPath(path), recursive, modeOf(mode, 0o777)) ?? undefined;
  },
  mkdtemp: function (prefix, options) {
    const { encoding } = optionsOf(options);
    return encoded(native.mkdtemp(toPath(prefix, 'prefix')), encoding);
  },
  rmdir: function (path, options) {
    const file = toPath(path);
    const { recursive } = require('internal/fs_options').checkObject(options);
    if (recursive !== undefined) throw require('internal/errors').invalidValue('options.recursive', recursive, 'is no longer supported');
    native.rmdir(file);
  },
  rm: function (path, options) {
    const file = toPath(path);
    const { recursive, force } = require('internal/fs_options').ofRemoval(options);
    if (!recursive && sync.lstat(file, { throwIfNoEntry: false })?.isDirectory()) {
      const info = { code: 'EISDIR', message: 'is a directory', path: file, syscall: 'rm', errno: 21 };
      throw require('internal/errors').likeOfSystem('ERR_FS_EISDIR', 'Path is a directory', info);
    }
    native.rm(file, recursive, force);
  },
  unlink: function (path) { return native.unlink(toPath(path)); },
  rename: function (from, to) { return native.rename(toPath(from, 'oldPath'), toPath(to, 'newPath')); },
  copyFile: function (from, to, mode) { return native.copyFile(toPath(from, 'src'), toPath(to, 'dest'), !!(bitsOf(mode) & constants.COPYFILE_EXCL)); },
  cp: function (from, to, options) {
    const checked = require('internal/fs_options').ofCopy(options);
    require('internal/fs_copy').runSync(toPath(from, 'src'), toPath(to, 'dest'), checked);
  },
  realpath: function (path, options) {
    const { encoding } = optionsOf(options);
    const isPath = typeof path === 'string' || path instanceof Uint8Array || require('internal/file_urls').isURL(path);
    const given = toPath(isPath ? path : `${path}`) || '.';
    const file = given.includes('..') ? require('path').resolve(given) : given;
    try {
      return encoded(native.realpath(file), encoding);
    } catch (error) {
      throw error.code === 'ENOENT' ? require('internal/fs_arguments').missingPart(file, error) : error;
    }
  },
  readlink: function (path, options) {
    const { encoding } = optionsOf(options);
    return encoded(native.readlink(toPath(path)), encoding);
  },
  symlink: function (target, path, type) {
    if (type !== undefined) require('internal/fs_arguments').checkLinkType(type);
    return native.symlink(toPath(target, 'target'), toPath(path));
  },
  link: function (from, to) { return native.link(toPath(from, 'existingPath'), toPath(to, 'newPath')); },
  chmod: function (path, mode) { return native.chmod(toPath(path), modeOf(mode)); },
  access: function (path, mode) { return native.access(toPath(path), bitsOf(mode)); },
  utimes: function (path, atime, mtime) { return native.utimes(toPath(path), seconds(atime), seconds(mtime)); },
  truncate: function (path, length = 0) { return native.truncate(toPath(path), sizeOf(length)); },
  open: function (path, flags, mode) { return native.open(toPath(path), openFlags(flags), modeOf(mode, 0o666)); },
  close: function (fd) { return native.close(descriptorOf(fd)); },
  fsync: function (fd) { return native.fsync(descriptorOf(fd)); },
  fdatasync: function (fd) { return native.fdatasync(descriptorOf(fd)); },
  chown: function (path, uid, gid) { return native.chown(toPath(path), idOf(uid, 'uid'), idOf(gid, 'gid'), true); },
  lchown: function (path, uid, gid) { return native.chown(toPath(path), idOf(uid, 'uid'), idOf(gid, 'gid'), false); },
  fchown: function (fd, uid, gid) { return native.fchown(descriptorOf(fd), idOf(uid, 'uid'), idOf(gid, 'gid')); },
  fchmod: function (fd, mode) { return native.fchmod(descriptorOf(fd), modeOf(mode)); },
  futimes: function (fd, atime, mtime) { return native.futimes(descriptorOf(fd), seconds(atime, 'atime'), seconds(mtime, 'mtime')); },
  lutimes: function (path, atime, mtime) { return native.lutimes(toPath(path), seconds(atime), seconds(mtime)); },
  ftruncate: function (fd, length = 0) { return native.ftruncate(descriptorOf(fd), sizeOf(length)); },
  statfs: function (path, { bigint = false } = {}) {
    const numbers = native.statfs(toPath(path));
    const names = ['type', 'bsize', 'blocks', 'bfree', 'bavail', 'files', 'ffree'];
    return Object.assign(new StatFs(), Object.fromEntries(names.map((name, i) => [name, bigint ? BigInt(numbers[i]) : numbers[i]])));
  },
  opendir: function (path, options) {
    const { Dir } = require('internal/fs_folder');
    const file = toPath(path);
    try {
      return new Dir(file, optionsOf(options));
    } catch (error) {
      throw error.syscall === 'scandir' ? require('internal/fs_arguments').asOf(error, 'opendir', file) : error;
    }
  },
  readv: function (fd, buffers, position) { return vectored(sync.read, fd, buffers, position); },
  writev: function (fd, buffers, position) { return vectored(sync.write, fd, buffers, position); },
  read: function (fd, buffer, offset, length, position) {
    descriptorOf(fd);
    if (!ArrayBuffer.isView(buffer)) throw invalidArgument('buffer', 'an instance of Buffer, TypedArray, or DataView', buffer);
    if (arguments.length <= 3 || typeof offset === 'object') {
      if (offset !== undefined && offset !== null) require('internal/fs_options').checkObject(offset);
      ({ offset = 0, length = buffer.byteLength - offset, position } = offset ?? {}); // eslint-disable-line no-param-reassign
    }
    const part = partOf(buffer, offset === undefined ? 0 : offset, length | 0, true);
    return part.length === 0 ? 0 : native.read(fd, part, positionOf(position, length));
  },
  write: function (fd, data, offset, length, position) {
    descriptorOf(fd);
    if (!ArrayBuffer.isView(data)) {
      if (length === 'hex') require('internal/fs_options').checkHex(data);
      return native.write(fd, bytesOf(data, Buffer.isEncoding(length) ? length : 'utf8', 'buffer'), placeOf(offset));
    }
    const [part, place] = partWritten(data, offset, length, position);
    return native.write(fd, part, placeOf(place));
  },
};
/** What of the bytes is written, and where; the offset may be options. */
function partWritten(data, offset, length, position) {
  if (typeof offset === 'object') ({ offset = 0, length = data.byteLength - offset, position } = offset ?? {}); // eslint-disable-line no-param-reassign
  const start = offset ?? 0;
  return [partOf(data, start, typeof length === 'number' ? length : data.byteLength - Number(start), false), position];
}
/** Where a file is written; whatever is no position is where the last call has got to. */
const placeOf = (position) => (Number.isInteger(position) && position >= 0 ? position : -1);
const seconds = (time, name) => require('internal/fs_arguments').seconds(time, name);

/** `length` of the functions with a callback (tens) and of those that wait (ones), as programs that look at it expect. */
const lengths = {
  readFile: 32, writeFile: 43, appendFile: 43, stat: 11, lstat: 11, fstat: 11, readdir: 32, mkdir: 32, mkdtemp: 32, rmdir: 32, rm: 32, unlink: 21,
  rename: 32, copyFile: 43, cp: 43, realpath: 32, readlink: 32, symlink: 43, link: 32, chmod: 32, access: 32, utimes: 43, truncate: 32, open: 43,
  close: 11, fsync: 21, fdatasync: 21, chown: 43, lchown: 43, fchown: 43, fchmod: 32, futimes: 43, lutimes: 43, ftruncate: 11, statfs: 11,
  opendir: 32, readv: 43, writev: 43, read: 65, write: 65,
};
const described = native.describeFunction;

/** What programs can make themselves, of fields in the order of the class, with a warning. */
const DeprecatedStats = described(function (...fields) {
  require('internal/errors').deprecated('DEP0180', 'fs.Stats constructor is deprecated.');
  if (new.target) return Reflect.construct(Stats, [FIELDS.map((name, i) => (name.endsWith('Ms') ? Number(fields[i]) : fields[i]))], new.target);
}, 'deprecated', 18);
DeprecatedStats.prototype = Stats.prototype;

const fs = { constants, Stats: DeprecatedStats, Dirent };
for (const [name, run] of Object.entries(sync)) {
  const ofSync = lengths[name] % 10;
  fs[`${name}Sync`] = described(run, `${name}Sync`, ofSync);
  fs[name] = described(function (...given) {
    let args = given;
    let callback = args.at(-1);
    if (name === 'read' || name === 'write' || name === 'cp') {
      args.pop();
      checkFunction(callback, 'cb');
      if (name === 'read') args = argumentsOfRead(...args);
    } else if (typeof callback === 'function' && args.length === (lengths[name] - ofSync) / 10) {
      args.pop();
    } else {
      [args, callback] = require('internal/fs_arguments').splitCallback(name, args, toPath);
    }
    const serve = () => {
      let result;
      let failure = null;
      try {
        result = run(...args);
      } catch (error) {
        // A wrong argument is the caller's mistake, and thrown.
        if (error.syscall === undefined && error.code?.startsWith('ERR_')) throw error;
        failure = error;
      }
      if (['read', 'write', 'readv', 'writev'].includes(name)) native.complete(callback, failure, result ?? 0, args[1]);
      else if (failure) native.complete(callback, failure);
      else if (result === undefined) native.complete(callback, null);
      else native.complete(callback, null, result);
    };
    const later = name === 'open' ? openLater(...args) : undefined;
    if (later) later.then((fd) => native.complete(callback, null, fd), (error) => native.complete(callback, error));
    else if ((name === 'read' || name === 'readv') && mayWait(args[0])) require('internal/fs_waiting').whenReadable(args[0], serve);
    else serve();
  }, name, (lengths[name] - ofSync) / 10);
}
/** Whether who reads a descriptor may have to wait. */
function mayWait(fd) {
  return isDescriptor(fd) && /^(?:PIPE|TTY|TCP)$/.test(native.descriptorKind(fd));
}
const SIZE = 16384;
/** The arguments of a read, which may be options, or none. Here an offset that is null is 0. */
function argumentsOfRead(fd, buffer, ...rest) {
  if (!ArrayBuffer.isView(buffer)) {
    if (rest.length > 0) throw invalidArgument('buffer', 'an instance of Buffer, TypedArray, or DataView', buffer);
    if (buffer !== undefined && buffer !== null) require('internal/fs_options').checkObject(buffer);
    return withOptions(fd, buffer?.buffer ?? Buffer.alloc(SIZE), buffer);
  }
  const [offset, length, position] = rest;
  if (offset === undefined || offset === null ? rest.length < 2 : typeof offset === 'object') return withOptions(fd, buffer, offset);
  return rest.length < 2 ? [fd, buffer, offset] : [fd, buffer, offset ?? 0, length, position];
}
function withOptions(fd, buffer, options) {
  const { offset, length = buffer.byteLength - (offset ?? 0), position } = options ?? {};
  return [fd, buffer, offset ?? 0, length, position];
}
/** What kind of file a path leads to; undefined if there is none. */
function kindOf(path) {
  try {
    return native.stat(toPath(path), true)[1] & constants.S_IFMT;
  } catch {
    return undefined;
  }
}
/** Of a pipe that has a name, which opens once its other end does: the promise of its descriptor, or undefined. */
function openLater(path, flags, mode) {
  return kindOf(path) === constants.S_IFIFO ? require('internal/fs_waiting').openPipe(sync.open, path, openFlags(flags), mode) : undefined;
}
/** Of a file that may be a pipe or the like: its contents once they have come, or undefined. */
function contentsLater(path, options) {
  if (isDescriptor(path)) {
    if (!mayWait(path)) return undefined;
  } else {
    const kind = kindOf(path);
    if (kind !== constants.S_IFIFO && kind !== constants.S_IFCHR) return undefined;
  }
  return readLater(path, optionsOf(options));
}
async function readLater(path, { encoding, flag }) {
  const fd = isDescriptor(path) ? path : sync.open(path, openFlags(flag) | constants.O_NONBLOCK);
  try {
    return decodeAs(await require('internal/fs_waiting').readAll(fd), encoding);
  } finally {
    if (fd !== path) native.close(fd);
  }
}
/**
 * Of what is written to a pipe, in pieces or until a signal: the promise that it is, or undefined. Only functions with promises
 * take `pieces`.
 */
function writtenLater(file, data, options, flag, pieces) {
  const given = checkFlush(optionsOf(options));
  const { signal, encoding } = given;
  const isPipe = isDescriptor(file) ? native.descriptorKind(file) === 'PIPE' : kindOf(file) === constants.S_IFIFO;
  if (!isPipe && signal === undefined && pieces === undefined) return undefined;
  const writing = require('internal/fs_writing');
  writing.checkSignal(signal);
  return writeLater(writing, fileOf(file), pieces ?? bytesOf(data, encoding), { flag, ...given }, isPipe);
}
async function writeLater(writing, file, data, { encoding, flag, mode, flush, signal }, isPipe) {
  writing.checkAborted(signal);
  // Who has called may still say that it should not be.
  if (signal !== undefined) await new Promise((resolve) => native.complete(resolve));
  const fd = typeof file === 'number' ? file : await openLater(file, flag, mode) ?? sync.open(file, flag, mode);
  try {
    writing.checkAborted(signal);
    await writing.writeAll(fd, data, encoding, isPipe, signal);
    if (flush && !isPipe) native.fsync(fd);
  } finally {
    if (fd !== file) native.close(fd);
  }
}
for (const [name, flag] of [['writeFile', 'w'], ['appendFile', 'a']]) {
  const writeNow = fs[name];
  fs[name] = described(function (path, data, ...rest) {
    const callback = rest.at(-1);
    const later = typeof callback === 'function' ? writtenLater(path, data, rest.length > 1 ? rest[0] : undefined, flag) : undefined;
    if (later === undefined) writeNow(path, data, ...rest);
    else later.then(() => native.complete(callback, null), (error) => native.complete(callback, error));
  }, name, 4);
}
const writeNow = fs.write;
fs.write = described(function (fd, data, ...rest) {
  const callback = rest.at(-1);
  if (typeof callback !== 'function' || !ArrayBuffer.isView(data) || !isDescriptor(fd) || native.descriptorKind(fd) !== 'PIPE') {
    writeNow(fd, data, ...rest);
    return;
  }
  const [part] = partWritten(data, ...rest.slice(0, -1));
  const written = require('internal/fs_writing').writeLater(fd, part);
  written.then(() => native.complete(callback, null, part.length, data), (error) => native.complete(callback, error, 0, data));
}, 'write', 6);
const readFile = fs.readFile;
fs.readFile = described(function (path, ...rest) {
  const callback = rest.at(-1);
  const later = typeof callback === 'function' ? contentsLater(path, rest.length > 1 ? rest[0] : undefined) : undefined;
  if (later === undefined) readFile(path, ...rest);
  else later.then((contents) => native.complete(callback, null, contents), (error) => native.complete(callback, error));
}, 'readFile', 3);
fs.cp = function cp(from, to, options, callback) {
  if (callback === undefined && typeof options === 'function') [callback, options] = [options, undefined];
  checkFunction(callback, 'cb');
  const checked = require('internal/fs_options').ofCopy(options);
  const copied = require('internal/fs_copy').run(toPath(from, 'src'), toPath(to, 'dest'), checked);
  copied.then(() => native.complete(callback, null, undefined), (error) => native.complete(callback, error));
};
fs.existsSync = function existsSync(path) {
  try {
    sync.access(path);
    return true;
  } catch (error) {
    if (error.code === 'ERR_INVALID_ARG_TYPE') {
      require('internal/errors').deprecated('DEP0187', 'Passing invalid argument types to fs.existsSync is deprecated');
    }
    return false;
  }
};
/** What util.promisify makes of those whose callbacks are given more than one value, or no error. */
const kArguments = Symbol.for('hearth.promisify.arguments');
for (const [name, names] of [['read', ['bytesRead', 'buffer']], ['write', ['bytesWritten', 'buffer']], ['readv', ['bytesRead', 'buffers']], ['writev', ['bytesWritten', 'buffers']]]) {
  Object.defineProperty(fs[name], kArguments, { value: names });
}
fs.exists = function exists(path, callback) {
  checkFunction(callback, 'cb');
  return native.complete(callback, fs.existsSync(path));
};
Object.defineProperty(fs.exists, Symbol.for('nodejs.util.promisify.custom'), { value: async (path) => fs.existsSync(path) });
function blobType(options) {
  require('internal/fs_options').checkObject(options);
  const type = options?.type || '';
  require('internal/errors').checkString(type, 'options.type');
  return type;
}
fs.openAsBlob = function openAsBlob(path, options = undefined) {
  const type = blobType(options);
  return fs.promises.readFile(toPath(path)).then((bytes) => new Blob([bytes], { type }));
};
fs.openAsBlobSync = function openAsBlobSync(path, options = undefined) {
  const type = blobType(options);
  return new Blob([fs.readFileSync(toPath(path))], { type });
};
fs.mkdtempDisposableSync = function mkdtempDisposableSync(prefix, options) {
  const path = fs.mkdtempSync(prefix, options);
  const remove = () => fs.rmSync(path, { recursive: true, force: true });
  return { path, remove, [Symbol.dispose]: remove };
};
fs._toUnixTimestamp = function toUnixTimestamp(time) { return time instanceof Date ? time.getTime() / 1000 : Number(time); };
const nativeRealpath = (path, options) => encoded(native.realpath(toPath(path)), optionsOf(options).encoding);
fs.realpathSync.native = described((path, options) => nativeRealpath(path, options), '', 2);
fs.realpath.native = described((...given) => {
  const [args, callback] = require('internal/fs_arguments').splitCallback('realpath', given, toPath);
  let found;
  try {
    found = nativeRealpath(...args);
  } catch (error) {
    if (error.syscall === undefined) throw error;
    native.complete(callback, error);
    return;
  }
  native.complete(callback, null, found);
}, '', 3);

/** The class of files that are opened with a promise, loaded by who opens one. */
let FileHandle;
const ofHandle = () => (FileHandle ??= require('internal/fs_handle')({ argumentsOfRead, contentsLater, mayWait, piecesLater, sync }));

const WRITES = { __proto__: null, writeFile: 'w', appendFile: 'a' };
/** As writtenLater, of data that may be iterated. */
function piecesLater(file, data, options, flag) {
  const pieces = data !== null && typeof data === 'object' && require('internal/fs_writing').comesInPieces(data) ? data : undefined;
  return writtenLater(file, data, options, flag, pieces);
}

/** `length` of the functions with promises, where these differ from those that wait. */
const lengthsOfPromised = { access: 1, opendir: 3, truncate: 1 };
/** What they take differs a little from what those do that wait. */
const noNumber = (path) => {
  if (typeof path === 'number') toPath(path);
};
const objectGiven = (path, options) => { require('internal/fs_options').checkObject(options); };
const PROMISED = {
  __proto__: null, readFile: noNumber, writeFile: noNumber, appendFile: noNumber, stat: objectGiven, lstat: objectGiven,
  readlink: (path) => { toPath(path, 'oldPath'); },
};
const promises = { constants };
for (const [name, run] of Object.entries(sync)) {
  if (/^(open|close|readv?|writev?|fstat|fsync|fdatasync|fchown|fchmod|futimes|ftruncate)$/.test(name)) continue;
  promises[name] = described(async (path, ...args) => {
    PROMISED[name]?.(path, ...args);
    const file = FileHandle !== undefined && path instanceof FileHandle ? descriptorOf(path.fd) : path;
    const later = name === 'readFile' ? contentsLater(file, args[0]) : name in WRITES ? piecesLater(file, args[0], args[1], WRITES[name]) : undefined;
    if (later !== undefined) return later;
    const settled = new Promise((resolve) => native.complete(resolve));
    try {
      return run(file, ...args);
    } finally {
      await settled;
    }
  }, name, lengthsOfPromised[name] ?? lengths[name] % 10);
}
promises.realpath = described(async (path, options) => {
  const settled = new Promise((resolve) => native.complete(resolve));
  try {
    return nativeRealpath(path, options);
  } finally {
    await settled;
  }
}, 'realpath', 2);
promises.cp = async function cp(from, to, options) {
  const checked = require('internal/fs_options').ofCopy(options);
  const settled = new Promise((resolve) => native.complete(resolve));
  try {
    await require('internal/fs_copy').run(toPath(from, 'src'), toPath(to, 'dest'), checked);
  } finally {
    await settled;
  }
};
promises.mkdtempDisposable = async function mkdtempDisposable(prefix, options) {
  const folder = process.cwd();
  const path = await promises.mkdtemp(prefix, options);
  // It is still found after a change of the current folder.
  const whole = require('path').resolve(folder, path);
  const remove = async () => promises.rm(whole, { recursive: true, force: true });
  return { __proto__: null, path, remove, async [Symbol.asyncDispose]() { await remove(); } };
};
promises.open = described(async (path, flags, mode) => new (ofHandle())(await openLater(path, flags, mode) ?? sync.open(path, flags, mode)), 'open', 3);
fs.promises = promises;

// Streams are loaded by who asks for one.
Object.defineProperty(fs, 'toPath', { value: toPath });
for (const name of ['ReadStream', 'WriteStream']) {
  for (const alias of [name, name.replace('Read', 'FileRead').replace('Write', 'FileWrite')]) {
    Object.defineProperty(fs, alias, Object.getOwnPropertyDescriptor({
      get [alias]() { return require('internal/fs_streams')[name]; },
      set [alias](value) {
        Object.defineProperty(fs, alias, { value, writable: true, configurable: true, enumerable: true });
      },
    }, alias));
  }
}
for (const name of ['watch', 'watchFile', 'unwatchFile']) {
  fs[name] = described(function (...args) { return require('internal/fs_watch')[name](...args); }, name, name === 'unwatchFile' ? 2 : 3);
}
Object.defineProperty(fs, 'Dir', { configurable: true, enumerable: true, get: () => require('internal/fs_folder').Dir });
fs.glob = function glob(pattern, options, callback) {
  require('internal/glob').glob(pattern, options, callback);
};
fs.globSync = function globSync(pattern, options) {
  return require('internal/glob').globSync(pattern, options);
};
promises.glob = async function* glob(pattern, options) {
  yield* require('internal/glob').globLater(pattern, options);
};
promises.watch = function watch(path, options) { return require('internal/fs_watch').watchEvents(path, options); };
fs.createReadStream = function createReadStream(path, options) { return new (require('internal/fs_streams').ReadStream)(path, options); };
fs.createWriteStream = function createWriteStream(path, options) { return new (require('internal/fs_streams').WriteStream)(path, options); };
module.exports = fs;
