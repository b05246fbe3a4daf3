// The readers of a readable stream: of any chunks, and of bytes into memory of the program.
'use strict';

const { coded, invalidArgument } = require('internal/errors');
const { expose, invalidState, is, kInspect, kState, Queue, rejecting, shown, stateOf } = require('internal/web_streams/common');
const { attach, cancelStream, read, release } = require('internal/web_streams/readable_state');

const DEFAULT = 'ReadableStreamDefaultReader';
const BYOB = 'ReadableStreamBYOBReader';

/** The state of a reader that may use its stream. */
function attachedState(reader, kind) {
  const r = stateOf(reader, kind);
  if (r.stream === undefined) throw invalidState('The reader is not attached to a stream');
  return r;
}
const requestOf = ({ resolve, reject }) => ({
  chunk: (value) => resolve({ done: false, value }),
  close: (value) => resolve({ done: true, value }),
  error: reject,
});
const details = (reader, kind) => {
  const r = stateOf(reader, kind);
  return { stream: r.stream?.self, [kind === DEFAULT ? 'readRequests' : 'readIntoRequests']: r.requests.length, close: r.closed.promise };
};

function makeReader(self, stream, kind) {
  if (!is(stream, 'ReadableStream')) throw invalidArgument('stream', 'an instance of ReadableStream', stream);
  const s = stream[kState];
  if (s.reader !== undefined) throw invalidState('ReadableStream is locked');
  if (kind === BYOB && s.controller.kind !== 'ReadableByteStreamController') {
    throw coded(TypeError, 'ERR_INVALID_ARG_VALUE', `The argument 'stream' must be a byte stream. Received ${require('util').inspect(stream)}`);
  }
  self[kState] = { kind, self, requests: new Queue(), closed: undefined, stream: undefined };
  attach(self[kState], s);
}

class ReadableStreamDefaultReader {
  constructor(stream) {
    makeReader(this, stream, DEFAULT);
  }
  read() {
    try {
      const r = attachedState(this, DEFAULT);
      const all = Promise.withResolvers();
      read(r, requestOf(all));
      return all.promise;
    } catch (error) {
      return Promise.reject(error);
    }
  }
  releaseLock() {
    const r = stateOf(this, DEFAULT);
    if (r.stream !== undefined) release(r);
  }
  get closed() {
    return is(this, DEFAULT) ? this[kState].closed.promise : Promise.reject(coded(TypeError, 'ERR_INVALID_THIS', `Value of "this" must be of type ${DEFAULT}`));
  }
  cancel(reason = undefined) {
    return cancelStream(attachedState(this, DEFAULT).stream, reason);
  }
  [kInspect](depth, options, inspect) {
    return shown(this, depth, options, inspect, details(this, DEFAULT));
  }
}

class ReadableStreamBYOBReader {
  constructor(stream) {
    makeReader(this, stream, BYOB);
  }
  read(view, options = {}) {
    stateOf(this, BYOB);
    if (!ArrayBuffer.isView(view)) throw invalidArgument('view', 'an instance of Buffer, TypedArray, or DataView', view);
    if (options !== null && typeof options !== 'object') throw invalidArgument('options', 'of type object', options);
    if (view.byteLength === 0 || view.buffer.byteLength === 0) {
      throw invalidState('View or Viewed ArrayBuffer is zero-length or detached');
    }
    const min = options?.min ?? 1;
    if (typeof min !== 'number') throw invalidArgument('options.min', 'of type number', min);
    const least = Math.trunc(min);
    if (!(least > 0)) throw coded(TypeError, 'ERR_INVALID_ARG_VALUE', `The property 'options.min' must be greater than 0. Received ${min}`);
    const isDataView = view instanceof DataView;
    const most = isDataView ? view.byteLength : view.length;
    if (least > most) {
      throw coded(RangeError, 'ERR_OUT_OF_RANGE', `The value of "options.min" is out of range. It must be <= view.length. Received ${min}`);
    }
    const r = attachedState(this, BYOB);
    const all = Promise.withResolvers();
    const s = r.stream;
    s.disturbed = true;
    const request = requestOf(all);
    if (s.state === 'errored') request.error(s.storedError);
    else s.controller.pullInto(view, least, request);
    return all.promise;
  }
  releaseLock() {
    const r = stateOf(this, BYOB);
    if (r.stream !== undefined) release(r);
  }
  get closed() {
    return is(this, BYOB) ? this[kState].closed.promise : Promise.reject(coded(TypeError, 'ERR_INVALID_THIS', `Value of "this" must be of type ${BYOB}`));
  }
  cancel(reason = undefined) {
    return cancelStream(attachedState(this, BYOB).stream, reason);
  }
  [kInspect](depth, options, inspect) {
    return shown(this, depth, options, inspect, details(this, BYOB));
  }
}
for (const Class of [ReadableStreamDefaultReader, ReadableStreamBYOBReader]) {
  Class.prototype.cancel = rejecting(Class.prototype.cancel);
  expose(Class, 'read', 'releaseLock', 'closed', 'cancel');
}
ReadableStreamBYOBReader.prototype.read = rejecting(ReadableStreamBYOBReader.prototype.read);

module.exports = { ReadableStreamDefaultReader, ReadableStreamBYOBReader, makeReader };
