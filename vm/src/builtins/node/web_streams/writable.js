// WritableStream, its writer and its controller.
'use strict';

const { refuseClones, MUST_BE_TRANSFERRED } = require('internal/errors');
const { coded, invalidArgument } = require('internal/errors');
const {
  callbackOf, checkDictionary, checkMade, expose, invalidState, is, kInspect, kMake, kState, nothing, promiseOf, rejecting, shown, stateOf,
} = require('internal/web_streams/common');
const { highWaterMarkOf, sizeOf } = require('internal/web_streams/strategies');
const w = require('internal/web_streams/writable_state');

const NAME = 'WritableStream';
const WRITER = 'WritableStreamDefaultWriter';
const CONTROLLER = 'WritableStreamDefaultController';
/** Given to the constructor in place of a sink by makers within the host. */
const kSetUp = Symbol('kSetUp');

class WritableStreamDefaultController {
  constructor(key = undefined) {
    checkMade(key);
  }
  get signal() { return stateOf(this, CONTROLLER).abortController.signal; }
  error(error = undefined) {
    const c = stateOf(this, CONTROLLER);
    if (c.stream.state === 'writable') w.fail(c, error);
  }
  [kInspect](depth, options, inspect) {
    return shown(this, depth, options, inspect, { stream: stateOf(this, CONTROLLER).stream.self });
  }
}
expose(WritableStreamDefaultController, 'signal', 'error');

class WritableStream {
  constructor(sink = {}, strategy = {}) {
    const s = w.makeState(this);
    this[kState] = s;
    if (sink !== null && typeof sink === 'object' && sink[kSetUp]) {
      w.setUpController(s, new WritableStreamDefaultController(kMake), sink[kSetUp]);
      return;
    }
    checkDictionary(sink, 'sink');
    checkDictionary(strategy, 'strategy');
    const type = sink?.type;
    if (type !== undefined) throw coded(RangeError, 'ERR_INVALID_ARG_VALUE', `The argument 'type' is invalid. Received ${require('util').inspect(type)}`);
    const size = sizeOf(strategy);
    const highWaterMark = highWaterMarkOf(strategy, 1);
    const [start, write, close, abort] = ['start', 'write', 'close', 'abort'].map((name) => callbackOf(sink, name, 'sink'));
    const self = new WritableStreamDefaultController(kMake);
    w.setUpController(s, self, {
      start: start ? (controller) => Reflect.apply(start, sink, [controller]) : nothing,
      write: write ? (chunk) => promiseOf(write, sink, chunk, self) : () => Promise.resolve(),
      close: close ? () => promiseOf(close, sink) : () => Promise.resolve(),
      abort: abort ? (reason) => promiseOf(abort, sink, reason) : () => Promise.resolve(),
      highWaterMark, sizeAlgorithm: size,
    });
  }
  get locked() { return stateOf(this, NAME).writer !== undefined; }
  abort(reason = undefined) {
    const s = stateOf(this, NAME);
    if (s.writer !== undefined) throw invalidState('WritableStream is locked');
    return w.abort(s, reason);
  }
  close() {
    const s = stateOf(this, NAME);
    if (s.writer !== undefined) throw invalidState('WritableStream is locked');
    if (w.closeQueuedOrInFlight(s)) throw invalidState('Failure closing WritableStream');
    return w.close(s);
  }
  getWriter() {
    stateOf(this, NAME);
    return new WritableStreamDefaultWriter(this);
  }
  [kInspect](depth, options, inspect) {
    return shown(this, depth, options, inspect, { locked: this.locked, state: stateOf(this, NAME).state });
  }
}
for (const name of ['abort', 'close']) WritableStream.prototype[name] = rejecting(WritableStream.prototype[name]);
expose(WritableStream, 'locked', 'abort', 'close', 'getWriter');

/** The state of a writer that may use its stream. */
function attached(writer) {
  const state = stateOf(writer, WRITER);
  if (state.stream === undefined) throw invalidState('Writer is not bound to a WritableStream');
  return state;
}
const wrongThis = () => Promise.reject(coded(TypeError, 'ERR_INVALID_THIS', `Value of "this" must be of type ${WRITER}`));

class WritableStreamDefaultWriter {
  constructor(stream) {
    if (!is(stream, NAME)) throw invalidArgument('stream', 'an instance of WritableStream', stream);
    if (stream[kState].writer !== undefined) throw invalidState('WritableStream is locked');
    this[kState] = { kind: WRITER, self: this, stream: undefined, ready: undefined, closed: undefined };
    w.attachWriter(this[kState], stream[kState]);
  }
  get closed() { return is(this, WRITER) ? this[kState].closed.promise : wrongThis(); }
  get desiredSize() { return w.desiredSizeOfWriter(attached(this)); }
  get ready() { return is(this, WRITER) ? this[kState].ready.promise : wrongThis(); }
  abort(reason = undefined) {
    return w.abort(attached(this).stream, reason);
  }
  close() {
    const { stream } = attached(this);
    if (w.closeQueuedOrInFlight(stream)) throw invalidState('Failure to close WritableStream');
    return w.close(stream);
  }
  releaseLock() {
    const state = stateOf(this, WRITER);
    if (state.stream !== undefined) w.releaseWriter(state);
  }
  write(chunk = undefined) {
    return w.write(attached(this), chunk);
  }
  [kInspect](depth, options, inspect) {
    const { stream, closed, ready } = stateOf(this, WRITER);
    return shown(this, depth, options, inspect, {
      stream: stream?.self, close: closed.promise, ready: ready.promise, desiredSize: stream === undefined ? null : this.desiredSize,
    });
  }
}
for (const name of ['abort', 'close', 'write']) WritableStreamDefaultWriter.prototype[name] = rejecting(WritableStreamDefaultWriter.prototype[name]);
expose(WritableStreamDefaultWriter, 'closed', 'desiredSize', 'ready', 'abort', 'close', 'releaseLock', 'write');

/** A stream of algorithms: its state. */
const make = (algorithms) => new WritableStream({ [kSetUp]: algorithms })[kState];

refuseClones(WritableStream, MUST_BE_TRANSFERRED);
require('internal/web_streams/transferable')(WritableStream);

module.exports = { WritableStream, WritableStreamDefaultWriter, WritableStreamDefaultController, make };
