// What becomes of a writable stream, its writer and its controller.
'use strict';

const { coded } = require('internal/errors');
const { handled, invalidState, kState, nothing, Queue, rejected, resolved, startPromise } = require('internal/web_streams/common');

const kClose = Symbol('kClose');

/** The state of a stream before its controller is set up. */
const makeState = (self) => ({
  kind: 'WritableStream', self, state: 'writable', storedError: undefined, writer: undefined, controller: undefined, writeRequests: new Queue(),
  inFlightWrite: undefined, closeRequest: undefined, inFlightClose: undefined, pendingAbort: undefined, backpressure: false, over: undefined,
});

const closeQueuedOrInFlight = (w) => w.closeRequest !== undefined || w.inFlightClose !== undefined;
const hasInFlight = (w) => w.inFlightWrite !== undefined || w.inFlightClose !== undefined;
const desiredSizeOf = (c) => c.highWaterMark - c.total;

function abort(w, reason) {
  if (w.state === 'closed' || w.state === 'errored') return Promise.resolve();
  w.controller.abortController.abort(reason);
  if (w.state === 'closed' || w.state === 'errored') return Promise.resolve();
  if (w.pendingAbort !== undefined) return w.pendingAbort.done.promise;
  const wasErroring = w.state === 'erroring';
  const done = Promise.withResolvers();
  w.pendingAbort = { done, reason: wasErroring ? undefined : reason, wasErroring };
  if (!wasErroring) startErroring(w, reason);
  return done.promise;
}

function close(w) {
  if (w.state === 'closed' || w.state === 'errored') return Promise.reject(invalidState('WritableStream is closed'));
  const done = Promise.withResolvers();
  w.closeRequest = done;
  if (w.writer !== undefined && w.backpressure && w.state === 'writable') settleReady(w.writer);
  const c = w.controller;
  c.queue.push({ value: kClose, size: 0 });
  advance(c);
  return done.promise;
}

function startErroring(w, reason) {
  w.state = 'erroring';
  w.storedError = reason;
  if (w.writer !== undefined) ensureReadyRejected(w.writer, reason);
  if (!hasInFlight(w) && w.controller.started) finishErroring(w);
}

function finishErroring(w) {
  w.state = 'errored';
  w.controller.queue.drain();
  w.controller.total = 0;
  for (const request of w.writeRequests.drain()) request.reject(w.storedError);
  const pending = w.pendingAbort;
  if (pending === undefined) {
    rejectClose(w);
    return;
  }
  w.pendingAbort = undefined;
  if (pending.wasErroring) {
    pending.done.reject(w.storedError);
    rejectClose(w);
    return;
  }
  const { controller } = w;
  const result = controller.abortAlgorithm(pending.reason);
  clear(controller);
  result.then(
    () => {
      pending.done.resolve();
      rejectClose(w);
    },
    (error) => {
      pending.done.reject(error);
      rejectClose(w);
    });
}

function rejectClose(w) {
  w.over?.reject(w.storedError);
  if (w.closeRequest !== undefined) {
    w.closeRequest.reject(w.storedError);
    w.closeRequest = undefined;
  }
  if (w.writer !== undefined) {
    handled(w.writer.closed.promise);
    w.writer.closed.reject(w.storedError);
  }
}

function dealWithRejection(w, error) {
  if (w.state === 'writable') startErroring(w, error);
  else finishErroring(w);
}

function updateBackpressure(w, on) {
  const { writer } = w;
  if (writer !== undefined && on !== w.backpressure) {
    if (on) writer.ready = Promise.withResolvers();
    else settleReady(writer);
  }
  w.backpressure = on;
}

/** A promise that is settled is replaced. */
function ensureReadyRejected(writer, error) {
  if (writer.ready.isSettled) {
    writer.ready = settledReady(rejected(error));
    return;
  }
  handled(writer.ready.promise);
  writer.ready.reject(error);
  writer.ready.isSettled = true;
}
const settleReady = (writer) => {
  writer.ready.resolve();
  writer.ready.isSettled = true;
};
const settledReady = (ready) => Object.assign(ready, { isSettled: true });

// ---- the controller

function clear(c) {
  c.writeAlgorithm = undefined;
  c.closeAlgorithm = undefined;
  c.abortAlgorithm = undefined;
  c.sizeAlgorithm = undefined;
}

function errorIfNeeded(c, error) {
  if (c.stream.state === 'writable') fail(c, error);
}
function fail(c, error) {
  clear(c);
  startErroring(c.stream, error);
}

function advance(c) {
  const w = c.stream;
  if (!c.started || w.inFlightWrite !== undefined) return;
  if (w.state === 'erroring') {
    finishErroring(w);
    return;
  }
  if (c.queue.length === 0) return;
  const { value } = c.queue.first;
  if (value === kClose) processClose(c);
  else processWrite(c, value);
}

function processClose(c) {
  const w = c.stream;
  w.inFlightClose = w.closeRequest;
  w.closeRequest = undefined;
  c.queue.shift();
  const result = c.closeAlgorithm();
  clear(c);
  result.then(
    () => {
      w.inFlightClose.resolve();
      w.inFlightClose = undefined;
      if (w.state === 'erroring') {
        w.storedError = undefined;
        w.pendingAbort?.done.resolve();
        w.pendingAbort = undefined;
      }
      w.state = 'closed';
      w.writer?.closed.resolve();
      w.over?.resolve();
    },
    (error) => {
      w.inFlightClose.reject(error);
      w.inFlightClose = undefined;
      w.pendingAbort?.done.reject(error);
      w.pendingAbort = undefined;
      dealWithRejection(w, error);
    });
}

function processWrite(c, chunk) {
  const w = c.stream;
  w.inFlightWrite = w.writeRequests.shift();
  c.writeAlgorithm(chunk).then(
    () => {
      w.inFlightWrite.resolve();
      w.inFlightWrite = undefined;
      const { size } = c.queue.shift();
      c.total = Math.max(0, c.total - size);
      if (!closeQueuedOrInFlight(w) && w.state === 'writable') updateBackpressure(w, desiredSizeOf(c) <= 0);
      advance(c);
    },
    (error) => {
      if (w.state === 'writable') clear(c);
      w.inFlightWrite.reject(error);
      w.inFlightWrite = undefined;
      dealWithRejection(w, error);
    });
}

// ---- the writer

function attachWriter(writer, w) {
  writer.stream = w;
  w.writer = writer;
  switch (w.state) {
    case 'writable':
      writer.ready = !closeQueuedOrInFlight(w) && w.backpressure ? Promise.withResolvers() : settledReady(resolved());
      writer.closed = Promise.withResolvers();
      break;
    case 'erroring':
      writer.ready = settledReady(rejected(w.storedError));
      writer.closed = Promise.withResolvers();
      break;
    case 'closed':
      writer.ready = settledReady(resolved());
      writer.closed = resolved();
      break;
    default:
      writer.ready = settledReady(rejected(w.storedError));
      writer.closed = rejected(w.storedError);
  }
}

function releaseWriter(writer) {
  const w = writer.stream;
  const error = invalidState('Writer has been released');
  ensureReadyRejected(writer, error);
  handled(writer.closed.promise);
  if (w.state === 'writable' || w.state === 'erroring') writer.closed.reject(error);
  else writer.closed = rejected(error);
  w.writer = undefined;
  writer.stream = undefined;
}

function write(writer, chunk) {
  const w = writer.stream;
  const c = w.controller;
  let size = 1;
  if (c.sizeAlgorithm !== undefined) {
    try {
      size = +c.sizeAlgorithm(chunk);
    } catch (error) {
      errorIfNeeded(c, error);
    }
  }
  if (w !== writer.stream) return Promise.reject(invalidState('Mismatched WritableStreams'));
  if (w.state === 'errored') return Promise.reject(w.storedError);
  if (closeQueuedOrInFlight(w) || w.state === 'closed') return Promise.reject(invalidState('WritableStream is closed'));
  if (w.state === 'erroring') return Promise.reject(w.storedError);
  const request = Promise.withResolvers();
  w.writeRequests.push(request);
  if (!(size >= 0) || size === Infinity) {
    errorIfNeeded(c, coded(RangeError, 'ERR_INVALID_ARG_VALUE', `The argument 'size' is invalid. Received ${size}`));
    return request.promise;
  }
  c.queue.push({ value: chunk, size });
  c.total += size;
  if (!closeQueuedOrInFlight(w) && w.state === 'writable') updateBackpressure(w, desiredSizeOf(c) <= 0);
  advance(c);
  return request.promise;
}

function closeWithErrorPropagation(writer) {
  const w = writer.stream;
  if (closeQueuedOrInFlight(w) || w.state === 'closed') return Promise.resolve();
  if (w.state === 'errored') return Promise.reject(w.storedError);
  return close(w);
}

function desiredSizeOfWriter(writer) {
  const w = writer.stream;
  if (w.state === 'errored' || w.state === 'erroring') return null;
  return w.state === 'closed' ? 0 : desiredSizeOf(w.controller);
}

/** Gives the stream the controller `self` with these algorithms. */
function setUpController(w, self, { start, write: writeAlgorithm, close: closeAlgorithm, abort: abortAlgorithm, highWaterMark, sizeAlgorithm }) {
  const c = {
    kind: 'WritableStreamDefaultController', self, stream: w, queue: new Queue(), total: 0, started: false, abortController: new AbortController(), highWaterMark,
    sizeAlgorithm, writeAlgorithm, closeAlgorithm, abortAlgorithm,
  };
  self[kState] = c;
  w.controller = c;
  updateBackpressure(w, desiredSizeOf(c) <= 0);
  startPromise(start(self)).then(
    () => {
      c.started = true;
      advance(c);
    },
    (error) => {
      c.started = true;
      dealWithRejection(w, error);
    });
  return c;
}

/** A promise of the end of a stream, which is for those that only watch it. */
function whenOver(w) {
  if (w.over === undefined) {
    w.over = Promise.withResolvers();
    handled(w.over.promise);
    if (w.state === 'closed') w.over.resolve();
    else if (w.state === 'errored') w.over.reject(w.storedError);
  }
  return w.over.promise;
}

module.exports = {
  abort, attachWriter, close, closeQueuedOrInFlight, closeWithErrorPropagation, desiredSizeOfWriter, errorIfNeeded, fail, makeState, nothing, releaseWriter,
  setUpController, startErroring, whenOver, write,
};
