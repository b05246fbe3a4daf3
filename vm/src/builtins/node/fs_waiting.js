// Reads of what may have nothing to be read yet: pipes, sockets, terminals. The program goes on meanwhile.
'use strict';

const native = require('native');

/** By descriptor: who waits to read, in the order in which they have asked. */
const queues = new Map();

/** Calls `read` once there is something to be read of a descriptor, or its end. */
function whenReadable(fd, read) {
  let queue = queues.get(fd);
  if (queue === undefined) {
    queue = { waiting: [], watch: native.watch(fd, 1, () => next(fd)) };
    queues.set(fd, queue);
  }
  queue.waiting.push(read);
}
function next(fd) {
  const queue = queues.get(fd);
  const read = queue.waiting.shift();
  if (queue.waiting.length === 0) {
    native.unwatch(queue.watch);
    queues.delete(fd);
  }
  read();
}
const readable = (fd) => new Promise((resolve) => whenReadable(fd, resolve));

const PIECE = 1 << 16;

/** All that comes of a descriptor, to its end. */
async function readAll(fd) {
  const pieces = [];
  for (;;) {
    await readable(fd);
    const piece = Buffer.allocUnsafe(PIECE);
    let length;
    try {
      length = native.read(fd, piece, -1);
    } catch (error) {
      if (error.code === 'EAGAIN') continue;
      throw error;
    }
    if (length === 0) return Buffer.concat(pieces);
    pieces.push(piece.subarray(0, length));
  }
}

/** How often it is looked whether somebody reads a pipe by now; milliseconds. */
const PATIENCE = 5;
const NONBLOCK = 0o4000;

/**
 * Opens a pipe that has a name. An end that reads is there at once: its reads wait for the other. One that writes is
 * there once somebody reads.
 */
async function openPipe(open, path, flags, mode) {
  const access = flags & 3;
  if (access !== 1) return open(path, access === 0 ? flags | NONBLOCK : flags, mode);
  for (;;) {
    let first;
    try {
      first = open(path, flags | NONBLOCK, mode);
    } catch (error) {
      if (error.code !== 'ENXIO' || flags & NONBLOCK) throw error;
      await new Promise((resolve) => setTimeout(resolve, PATIENCE));
      continue;
    }
    if (flags & NONBLOCK) return first;
    try {
      // Now it does not wait.
      return open(path, flags, mode);
    } finally {
      native.close(first);
    }
  }
}

module.exports = { whenReadable, readable, readAll, openPipe };
