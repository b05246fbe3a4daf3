// pipeline: streams, generators and functions one behind the other; if one fails, all are destroyed.
'use strict';

const { checkFunction, invalidArgument } = require('internal/errors');
const { destroyAny } = require('internal/streams/destroy');
const { checkSignal, onAbort } = require('internal/streams/abort');
const { finished } = require('internal/streams/end_of_stream');
const errors = require('internal/streams/errors');
const is = require('internal/streams/predicates');

const nothing = () => {};

/** Destroys a stream that has not come to its end. */
function destroyerOf(stream, reading, writing) {
  let isDone = false;
  stream.on('close', () => {
    isDone = true;
  });
  const cleanUp = finished(stream, { readable: reading, writable: writing }, (error) => {
    isDone = !error;
  });
  return {
    destroy(error) {
      if (isDone) return;
      isDone = true;
      destroyAny(stream, error || errors.destroyed('pipe'));
    },
    cleanUp,
  };
}

function toIterable(value) {
  if (is.isIterable(value)) return value;
  if (is.isReadableNode(value)) return require('internal/streams/readable').prototype[Symbol.asyncIterator].call(value);
  throw invalidArgument('val', 'an instance of Readable, Iterable, or AsyncIterable', value);
}

/** Writes what an iterable gives, and waits where the target asks for it. */
async function pump(iterable, writable, done, { end }) {
  let failure;
  let wake = null;
  const resume = (error) => {
    if (error) failure = error;
    wake?.();
    wake = null;
  };
  const wait = () => new Promise((resolve, reject) => {
    if (failure) reject(failure);
    else wake = () => (failure ? reject(failure) : resolve());
  });
  writable.on('drain', resume);
  const cleanUp = finished(writable, { readable: false }, resume);
  try {
    if (writable.writableNeedDrain) await wait();
    for await (const chunk of iterable) {
      if (!writable.write(chunk)) await wait();
    }
    if (end) {
      writable.end();
      await wait();
    }
    done();
  } catch (error) {
    done(failure !== error ? errors.both(failure, error) : error);
  } finally {
    cleanUp();
    writable.off('drain', resume);
  }
}

/** The same, into a stream of the web. */
async function pumpToWeb(iterable, target, done, { end }) {
  const writer = (is.isTransformWeb(target) ? target.writable : target).getWriter();
  try {
    for await (const chunk of iterable) {
      await writer.ready;
      writer.write(chunk).catch(nothing);
    }
    await writer.ready;
    if (end) await writer.close();
    done();
  } catch (error) {
    try {
      await writer.abort(error);
      done(error);
    } catch (later) {
      done(later);
    }
  }
}
/** What a side of the web gives to those that read it. */
const readableSide = (value) => (is.isTransformWeb(value) ? value.readable : value);

function pipeline(...given) {
  const callback = given.pop();
  checkFunction(callback, 'streams[stream.length - 1]');
  let called = false;
  const once = (...args) => {
    if (called) return;
    called = true;
    callback(...args);
  };
  return run(given, once);
}

function run(given, callback, options) {
  const streams = given.length === 1 && Array.isArray(given[0]) ? given[0] : given;
  if (streams.length < 2) throw errors.missingArguments('streams');
  const { AbortController } = require('internal/event_target');
  const controller = new AbortController();
  const { signal } = controller;
  const outer = options?.signal;
  // Streams that go on being read or written after the end are not cleaned up.
  const cleanUps = [];
  checkSignal(outer, 'options.signal');

  let failure;
  let value;
  let pending = 0;
  const destroys = [];
  let forget;
  const finish = (error) => settle(error, --pending === 0);
  function settle(error, isLast) {
    if (error && (!failure || failure.code === 'ERR_STREAM_PREMATURE_CLOSE')) failure = error;
    if (!failure && !isLast) return;
    while (destroys.length) destroys.shift()(failure);
    forget?.();
    controller.abort();
    if (!isLast) return;
    if (!failure) cleanUps.forEach((cleanUp) => cleanUp());
    process.nextTick(callback, failure, value);
  }
  const abort = () => settle(errors.abortedBy(outer ?? signal));
  if (outer) forget = onAbort(outer, abort);

  const last = streams.length - 1;
  let result;
  for (let i = 0; i <= last; i++) {
    const stream = streams[i];
    const reading = i < last;
    const writing = i > 0;
    const end = reading || options?.end !== false;
    if (is.isNode(stream)) {
      const next = streams[i + 1];
      if (next?.closed || next?.destroyed) throw errors.unableToPipe();
      if (end) {
        const { destroy, cleanUp } = destroyerOf(stream, reading, writing);
        destroys.push(destroy);
        if (is.isReadable(stream) && i === last) cleanUps.push(cleanUp);
      }
      // Errors are told by `finished`: nobody else has to listen.
      const onError = (error) => {
        if (error && error.name !== 'AbortError' && error.code !== 'ERR_STREAM_PREMATURE_CLOSE') finishOnError(error);
      };
      const finishOnError = (error) => {
        pending++;
        process.nextTick(finish, error);
      };
      stream.on('error', onError);
      if (is.isReadable(stream) && i === last) cleanUps.push(() => stream.removeListener('error', onError));
    }
    if (i === 0) {
      if (typeof stream === 'function') {
        result = stream({ signal });
        if (!is.isIterable(result)) throw errors.invalidReturn('Iterable, AsyncIterable or Stream', 'source', result);
      } else if (is.isIterable(stream) || is.isReadableNode(stream) || is.isTransformWeb(stream)) {
        result = stream;
      } else {
        result = require('internal/streams/duplex').from(stream);
      }
    } else if (typeof stream === 'function') {
      result = stream(toIterable(readableSide(result)), { signal });
      if (reading) {
        if (!is.isIterable(result, true)) throw errors.invalidReturn('AsyncIterable', `transform[${i - 1}]`, result);
      } else {
        result = endOfFunction(result);
      }
    } else if (is.isNode(stream)) {
      if (is.isReadableNode(result)) {
        pending += 2;
        const cleanUp = join(result, stream, finish, (error) => settle(error, false), { end });
        if (is.isReadable(stream) && i === last) cleanUps.push(cleanUp);
      } else if (is.isIterable(readableSide(result))) {
        pending++;
        pump(readableSide(result), stream, finish, { end });
      } else {
        throw invalidArgument('val', 'an instance of Readable, Iterable, or AsyncIterable', result);
      }
      result = stream;
    } else if (is.isWeb(stream)) {
      const source = readableSide(result);
      if (!is.isReadableNode(source) && !is.isIterable(source)) throw invalidArgument('val', 'an instance of Readable, Iterable, AsyncIterable, ReadableStream, or TransformStream', source);
      pending++;
      pumpToWeb(toIterable(source), stream, finish, { end });
      result = stream;
    } else {
      result = require('internal/streams/duplex').from(stream);
    }
  }

  /** The last is a function: what it gives is the value, or a stream of it. */
  function endOfFunction(given2) {
    const { PassThrough } = require('internal/streams/transform');
    const through = new PassThrough({ objectMode: true });
    if (typeof given2?.then === 'function') {
      pending++;
      given2.then(
        (settled) => {
          value = settled;
          if (settled != null) through.write(settled);
          if (options?.end !== false) through.end();
          process.nextTick(finish);
        },
        (error) => {
          through.destroy(error);
          process.nextTick(finish, error);
        });
    } else if (is.isIterable(given2, true)) {
      pending++;
      pump(given2, through, finish, { end: options?.end !== false });
    } else if (is.isReadableNode(given2)) {
      pending += 2;
      join(given2, through, finish, (error) => settle(error, false), { end: options?.end !== false });
    } else {
      throw errors.invalidReturn('AsyncIterable or Promise', 'destination', given2);
    }
    const { destroy, cleanUp } = destroyerOf(through, false, true);
    destroys.push(destroy);
    if (is.isReadable(through)) cleanUps.push(cleanUp);
    return through;
  }

  if (signal.aborted || outer?.aborted) process.nextTick(abort);
  return result;
}

/** Pipes one stream to the next; each tells its end. */
function join(source, target, finish, finishOnlyHandleError, { end }) {
  let ended = false;
  target.on('close', () => {
    if (!ended) finishOnlyHandleError(errors.prematureClose());
  });
  source.pipe(target, { end: false });
  if (end) {
    const onEnd = () => {
      ended = true;
      target.end();
    };
    if (is.isReadableFinished(source)) process.nextTick(onEnd);
    else source.once('end', onEnd);
  } else {
    finish();
  }
  finished(source, { readable: true, writable: false }, (error) => {
    const state = source._readableState;
    if (error && error.code === 'ERR_STREAM_PREMATURE_CLOSE' && state?.ended && !state.errored && !state.errorEmitted) {
      // What has been read to its end may close before the end is told.
      source.once('end', finish).once('error', finish);
    } else {
      finish(error);
    }
  });
  return finished(target, { readable: false, writable: true }, finish);
}

/** The same as a promise. */
const pipelinePromise = function pipeline(...given) {
  return new Promise((resolve, reject) => {
    let signal;
    let end;
    const last = given.at(-1);
    if (last && typeof last === 'object' && !is.isNode(last) && !is.isIterable(last) && !is.isWeb(last)) {
      ({ signal, end } = given.pop());
    }
    run(given, (error, value) => (error ? reject(error) : resolve(value)), { signal, end });
  });
};

module.exports = { pipeline, pipelinePromise, run, nothing };
