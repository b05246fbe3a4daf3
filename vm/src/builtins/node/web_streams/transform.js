// TransformStream: what is written to one side is read, changed, from the other.
'use strict';

const { refuseClones, MUST_BE_TRANSFERRED } = require('internal/errors');
const { coded } = require('internal/errors');
const {
  callbackOf, checkDictionary, checkMade, expose, invalidState, kInspect, kMake, kState, nothing, promiseOf, shown, stateOf,
} = require('internal/web_streams/common');
const { highWaterMarkOf, sizeOf } = require('internal/web_streams/strategies');
const reading = require('internal/web_streams/default_controller');
const writing = require('internal/web_streams/writable_state');
const { makeDefault } = require('internal/web_streams/readable');
const { make: makeWritable } = require('internal/web_streams/writable');

const NAME = 'TransformStream';
const CONTROLLER = 'TransformStreamDefaultController';

function setBackpressure(t, on) {
  t.change?.resolve();
  t.change = Promise.withResolvers();
  t.backpressure = on;
}
function unblockWrite(t) {
  if (t.backpressure) setBackpressure(t, false);
}
function clear(c) {
  c.transformAlgorithm = undefined;
  c.flushAlgorithm = undefined;
  c.cancelAlgorithm = undefined;
}
function errorWritable(t, error) {
  clear(t.controller);
  writing.errorIfNeeded(t.writable.controller, error);
  unblockWrite(t);
}
function fail(t, error) {
  reading.fail(t.readable.controller, error);
  errorWritable(t, error);
}

function enqueue(c, chunk) {
  const t = c.stream;
  const target = t.readable.controller;
  if (!reading.mayEnqueue(target)) throw invalidState('Unable to enqueue');
  try {
    reading.enqueue(target, chunk);
  } catch (error) {
    errorWritable(t, error);
    throw t.readable.storedError;
  }
  const backpressure = !reading.shouldPull(target);
  if (backpressure !== t.backpressure) setBackpressure(t, true);
}

function transform(c, chunk) {
  // Who reads may have canceled in between: the chunk is for nobody.
  if (c.transformAlgorithm === undefined) return Promise.resolve();
  return c.transformAlgorithm(chunk).then(undefined, (error) => {
    fail(c.stream, error);
    throw error;
  });
}

/** Runs once whichever of cancel, abort and flush comes first. */
function finish(c, run, after) {
  if (c.finish !== undefined) return c.finish.promise;
  c.finish = Promise.withResolvers();
  const result = run();
  clear(c);
  after(result);
  return c.finish.promise;
}

function sinkWrite(t, chunk) {
  const c = t.controller;
  if (!t.backpressure) return transform(c, chunk);
  return t.change.promise.then(() => {
    if (t.writable.state === 'erroring') throw t.writable.storedError;
    return transform(c, chunk);
  });
}
function sinkAbort(t, reason) {
  const c = t.controller;
  return finish(c, () => c.cancelAlgorithm(reason), (result) => result.then(
    () => {
      if (t.readable.state === 'errored') {
        c.finish.reject(t.readable.storedError);
      } else {
        reading.fail(t.readable.controller, reason);
        c.finish.resolve();
      }
    },
    (error) => {
      reading.fail(t.readable.controller, error);
      c.finish.reject(error);
    }));
}
function sinkClose(t) {
  const c = t.controller;
  return finish(c, () => c.flushAlgorithm(), (result) => result.then(
    () => {
      if (t.readable.state === 'errored') {
        c.finish.reject(t.readable.storedError);
      } else {
        reading.close(t.readable.controller);
        c.finish.resolve();
      }
    },
    (error) => {
      reading.fail(t.readable.controller, error);
      c.finish.reject(error);
    }));
}
function sourcePull(t) {
  setBackpressure(t, false);
  return t.change.promise;
}
function sourceCancel(t, reason) {
  const c = t.controller;
  return finish(c, () => c.cancelAlgorithm(reason), (result) => result.then(
    () => {
      if (t.writable.state === 'errored') {
        c.finish.reject(t.writable.storedError);
      } else {
        writing.errorIfNeeded(t.writable.controller, reason);
        unblockWrite(t);
        c.finish.resolve();
      }
    },
    (error) => {
      writing.errorIfNeeded(t.writable.controller, error);
      unblockWrite(t);
      c.finish.reject(error);
    }));
}

class TransformStreamDefaultController {
  constructor(key = undefined) {
    checkMade(key);
  }
  get desiredSize() { return reading.desiredSize(stateOf(this, CONTROLLER).stream.readable.controller); }
  enqueue(chunk = undefined) {
    enqueue(stateOf(this, CONTROLLER), chunk);
  }
  error(reason = undefined) {
    fail(stateOf(this, CONTROLLER).stream, reason);
  }
  terminate() {
    const t = stateOf(this, CONTROLLER).stream;
    reading.close(t.readable.controller);
    errorWritable(t, invalidState('TransformStream has been terminated'));
  }
  [kInspect](depth, options, inspect) {
    return shown(this, depth, options, inspect, { stream: stateOf(this, CONTROLLER).stream.self });
  }
}
expose(TransformStreamDefaultController, 'desiredSize', 'enqueue', 'error', 'terminate');

class TransformStream {
  constructor(transformer = {}, writableStrategy = {}, readableStrategy = {}) {
    checkDictionary(transformer, 'transformer');
    checkDictionary(writableStrategy, 'writableStrategy');
    checkDictionary(readableStrategy, 'readableStrategy');
    for (const name of ['readableType', 'writableType']) {
      const type = transformer?.[name];
      if (type !== undefined) throw coded(RangeError, 'ERR_INVALID_ARG_VALUE', `The property 'transformer.${name}' is invalid. Received ${require('util').inspect(type)}`);
    }
    const readableSize = sizeOf(readableStrategy);
    const readableMark = highWaterMarkOf(readableStrategy, 0);
    const writableSize = sizeOf(writableStrategy);
    const writableMark = highWaterMarkOf(writableStrategy, 1);

    const self = new TransformStreamDefaultController(kMake);
    const t = { kind: NAME, self: this, readable: undefined, writable: undefined, controller: undefined, backpressure: undefined, change: undefined };
    this[kState] = t;
    const started = Promise.withResolvers();
    t.writable = makeWritable({
      start: () => started.promise, write: (chunk) => sinkWrite(t, chunk), close: () => sinkClose(t), abort: (reason) => sinkAbort(t, reason),
      highWaterMark: writableMark, sizeAlgorithm: writableSize,
    });
    t.readable = makeDefault(() => started.promise, () => sourcePull(t), (reason) => sourceCancel(t, reason), readableMark, readableSize);
    setBackpressure(t, true);

    const [start, change, flush, cancel] = ['start', 'transform', 'flush', 'cancel'].map((name) => callbackOf(transformer, name, 'transformer'));
    const c = {
      kind: CONTROLLER, self, stream: t, finish: undefined,
      transformAlgorithm: change ? (chunk) => promiseOf(change, transformer, chunk, self) : (chunk) => promiseOf(() => enqueue(c, chunk)),
      flushAlgorithm: flush ? () => promiseOf(flush, transformer, self) : () => Promise.resolve(),
      cancelAlgorithm: cancel ? (reason) => promiseOf(cancel, transformer, reason) : () => Promise.resolve(),
    };
    self[kState] = c;
    t.controller = c;
    started.resolve((start ?? nothing).call(transformer, self));
  }
  get readable() { return stateOf(this, NAME).readable.self; }
  get writable() { return stateOf(this, NAME).writable.self; }
  [kInspect](depth, options, inspect) {
    return shown(this, depth, options, inspect, { readable: this.readable, writable: this.writable, backpressure: stateOf(this, NAME).backpressure });
  }
}
expose(TransformStream, 'readable', 'writable');

refuseClones(TransformStream, MUST_BE_TRANSFERRED);
require('internal/web_streams/transferable')(TransformStream);

/** One of two streams that are there. */
function transformOf(readable, writable) {
  const made = Object.create(TransformStream.prototype);
  made[kState] = {
    kind: NAME, self: made, readable: readable[kState], writable: writable[kState], controller: undefined, backpressure: false, change: undefined,
  };
  return made;
}

module.exports = { transformOf, TransformStream, TransformStreamDefaultController };
