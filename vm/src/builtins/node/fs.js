// node:fs: synchronous, with callbacks, and with promises. The work is done at once; callbacks
// and promises are served later, as programs expect.
'use strict';

const native = require('native');
const { Buffer } = require('buffer');
const { checkFunction, invalidArgument, coded } = require('internal/errors');

const constants = {
  F_OK: 0, X_OK: 1, W_OK: 2, R_OK: 4, COPYFILE_EXCL: 1, COPYFILE_FICLONE: 2, O_RDONLY: 0, O_WRONLY: 1, O_RDWR: 2, O_CREAT: 64,
  O_EXCL: 128, O_TRUNC: 512, O_APPEND: 1024, O_SYNC: 1052672, S_IFMT: 0o170000, S_IFREG: 0o100000, S_IFDIR: 0o40000,
  S_IFCHR: 0o20000, S_IFBLK: 0o60000, S_IFIFO: 0o10000, S_IFLNK: 0o120000, S_IFSOCK: 0o140000,
};
const flagBits = {
  r: 0, 'r+': 2, rs: 0o4010000, 'rs+': 0o4010002, w: 0o1101, wx: 0o1301, 'w+': 0o1102, 'wx+': 0o1302, a: 0o2101, ax: 0o2301, 'a+': 0o2102, 'ax+': 0o2302,
};
function openFlags(flags) {
  if (typeof flags === 'number') return flags;
  const bits = flagBits[flags ?? 'r'];
  if (bits === undefined) throw require('internal/errors').invalidValue('flags', flags);
  return bits;
}

function toPath(path, name = 'path') {
  if (path instanceof require('url').URL) return require('url').fileURLToPath(path);
  if (path instanceof Uint8Array) return Buffer.from(path).toString();
  if (typeof path !== 'string') throw invalidArgument(name, 'of type string or an instance of Buffer or URL', path);
  if (path.includes('\0')) throw require('internal/errors').invalidValue(name, path, 'must be a string, Uint8Array, or URL without null bytes');
  return path;
}
const optionsOf = (options) => (typeof options === 'string' ? { encoding: options } : options ?? {});
const modeOf = (mode, fallback) => (typeof mode === 'string' ? parseInt(mode, 8) : mode ?? fallback);

class Stats {
  constructor(v, big) {
    const names = ['dev', 'mode', 'nlink', 'uid', 'gid', 'rdev', 'blksize', 'ino', 'size', 'blocks', 'atimeMs', 'mtimeMs', 'ctimeMs', 'birthtimeMs'];
    names.forEach((name, i) => {
      this[name] = big ? BigInt(Math.floor(v[i])) : v[i];
    });
    for (const name of ['atime', 'mtime', 'ctime', 'birthtime']) {
      const ms = Number(this[`${name}Ms`]);
      if (big) this[`${name}Ns`] = BigInt(Math.round(ms * 1e6));
      Object.defineProperty(this, name, { value: new Date(ms), writable: true, configurable: true, enumerable: true });
    }
  }
  #is(kind) {
    return (Number(this.mode) & constants.S_IFMT) === kind;
  }
  isDirectory() { return this.#is(constants.S_IFDIR); }
  isFile() { return this.#is(constants.S_IFREG); }
  isSymbolicLink() { return this.#is(constants.S_IFLNK); }
  isFIFO() { return this.#is(constants.S_IFIFO); }
  isSocket() { return this.#is(constants.S_IFSOCK); }
  isCharacterDevice() { return this.#is(constants.S_IFCHR); }
  isBlockDevice() { return this.#is(constants.S_IFBLK); }
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
function bytesOf(data, encoding) {
  if (typeof data === 'string') return Buffer.from(data, encoding);
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  throw invalidArgument('data', 'of type string or an instance of Buffer, TypedArray, or DataView', data);
}
function stat(path, options, follow) {
  const { throwIfNoEntry = true, bigint = false } = options ?? {};
  try {
    return new Stats(native.stat(toPath(path), follow), bigint);
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

const sync = {
  readFile(path, options) {
    const { encoding, flag } = optionsOf(options);
    const file = typeof path === 'number' ? path : toPath(path);
    if (typeof file === 'string' && (encoding === 'utf8' || encoding === 'utf-8')) return native.readText(file);
    return decodeAs(native.readFile(file, openFlags(flag)), encoding);
  },
  writeFile(path, data, options) {
    const { encoding, mode, flag } = optionsOf(options);
    native.writeFile(typeof path === 'number' ? path : toPath(path), bytesOf(data, encoding), openFlags(flag ?? 'w'), modeOf(mode, 0o666));
  },
  appendFile(path, data, options) {
    sync.writeFile(path, data, { flag: 'a', ...optionsOf(options) });
  },
  stat: (path, options) => stat(path, options, true),
  lstat: (path, options) => stat(path, options, false),
  fstat: (fd, options) => stat(`/proc/self/fd/${fd}`, options, true),
  readdir(path, options) {
    const { withFileTypes = false, recursive = false } = optionsOf(options);
    const folder = toPath(path);
    if (recursive) {
      const found = [...walk(folder, '')];
      return withFileTypes ? found.map(([, name, parent, kind]) => new Dirent(name, parent, kind)) : found.map(([relative]) => relative);
    }
    const [names, kinds] = native.readdir(folder);
    return withFileTypes ? names.map((name, i) => new Dirent(name, folder, kinds[i])) : names;
  },
  mkdir(path, options) {
    const { recursive = false, mode } = options !== null && typeof options === 'object' ? options : { mode: options };
    return native.mkdir(toPath(path), recursive, modeOf(mode, 0o777)) ?? undefined;
  },
  mkdtemp: (prefix) => native.mkdtemp(toPath(prefix, 'prefix')),
  rmdir(path, options) {
    if (options?.recursive) native.rm(toPath(path), true, false);
    else native.rmdir(toPath(path));
  },
  rm(path, options) {
    const { recursive = false, force = false } = options ?? {};
    const file = toPath(path);
    if (!recursive && sync.lstat(file, { throwIfNoEntry: false })?.isDirectory()) {
      const error = coded(Error, 'ERR_FS_EISDIR', `Path is a directory: rm returned EISDIR (is a directory) ${file}`);
      throw Object.assign(error, { errno: 21, syscall: 'rm', path: file });
    }
    native.rm(file, recursive, force);
  },
  unlink: (path) => native.unlink(toPath(path)),
  rename: (from, to) => native.rename(toPath(from, 'oldPath'), toPath(to, 'newPath')),
  copyFile: (from, to, mode) => native.copyFile(toPath(from, 'src'), toPath(to, 'dest'), !!(mode & constants.COPYFILE_EXCL)),
  cp(from, to, options) {
    const [source, target] = [toPath(from, 'src'), toPath(to, 'dest')];
    if (!sync.stat(source).isDirectory()) return sync.copyFile(source, target);
    if (!options?.recursive) throw coded(Error, 'ERR_FS_EISDIR', `Recursive option not enabled, cannot copy a directory: ${source}`);
    sync.mkdir(target, { recursive: true });
    for (const name of sync.readdir(source)) sync.cp(`${source}/${name}`, `${target}/${name}`, options);
    return undefined;
  },
  realpath: (path) => native.realpath(toPath(path)),
  readlink: (path) => native.readlink(toPath(path)),
  symlink: (target, path) => native.symlink(toPath(target, 'target'), toPath(path)),
  link: (from, to) => native.link(toPath(from, 'existingPath'), toPath(to, 'newPath')),
  chmod: (path, mode) => native.chmod(toPath(path), modeOf(mode)),
  access: (path, mode = constants.F_OK) => native.access(toPath(path), mode),
  utimes: (path, atime, mtime) => native.utimes(toPath(path), seconds(atime), seconds(mtime)),
  truncate: (path, length = 0) => native.truncate(toPath(path), length),
  open: (path, flags, mode) => native.open(toPath(path), openFlags(flags), modeOf(mode, 0o666)),
  close: (fd) => native.close(fd),
  fsync: (fd) => native.fsync(fd),
  read(fd, buffer, offsetOrOptions, length, position) {
    let [offset, count, at] = [offsetOrOptions, length, position];
    if (offset !== null && typeof offset === 'object') ({ offset = 0, length: count, position: at = null } = offset);
    offset ??= 0;
    const part = new Uint8Array(buffer.buffer, buffer.byteOffset + offset, count ?? buffer.byteLength - offset);
    return native.read(fd, part, at == null ? -1 : Number(at));
  },
  write(fd, data, offset, length, position) {
    if (typeof data === 'string') return native.write(fd, Buffer.from(data, length), offset == null ? -1 : offset);
    const start = typeof offset === 'number' ? offset : 0;
    const part = new Uint8Array(data.buffer, data.byteOffset + start, length ?? data.byteLength - start);
    return native.write(fd, part, position == null ? -1 : position);
  },
};
const seconds = (time) => (time instanceof Date ? time.getTime() / 1000 : Number(time));

const fs = { constants, Stats, Dirent, F_OK: 0, X_OK: 1, W_OK: 2, R_OK: 4 };
for (const [name, run] of Object.entries(sync)) {
  fs[`${name}Sync`] = run;
  fs[name] = (...args) => {
    const callback = args.pop();
    checkFunction(callback, 'cb');
    let result;
    let failure = null;
    try {
      result = run(...args);
    } catch (error) {
      // A wrong argument is the caller's mistake, and thrown.
      if (error.syscall === undefined && error.code?.startsWith('ERR_')) throw error;
      failure = error;
    }
    setImmediate(() => {
      if (failure) callback(failure);
      else if (name === 'read' || name === 'write') callback(null, result, args[1]);
      else if (result === undefined) callback(null);
      else callback(null, result);
    });
  };
}
fs.existsSync = (path) => {
  try {
    sync.access(path);
    return true;
  } catch {
    return false;
  }
};
fs.exists = (path, callback) => setImmediate(callback, fs.existsSync(path));
fs.realpathSync.native = fs.realpathSync;

class FileHandle {
  #fd;
  constructor(fd) {
    this.#fd = fd;
  }
  get fd() { return this.#fd; }
  async close() {
    if (this.#fd >= 0) native.close(this.#fd);
    this.#fd = -1;
  }
  async read(buffer, offset, length, position) { return { bytesRead: sync.read(this.#fd, buffer, offset, length, position), buffer }; }
  async write(data, ...rest) { return { bytesWritten: sync.write(this.#fd, data, ...rest), buffer: data }; }
  async readFile(options) { return sync.readFile(this.#fd, options); }
  async writeFile(data, options) { return sync.writeFile(this.#fd, data, options); }
  async appendFile(data, options) { return sync.writeFile(this.#fd, data, options); }
  async stat(options) { return sync.fstat(this.#fd, options); }
  async sync() { return native.fsync(this.#fd); }
  async *readLines(options) {
    yield* (await this.readFile({ encoding: 'utf8', ...options })).replace(/\r?\n$/, '').split(/\r?\n/);
  }
  [Symbol.asyncDispose]() { return this.close(); }
}

const promises = { constants };
for (const [name, run] of Object.entries(sync)) {
  if (['open', 'close', 'read', 'write', 'fstat', 'fsync'].includes(name)) continue;
  promises[name] = async (path, ...args) => {
    const file = path instanceof FileHandle ? path.fd : path;
    const settled = new Promise((resolve) => setImmediate(resolve));
    try {
      return run(file, ...args);
    } finally {
      await settled;
    }
  };
}
promises.open = async (path, flags, mode) => new FileHandle(sync.open(path, flags, mode));
fs.promises = promises;
module.exports = fs;
