// The files that fs.promises.open gives.
'use strict';

const native = require('native');
const EventEmitter = require('events');

/** The class, of these functions of fs. */
module.exports = ({ argumentsOfRead, contentsLater, mayWait, piecesLater, sync }) => class FileHandle extends EventEmitter {
  #fd;
  #isLocked = false;
  constructor(fd) {
    super();
    this.#fd = fd;
  }
  get fd() { return this.#fd; }
  /** The descriptor, unless it is closed; `call` is what was asked for. */
  #open(call) {
    if (this.#fd < 0) throw Object.assign(new Error('file closed'), { code: 'EBADF', syscall: call });
    return this.#fd;
  }
  async close() {
    if (this.#fd < 0) return;
    native.close(this.#fd);
    this.#fd = -1;
    this.emit('close');
  }
  async read(...args) {
    const [fd, buffer, offset, length, position] = argumentsOfRead(this.#open('read'), ...args);
    if (mayWait(fd)) await require('internal/fs_waiting').readable(fd);
    return { bytesRead: sync.read(fd, buffer, offset, length ?? buffer.byteLength - Number(offset), position), buffer };
  }
  async write(data, ...rest) { return { bytesWritten: sync.write(this.#open('write'), data, ...rest), buffer: data }; }
  async readFile(options) {
    const fd = this.#open('readFile');
    return contentsLater(fd, options) ?? sync.readFile(fd, options);
  }
  async writeFile(data, options) {
    const fd = this.#open('writeFile');
    return piecesLater(fd, data, options) ?? sync.writeFile(fd, data, options);
  }
  async appendFile(data, options) { return this.writeFile(data, options); }
  async stat(options) { return sync.fstat(this.#open('fstat'), options); }
  async sync() { return native.fsync(this.#open('fsync')); }
  async datasync() { return native.fdatasync(this.#open('fdatasync')); }
  async chmod(mode) { return sync.fchmod(this.#open('fchmod'), mode); }
  async chown(uid, gid) { return sync.fchown(this.#open('fchown'), uid, gid); }
  async utimes(atime, mtime) { return sync.futimes(this.#open('futimes'), atime, mtime); }
  async truncate(length) { return sync.ftruncate(this.#open('ftruncate'), length); }
  async readv(buffers, position) { return { bytesRead: sync.readv(this.#open('readv'), buffers, position), buffers }; }
  async writev(buffers, position) { return { bytesWritten: sync.writev(this.#open('writev'), buffers, position), buffers }; }
  readableWebStream(options) {
    const { checkHandle } = require('internal/fs_options');
    const autoClose = checkHandle(this.#fd, this.#isLocked, options);
    this.#isLocked = true;
    return require('internal/fs_streams').webStreamOf(this, autoClose);
  }
  createReadStream(options) {
    const { ReadStream } = require('internal/fs_streams');
    return new ReadStream(undefined, { ...options, fd: this });
  }
  createWriteStream(options) {
    const { WriteStream } = require('internal/fs_streams');
    return new WriteStream(undefined, { ...options, fd: this });
  }
  readLines(options) {
    return require('readline').createInterface({ input: this.createReadStream(options), crlfDelay: Infinity });
  }
  [Symbol.asyncDispose]() { return this.close(); }
};
