// Duplex.from: a Duplex of a stream, a generator, a function, a promise, or a pair of streams.
'use strict';

const { invalidArgument } = require('internal/errors');
const Readable = require('internal/streams/readable');
const Writable = require('internal/streams/writable');
const Duplex = require('internal/streams/duplex');
const { destroyAny } = require('internal/streams/destroy');
const { finished } = require('internal/streams/end_of_stream');
const { AbortError, abortedBy, invalidReturn } = require('internal/streams/errors');
const is = require('internal/streams/predicates');

function duplexify(body, name) {
  if (is.isDuplexNode(body)) return body;
  if (is.isReadableNode(body)) return joined({ readable: body });
  if (is.isWritableNode(body)) return joined({ writable: body });
  if (is.isNode(body)) return joined({ writable: false, readable: false });
  if (is.isTransformWeb(body)) return require('internal/web_streams/adapters').toDuplex(body);
  if (is.isReadableWeb(body)) return joined({ readable: require('internal/web_streams/adapters').toReadable(body) });
  if (is.isWritableWeb(body)) return joined({ writable: require('internal/web_streams/adapters').toWritable(body) });
  if (typeof body === 'function') return ofFunction(body, name);
  if (body && typeof body.arrayBuffer === 'function' && typeof body.stream === 'function') {
    return ofPromise(body.arrayBuffer());
  }
  if (is.isIterable(body)) return Readable.from(body, { objectMode: true, writable: false });
  if (typeof body?.writable === 'object' || typeof body?.readable === 'object') {
    const side = (value) => (value === undefined || is.isNode(value) ? value : duplexify(value));
    return joined({ readable: side(body.readable), writable: side(body.writable) });
  }
  if (typeof body?.then === 'function') return ofPromise(body);
  throw invalidArgument(name ?? 'body', 'of type function or an instance of Blob, ReadableStream, WritableStream, Stream, Iterable, AsyncIterable, or Promise or { readable, writable } pair', body);
}

/** The function is given what is written, as an iterable. */
function ofFunction(fn, name) {
  const { AbortController } = require('internal/event_target');
  const controller = new AbortController();
  const { signal } = controller;
  let give = null;
  const taken = [];
  const nextWritten = () => (taken.length ? Promise.resolve(taken.shift()) : new Promise((resolve) => {
    give = resolve;
  }));
  const written = (item) => {
    if (give) {
      give(item);
      give = null;
    } else {
      taken.push(item);
    }
  };
  async function* chunks() {
    for (;;) {
      const { chunk, isLast, callback } = await nextWritten();
      process.nextTick(callback);
      if (isLast) return;
      if (signal.aborted) throw abortedBy(signal);
      yield chunk;
    }
  }
  const write = (chunk, encoding, callback) => written({ chunk, isLast: false, callback });
  const destroy = (error, callback) => {
    controller.abort();
    callback(error);
  };
  const value = fn(chunks(), { signal });
  if (is.isIterable(value)) {
    return withInput(value, write, (callback) => written({ isLast: true, callback }), destroy);
  }
  if (typeof value?.then === 'function') {
    let duplex;
    const ended = value.then(
      (result) => {
        if (result != null) throw invalidReturn('nully', name ?? 'body', result);
      },
      (error) => destroyAny(duplex, error));
    duplex = new Duplex({
      objectMode: true,
      readable: false,
      write,
      final(callback) {
        written({
          isLast: true,
          callback: () => ended.then(() => process.nextTick(callback, null), (error) => process.nextTick(callback, error)),
        });
      },
      destroy,
    });
    return duplex;
  }
  throw invalidReturn('Iterable, AsyncIterable or AsyncFunction', name ?? 'body', value);
}

function withInput(iterable, write, final, destroy) {
  const output = Readable.from(iterable, { objectMode: true });
  const duplex = new Duplex({
    objectMode: true,
    highWaterMark: 1,
    write,
    final,
    read() {
      output.resume();
    },
    destroy(error, callback) {
      destroy(error, () => {});
      destroyAny(output, error);
      callback(error);
    },
  });
  output.pause();
  output.on('data', (chunk) => {
    if (!duplex.push(chunk)) output.pause();
  });
  output.on('end', () => duplex.push(null));
  output.on('error', (error) => duplex.destroy(error));
  return duplex;
}

function ofPromise(promise) {
  const duplex = new Duplex({ objectMode: true, writable: false, read() {} });
  promise.then(
    (value) => {
      if (value != null) duplex.push(value);
      duplex.push(null);
    },
    (error) => destroyAny(duplex, error));
  return duplex;
}

/** A pair of streams as one. */
function joined({ readable: source, writable: target }) {
  const from = source && typeof source.read !== 'function' ? Readable.wrap(source) : source;
  const readable = !!(from && is.isReadable(from));
  const writable = !!(target && is.isWritable(target));
  let afterWrite = null;
  let afterFinish = null;
  let afterClose = null;
  let onReadable = null;
  const done = (error) => {
    const callback = afterClose;
    afterClose = null;
    if (callback) callback(error);
    else if (error) duplex.destroy(error);
  };
  const duplex = new Duplex({
    readableObjectMode: !!from?.readableObjectMode, writableObjectMode: !!target?.writableObjectMode, readable, writable,
  });
  if (writable) {
    finished(target, (error) => {
      if (error) destroyAny(from, error);
      done(error);
    });
    duplex._write = (chunk, encoding, callback) => {
      if (target.write(chunk, encoding)) callback();
      else afterWrite = callback;
    };
    duplex._final = (callback) => {
      target.end();
      afterFinish = callback;
    };
    target.on('drain', () => {
      const callback = afterWrite;
      afterWrite = null;
      callback?.();
    });
    target.on('finish', () => {
      const callback = afterFinish;
      afterFinish = null;
      callback?.();
    });
  }
  if (readable) {
    finished(from, (error) => {
      if (error) destroyAny(from, error);
      done(error);
    });
    from.on('readable', () => {
      const callback = onReadable;
      onReadable = null;
      callback?.();
    });
    from.on('end', () => duplex.push(null));
    duplex._read = () => {
      for (;;) {
        const chunk = from.read();
        if (chunk === null) {
          onReadable = duplex._read;
          return;
        }
        if (!duplex.push(chunk)) return;
      }
    };
  }
  duplex._destroy = (given, callback) => {
    const error = given || afterClose === null ? given : new AbortError();
    onReadable = null;
    afterWrite = null;
    afterFinish = null;
    if (afterClose === null) callback(error);
    else afterClose = callback;
    destroyAny(target, error);
    destroyAny(from, error);
  };
  return duplex;
}

module.exports = duplexify;
