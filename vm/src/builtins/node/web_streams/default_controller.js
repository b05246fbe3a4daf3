// The controller of a stream whose chunks are any values.
'use strict';

const { coded } = require('internal/errors');
const {
  callbackOf, checkMade, expose, invalidState, kInspect, kMake, kState, nothing, promiseOf, Queue, shown, startPromise, stateOf,
} = require('internal/web_streams/common');
const { closeStream, countRequests, errorStream, failRequests, fulfillRequest, hasDefaultReader } = require('internal/web_streams/readable_state');

const NAME = 'ReadableStreamDefaultController';

const mayEnqueue = (c) => !c.closeRequested && c.stream.state === 'readable';

function desiredSize(c) {
  if (c.stream.state === 'errored') return null;
  return c.stream.state === 'closed' ? 0 : c.highWaterMark - c.total;
}

function clear(c) {
  c.pullAlgorithm = undefined;
  c.cancelAlgorithm = undefined;
  c.sizeAlgorithm = undefined;
}

function shouldPull(c) {
  if (!mayEnqueue(c) || !c.started) return false;
  return (c.stream.reader !== undefined && hasDefaultReader(c.stream) && countRequests(c.stream) > 0) || desiredSize(c) > 0;
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

function close(c) {
  if (!mayEnqueue(c)) return;
  c.closeRequested = true;
  if (c.queue.length === 0) {
    clear(c);
    closeStream(c.stream);
  }
}

function enqueue(c, chunk) {
  if (!mayEnqueue(c)) return;
  if (hasDefaultReader(c.stream) && countRequests(c.stream) > 0) {
    fulfillRequest(c.stream, chunk, false);
  } else {
    try {
      const size = +c.sizeAlgorithm(chunk);
      if (!(size >= 0) || size === Infinity) throw coded(RangeError, 'ERR_INVALID_ARG_VALUE', `The argument 'size' is invalid. Received ${size}`);
      c.queue.push({ value: chunk, size });
      c.total += size;
    } catch (error) {
      fail(c, error);
      throw error;
    }
  }
  callPull(c);
}

function fail(c, error) {
  if (c.stream.state !== 'readable') return;
  c.queue.drain();
  c.total = 0;
  clear(c);
  errorStream(c.stream, error);
}

class ReadableStreamDefaultController {
  constructor(key = undefined) {
    checkMade(key);
  }
  get desiredSize() { return desiredSize(stateOf(this, NAME)); }
  close() {
    const c = stateOf(this, NAME);
    if (!mayEnqueue(c)) throw invalidState('Controller is already closed');
    close(c);
  }
  enqueue(chunk = undefined) {
    const c = stateOf(this, NAME);
    if (!mayEnqueue(c)) throw invalidState('Controller is already closed');
    enqueue(c, chunk);
  }
  error(error = undefined) {
    fail(stateOf(this, NAME), error);
  }
  [kInspect](depth, options, inspect) {
    return shown(this, depth, options, inspect, {});
  }
}
expose(ReadableStreamDefaultController, 'desiredSize', 'close', 'enqueue', 'error');

/** Gives the stream a controller with these algorithms. */
function setUp(s, start, pull, cancel, highWaterMark, sizeAlgorithm) {
  const self = new ReadableStreamDefaultController(kMake);
  const c = {
    kind: NAME, self, stream: s, queue: new Queue(), total: 0, started: false, closeRequested: false, pulling: false, pullAgain: false, highWaterMark,
    sizeAlgorithm, pullAlgorithm: pull, cancelAlgorithm: cancel,
    cancelSteps(reason) {
      c.queue.drain();
      c.total = 0;
      const result = c.cancelAlgorithm(reason);
      clear(c);
      return result;
    },
    pullSteps(request) {
      if (c.queue.length === 0) {
        s.reader.requests.push(request);
        callPull(c);
        return;
      }
      const { value, size } = c.queue.shift();
      c.total = Math.max(0, c.total - size);
      if (c.closeRequested && c.queue.length === 0) {
        clear(c);
        closeStream(s);
      } else {
        callPull(c);
      }
      request.chunk(value);
    },
    releaseSteps() {
      // Requests are the reader's.
      failRequests(s.reader);
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

/** The same, of an object of callbacks. */
function setUpFrom(s, source, highWaterMark, sizeAlgorithm) {
  const [start, pull, cancel] = ['start', 'pull', 'cancel'].map((name) => callbackOf(source, name, 'source'));
  setUp(
    s,
    start ? (controller) => Reflect.apply(start, source, [controller]) : nothing,
    pull ? () => promiseOf(pull, source, s.controller.self) : () => Promise.resolve(),
    cancel ? (reason) => promiseOf(cancel, source, reason) : () => Promise.resolve(),
    highWaterMark, sizeAlgorithm);
}

module.exports = { ReadableStreamDefaultController, setUp, setUpFrom, mayEnqueue, desiredSize, close, enqueue, fail, shouldPull };
