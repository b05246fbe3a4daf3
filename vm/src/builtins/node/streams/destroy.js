// The end of streams before their time, errors, and what is done before their first use.
//
// The states of both sides are marked together: a stream is destroyed as a whole.
'use strict';

const { both, multipleCallback, AbortError } = require('internal/streams/errors');

const kAfterConstruct = Symbol('kAfterConstruct');
const kDestroyed = Symbol('nodejs.stream.destroyed');

function statesOf(stream) {
  const { _readableState: reading, _writableState: writing } = stream;
  return [reading, writing].filter(Boolean);
}

function noteError(stream, error) {
  if (!error) return;
  // The stack is made now, while its frames tell something.
  error.stack; // eslint-disable-line no-unused-expressions
  for (const state of statesOf(stream)) state.errored ??= error;
}

function destroy(error, callback) {
  const states = statesOf(this);
  if (states.some((state) => state.destroyed)) {
    callback?.();
    return this;
  }
  noteError(this, error);
  for (const state of states) state.destroyed = true;
  const isConstructed = states.every((state) => state.constructed);
  if (isConstructed) {
    runDestroy(this, error, callback);
  } else {
    this[kAfterConstruct].destroy = (late) => runDestroy(this, both(late, error), callback);
  }
  return this;
}

function runDestroy(stream, reason, callback) {
  let called = false;
  const done = (error) => {
    if (called) return;
    called = true;
    noteError(stream, error);
    for (const state of statesOf(stream)) state.closed = true;
    callback?.(error);
    process.nextTick(error ? emitErrorAndClose : emitClose, stream, error);
  };
  try {
    stream._destroy(reason || null, done);
  } catch (error) {
    done(error);
  }
}

function emitErrorAndClose(stream, error) {
  emitError(stream, error);
  emitClose(stream);
}

function emitClose(stream) {
  const states = statesOf(stream);
  for (const state of states) state.closeEmitted = true;
  if (states.some((state) => state.emitClose)) stream.emit('close');
}

function emitError(stream, error) {
  const states = statesOf(stream);
  if (states.some((state) => state.errorEmitted)) return;
  for (const state of states) state.errorEmitted = true;
  stream.emit('error', error);
}

/** As if the stream had never been destroyed: for those that are opened again. */
function undestroy() {
  const { _readableState: reading, _writableState: writing } = this;
  for (const state of statesOf(this)) {
    Object.assign(state, { constructed: true, closed: false, closeEmitted: false, destroyed: false, errored: null, errorEmitted: false });
  }
  if (reading) {
    const ended = reading.readable === false;
    Object.assign(reading, { reading: false, ended, endEmitted: ended });
  }
  if (writing) {
    const ended = writing.writable === false;
    Object.assign(writing, { finalCalled: false, prefinished: false, ended, ending: ended, finished: ended });
  }
}

/** An error that came from within: it destroys the stream, unless that is not to be. */
function errorOrDestroy(stream, error, later = false) {
  const states = statesOf(stream);
  if (states.some((state) => state.destroyed)) return;
  if (states.some((state) => state.autoDestroy)) {
    stream.destroy(error);
  } else if (error) {
    noteError(stream, error);
    if (later) process.nextTick(emitError, stream, error);
    else emitError(stream, error);
  }
}

/** Has `_construct` run in the next tick, and then what each side does first. */
function construct(stream, then) {
  if (typeof stream._construct !== 'function') return;
  for (const state of statesOf(stream)) state.constructed = false;
  const waiting = stream[kAfterConstruct];
  if (waiting) {
    waiting.run.push(then);
    return;
  }
  Object.defineProperty(stream, kAfterConstruct, { value: { run: [then], destroy: null }, configurable: true });
  process.nextTick(runConstruct, stream);
}

function runConstruct(stream) {
  let called = false;
  const done = (error) => {
    if (called) {
      errorOrDestroy(stream, error ?? multipleCallback());
      return;
    }
    called = true;
    const states = statesOf(stream);
    for (const state of states) state.constructed = true;
    const { run, destroy: destroyLate } = stream[kAfterConstruct];
    if (states.some((state) => state.destroyed)) destroyLate(error);
    else if (error) errorOrDestroy(stream, error, true);
    else process.nextTick(() => run.forEach((then) => then()));
  };
  try {
    stream._construct((error) => process.nextTick(done, error));
  } catch (error) {
    process.nextTick(done, error);
  }
}

const isRequest = (stream) => stream?.setHeader && typeof stream.abort === 'function';

/** Destroys whatever kind of stream it is. */
function destroyAny(stream, error) {
  if (!stream || isDestroyed(stream)) return;
  const reason = error || isEnded(stream) ? error : new AbortError();
  if (isRequest(stream)) stream.abort();
  else if (isRequest(stream.req)) stream.req.abort();
  else if (typeof stream.destroy === 'function') stream.destroy(reason);
  else if (typeof stream.close === 'function') stream.close();
  if (!stream.destroyed) stream[kDestroyed] = true;
}

function isDestroyed(stream) {
  return !!(stream.destroyed || stream[kDestroyed] || statesOf(stream).some((state) => state.destroyed));
}

function isEnded(stream) {
  return statesOf(stream).length > 0 && stream.readable !== true && stream.writable !== true;
}

module.exports = { construct, destroy, destroyAny, errorOrDestroy, isDestroyed, undestroy };
