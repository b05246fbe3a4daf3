// Writes that take their time: to pipes, of data that comes in pieces, and until a signal.
'use strict';

const native = require('native');
const { invalidArgument } = require('internal/errors');
const { AbortError } = require('internal/streams/errors');

const WRITE_ONLY = 1;
const NONBLOCK = 0o4000;

/** By descriptor of a pipe: the last write of it, which the next one follows. */
const last = new Map();

const writable = (fd) => new Promise((resolve) => {
  const watch = native.watch(fd, 2, () => {
    native.unwatch(watch);
    resolve();
  });
});

function checkSignal(signal) {
  if (signal !== undefined && (signal === null || typeof signal !== 'object' || !('aborted' in signal))) {
    throw invalidArgument('options.signal', 'an instance of AbortSignal', signal);
  }
}
function checkAborted(signal) {
  if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
}

/** A descriptor of the same pipe whose writes do not wait; the pipe's own where there is none, of a socket. */
function unwaiting(fd) {
  try {
    return native.open(`/proc/self/fd/${fd}`, WRITE_ONLY | NONBLOCK, 0);
  } catch {
    return fd;
  }
}

async function writePipe(fd, bytes, before, signal) {
  await before?.catch(() => {});
  const end = unwaiting(fd);
  try {
    for (let done = 0; done < bytes.length;) {
      checkAborted(signal);
      try {
        done += native.write(end, bytes.subarray(done), -1);
      } catch (error) {
        if (error.code !== 'EAGAIN') throw error;
        await writable(end);
      }
    }
  } finally {
    if (end !== fd) native.close(end);
  }
}

/** Writes all of the bytes to a pipe, after what is still to be written to it; the program goes on meanwhile. */
function writeLater(fd, bytes, signal) {
  const written = writePipe(fd, bytes, last.get(fd), signal);
  last.set(fd, written);
  const forget = () => {
    if (last.get(fd) === written) last.delete(fd);
  };
  written.then(forget, forget);
  return written;
}

/** Writes bytes, or pieces of data as they come, to an open file. */
async function writeAll(fd, data, encoding, isPipe, signal) {
  if (ArrayBuffer.isView(data)) {
    await (isPipe ? writeLater(fd, data, signal) : native.writeFile(fd, data));
    return;
  }
  for await (const piece of data) {
    checkAborted(signal);
    const bytes = ArrayBuffer.isView(piece) ? new Uint8Array(piece.buffer, piece.byteOffset, piece.byteLength) : Buffer.from(piece, encoding || 'utf8');
    await (isPipe ? writeLater(fd, bytes, signal) : native.writeFile(fd, bytes));
  }
}

const comesInPieces = (data) =>
  data !== null && typeof data === 'object' && !ArrayBuffer.isView(data) &&
  (typeof data[Symbol.asyncIterator] === 'function' || typeof data[Symbol.iterator] === 'function');

module.exports = { checkAborted, checkSignal, comesInPieces, writeAll, writeLater };
