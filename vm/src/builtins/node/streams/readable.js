// Readable: a source of chunks, which are asked for (`read`), told ('data'), piped, or iterated.
'use strict';

const { Buffer } = require('buffer');
const { invalidArgument } = require('internal/errors');
const Stream = require('internal/streams/legacy');
const { construct, destroy, errorOrDestroy, undestroy } = require('internal/streams/destroy');
const { markOf } = require('internal/streams/high_water_mark');
const errors = require('internal/streams/errors');

const kIsPaused = Symbol('kIsPaused');
const LARGEST_MARK = 2 ** 30;

class ReadableState {
  constructor(options, stream, isDuplex) {
    this.objectMode = !!(options?.objectMode || (isDuplex && options?.readableObjectMode));
    this.highWaterMark = markOf(this.objectMode, options, 'readableHighWaterMark', isDuplex);
    this.buffer = [];
    /** Chunks before this index have been read. */
    this.bufferIndex = 0;
    this.length = 0;
    this.pipes = [];
    /** null: nobody has said yet how chunks are to be read. */
    this.flowing = null;
    this.ended = false;
    this.endEmitted = false;
    /** `_read` has been called, and has not answered yet. */
    this.reading = false;
    this.constructed = true;
    /** Whether an answer would come while `_read` runs. */
    this.sync = true;
    this.needReadable = false;
    this.emittedReadable = false;
    /** The end came when nobody listened for 'readable'. */
    this.endIsUntold = false;
    this.readableListening = false;
    this.resumeScheduled = false;
    this.errorEmitted = false;
    this.emitClose = options?.emitClose !== false;
    this.autoDestroy = options?.autoDestroy !== false;
    this.destroyed = false;
    this.errored = null;
    this.closed = false;
    this.closeEmitted = false;
    this.defaultEncoding = options?.defaultEncoding ?? 'utf8';
    if (!Buffer.isEncoding(this.defaultEncoding)) throw errors.unknownEncoding(this.defaultEncoding);
    /** Targets of pipes that have asked to wait: one, or a set. */
    this.awaitDrainWriters = null;
    this.multiAwaitDrain = false;
    this.readingMore = false;
    this.dataEmitted = false;
    this.decoder = null;
    this.encoding = null;
    this[kIsPaused] = null;
    if (options?.encoding) this.setEncoding(options.encoding);
  }
  setEncoding(encoding) {
    const { StringDecoder } = require('string_decoder');
    this.decoder = new StringDecoder(encoding);
    this.encoding = this.decoder.encoding;
  }
  sizeOf(chunk) {
    return this.objectMode ? 1 : chunk.length;
  }
  get pipesCount() {
    return this.pipes.length;
  }
  get paused() {
    return this[kIsPaused] !== false;
  }
  set paused(value) {
    this[kIsPaused] = !!value;
  }
}

function Readable(options) {
  if (!(this instanceof Readable)) return new Readable(options);
  if (!this._readableState) {
    this._readableState = new ReadableState(options, this, false);
    Readable.initialize(this, options);
  }
}
Object.setPrototypeOf(Readable.prototype, Stream.prototype);
Object.setPrototypeOf(Readable, Stream);
Readable.ReadableState = ReadableState;

/** What the options add to a stream whose states are there. */
Readable.initialize = (stream, options) => {
  if (options) {
    if (typeof options.read === 'function') stream._read = options.read;
    if (typeof options.destroy === 'function') stream._destroy = options.destroy;
    if (typeof options.construct === 'function') stream._construct = options.construct;
    if (options.signal) require('internal/streams/abort').attach(options.signal, stream);
  }
  Stream.call(stream, options);
  construct(stream, () => {
    if (stream._readableState.needReadable) readMoreNow(stream, stream._readableState);
  });
};

Readable.prototype.destroy = destroy;
Readable.prototype._undestroy = undestroy;
Readable.prototype._destroy = function _destroy(error, callback) {
  callback(error);
};
Readable.prototype[Symbol.for('nodejs.rejection')] = function rejected(error) {
  this.destroy(error);
};
Readable.prototype[Symbol.asyncDispose] = function asyncDispose() {
  let error;
  if (!this.destroyed) {
    error = this.readableEnded ? null : new errors.AbortError();
    this.destroy(error);
  }
  return new Promise((resolve, reject) => {
    require('internal/streams/end_of_stream').finished(this, (reason) => (reason && reason !== error ? reject(reason) : resolve()));
  });
};

// ---- chunks come

Readable.prototype.push = function push(chunk, encoding) {
  return take(this, chunk, encoding, false);
};
Readable.prototype.unshift = function unshift(chunk, encoding) {
  return take(this, chunk, encoding, true);
};

/** A chunk as bytes, or as text in the encoding of the stream; undefined if it is neither. */
function toChunk(state, chunk, encoding, toFront) {
  if (typeof chunk === 'string') {
    const from = encoding || state.defaultEncoding;
    if (state.encoding === from) return chunk;
    const bytes = Buffer.from(chunk, from);
    return toFront && state.encoding ? bytes.toString(state.encoding) : bytes;
  }
  if (chunk instanceof Buffer) return chunk;
  if (ArrayBuffer.isView(chunk)) return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  return undefined;
}

function take(stream, given, encoding, toFront) {
  const state = stream._readableState;
  if (given === null) {
    state.reading = false;
    noteEnd(stream, state);
    return false;
  }
  let chunk = given;
  if (!state.objectMode) {
    chunk = given === undefined ? undefined : toChunk(state, given, encoding, toFront);
    if (chunk === undefined) {
      if (given !== undefined || !toFront) {
        errorOrDestroy(stream, invalidArgument('chunk', 'of type string or an instance of Buffer, TypedArray, or DataView', given));
      }
      return false;
    }
  }
  const isText = typeof chunk === 'string' && typeof given === 'string' && !state.objectMode;
  if (!state.objectMode && chunk.length === 0) {
    if (!toFront) {
      state.reading = false;
      readMoreLater(stream, state);
    }
    return mayTakeMore(state);
  }
  if (toFront) {
    if (state.endEmitted) errorOrDestroy(stream, errors.unshiftAfterEnd());
    else if (state.destroyed || state.errored) return false;
    else add(stream, state, chunk, true);
    return mayTakeMore(state);
  }
  if (state.ended) {
    errorOrDestroy(stream, errors.pushAfterEnd());
    return mayTakeMore(state);
  }
  if (state.destroyed || state.errored) return false;
  state.reading = false;
  if (state.decoder && !isText) {
    chunk = state.decoder.write(chunk);
    if (!state.objectMode && chunk.length === 0) {
      readMoreLater(stream, state);
      return mayTakeMore(state);
    }
  }
  add(stream, state, chunk, false);
  return mayTakeMore(state);
}

function mayTakeMore(state) {
  return !state.ended && (state.length < state.highWaterMark || state.length === 0);
}

function add(stream, state, chunk, toFront) {
  if (state.flowing && state.length === 0 && !state.sync && stream.listenerCount('data') > 0) {
    // It need not be kept.
    forgetDrains(state);
    state.dataEmitted = true;
    stream.emit('data', chunk);
  } else {
    state.length += state.sizeOf(chunk);
    if (!toFront) state.buffer.push(chunk);
    else if (state.bufferIndex > 0) state.buffer[--state.bufferIndex] = chunk;
    else state.buffer.unshift(chunk);
    if (state.needReadable) announce(stream);
  }
  readMoreLater(stream, state);
}

function noteEnd(stream, state) {
  if (state.ended) return;
  const rest = state.decoder?.end();
  if (rest?.length) {
    state.buffer.push(rest);
    state.length += state.sizeOf(rest);
  }
  state.ended = true;
  if (state.sync) {
    // An end that nobody waits for is told to who listens later.
    if (state.flowing || state.needReadable || stream.listenerCount('readable') > 0) announce(stream);
    else state.endIsUntold = true;
  } else {
    state.needReadable = false;
    state.emittedReadable = true;
    emitReadable(stream);
  }
}

/** Has 'readable' emitted in the next tick. */
function announce(stream) {
  const state = stream._readableState;
  state.needReadable = false;
  if (!state.emittedReadable) {
    state.emittedReadable = true;
    process.nextTick(emitReadable, stream);
  }
}

function emitReadable(stream) {
  const state = stream._readableState;
  if (!state.destroyed && !state.errored && (state.length || state.ended)) {
    stream.emit('readable');
    state.emittedReadable = false;
  }
  if (!state.flowing && !state.ended && state.length <= state.highWaterMark) state.needReadable = true;
  flow(stream);
}

/** Fills the buffer up to the mark, in the next tick. */
function readMoreLater(stream, state) {
  if (state.readingMore || !state.constructed) return;
  state.readingMore = true;
  process.nextTick(readMoreNow, stream, state);
}

function readMoreNow(stream, state) {
  const wantsMore = () => state.length < state.highWaterMark || (state.flowing && state.length === 0);
  while (!state.reading && !state.ended && wantsMore()) {
    const before = state.length;
    stream.read(0);
    // Nothing came: it will later.
    if (state.length === before) break;
  }
  state.readingMore = false;
}

// ---- chunks go

Readable.prototype._read = function _read(size) { // eslint-disable-line no-unused-vars
  throw errors.notImplemented('_read()');
};

function amountOf(wanted, state) {
  if (wanted <= 0 || (state.length === 0 && state.ended)) return 0;
  if (state.objectMode) return 1;
  if (Number.isNaN(wanted)) {
    // Bytes come as they were pushed; text that nobody waits for comes as a whole.
    const comesInChunks = state.flowing || !state.decoder;
    return comesInChunks && state.length ? state.buffer[state.bufferIndex].length : state.length;
  }
  if (wanted <= state.length) return wanted;
  return state.ended ? state.length : 0;
}

/** The next power of two. */
function markFor(size) {
  return size >= LARGEST_MARK ? LARGEST_MARK : 2 ** Math.ceil(Math.log2(size));
}

Readable.prototype.read = function read(size) {
  let wanted = size;
  if (wanted === undefined) wanted = NaN;
  else if (!Number.isInteger(wanted)) wanted = Number.parseInt(wanted, 10);
  const state = this._readableState;
  if (wanted > state.highWaterMark) state.highWaterMark = markFor(wanted);
  if (wanted !== 0) state.emittedReadable = state.endIsUntold = false;

  if (wanted === 0 && state.needReadable) {
    const isFull = state.highWaterMark !== 0 ? state.length >= state.highWaterMark : state.length > 0;
    if (isFull || state.ended) {
      if (state.length === 0 && state.ended) end(this);
      else announce(this);
      return null;
    }
  }
  let amount = amountOf(wanted, state);
  if (amount === 0 && state.ended) {
    if (state.length === 0) end(this);
    return null;
  }
  const isShort = state.needReadable || state.length === 0 || state.length - amount < state.highWaterMark;
  if (isShort && !state.ended && !state.reading && !state.destroyed && !state.errored && state.constructed) {
    ask(this, state);
    // More may have come while it was asked.
    if (!state.reading) amount = amountOf(wanted, state);
  }

  const chunk = amount > 0 ? takeOut(amount, state) : null;
  if (chunk === null) {
    if (state.length <= state.highWaterMark) state.needReadable = true;
    amount = 0;
  } else {
    state.length -= amount;
    forgetDrains(state);
  }
  if (state.length === 0) {
    if (!state.ended) state.needReadable = true;
    if (wanted !== amount && state.ended) end(this);
  }
  if (chunk !== null && !state.errorEmitted && !state.closeEmitted) {
    state.dataEmitted = true;
    this.emit('data', chunk);
  }
  return chunk;
};

function ask(stream, state) {
  state.reading = true;
  state.sync = true;
  if (state.length === 0) state.needReadable = true;
  try {
    stream._read(state.highWaterMark);
  } catch (error) {
    errorOrDestroy(stream, error);
  }
  state.sync = false;
}

function takeOut(amount, state) {
  if (state.length === 0) return null;
  const { buffer } = state;
  let at = state.bufferIndex;
  let result;
  if (state.objectMode) {
    result = buffer[at++];
  } else if (!amount || amount >= state.length) {
    const rest = at === 0 ? buffer : buffer.slice(at);
    if (state.decoder) result = rest.join('');
    else result = rest.length === 1 ? rest[0] : Buffer.concat(rest, state.length);
    at = buffer.length;
  } else {
    const parts = [];
    let left = amount;
    while (left > 0) {
      const chunk = buffer[at];
      if (chunk.length > left) {
        parts.push(chunk.slice(0, left));
        buffer[at] = chunk.slice(left);
        left = 0;
      } else {
        parts.push(chunk);
        left -= chunk.length;
        at++;
      }
    }
    if (state.decoder) result = parts.join('');
    else result = parts.length === 1 ? parts[0] : Buffer.concat(parts, amount);
  }
  if (at >= buffer.length) {
    buffer.length = 0;
    at = 0;
  } else if (at > 1024) {
    buffer.splice(0, at);
    at = 0;
  } else {
    // What has been read is not kept alive.
    for (let i = state.bufferIndex; i < at; i++) buffer[i] = null;
  }
  state.bufferIndex = at;
  return result;
}

function end(stream) {
  const state = stream._readableState;
  if (state.endEmitted) return;
  state.ended = true;
  process.nextTick(emitEnd, state, stream);
}

function emitEnd(state, stream) {
  if (state.errored || state.closeEmitted || state.endEmitted || state.length > 0) return;
  state.endEmitted = true;
  stream.emit('end');
  const writing = stream._writableState;
  if (stream.writable && stream.allowHalfOpen === false) {
    process.nextTick(() => {
      if (stream.writable && !stream.writableEnded && !stream.destroyed) stream.end();
    });
  } else if (state.autoDestroy && (!writing || (writing.autoDestroy && (writing.finished || writing.writable === false)))) {
    stream.destroy();
  }
}

Readable.prototype.setEncoding = function setEncoding(encoding) {
  const state = this._readableState;
  state.setEncoding(encoding);
  const text = state.buffer.slice(state.bufferIndex).map((chunk) => state.decoder.write(chunk)).join('');
  state.buffer.length = 0;
  state.bufferIndex = 0;
  if (text !== '') state.buffer.push(text);
  state.length = text.length;
  return this;
};

// ---- flowing

Readable.prototype.isPaused = function isPaused() {
  const state = this._readableState;
  return state[kIsPaused] === true || state.flowing === false;
};

Readable.prototype.resume = function resume() {
  const state = this._readableState;
  if (!state.flowing) {
    state.flowing = !state.readableListening;
    if (!state.resumeScheduled) {
      state.resumeScheduled = true;
      process.nextTick(resumeNow, this, state);
    }
  }
  state[kIsPaused] = false;
  return this;
};

function resumeNow(stream, state) {
  if (!state.reading) stream.read(0);
  state.resumeScheduled = false;
  if (state.closeEmitted) return;
  stream.emit('resume');
  flow(stream);
  if (state.flowing && !state.reading) stream.read(0);
}

Readable.prototype.pause = function pause() {
  const state = this._readableState;
  if (state.destroyed) return this;
  if (state.flowing !== false) {
    state.flowing = false;
    this.emit('pause');
  }
  state[kIsPaused] = true;
  return this;
};

function flow(stream) {
  const state = stream._readableState;
  while (state.flowing && stream.read() !== null);
}

Readable.prototype.on = function on(event, listener) {
  const result = Stream.prototype.on.call(this, event, listener);
  const state = this._readableState;
  if (event === 'data') {
    if (this.listenerCount('readable') > 0) state.readableListening = true;
    if (state.flowing !== false) this.resume();
  } else if (event === 'readable' && !state.endEmitted && !state.readableListening) {
    state.readableListening = true;
    state.needReadable = true;
    state.flowing = false;
    state.emittedReadable = false;
    if (state.length || state.endIsUntold) announce(this);
    state.endIsUntold = false;
    if (state.length === 0 && !state.reading) process.nextTick(() => this.read(0));
  }
  return result;
};
Readable.prototype.addListener = Readable.prototype.on;

Readable.prototype.removeListener = function removeListener(event, listener) {
  const result = Stream.prototype.removeListener.call(this, event, listener);
  if (event === 'readable') process.nextTick(noteListeners, this);
  return result;
};
Readable.prototype.off = Readable.prototype.removeListener;

Readable.prototype.removeAllListeners = function removeAllListeners(...events) {
  const result = Stream.prototype.removeAllListeners.apply(this, events);
  if (events.length === 0 || events[0] === 'readable') process.nextTick(noteListeners, this);
  return result;
};

function noteListeners(stream) {
  const state = stream._readableState;
  state.readableListening = stream.listenerCount('readable') > 0;
  if (state.resumeScheduled && state[kIsPaused] === false) state.flowing = true;
  else if (stream.listenerCount('data') > 0) stream.resume();
  else if (!state.readableListening) state.flowing = null;
}

// ---- pipes

function forgetDrains(state) {
  if (state.multiAwaitDrain) state.awaitDrainWriters.clear();
  else state.awaitDrainWriters = null;
}

Readable.prototype.pipe = function pipe(target, options) {
  const source = this;
  const state = source._readableState;
  if (state.pipes.length === 1 && !state.multiAwaitDrain) {
    state.multiAwaitDrain = true;
    state.awaitDrainWriters = new Set(state.awaitDrainWriters ? [state.awaitDrainWriters] : []);
  }
  state.pipes.push(target);

  const onDrain = () => {
    if (state.awaitDrainWriters === target) state.awaitDrainWriters = null;
    else if (state.multiAwaitDrain) state.awaitDrainWriters.delete(target);
    const isFree = !state.awaitDrainWriters || state.awaitDrainWriters.size === 0;
    if (isFree && source.listenerCount('data')) source.resume();
  };
  let listensToDrain = false;
  let isCleanedUp = false;
  const wait = () => {
    if (!isCleanedUp) {
      if (state.pipes.length === 1 && state.pipes[0] === target) {
        state.awaitDrainWriters = target;
        state.multiAwaitDrain = false;
      } else if (state.pipes.length > 1 && state.pipes.includes(target)) {
        state.awaitDrainWriters.add(target);
      }
      source.pause();
    }
    if (!listensToDrain) {
      listensToDrain = true;
      target.on('drain', onDrain);
    }
  };
  const onData = (chunk) => {
    if (target.write(chunk) === false) wait();
  };
  const stop = () => source.unpipe(target);
  const onEnd = () => target.end();
  // The standard streams outlive what is piped into them.
  const atEnd = options?.end !== false && !target._isStdio ? onEnd : stop;
  const onError = (error) => {
    stop();
    target.removeListener('error', onError);
    if (target.listenerCount('error') > 0) return;
    const other = target._writableState || target._readableState;
    if (other && !other.errorEmitted) errorOrDestroy(target, error);
    else target.emit('error', error);
  };
  const onClose = () => {
    target.removeListener('finish', onFinish);
    stop();
  };
  const onFinish = () => {
    target.removeListener('close', onClose);
    stop();
  };
  const onUnpipe = (from, info) => {
    if (from !== source || !info || info.hasUnpiped) return;
    info.hasUnpiped = true;
    target.removeListener('close', onClose);
    target.removeListener('finish', onFinish);
    target.removeListener('drain', onDrain);
    target.removeListener('error', onError);
    target.removeListener('unpipe', onUnpipe);
    source.removeListener('end', atEnd);
    source.removeListener('data', onData);
    isCleanedUp = true;
    // Nobody else would go on.
    if (listensToDrain && state.awaitDrainWriters && (!target._writableState || target._writableState.needDrain)) onDrain();
  };

  if (state.endEmitted) process.nextTick(atEnd);
  else source.once('end', atEnd);
  target.on('unpipe', onUnpipe);
  source.on('data', onData);
  target.prependListener('error', onError);
  target.once('close', onClose);
  target.once('finish', onFinish);
  target.emit('pipe', source);
  if (target.writableNeedDrain === true) wait();
  else if (!state.flowing) source.resume();
  return target;
};

Readable.prototype.unpipe = function unpipe(target) {
  const state = this._readableState;
  if (state.pipes.length === 0) return this;
  if (!target) {
    const targets = state.pipes;
    state.pipes = [];
    this.pause();
    for (const each of targets) each.emit('unpipe', this, { hasUnpiped: false });
    return this;
  }
  const at = state.pipes.indexOf(target);
  if (at < 0) return this;
  state.pipes.splice(at, 1);
  if (state.pipes.length === 0) this.pause();
  target.emit('unpipe', this, { hasUnpiped: false });
  return this;
};

// ---- other sources

/** Makes this stream the new form of an old one. */
Readable.prototype.wrap = function wrap(old) {
  let isPaused = false;
  old.on('data', (chunk) => {
    if (!this.push(chunk) && old.pause) {
      isPaused = true;
      old.pause();
    }
  });
  old.on('end', () => this.push(null));
  old.on('error', (error) => errorOrDestroy(this, error));
  old.on('close', () => this.destroy());
  old.on('destroy', () => this.destroy());
  this._read = () => {
    if (isPaused && old.resume) {
      isPaused = false;
      old.resume();
    }
  };
  for (const name of Object.keys(old)) {
    if (this[name] === undefined && typeof old[name] === 'function') this[name] = old[name].bind(old);
  }
  return this;
};

Readable.from = function (iterable, options) { return require('internal/streams/from')(Readable, iterable, options); };
Readable.wrap = function (source, options) {
  return new Readable({
    objectMode: source.readableObjectMode ?? source.objectMode ?? true,
    ...options,
    destroy(error, callback) {
      require('internal/streams/destroy').destroyAny(source, error);
      callback(error);
    },
  }).wrap(source);
};

// ---- iteration

Readable.prototype[Symbol.asyncIterator] = function asyncIterator() {
  return iterate(this, undefined);
};
Readable.prototype.iterator = function iterator(options) {
  if (options !== undefined && (options === null || typeof options !== 'object' || Array.isArray(options))) throw invalidArgument('options', 'of type object', options);
  return iterate(this, options);
};

function iterate(given, options) {
  const stream = typeof given.read === 'function' ? given : Readable.wrap(given, { objectMode: true });
  const iterator = chunksOf(stream, options);
  iterator.stream = stream;
  return iterator;
}

async function* chunksOf(stream, options) {
  const { destroyAny } = require('internal/streams/destroy');
  const { finished } = require('internal/streams/end_of_stream');
  let wake = null;
  const notify = () => {
    wake?.();
    wake = null;
  };
  stream.on('readable', notify);
  // undefined: it goes on; null: it has ended.
  let failure;
  const stopWatching = finished(stream, { writable: false }, (error) => {
    failure = error ? errors.both(failure, error) : null;
    notify();
  });
  try {
    for (;;) {
      const chunk = stream.destroyed ? null : stream.read();
      if (chunk !== null) {
        yield chunk;
      } else if (failure) {
        throw failure;
      } else if (failure === null) {
        return;
      } else {
        await new Promise((resolve) => {
          wake = resolve;
        });
      }
    }
  } catch (error) {
    failure = errors.both(failure, error);
    throw failure;
  } finally {
    const mayDestroy = failure || options?.destroyOnReturn !== false;
    if (mayDestroy && (failure === undefined || stream._readableState.autoDestroy)) {
      destroyAny(stream, null);
    } else {
      stream.off('readable', notify);
      stopWatching();
    }
  }
}

require('internal/streams/operators').install(Readable);

// ---- what can be asked

Object.defineProperties(Readable.prototype, {
  readable: {
    get() {
      const state = this._readableState;
      return !!state && state.readable !== false && !state.destroyed && !state.errorEmitted && !state.endEmitted;
    },
    set(value) {
      if (this._readableState) this._readableState.readable = !!value;
    },
  },
  readableDidRead: { get: function () { return this._readableState.dataEmitted; } },
  readableAborted: {
    get: function () {
      const state = this._readableState;
      return !!(state.readable !== false && (state.destroyed || state.errored) && !state.endEmitted);
    },
  },
  readableHighWaterMark: { get: function () { return this._readableState.highWaterMark; } },
  readableBuffer: {
    get: function () {
      const state = this._readableState;
      return state && (state.bufferIndex > 0 ? state.buffer.slice(state.bufferIndex) : state.buffer);
    },
  },
  readableFlowing: {
    get: function () { return this._readableState.flowing; },
    set: function (value) { if (this._readableState) this._readableState.flowing = value; },
  },
  readableLength: { get() { return this._readableState.length; } },
  readableObjectMode: { get() { return this._readableState ? this._readableState.objectMode : false; } },
  readableEncoding: { get() { return this._readableState ? this._readableState.encoding : null; } },
  errored: { get() { return this._readableState ? this._readableState.errored : null; } },
  closed: { get() { return this._readableState ? this._readableState.closed : false; } },
  destroyed: {
    get() { return this._readableState ? this._readableState.destroyed : false; },
    set(value) { if (this._readableState) this._readableState.destroyed = value; },
  },
  readableEnded: { get() { return this._readableState ? this._readableState.endEmitted : false; } },
});

module.exports = Readable;
