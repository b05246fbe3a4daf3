// finished: tells when a stream has nothing more to give or take, or has failed.
'use strict';

const { checkFunction, invalidArgument } = require('internal/errors');
const { checkSignal, onAbort } = require('internal/streams/abort');
const { abortedBy, prematureClose } = require('internal/streams/errors');
const is = require('internal/streams/predicates');

const nothing = () => {};
const isRequest = (stream) => stream.setHeader && typeof stream.abort === 'function';

function finished(stream, givenOptions, givenCallback) {
  let [options, callback] = [givenOptions, givenCallback];
  if (callback === undefined && typeof options === 'function') [options, callback] = [{}, options];
  else if (options === null || options === undefined) options = {};
  else if (typeof options !== 'object' || Array.isArray(options)) throw invalidArgument('options', 'of type object', options);
  checkFunction(callback, 'callback');
  checkSignal(options.signal, 'options.signal');
  if (is.isReadableWeb(stream) || is.isWritableWeb(stream)) return finishedWeb(stream, options, callback);
  if (!is.isNode(stream)) throw invalidArgument('stream', 'an instance of ReadableStream, WritableStream, or Stream', stream);

  let isDone = false;
  const call = (...args) => {
    if (isDone) return;
    isDone = true;
    callback.apply(stream, args);
  };
  const readable = options.readable ?? is.isReadableNode(stream);
  const writable = options.writable ?? is.isWritableNode(stream);
  const { _writableState: writing, _readableState: reading } = stream;

  // Whether 'close' is still to come after the last of the other events.
  let emitsClose = is.willEmitClose(stream) && is.isReadableNode(stream) === readable && is.isWritableNode(stream) === writable;
  let hasFinished = is.isWritableFinished(stream, false);
  let hasEnded = is.isReadableFinished(stream, false);

  const onFinish = () => {
    hasFinished = true;
    // An old stream does not know that it will be closed.
    if (stream.destroyed) emitsClose = false;
    if (emitsClose && (!stream.writable || readable)) return;
    if (!readable || hasEnded) call();
  };
  const onEnd = () => {
    hasEnded = true;
    if (stream.destroyed) emitsClose = false;
    if (emitsClose && (!stream.readable || writable)) return;
    if (!writable || hasFinished) call();
  };
  const onError = (error) => call(error);
  let isClosed = is.isClosed(stream);
  const onClose = () => {
    isClosed = true;
    const errored = writing?.errored || reading?.errored;
    if (errored && typeof errored !== 'boolean') return call(errored);
    if (readable && !hasEnded && is.isReadableNode(stream, true) && !is.isReadableFinished(stream, false)) return call(prematureClose());
    if (writable && !hasFinished && !is.isWritableFinished(stream, false)) return call(prematureClose());
    return call();
  };
  // What has gone wrong by now, not what goes wrong until it is told.
  const errored = writing?.errored || reading?.errored;
  const onClosed = () => {
    isClosed = true;
    if (errored && typeof errored !== 'boolean') return call(errored);
    return call();
  };
  const onRequest = () => stream.req.on('finish', onFinish);

  if (isRequest(stream)) {
    stream.on('complete', onFinish);
    if (!emitsClose) stream.on('abort', onClose);
    if (stream.req) onRequest();
    else stream.on('request', onRequest);
  } else if (writable && !writing) {
    // An old stream.
    stream.on('end', onLegacyEnd);
    stream.on('close', onLegacyEnd);
  }
  function onLegacyEnd() {
    if (!stream.writable) onFinish();
  }
  if (!emitsClose && typeof stream.aborted === 'boolean') stream.on('aborted', onClose);
  if (!isClosed) {
    stream.on('end', onEnd);
    stream.on('finish', onFinish);
    if (options.error !== false) stream.on('error', onError);
    stream.on('close', onClose);
  }

  // Callbacks of writes, and 'finish', are still to come.
  const awaitsWrites = writing?.pendingcb > 0;
  const isOver = (side) => !side || side.destroyed || side.errored;
  if (isClosed) {
    process.nextTick(onClose);
  } else if (writing?.errorEmitted || reading?.errorEmitted) {
    if (!emitsClose) process.nextTick(onClosed);
  } else if (!readable && (!emitsClose || is.isReadable(stream)) && !awaitsWrites && (hasFinished || is.isWritable(stream) === false)) {
    process.nextTick(onClosed);
  } else if (!writable && (!emitsClose || is.isWritable(stream)) && (hasEnded || is.isReadable(stream) === false)) {
    process.nextTick(onClosed);
  } else if (reading && stream.req && stream.aborted && isOver(reading)) {
    process.nextTick(onClosed);
  }

  const cleanUp = () => {
    callback = nothing;
    for (const [event, listener] of [
      ['aborted', onClose], ['complete', onFinish], ['abort', onClose], ['request', onRequest], ['end', onLegacyEnd], ['close', onLegacyEnd],
      ['finish', onFinish], ['end', onEnd], ['error', onError], ['close', onClose],
    ]) stream.removeListener(event, listener);
    stream.req?.removeListener?.('finish', onFinish);
  };

  const { signal } = options;
  if (signal && !isClosed) {
    const abort = () => {
      // It is called after the listeners are gone.
      const last = callback;
      cleanUp();
      last.call(stream, abortedBy(signal));
    };
    if (signal.aborted) {
      process.nextTick(abort);
    } else {
      const forget = onAbort(signal, abort);
      const inner = callback;
      callback = (...args) => {
        forget();
        inner.apply(stream, args);
      };
    }
  }
  return cleanUp;
}

/** The same, of a stream of the web. */
function finishedWeb(stream, { signal }, callback) {
  let forget;
  let isDone = false;
  const call = (error) => {
    if (isDone) return;
    isDone = true;
    forget?.();
    callback.call(stream, error);
  };
  if (signal) {
    const abort = () => call(abortedBy(signal));
    if (signal.aborted) process.nextTick(abort);
    else forget = onAbort(signal, abort);
  }
  const { whenOver } = require(is.isReadableWeb(stream) ? 'internal/web_streams/readable_state' : 'internal/web_streams/writable_state');
  whenOver(stream[is.kWebState]).then(() => process.nextTick(call), (error) => process.nextTick(call, error));
  return nothing;
}

const whenFinished = finished;
/** The same as a promise. */
const finishedPromise = function finished(stream, options) {
  const cleansUp = options?.cleanup ?? false;
  if (typeof cleansUp !== 'boolean') throw invalidArgument('options.cleanup', 'of type boolean', cleansUp);
  return new Promise((resolve, reject) => {
    const cleanUp = whenFinished(stream, options ?? {}, (error) => {
      if (cleansUp) cleanUp();
      if (error) reject(error);
      else resolve();
    });
  });
};

module.exports = { finished, finishedPromise };
