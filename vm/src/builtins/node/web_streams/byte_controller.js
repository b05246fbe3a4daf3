// The controller of a stream of bytes, which may be read into memory of the program.
'use strict';

const { coded, invalidArgument } = require('internal/errors');
const {
  callbackOf, checkMade, expose, invalidState, kInspect, kMake, kState, nothing, promiseOf, Queue, shown, startPromise, stateOf,
} = require('internal/web_streams/common');
const {
  closeStream, countRequests, errorStream, failRequests, fulfillRequest, hasByobReader, hasDefaultReader,
} = require('internal/web_streams/readable_state');

const NAME = 'ReadableByteStreamController';
const REQUEST = 'ReadableStreamBYOBRequest';

const desiredSize = (c) => {
  if (c.stream.state === 'errored') return null;
  return c.stream.state === 'closed' ? 0 : c.highWaterMark - c.total;
};
const typedTag = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get;
const elementSize = (view) => (view instanceof DataView ? 1 : view.BYTES_PER_ELEMENT);

function clear(c) {
  c.pullAlgorithm = undefined;
  c.cancelAlgorithm = undefined;
}
function resetQueue(c) {
  c.queue = [];
  c.total = 0;
}
function invalidateRequest(c) {
  if (c.byobRequest === null) return;
  const request = c.byobRequest[kState];
  request.controller = undefined;
  request.view = null;
  c.byobRequest = null;
}

function shouldPull(c) {
  const s = c.stream;
  if (s.state !== 'readable' || c.closeRequested || !c.started) return false;
  if ((hasDefaultReader(s) || hasByobReader(s)) && countRequests(s) > 0) return true;
  return desiredSize(c) > 0;
}
function callPull(c) {
  if (!shouldPull(c)) return;
  if (c.pulling) {
    c.pullAgain = true;
    return;
  }
  c.pulling = true;
  c.pullAlgorithm().then(
    () => {
      c.pulling = false;
      if (c.pullAgain) {
        c.pullAgain = false;
        callPull(c);
      }
    },
    (error) => fail(c, error));
}

function fail(c, error) {
  if (c.stream.state !== 'readable') return;
  invalidateRequest(c);
  c.pending = [];
  resetQueue(c);
  clear(c);
  errorStream(c.stream, error);
}

/** What a descriptor has, as a view of the kind that was asked for. */
function filledView(d) {
  return new d.View(d.buffer.transfer(), d.offset, d.filled / d.elementSize);
}
function commit(s, d) {
  fulfillRequest(s, filledView(d), s.state === 'closed');
}

/** Copies from the queue; whether the descriptor has enough. */
function fillFromQueue(c, d) {
  const most = Math.min(c.total, d.length - d.filled);
  const filled = d.filled + most;
  let rest = most;
  let isReady = false;
  const aligned = filled - (filled % d.elementSize);
  if (aligned >= d.least) {
    rest = aligned - d.filled;
    isReady = true;
  }
  while (rest > 0) {
    const head = c.queue[0];
    const count = Math.min(rest, head.length);
    new Uint8Array(d.buffer, d.offset + d.filled, count).set(new Uint8Array(head.buffer, head.offset, count));
    if (head.length === count) {
      c.queue.shift();
    } else {
      head.offset += count;
      head.length -= count;
    }
    c.total -= count;
    invalidateIfFirst(c, d);
    d.filled += count;
    rest -= count;
  }
  return isReady;
}
function invalidateIfFirst(c, d) {
  if (c.pending[0] === d) invalidateRequest(c);
}

function enqueueBytes(c, buffer, offset, length) {
  c.queue.push({ buffer, offset, length });
  c.total += length;
}
function enqueueDetached(c, d) {
  if (d.filled > 0) enqueueBytes(c, d.buffer.slice(d.offset, d.offset + d.filled), 0, d.filled);
  c.pending.shift();
}

function handleQueueDrain(c) {
  if (c.total === 0 && c.closeRequested) {
    clear(c);
    closeStream(c.stream);
  } else {
    callPull(c);
  }
}

/** Fills descriptors while the queue has bytes; those that are ready. */
function processPending(c) {
  const ready = [];
  while (c.pending.length > 0 && c.total > 0) {
    const d = c.pending[0];
    if (!fillFromQueue(c, d)) break;
    invalidateRequest(c);
    c.pending.shift();
    ready.push(d);
  }
  return ready;
}
function fillRequestFromQueue(c, request) {
  const { buffer, offset, length } = c.queue.shift();
  c.total -= length;
  handleQueueDrain(c);
  request.chunk(new Uint8Array(buffer, offset, length));
}

function close(c) {
  const s = c.stream;
  if (c.closeRequested || s.state !== 'readable') return;
  if (c.total > 0) {
    c.closeRequested = true;
    return;
  }
  if (c.pending.length > 0 && c.pending[0].filled % c.pending[0].elementSize !== 0) {
    const error = invalidState('Partial read');
    fail(c, error);
    throw error;
  }
  clear(c);
  closeStream(s);
}

function enqueue(c, chunk) {
  const s = c.stream;
  if (c.closeRequested || s.state !== 'readable') return;
  const { byteOffset, byteLength } = chunk;
  if (chunk.buffer.detached) throw invalidState('Destination ArrayBuffer is detached');
  const buffer = chunk.buffer.transfer();
  if (c.pending.length > 0) {
    const first = c.pending[0];
    if (first.buffer.detached) throw invalidState('Destination ArrayBuffer is detached');
    invalidateRequest(c);
    first.buffer = first.buffer.transfer();
    if (first.reader === 'none') enqueueDetached(c, first);
  }
  if (hasDefaultReader(s)) {
    while (countRequests(s) > 0 && c.total > 0) fillRequestFromQueue(c, s.reader.requests.shift());
    if (countRequests(s) === 0) {
      enqueueBytes(c, buffer, byteOffset, byteLength);
    } else {
      if (c.pending.length > 0) c.pending.shift();
      fulfillRequest(s, new Uint8Array(buffer, byteOffset, byteLength), false);
    }
  } else if (hasByobReader(s)) {
    enqueueBytes(c, buffer, byteOffset, byteLength);
    for (const d of processPending(c)) commit(s, d);
  } else {
    enqueueBytes(c, buffer, byteOffset, byteLength);
  }
  callPull(c);
}

function pullInto(c, view, least, request) {
  const s = c.stream;
  const size = elementSize(view);
  const View = view instanceof DataView ? DataView : globalThis[Reflect.apply(typedTag, view, [])];
  const { byteOffset, byteLength } = view;
  let buffer;
  try {
    buffer = view.buffer.transfer();
  } catch (error) {
    request.error(error);
    return;
  }
  const d = {
    buffer, bufferLength: buffer.byteLength, offset: byteOffset, length: byteLength, filled: 0, least: least * size, elementSize: size, View, reader: 'byob',
  };
  if (c.pending.length > 0) {
    c.pending.push(d);
    s.reader.requests.push(request);
    return;
  }
  if (s.state === 'closed') {
    request.close(new View(d.buffer, d.offset, 0));
    return;
  }
  if (c.total > 0) {
    if (fillFromQueue(c, d)) {
      const filled = filledView(d);
      handleQueueDrain(c);
      request.chunk(filled);
      return;
    }
    if (c.closeRequested) {
      const error = invalidState('ReadableStream closed');
      fail(c, error);
      request.error(error);
      return;
    }
  }
  c.pending.push(d);
  s.reader.requests.push(request);
  callPull(c);
}

function respondInternal(c, count) {
  const d = c.pending[0];
  const s = c.stream;
  invalidateRequest(c);
  if (s.state === 'closed') {
    if (d.reader === 'none') c.pending.shift();
    if (hasByobReader(s)) {
      const done = [];
      while (done.length < countRequests(s)) done.push(c.pending.shift());
      for (const each of done) commit(s, each);
    }
  } else {
    d.filled += count;
    if (d.reader === 'none') {
      enqueueDetached(c, d);
      for (const each of processPending(c)) commit(s, each);
    } else if (d.filled >= d.least) {
      c.pending.shift();
      const rest = d.filled % d.elementSize;
      if (rest > 0) {
        const end = d.offset + d.filled;
        enqueueBytes(c, d.buffer.slice(end - rest, end), 0, rest);
      }
      d.filled -= rest;
      const ready = processPending(c);
      commit(s, d);
      for (const each of ready) commit(s, each);
    }
  }
  callPull(c);
}

function respond(c, count) {
  const d = c.pending[0];
  if (c.stream.state === 'closed') {
    if (count !== 0) throw invalidState('Controller is closed');
  } else {
    if (count === 0) throw coded(TypeError, 'ERR_INVALID_ARG_VALUE', 'The argument \'bytesWritten\' is invalid. Received 0');
    if (d.filled + count > d.length) throw coded(RangeError, 'ERR_INVALID_ARG_VALUE', `The argument 'bytesWritten' is invalid. Received ${count}`);
  }
  d.buffer = d.buffer.transfer();
  respondInternal(c, count);
}

function respondWithNewView(c, view) {
  const d = c.pending[0];
  if (c.stream.state === 'closed') {
    if (view.byteLength !== 0) throw invalidState('View is not zero-length');
  } else if (view.byteLength === 0) {
    throw invalidState('View is zero-length');
  }
  const wrong = (what) => coded(RangeError, 'ERR_INVALID_ARG_VALUE', `The argument 'view' is invalid. Received ${what}`);
  if (d.offset + d.filled !== view.byteOffset || d.bufferLength !== view.buffer.byteLength || d.filled + view.byteLength > d.length) {
    throw wrong(require('util').inspect(view));
  }
  const { byteLength } = view;
  d.buffer = view.buffer.transfer();
  respondInternal(c, byteLength);
}

class ReadableStreamBYOBRequest {
  constructor(key = undefined, controller = undefined, view = undefined) {
    checkMade(key);
    this[kState] = { kind: REQUEST, controller, view };
  }
  get view() { return stateOf(this, REQUEST).view; }
  respond(bytesWritten) {
    const request = stateOf(this, REQUEST);
    if (request.controller === undefined) throw invalidState('This BYOB request has been invalidated');
    const count = Math.trunc(+bytesWritten);
    if (!(count >= 0)) throw coded(TypeError, 'ERR_INVALID_ARG_VALUE', `The argument 'bytesWritten' is invalid. Received ${require('util').inspect(bytesWritten)}`);
    if (request.view.buffer.detached) throw invalidState('Viewed ArrayBuffer is detached');
    respond(request.controller, count);
  }
  respondWithNewView(view) {
    const request = stateOf(this, REQUEST);
    if (request.controller === undefined) throw invalidState('This BYOB request has been invalidated');
    if (!ArrayBuffer.isView(view)) throw invalidArgument('view', 'an instance of Buffer, TypedArray, or DataView', view);
    if (view.buffer.detached) throw invalidState('Viewed ArrayBuffer is detached');
    respondWithNewView(request.controller, view);
  }
  [kInspect](depth, options, inspect) {
    const { view, controller } = stateOf(this, REQUEST);
    return shown(this, depth, options, inspect, { view, controller: controller?.self });
  }
}
expose(ReadableStreamBYOBRequest, 'view', 'respond', 'respondWithNewView');

/** The request that stands for the memory which is to be filled next. */
function requestOf(c) {
  if (c.byobRequest === null && c.pending.length > 0) {
    const d = c.pending[0];
    c.byobRequest = new ReadableStreamBYOBRequest(kMake, c, new Uint8Array(d.buffer, d.offset + d.filled, d.length - d.filled));
  }
  return c.byobRequest;
}

class ReadableByteStreamController {
  constructor(key = undefined) {
    checkMade(key);
  }
  get byobRequest() { return requestOf(stateOf(this, NAME)); }
  get desiredSize() { return desiredSize(stateOf(this, NAME)); }
  close() {
    const c = stateOf(this, NAME);
    if (c.closeRequested) throw invalidState('Controller is already closed');
    if (c.stream.state !== 'readable') throw invalidState('ReadableStream is already closed');
    close(c);
  }
  enqueue(chunk) {
    const c = stateOf(this, NAME);
    if (!ArrayBuffer.isView(chunk)) throw invalidArgument('buffer', 'an instance of Buffer, TypedArray, or DataView', chunk);
    if (chunk.byteLength === 0 || chunk.buffer.byteLength === 0) throw invalidState('chunk ArrayBuffer is zero-length or detached');
    if (c.closeRequested) throw invalidState('Controller is already closed');
    if (c.stream.state !== 'readable') throw invalidState('ReadableStream is already closed');
    enqueue(c, chunk);
  }
  error(error = undefined) {
    fail(stateOf(this, NAME), error);
  }
  [kInspect](depth, options, inspect) {
    return shown(this, depth, options, inspect, {});
  }
}
expose(ReadableByteStreamController, 'byobRequest', 'desiredSize', 'close', 'enqueue', 'error');

function setUp(s, start, pull, cancel, highWaterMark, autoAllocateChunkSize) {
  const self = new ReadableByteStreamController(kMake);
  const c = {
    kind: NAME, self, stream: s, queue: [], total: 0, started: false, closeRequested: false, pulling: false, pullAgain: false, highWaterMark,
    pullAlgorithm: pull, cancelAlgorithm: cancel, byobRequest: null, pending: [], autoAllocateChunkSize,
    cancelSteps(reason) {
      invalidateRequest(c);
      c.pending = [];
      resetQueue(c);
      const result = c.cancelAlgorithm(reason);
      clear(c);
      return result;
    },
    pullSteps(request) {
      if (c.total > 0) {
        fillRequestFromQueue(c, request);
        return;
      }
      if (c.autoAllocateChunkSize !== undefined) {
        let buffer;
        try {
          buffer = new ArrayBuffer(c.autoAllocateChunkSize);
        } catch (error) {
          request.error(error);
          return;
        }
        c.pending.push({
          buffer, bufferLength: buffer.byteLength, offset: 0, length: buffer.byteLength, filled: 0, least: 1, elementSize: 1, View: Uint8Array, reader: 'default',
        });
      }
      s.reader.requests.push(request);
      callPull(c);
    },
    pullInto: (view, least, request) => pullInto(c, view, least, request),
    releaseSteps() {
      failRequests(s.reader);
      if (c.pending.length > 0) {
        c.pending[0].reader = 'none';
        c.pending = [c.pending[0]];
      }
    },
  };
  self[kState] = c;
  s.controller = c;
  startPromise(start(self)).then(
    () => {
      c.started = true;
      callPull(c);
    },
    (error) => fail(c, error));
  return c;
}

function setUpFrom(s, source, highWaterMark) {
  const [start, pull, cancel] = ['start', 'pull', 'cancel'].map((name) => callbackOf(source, name, 'source'));
  let size = source.autoAllocateChunkSize;
  if (size !== undefined) {
    size = Math.trunc(+size);
    if (size === 0) throw coded(TypeError, 'ERR_INVALID_ARG_VALUE', 'The property \'source.autoAllocateChunkSize\' is invalid. Received 0');
  }
  setUp(
    s,
    start ? (controller) => Reflect.apply(start, source, [controller]) : nothing,
    pull ? () => promiseOf(pull, source, s.controller.self) : () => Promise.resolve(),
    cancel ? (reason) => promiseOf(cancel, source, reason) : () => Promise.resolve(),
    highWaterMark, size);
}

module.exports = { ReadableByteStreamController, ReadableStreamBYOBRequest, setUp, setUpFrom, close, enqueue, fail, respond, respondWithNewView, requestOf };
