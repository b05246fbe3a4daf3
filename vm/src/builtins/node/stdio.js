// process.stdin, process.stdout and process.stderr, each made when it is first asked for.
//
// Output is with the system when `write` returns. The streams for it are not closed: what destroys
// them, an error for one, is told, and the next write tries again.
'use strict';

const native = require('native');
const { ofSystemCall } = require('internal/errors');

function outlive(stream, type) {
  stream._type = type;
  stream._isStdio = true;
  stream.destroySoon = stream.destroy;
  stream._destroy = function _destroy(error, callback) {
    callback(error);
    this._undestroy();
    if (!this._writableState.emitClose) process.nextTick(() => this.emit('close'));
  };
  return stream;
}

function output(fd) {
  const kind = native.descriptorKind(fd);
  if (kind === 'TTY') {
    const { WriteStream } = require('tty');
    const stream = new WriteStream(fd);
    return outlive(stream, 'tty');
  }
  if (kind === 'PIPE' || kind === 'TCP') {
    const DescriptorStream = require('internal/streams/descriptor');
    const stream = new DescriptorStream(fd, { writable: true, atOnce: true, closes: false, emitClose: false });
    return outlive(stream, 'pipe');
  }
  const Writable = require('internal/streams/writable');
  const stream = new Writable({
    autoDestroy: true,
    emitClose: false,
    write(chunk, encoding, callback) {
      if (kind !== 'UNKNOWN') {
        try {
          native.writeAll(fd, chunk);
        } catch (error) {
          callback(ofSystemCall(error, 'write'));
          return;
        }
      }
      callback();
    },
  });
  stream.fd = fd;
  return outlive(stream, 'fs');
}

function input() {
  const kind = native.descriptorKind(0);
  if (kind === 'UNKNOWN') {
    const Readable = require('internal/streams/readable');
    const stream = new Readable({ read() {} });
    stream.push(null);
    stream.fd = 0;
    return stream;
  }
  if (kind === 'FILE') {
    const fs = require('fs');
    const stream = new fs.ReadStream(null, { fd: 0, autoClose: false });
    stream.fd = 0;
    return stream;
  }
  let stream;
  if (kind === 'TTY') {
    const { ReadStream } = require('tty');
    stream = new ReadStream(0);
  } else {
    const DescriptorStream = require('internal/streams/descriptor');
    stream = new DescriptorStream(0, { readable: true, closes: false });
  }
  // A program that reads no more is not kept waiting.
  stream.on('pause', () => process.nextTick(() => {
    if (!stream.readableFlowing) stream.stopReading();
  }));
  return stream;
}

const made = [null, null, null];
/** The methods with which the output streams were made, by descriptor. */
const own = [];
/** Of a worker: its streams lead to whoever has started it. */
let others = null;
exports.replace = ({ stdin, stdout, stderr }) => {
  others = [stdin, stdout, stderr];
};
function streamOf(fd) {
  if (made[fd] === null) {
    made[fd] = others !== null ? others[fd]() : fd === 0 ? input() : output(fd);
    own[fd] = { write: made[fd].write, _write: made[fd]._write };
  }
  return made[fd];
}
for (const [fd, name] of [[0, 'stdin'], [1, 'stdout'], [2, 'stderr']]) {
  Object.defineProperty(exports, name, { enumerable: true, get: () => streamOf(fd) });
}

const nothing = () => {};
const isIdle = (state) => !state.writing && state.corked === 0 && state.length === 0 && !state.destroyed && !state.ending;

/** What the console writes. Errors of the stream are not those of the console's user. */
exports.print = (fd, text) => {
  const stream = fd === 1 ? process.stdout : process.stderr;
  if (typeof stream?.write !== 'function') return;
  if (others === null && stream === made[fd] && stream.write === own[fd].write && stream._write === own[fd]._write && isIdle(stream._writableState)) {
    // Nothing of the program's would see the difference.
    try {
      native.writeAll(fd, text);
      return;
    } catch {
      // The stream tells the error.
    }
  }
  if (typeof stream.once !== 'function') {
    stream.write(text);
    return;
  }
  stream.once('error', nothing);
  try {
    stream.write(text, (error) => {
      if (error && !stream._writableState?.errorEmitted && stream.listenerCount('error') === 0) stream.once('error', nothing);
    });
  } finally {
    stream.removeListener('error', nothing);
  }
};
