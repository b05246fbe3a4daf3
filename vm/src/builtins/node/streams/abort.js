// Streams that end when a signal is given.
'use strict';

const { invalidArgument } = require('internal/errors');
const { isNode, isReadableWeb, isWritableWeb, kWebState } = require('internal/streams/predicates');
const { abortedBy } = require('internal/streams/errors');

const isSignal = (signal) => signal !== null && typeof signal === 'object' && 'aborted' in signal;

function checkSignal(signal, name = 'signal') {
  if (signal !== undefined && !isSignal(signal)) throw invalidArgument(name, 'an instance of AbortSignal', signal);
}

/** Calls a function when the signal is given; what is returned forgets that. */
function onAbort(signal, listener) {
  signal.addEventListener('abort', listener, { once: true });
  return () => signal.removeEventListener('abort', listener);
}

function attach(signal, stream) {
  const abort = isNode(stream) ? () => stream.destroy(abortedBy(signal)) : () => stream[kWebState].controller.self.error(abortedBy(signal));
  if (signal.aborted) {
    abort();
  } else {
    const forget = onAbort(signal, abort);
    require('internal/streams/end_of_stream').finished(stream, forget);
  }
  return stream;
}

module.exports = {
  attach, checkSignal, onAbort,
  addAbortSignal: function (signal, stream) {
    if (!isSignal(signal)) throw invalidArgument('signal', 'an instance of AbortSignal', signal);
    if (!isNode(stream) && !isReadableWeb(stream) && !isWritableWeb(stream)) throw invalidArgument('stream', 'an instance of ReadableStream, WritableStream, or Stream', stream);
    return attach(signal, stream);
  },
};
