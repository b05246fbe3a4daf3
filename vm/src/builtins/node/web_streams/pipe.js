// pipeTo: everything that a readable stream gives is written to a writable one.
'use strict';

const { handled, invalidState, kState, nothing } = require('internal/web_streams/common');
const { cancelStream, read, release } = require('internal/web_streams/readable_state');
const writing = require('internal/web_streams/writable_state');

module.exports = function pipe(s, w, { preventAbort, preventCancel, preventClose, signal }, Reader) {
  const { WritableStreamDefaultWriter } = require('internal/web_streams/writable');
  const reader = new Reader(s.self)[kState];
  const writer = new WritableStreamDefaultWriter(w.self)[kState];
  s.disturbed = true;
  const { promise, resolve, reject } = Promise.withResolvers();
  let isShuttingDown = false;
  let lastWrite = Promise.resolve();
  let onAbort;

  function finalize(failed, error) {
    writing.releaseWriter(writer);
    release(reader);
    if (onAbort) signal.removeEventListener('abort', onAbort);
    if (failed) reject(error);
    else resolve(undefined);
  }
  /** Waits for what has been read to be written. */
  async function written() {
    for (;;) {
      const last = lastWrite;
      try {
        await last;
      } catch {
        return;
      }
      if (last === lastWrite) return;
    }
  }
  function shutDown(action, failed, error) {
    if (isShuttingDown) return;
    isShuttingDown = true;
    const act = () => {
      if (action === undefined) {
        finalize(failed, error);
        return;
      }
      action().then(() => finalize(failed, error), (later) => finalize(true, later));
    };
    if (w.state === 'writable' && !writing.closeQueuedOrInFlight(w)) written().then(act);
    else act();
  }

  if (signal !== undefined) {
    onAbort = () => {
      const error = signal.reason;
      const actions = [];
      if (!preventAbort) actions.push(() => (w.state === 'writable' ? writing.abort(w, error) : Promise.resolve()));
      if (!preventCancel) actions.push(() => (s.state === 'readable' ? cancelStream(s, error) : Promise.resolve()));
      shutDown(() => Promise.all(actions.map((action) => action())), true, error);
    };
    if (signal.aborted) {
      onAbort();
      return promise;
    }
    signal.addEventListener('abort', onAbort);
  }

  const sourceFailed = () => {
    const error = s.storedError;
    shutDown(preventAbort ? undefined : () => writing.abort(w, error), true, error);
  };
  const targetFailed = () => {
    const error = w.storedError;
    shutDown(preventCancel ? undefined : () => cancelStream(s, error), true, error);
  };
  const sourceClosed = () => {
    shutDown(preventClose ? undefined : () => writing.closeWithErrorPropagation(writer), false);
  };
  const targetClosed = () => {
    const error = invalidState('Destination WritableStream is closed');
    shutDown(preventCancel ? undefined : () => cancelStream(s, error), true, error);
  };

  if (s.state === 'errored') sourceFailed();
  else reader.closed.promise.then(undefined, sourceFailed);
  if (w.state === 'errored') targetFailed();
  else writer.closed.promise.then(undefined, targetFailed);
  if (s.state === 'closed') sourceClosed();
  else reader.closed.promise.then(sourceClosed, () => {});
  if (writing.closeQueuedOrInFlight(w) || w.state === 'closed') targetClosed();

  /** Reads a chunk when there is room for it; what fails takes none. Sinks are not called within a call of the source's. */
  function step() {
    if (isShuttingDown || w.state !== 'writable') return;
    if (w.backpressure) {
      writer.ready.promise.then(step, nothing);
      return;
    }
    read(reader, {
      chunk(chunk) {
        queueMicrotask(() => {
          // The target may have failed since.
          if (writer.stream === undefined) return;
          lastWrite = handled(writing.write(writer, chunk));
          step();
        });
      },
      close: nothing,
      error: nothing,
    });
  }
  step();
  return promise;
};
