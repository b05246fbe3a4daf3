// The streams of node:fs. A file is opened in `_construct`, before its first chunk.
'use strict';

const { Buffer } = require('buffer');
const { checkFunction, invalidArgument, outOfRange } = require('internal/errors');
const Readable = require('internal/streams/readable');
const Writable = require('internal/streams/writable');

const kFs = Symbol('kFs');
const kIsBusy = Symbol('kIsBusy');
const kIdle = Symbol('kIdle');
const kHandle = Symbol('kHandle');

const fs = require('fs');

/** The functions of a FileHandle as those of fs. */
function functionsOf(handle) {
  return {
    open: (path, flags, mode, callback) => callback(null, handle.fd),
    close: (fd, callback) => handle.close().then(() => callback(null), callback),
    read: (fd, buffer, offset, length, position, callback) => fs.read(fd, buffer, offset, length, position, callback),
    write: (fd, buffer, offset, length, position, callback) => fs.write(fd, buffer, offset, length, position, callback),
    fsync: (fd, callback) => fs.fsync(fd, callback),
  };
}

function checkNumber(value, name, least = 0) {
  if (typeof value !== 'number') throw invalidArgument(name, 'of type number', value);
  if (!Number.isInteger(value) && value !== Infinity) throw outOfRange(name, 'an integer', value);
  if (value < least) throw outOfRange(name, `>= ${least} && <= 9007199254740991`, value);
}

function settingsOf(given) {
  if (given === null || given === undefined) return {};
  if (typeof given === 'string') return { encoding: given };
  if (typeof given === 'function') return {};
  if (typeof given !== 'object') throw invalidArgument('options', 'one of type string or object', given);
  return { ...given };
}

/** What both kinds have: the path or descriptor, and whose functions are called. */
function setUp(stream, path, options, names) {
  const { fd } = options;
  stream[kFs] = options.fs ?? fs;
  stream[kIsBusy] = false;
  const number = typeof fd === 'object' ? fd?.fd : fd;
  if (typeof number === 'number' && !(number >= 0 && number <= 2147483647)) throw outOfRange('fd', '>= 0 && <= 2147483647', number);
  if (fd === undefined || fd === null) {
    stream.fd = null;
    // What is no path is known now, and not when it is opened.
    stream.path = fs.toPath(path);
  } else if (typeof fd === 'number') {
    stream.fd = fd;
    if (path !== null && path !== undefined) stream.path = path;
  } else if (typeof fd === 'object' && typeof fd.fd === 'number') {
    if (options.fs) throw require('internal/errors').coded(Error, 'ERR_METHOD_NOT_IMPLEMENTED', 'The FileHandle with fs method is not implemented');
    stream[kHandle] = fd;
    stream.fd = fd.fd;
    stream[kFs] = functionsOf(fd);
    fd.on?.('close', () => stream.close());
  } else {
    throw invalidArgument('options.fd', 'of type number or an instance of FileHandle', fd);
  }
  for (const name of names) if (options.fs) checkFunction(options.fs[name], `options.fs.${name}`);
  options.autoDestroy = options.autoClose ?? true;
  if (options.start !== undefined) checkNumber(options.start, 'start');
  stream.start = options.start;
}

function construct(callback) {
  const stream = this;
  if (typeof stream.fd === 'number') {
    callback();
    return;
  }
  if (stream.open !== ownOpen) {
    // Programs replace `open`, which tells its end by events.
    const { emit } = stream;
    stream.emit = function replaced(event, ...args) {
      if (event === 'open') {
        stream.emit = emit;
        callback();
        return Reflect.apply(emit, this, [event, ...args]);
      }
      if (event === 'error') {
        stream.emit = emit;
        callback(args[0]);
        return true;
      }
      return Reflect.apply(emit, this, [event, ...args]);
    };
    stream.open();
    return;
  }
  stream[kFs].open(stream.path, stream.flags, stream.mode, (error, fd) => {
    if (error) {
      callback(error);
      return;
    }
    stream.fd = fd;
    callback();
    stream.emit('open', fd);
    stream.emit('ready');
  });
}

function ownOpen() {}

function close(stream, error, callback) {
  const { fd } = stream;
  stream.fd = null;
  if (fd === null || fd === undefined || fd < 0) {
    callback(error);
    return;
  }
  stream[kFs].close(fd, (failure) => callback(failure || error));
}

/** Closes once no call is under way. */
function destroyWhenIdle(error, callback) {
  if (this[kIsBusy]) this.once(kIdle, (late) => close(this, error || late, callback));
  else close(this, error, callback);
}

function idle(stream, error) {
  stream[kIsBusy] = false;
  if (stream.destroyed) stream.emit(kIdle, error);
}

// ---- reading

function ReadStream(path, givenOptions) {
  if (!(this instanceof ReadStream)) return new ReadStream(path, givenOptions);
  const options = settingsOf(givenOptions);
  options.highWaterMark ??= 64 * 1024;
  this.flags = options.flags ?? 'r';
  this.mode = options.mode ?? 0o666;
  setUp(this, path, options, ['open', 'read', 'close'].slice(options.fd == null ? 0 : 1));
  this.end = options.end ?? Infinity;
  this.pos = this.start;
  this.bytesRead = 0;
  if (this.start !== undefined && this.end !== Infinity) {
    checkNumber(this.end, 'end');
    if (this.start > this.end) throw outOfRange('start', `<= "end" (here: ${this.end})`, this.start);
  } else if (this.end !== Infinity) {
    checkNumber(this.end, 'end');
  }
  if (this.pos === undefined && this.end !== Infinity) this.pos = 0;
  Reflect.apply(Readable, this, [options]);
  if (options.encoding) this.setEncoding(options.encoding);
}
Object.setPrototypeOf(ReadStream.prototype, Readable.prototype);
Object.setPrototypeOf(ReadStream, Readable);

ReadStream.prototype.open = ownOpen;
ReadStream.prototype._construct = construct;
ReadStream.prototype._destroy = destroyWhenIdle;
ReadStream.prototype._read = function _read(wanted) {
  const left = this.pos === undefined ? this.end - this.bytesRead + 1 : this.end - this.pos + 1;
  const size = Math.min(left, wanted);
  if (size <= 0) {
    this.push(null);
    return;
  }
  const buffer = Buffer.allocUnsafeSlow(size);
  this[kIsBusy] = true;
  this[kFs].read(this.fd, buffer, 0, size, this.pos, (error, count, filled) => {
    idle(this, error);
    if (this.destroyed && !error) return;
    if (error) {
      require('internal/streams/destroy').errorOrDestroy(this, error);
    } else if (count > 0) {
      if (this.pos !== undefined) this.pos += count;
      this.bytesRead += count;
      this.push(count === filled.length ? filled : filled.subarray(0, count));
    } else {
      this.push(null);
    }
  });
};
ReadStream.prototype.close = function closeStream(callback) {
  if (callback) require('internal/streams/end_of_stream').finished(this, callback);
  this.destroy();
};

// ---- writing

function WriteStream(path, givenOptions) {
  if (!(this instanceof WriteStream)) return new WriteStream(path, givenOptions);
  const options = settingsOf(givenOptions);
  options.decodeStrings = true;
  this.flags = options.flags ?? (options.start > 0 ? 'r+' : 'w');
  this.mode = options.mode ?? 0o666;
  this.flush = options.flush ?? false;
  setUp(this, path, options, ['open', 'write', 'close'].slice(options.fd == null ? 0 : 1));
  this.pos = this.start;
  this.bytesWritten = 0;
  // Where the functions are another's, there may be no writev.
  Reflect.apply(Writable, this, [options]);
  if (options.encoding) this.setDefaultEncoding(options.encoding);
}
Object.setPrototypeOf(WriteStream.prototype, Writable.prototype);
Object.setPrototypeOf(WriteStream, Writable);

WriteStream.prototype.open = ownOpen;
WriteStream.prototype._construct = construct;
WriteStream.prototype._destroy = destroyWhenIdle;

function writeAll(stream, data, callback, retries = 0) {
  stream[kFs].write(stream.fd, data, 0, data.length, stream.pos, (error, count) => {
    if (error?.code === 'EAGAIN') [error, count] = [null, 0]; // eslint-disable-line no-param-reassign
    if (error || stream.destroyed) {
      callback(error || require('internal/streams/errors').destroyed('write'));
      return;
    }
    stream.bytesWritten += count;
    if (stream.pos !== undefined) stream.pos += count;
    const again = count ? 0 : retries + 1;
    if (count === data.length) callback();
    else if (again > 5) callback(new Error('writev failed'));
    else writeAll(stream, data.subarray(count), callback, again);
  });
}

WriteStream.prototype._write = function _write(data, encoding, callback) {
  this[kIsBusy] = true;
  writeAll(this, data, (error) => {
    idle(this, error);
    callback(error);
  });
};
WriteStream.prototype._writev = function _writev(chunks, callback) {
  this._write(Buffer.concat(chunks.map(({ chunk, encoding }) => (typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk))), 'buffer', callback);
};
WriteStream.prototype._final = function _final(callback) {
  if (this.flush) this[kFs].fsync(this.fd, callback);
  else callback();
};
WriteStream.prototype.close = function closeStream(callback) {
  if (callback) {
    if (this.closed) {
      process.nextTick(callback);
      return;
    }
    this.on('close', callback);
  }
  // What was to stay open is closed now.
  if (!this._writableState.autoDestroy) this.on('finish', this.destroy);
  this.end();
};
WriteStream.prototype.destroySoon = WriteStream.prototype.end;

for (const Stream of [ReadStream, WriteStream]) {
  Object.defineProperty(Stream.prototype, 'autoClose', {
    configurable: true,
    get() {
      return (this._readableState ?? this._writableState).autoDestroy;
    },
    set(value) {
      (this._readableState ?? this._writableState).autoDestroy = value;
    },
  });
  Object.defineProperty(Stream.prototype, 'pending', {
    configurable: true,
    get() {
      return this.fd === null;
    },
  });
}

/** The bytes of a file as a stream of the web, which ends when the handle is closed. */
function webStreamOf(handle, closesIt) {
  const SIZE = 16384;
  const over = () => closesIt && handle.close();
  return new ReadableStream({
    type: 'bytes',
    autoAllocateChunkSize: SIZE,
    start(controller) {
      handle.once('close', () => {
        try {
          controller.close();
          controller.byobRequest?.respond(0);
        } catch {
          // It has ended.
        }
      });
    },
    async pull(controller) {
      const { view } = controller.byobRequest;
      const { bytesRead } = await handle.read(view, 0, view.byteLength);
      if (bytesRead === 0) {
        controller.close();
        await over();
      }
      controller.byobRequest?.respond(bytesRead);
    },
    cancel: over,
  });
}

module.exports = { ReadStream, WriteStream, webStreamOf };
