// Streams of Node.js as those of the web, and the other way round.
'use strict';

const { Buffer } = require('buffer');
const { invalidArgument, invalidValue } = require('internal/errors');
const { AbortError, prematureClose } = require('internal/streams/errors');
const { destroyAny, isDestroyed } = require('internal/streams/destroy');
const { finished } = require('internal/streams/end_of_stream');
const is = require('internal/streams/predicates');
const { ReadableStream } = require('internal/web_streams/readable');
const { WritableStream } = require('internal/web_streams/writable');
const { ByteLengthQueuingStrategy, CountQueuingStrategy } = require('internal/web_streams/strategies');

/** An error as streams of the web tell it. */
function webError(error) {
  if (error?.code === 'ERR_STREAM_PREMATURE_CLOSE') return new AbortError(undefined, { cause: error });
  if (/^(Z_|ERR_BROTLI|ERR__ERROR_FORMAT|ERR_PADDING)/.test(error?.code ?? '')) {
    return Object.assign(new TypeError(undefined, { cause: error }), { code: error.code });
  }
  return error;
}
const ignoreErrors = (stream) => stream.on('error', () => {});

/** A WritableStream that writes to a Writable. */
function fromWritable(target) {
  if (typeof target?._writableState !== 'object') throw invalidArgument('streamWritable', 'an stream.Writable', target);
  if (isDestroyed(target) || !is.isWritable(target)) {
    const writable = new WritableStream();
    writable.close();
    return writable;
  }
  let controller;
  let drained;
  let closed;
  const highWaterMark = target.writableHighWaterMark;
  const cleanUp = finished(target, (cause) => {
    const error = webError(cause);
    cleanUp();
    ignoreErrors(target);
    if (error !== undefined && error !== null) {
      drained?.reject(error);
      closed?.reject(error);
      closed = undefined;
      controller.error(error);
    } else if (closed !== undefined) {
      closed.resolve();
      closed = undefined;
    } else {
      controller.error(new AbortError());
    }
  });
  target.on('drain', () => drained?.resolve());
  return new WritableStream({
    start(given) {
      controller = given;
    },
    write(chunk) {
      target.write(chunk);
      if (!target.writableNeedDrain) return undefined;
      drained = Promise.withResolvers();
      return drained.promise.finally(() => {
        drained = undefined;
      });
    },
    abort(reason) {
      destroyAny(target, reason);
    },
    close() {
      if (closed === undefined && !is.isWritableEnded(target)) closed = Promise.withResolvers();
      const done = closed?.promise;
      target.end();
      return done;
    },
  }, target.writableObjectMode ? new CountQueuingStrategy({ highWaterMark }) : { highWaterMark });
}

/** A ReadableStream of what a Readable gives. */
function fromReadable(source, options = {}) {
  if (typeof source?._readableState !== 'object') throw invalidArgument('streamReadable', 'an stream.Readable', source);
  if (options === null || typeof options !== 'object' || Array.isArray(options)) throw invalidArgument('options', 'of type object', options);
  if (options.type !== undefined && options.type !== 'bytes') throw invalidValue('options.type', options.type, "must be one of: 'bytes', undefined");
  const isBytes = options.type === 'bytes';
  if (isDestroyed(source) || !is.isReadable(source)) {
    return new ReadableStream({
      ...(isBytes ? { type: 'bytes' } : undefined),
      start(controller) {
        const error = source.errored ?? (is.isReadableFinished(source) ? undefined : new AbortError());
        if (error) controller.error(error);
        else controller.close();
      },
    });
  }
  const objectMode = source.readableObjectMode;
  const highWaterMark = source.readableHighWaterMark;
  const strategyOf = () => {
    if (options.strategy !== undefined) return options.strategy;
    if (isBytes) return { highWaterMark };
    return objectMode ? new CountQueuingStrategy({ highWaterMark }) : new ByteLengthQueuingStrategy({ highWaterMark });
  };
  let controller;
  let wasCanceled = false;
  source.pause();
  const cleanUp = finished(source, { writable: false }, (cause) => {
    const error = webError(cause);
    cleanUp();
    ignoreErrors(source);
    if (error) {
      controller.error(error);
      return;
    }
    if (wasCanceled) return;
    controller.close();
    if (isBytes) controller.byobRequest?.respond(0);
  });
  source.on('data', (chunk) => {
    if (wasCanceled) return;
    // The memory of a Buffer may be that of others.
    const given = (Buffer.isBuffer(chunk) && !objectMode) || isBytes ? new Uint8Array(chunk) : chunk;
    if (!isBytes || given.byteLength > 0) controller.enqueue(given);
    if (controller.desiredSize <= 0) source.pause();
  });
  return new ReadableStream({
    ...(isBytes ? { type: 'bytes' } : undefined),
    start(given) {
      controller = given;
    },
    pull() {
      source.resume();
    },
    cancel(reason) {
      wasCanceled = true;
      destroyAny(source, reason);
    },
  }, strategyOf());
}

/** Both sides of a Duplex. */
function fromDuplex(duplex, options = {}) {
  if (typeof duplex?._writableState !== 'object' || typeof duplex?._readableState !== 'object') throw invalidArgument('duplex', 'an stream.Duplex', duplex);
  if (isDestroyed(duplex)) {
    const [writable, readable] = [new WritableStream(), new ReadableStream()];
    writable.close();
    readable.cancel();
    return { readable, writable };
  }
  const type = options?.readableType ?? options?.type;
  const writable = is.isWritable(duplex) ? fromWritable(duplex) : new WritableStream();
  if (!is.isWritable(duplex)) writable.close();
  const readable = is.isReadable(duplex) ? fromReadable(duplex, type === undefined ? {} : { type }) : new ReadableStream();
  if (!is.isReadable(duplex)) readable.cancel();
  return { readable, writable };
}

function checkOptions(options) {
  if (options === null || typeof options !== 'object' || Array.isArray(options)) throw invalidArgument('options', 'of type object', options);
  const { objectMode = false, encoding, decodeStrings = true } = options;
  if (encoding !== undefined && !Buffer.isEncoding(encoding)) throw invalidValue('options.encoding', encoding);
  for (const [name, value] of [['objectMode', objectMode], ['decodeStrings', decodeStrings]]) {
    if (typeof value !== 'boolean') throw invalidArgument(`options.${name}`, 'of type boolean', value);
  }
  return { ...options, objectMode, decodeStrings };
}

/** A callback that may throw without being taken for what failed. */
const finisher = (callback) => (error) => {
  try {
    callback(error);
  } catch (thrown) {
    process.nextTick(() => {
      throw thrown;
    });
  }
};

/** What a Readable does to read with a reader. */
function readingFrom(reader, self) {
  return () => {
    reader.read().then(
      ({ done, value }) => self().push(done ? null : value),
      (error) => destroyAny(self(), error));
  };
}
/** What a Writable does to write with a writer. */
function writingTo(writer, self) {
  return {
    write(chunk, encoding, callback) {
      const done = finisher((error) => {
        callback(error);
      });
      writer.ready.then(() => writer.write(chunk).then(() => done(), done), done);
    },
    writev(chunks, callback) {
      const done = finisher((error) => callback(error));
      writer.ready.then(() => Promise.all(chunks.map(({ chunk }) => writer.write(chunk))).then(() => done(), done), done);
    },
    final(callback) {
      const done = finisher((error) => {
        if (error) destroyAny(self(), error);
        callback(error);
      });
      writer.close().then(() => done(), done);
    },
  };
}

/** A Readable of what a ReadableStream gives. */
function toReadable(stream, given = {}) {
  if (!is.isReadableWeb(stream)) throw invalidArgument('readableStream', 'an instance of ReadableStream', stream);
  const { highWaterMark, encoding, objectMode, signal } = checkOptions(given);
  const { Readable } = require('stream');
  const reader = stream.getReader();
  let isClosed = false;
  const readable = new Readable({
    objectMode, highWaterMark, encoding, signal,
    read: readingFrom(reader, () => readable),
    destroy(error, callback) {
      const done = finisher(() => callback(error));
      if (isClosed) done();
      else reader.cancel(error).then(done, done);
    },
  });
  reader.closed.then(
    () => {
      isClosed = true;
    },
    (error) => {
      isClosed = true;
      destroyAny(readable, error);
    });
  return readable;
}

/** A Writable that writes to a WritableStream. */
function toWritable(stream, given = {}) {
  if (!is.isWritableWeb(stream)) throw invalidArgument('writableStream', 'an instance of WritableStream', stream);
  const { highWaterMark, decodeStrings, objectMode, signal } = checkOptions(given);
  const { Writable } = require('stream');
  const writer = stream.getWriter();
  let isClosed = false;
  const writable = new Writable({
    highWaterMark, objectMode, decodeStrings, signal,
    ...writingTo(writer, () => writable),
    destroy(error, callback) {
      const done = finisher(() => callback(error));
      if (isClosed) done();
      else if (error !== null && error !== undefined) writer.abort(error).then(done, done);
      else writer.close().then(done, done);
    },
  });
  writer.closed.then(
    () => {
      isClosed = true;
      if (!is.isWritableEnded(writable)) destroyAny(writable, prematureClose());
    },
    (error) => {
      isClosed = true;
      destroyAny(writable, error);
    });
  return writable;
}

/** A Duplex of a pair of streams of the web. */
function toDuplex(pair, given = {}) {
  if (pair === null || typeof pair !== 'object' || Array.isArray(pair)) throw invalidArgument('pair', 'of type object', pair);
  const { readable, writable } = pair;
  if (!is.isReadableWeb(readable)) throw invalidArgument('pair.readable', 'an instance of ReadableStream', readable);
  if (!is.isWritableWeb(writable)) throw invalidArgument('pair.writable', 'an instance of WritableStream', writable);
  const { allowHalfOpen = false, objectMode, encoding, decodeStrings, highWaterMark, signal } = checkOptions(given);
  const { Duplex } = require('stream');
  const [writer, reader] = [writable.getWriter(), readable.getReader()];
  let isWriterClosed = false;
  let isReaderClosed = false;
  const duplex = new Duplex({
    allowHalfOpen, highWaterMark, objectMode, encoding, decodeStrings, signal,
    ...writingTo(writer, () => duplex),
    read: readingFrom(reader, () => duplex),
    destroy(error, callback) {
      const done = finisher(() => callback(error));
      const closeWriter = () => {
        if (isWriterClosed) return undefined;
        return error !== null && error !== undefined ? writer.abort(error) : writer.close();
      };
      Promise.all([closeWriter(), isReaderClosed ? undefined : reader.cancel(error)]).then(done, done);
    },
  });
  writer.closed.then(
    () => {
      isWriterClosed = true;
      if (!is.isWritableEnded(duplex)) destroyAny(duplex, prematureClose());
    },
    (error) => {
      isWriterClosed = true;
      isReaderClosed = true;
      destroyAny(duplex, error);
    });
  reader.closed.then(
    () => {
      isReaderClosed = true;
    },
    (error) => {
      isWriterClosed = true;
      isReaderClosed = true;
      destroyAny(duplex, error);
    });
  return duplex;
}

module.exports = { fromReadable, fromWritable, fromDuplex, toReadable, toWritable, toDuplex };
