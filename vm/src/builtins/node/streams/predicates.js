// What can be asked of streams, those that are none of ours included.
'use strict';

const { isDestroyed } = require('internal/streams/destroy');

/** The key of the state of a stream of the web: its `kind` is the name of its class. */
const kWebState = Symbol('kState');
const webKind = (value) => (value !== null && typeof value === 'object' ? value[kWebState]?.kind : undefined);
const isReadableWeb = (value) => webKind(value) === 'ReadableStream';
const isWritableWeb = (value) => webKind(value) === 'WritableStream';
/** A pair of sides, as of TransformStream. */
const isTransformWeb = (value) =>
  !!(value && typeof value === 'object' && !isNode(value) && webKind(value) !== undefined && isReadableWeb(value.readable) && isWritableWeb(value.writable));
const isWeb = (value) => isReadableWeb(value) || isWritableWeb(value) || isTransformWeb(value);

/** `strict`: not what only can be piped, as every old stream can. */
const isReadableNode = (value, strict = false) =>
  !!(value && typeof value.pipe === 'function' && typeof value.on === 'function' &&
    (!strict || (typeof value.pause === 'function' && typeof value.resume === 'function')) &&
    (!value._writableState || value._readableState?.readable !== false) && (!value._writableState || value._readableState));
const isWritableNode = (value) =>
  !!(value && typeof value.write === 'function' && typeof value.on === 'function' &&
    (!value._readableState || value._writableState?.writable !== false));
const isDuplexNode = (value) =>
  !!(value && typeof value.pipe === 'function' && value._readableState && typeof value.on === 'function' && typeof value.write === 'function');
const isNode = (value) =>
  !!(value && (value._readableState || value._writableState || (typeof value.write === 'function' && typeof value.on === 'function') ||
    (typeof value.pipe === 'function' && typeof value.on === 'function')));
const isIterable = (value, isAsync) => {
  if (value == null) return false;
  if (isAsync === true) return typeof value[Symbol.asyncIterator] === 'function';
  if (isAsync === false) return typeof value[Symbol.iterator] === 'function';
  return typeof value[Symbol.asyncIterator] === 'function' || typeof value[Symbol.iterator] === 'function';
};

function isReadableEnded(stream) {
  if (!isReadableNode(stream)) return null;
  if (stream.readableEnded === true) return true;
  const state = stream._readableState;
  if (!state || state.errored) return false;
  return typeof state.ended === 'boolean' ? state.ended : null;
}
function isReadableFinished(stream, strict = true) {
  if (!isReadableNode(stream)) return null;
  const state = stream._readableState;
  if (state?.errored) return false;
  if (typeof state?.endEmitted !== 'boolean') return null;
  return state.endEmitted || (!strict && state.ended === true && state.length === 0);
}
function isWritableEnded(stream) {
  if (!isWritableNode(stream)) return null;
  if (stream.writableEnded === true) return true;
  const state = stream._writableState;
  if (state?.errored) return false;
  return typeof state?.ended === 'boolean' ? state.ended : null;
}
function isWritableFinished(stream, strict = true) {
  if (!isWritableNode(stream)) return null;
  if (stream.writableFinished === true) return true;
  const state = stream._writableState;
  if (state?.errored) return false;
  if (typeof state?.finished !== 'boolean') return null;
  return state.finished || (!strict && state.ended === true && state.length === 0);
}
function isReadable(stream) {
  if (isReadableWeb(stream)) return stream[kWebState].state === 'readable';
  if (typeof stream?.readable !== 'boolean') return null;
  if (isDestroyed(stream)) return false;
  return isReadableNode(stream) && stream.readable && !isReadableFinished(stream);
}
function isWritable(stream) {
  if (isWritableWeb(stream)) return stream[kWebState].state === 'writable';
  if (typeof stream?.writable !== 'boolean') return null;
  if (isDestroyed(stream)) return false;
  return isWritableNode(stream) && stream.writable && !isWritableEnded(stream);
}
function isClosed(stream) {
  if (!isNode(stream)) return null;
  if (typeof stream.closed === 'boolean') return stream.closed;
  const { _readableState: reading, _writableState: writing } = stream;
  if (typeof reading?.closed === 'boolean' || typeof writing?.closed === 'boolean') return !!(reading?.closed || writing?.closed);
  return typeof stream._closed === 'boolean' && isServerResponse(stream) ? stream._closed : null;
}
const isServerResponse = (stream) =>
  typeof stream._sent100 === 'boolean' && typeof stream._removedConnection === 'boolean' &&
  typeof stream._removedContLen === 'boolean' && typeof stream._removedTE === 'boolean' && typeof stream._closed === 'boolean';

/** Whether 'close' is to be expected. */
function willEmitClose(stream) {
  if (!isNode(stream)) return null;
  const { _readableState: reading, _writableState: writing } = stream;
  const state = writing ?? reading;
  if (!state) return isServerResponse(stream);
  return !!(state.autoDestroy && state.emitClose && state.closed === false);
}

module.exports = {
  isClosed, isDestroyed, isDuplexNode, isIterable, isNode, isReadable, isReadableEnded, isReadableFinished, isReadableNode,
  isReadableWeb, isServerResponse, isTransformWeb, isWeb, isWritableWeb, kWebState, isWritable, isWritableEnded, isWritableFinished, isWritableNode, willEmitClose,
  isDisturbed: (stream) => !!(stream?.[kWebState]?.disturbed || (stream?._readableState && (stream.readableDidRead || stream.readableAborted))),
  isErrored: (stream) => !!(stream && (stream[kWebState]?.state === 'errored' || stream.errored || stream._readableState?.errored || stream._writableState?.errored)),
};
