// ReadableStream.
'use strict';

const { refuseClones, MUST_BE_TRANSFERRED } = require('internal/errors');
const { coded, invalidArgument } = require('internal/errors');
const {
  checkDictionary, expose, handled, invalidState, is, kInspect, kState, promiseOf, rejecting, shown, stateOf,
} = require('internal/web_streams/common');
const { cancelStream, makeState } = require('internal/web_streams/readable_state');
const { highWaterMarkOf, sizeOf } = require('internal/web_streams/strategies');
const normal = require('internal/web_streams/default_controller');
const bytes = require('internal/web_streams/byte_controller');
const { ReadableStreamDefaultReader, ReadableStreamBYOBReader } = require('internal/web_streams/readers');

const NAME = 'ReadableStream';
/** Given to the constructor in place of a source by makers within the host. */
const kSetUp = Symbol('kSetUp');

class ReadableStream {
  constructor(source = {}, strategy = {}) {
    const s = makeState(this);
    this[kState] = s;
    if (source !== null && typeof source === 'object' && source[kSetUp]) {
      source[kSetUp](s);
      return;
    }
    if (source === null || (typeof source !== 'object' && typeof source !== 'function')) throw invalidArgument('source', 'of type object', source);
    checkDictionary(strategy, 'strategy');
    const type = source.type; // eslint-disable-line prefer-destructuring
    if (`${type}` === 'bytes') {
      if (strategy?.size !== undefined) throw coded(RangeError, 'ERR_INVALID_ARG_VALUE', `The property 'strategy.size' is invalid. Received ${require('util').inspect(strategy.size)}`);
      bytes.setUpFrom(s, source, highWaterMarkOf(strategy, 0));
    } else {
      if (type !== undefined) throw coded(TypeError, 'ERR_INVALID_ARG_VALUE', `The property 'source.type' is invalid. Received ${require('util').inspect(type)}`);
      const size = sizeOf(strategy);
      normal.setUpFrom(s, source, highWaterMarkOf(strategy, 1), size);
    }
  }
  get locked() { return stateOf(this, NAME).reader !== undefined; }
  static from(iterable) {
    return from(iterable);
  }
  cancel(reason = undefined) {
    const s = stateOf(this, NAME);
    if (s.reader !== undefined) throw invalidState('ReadableStream is locked');
    return cancelStream(s, reason);
  }
  getReader(options = {}) {
    stateOf(this, NAME);
    checkDictionary(options, 'options');
    const mode = options?.mode;
    if (mode === undefined) return new ReadableStreamDefaultReader(this);
    if (`${mode}` !== 'byob') throw coded(TypeError, 'ERR_INVALID_ARG_VALUE', `The property 'options.mode' is invalid. Received ${require('util').inspect(mode)}`);
    return new ReadableStreamBYOBReader(this);
  }
  pipeThrough(transform, options = {}) {
    const s = stateOf(this, NAME);
    const readable = transform?.readable;
    if (!is(readable, NAME)) throw invalidArgument('transform.readable', 'an instance of ReadableStream', readable);
    const writable = transform?.writable;
    if (!is(writable, 'WritableStream')) throw invalidArgument('transform.writable', 'an instance of WritableStream', writable);
    const settings = pipeOptions(options);
    if (s.reader !== undefined) throw invalidState('The ReadableStream is locked');
    if (writable[kState].writer !== undefined) throw invalidState('The WritableStream is locked');
    handled(require('internal/web_streams/pipe')(s, writable[kState], settings, ReadableStreamDefaultReader));
    return readable;
  }
  pipeTo(destination, options = {}) {
    const s = stateOf(this, NAME);
    if (!is(destination, 'WritableStream')) throw invalidArgument('transform.writable', 'an instance of WritableStream', destination);
    const settings = pipeOptions(options);
    if (s.reader !== undefined) throw invalidState('The ReadableStream is locked');
    if (destination[kState].writer !== undefined) throw invalidState('The WritableStream is locked');
    return require('internal/web_streams/pipe')(s, destination[kState], settings, ReadableStreamDefaultReader);
  }
  tee() {
    const s = stateOf(this, NAME);
    if (s.reader !== undefined) throw invalidState('ReadableStream is locked');
    return require('internal/web_streams/tee')(s, { makeDefault, makeBytes, Reader: ReadableStreamDefaultReader, ByobReader: ReadableStreamBYOBReader });
  }
  values(options = {}) {
    stateOf(this, NAME);
    checkDictionary(options, 'options');
    const preventCancel = !!options?.preventCancel;
    return require('internal/web_streams/iteration')(new ReadableStreamDefaultReader(this)[kState], preventCancel);
  }
  [kInspect](depth, options, inspect) {
    const s = stateOf(this, NAME);
    return shown(this, depth, options, inspect, { locked: this.locked, state: s.state, supportsBYOB: s.controller.kind === 'ReadableByteStreamController' });
  }
}
for (const name of ['cancel', 'pipeTo']) ReadableStream.prototype[name] = rejecting(ReadableStream.prototype[name]);
expose(ReadableStream, 'locked', 'cancel', 'getReader', 'pipeThrough', 'pipeTo', 'tee', 'values');
Object.defineProperty(ReadableStream, 'from', { enumerable: true });
Object.defineProperty(ReadableStream.prototype, Symbol.asyncIterator, { value: ReadableStream.prototype.values, writable: true, configurable: true });

function pipeOptions(options) {
  checkDictionary(options, 'options');
  const preventAbort = !!options?.preventAbort;
  const preventCancel = !!options?.preventCancel;
  const preventClose = !!options?.preventClose;
  const signal = options?.signal;
  if (signal !== undefined && !(signal instanceof AbortSignal)) throw invalidArgument('options.signal', 'an instance of AbortSignal', signal);
  return { preventAbort, preventCancel, preventClose, signal };
}

/** Streams of algorithms: their states. */
function makeDefault(start, pull, cancel, highWaterMark = 1, size = () => 1) {
  return new ReadableStream({ [kSetUp]: (s) => normal.setUp(s, start, pull, cancel, highWaterMark, size) })[kState];
}
function makeBytes(start, pull, cancel, highWaterMark = 0) {
  return new ReadableStream({ [kSetUp]: (s) => bytes.setUp(s, start, pull, cancel, highWaterMark) })[kState];
}

function from(iterable) {
  const method = iterable[Symbol.asyncIterator] ?? iterable[Symbol.iterator];
  if (typeof method !== 'function') {
    throw coded(TypeError, 'ERR_ARG_NOT_ITERABLE', `${require('util').inspect(iterable)} must be iterable`);
  }
  const isAsync = iterable[Symbol.asyncIterator] !== undefined && iterable[Symbol.asyncIterator] !== null;
  const iterator = Reflect.apply(method, iterable, []);
  if (iterator === null || (typeof iterator !== 'object' && typeof iterator !== 'function')) throw invalidState('The iterator method must return an object');
  const { next } = iterator;
  let s;
  const take = (result) => {
    if (result === null || typeof result !== 'object') throw invalidState('The promise returned by the iterator.next() method must fulfill with an object');
    return result;
  };
  const give = (done, value) => {
    if (done) normal.close(s.controller);
    else normal.enqueue(s.controller, value);
  };
  const pull = isAsync
    ? () => promiseOf(next, iterator).then((result) => {
      const { done, value } = take(result);
      give(done, value);
    })
    : () => promiseOf(() => {
      const { done, value } = take(Reflect.apply(next, iterator, []));
      return Promise.resolve(value).then((settled) => give(done, settled));
    });
  const cancel = async (reason) => {
    const method2 = iterator.return;
    if (method2 === undefined || method2 === null) return;
    const result = await promiseOf(method2, iterator, reason);
    if (result === null || typeof result !== 'object') throw invalidState('The promise returned by the iterator.return() method must fulfill with an object');
  };
  s = makeDefault(() => {}, pull, cancel, 0);
  return s.self;
}

refuseClones(ReadableStream, MUST_BE_TRANSFERRED);
require('internal/web_streams/transferable')(ReadableStream);

module.exports = { ReadableStream, makeDefault, makeBytes, kSetUp };
