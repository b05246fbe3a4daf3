// Writable: a target of chunks, which takes one at a time and keeps those that come meanwhile.
'use strict';

const { Buffer } = require('buffer');
const { invalidArgument } = require('internal/errors');
const Stream = require('internal/streams/legacy');
const { construct, destroy, errorOrDestroy, undestroy } = require('internal/streams/destroy');
const { markOf } = require('internal/streams/high_water_mark');
const errors = require('internal/streams/errors');

const nothing = () => {};

class WritableState {
  constructor(options, stream, isDuplex) {
    this.objectMode = !!(options?.objectMode || (isDuplex && options?.writableObjectMode));
    this.highWaterMark = markOf(this.objectMode, options, 'writableHighWaterMark', isDuplex);
    this.finalCalled = false;
    this.needDrain = false;
    this.ending = false;
    this.ended = false;
    this.finished = false;
    this.destroyed = false;
    this.decodeStrings = options?.decodeStrings !== false;
    this.defaultEncoding = options?.defaultEncoding ?? 'utf8';
    if (!Buffer.isEncoding(this.defaultEncoding)) throw errors.unknownEncoding(this.defaultEncoding);
    /** What has been written and not been taken, in bytes or objects. */
    this.length = 0;
    this.writing = false;
    this.corked = 0;
    /** Whether `_write` has answered while it ran. */
    this.sync = true;
    this.bufferProcessing = false;
    this.onwrite = (error) => written(stream, error);
    this.writecb = null;
    this.writelen = 0;
    /** Answers of one tick that have the same callback are told together. */
    this.afterWriteTickInfo = null;
    this.forget();
    /** Callbacks that are to be called before the stream is finished. */
    this.pendingcb = 0;
    this.constructed = true;
    this.prefinished = false;
    this.errorEmitted = false;
    this.emitClose = options?.emitClose !== false;
    this.autoDestroy = options?.autoDestroy !== false;
    this.errored = null;
    this.closed = false;
    this.closeEmitted = false;
    this.atFinish = [];
  }
  forget() {
    this.buffered = [];
    this.bufferedIndex = 0;
    this.allBuffers = true;
    this.allNoop = true;
  }
  getBuffer() {
    return this.buffered.slice(this.bufferedIndex);
  }
  get bufferedRequestCount() {
    return this.buffered.length - this.bufferedIndex;
  }
  get mayFinish() {
    return this.ending && !this.destroyed && this.constructed && this.length === 0 && !this.errored && this.buffered.length === 0 &&
      !this.finished && !this.writing && !this.errorEmitted && !this.closeEmitted;
  }
}

function Writable(options) {
  if (!Function.prototype[Symbol.hasInstance].call(Writable, this)) return new Writable(options);
  if (!this._writableState) {
    this._writableState = new WritableState(options, this, false);
    Writable.initialize(this, options, false);
  }
}
Object.setPrototypeOf(Writable.prototype, Stream.prototype);
Object.setPrototypeOf(Writable, Stream);
Writable.WritableState = WritableState;

/** What the options add to a stream whose states are there. */
Writable.initialize = (stream, options, isDuplex) => {
  if (options) {
    if (typeof options.write === 'function') stream._write = options.write;
    if (typeof options.writev === 'function') stream._writev = options.writev;
    if (typeof options.final === 'function') stream._final = options.final;
    if (!isDuplex) {
      if (typeof options.destroy === 'function') stream._destroy = options.destroy;
      if (typeof options.construct === 'function') stream._construct = options.construct;
      if (options.signal) require('internal/streams/abort').attach(options.signal, stream);
    }
  }
  if (!isDuplex) Stream.call(stream, options);
  construct(stream, () => {
    const state = stream._writableState;
    if (!state.writing) writeBuffered(stream, state);
    finishIfDone(stream, state);
  });
};

Object.defineProperty(Writable, Symbol.hasInstance, {
  value(object) {
    if (Function.prototype[Symbol.hasInstance].call(this, object)) return true;
    return this === Writable && object?._writableState instanceof WritableState;
  },
});

Writable.prototype.pipe = function pipe() {
  errorOrDestroy(this, errors.cannotPipe());
};

// ---- writing

/** Takes a chunk; what is wrong with it, if anything is. */
function write(stream, given, encodingOrCallback, givenCallback) {
  const state = stream._writableState;
  let [encoding, callback] = [encodingOrCallback, givenCallback];
  if (typeof encoding === 'function') {
    callback = encoding;
    encoding = state.defaultEncoding;
  } else {
    if (!encoding) encoding = state.defaultEncoding;
    else if (encoding !== 'buffer' && !Buffer.isEncoding(encoding)) throw errors.unknownEncoding(encoding);
    if (typeof callback !== 'function') callback = nothing;
  }
  if (given === null) throw errors.nullValue();
  let chunk = given;
  if (!state.objectMode) {
    if (typeof chunk === 'string') {
      if (state.decodeStrings) {
        chunk = Buffer.from(chunk, encoding);
        encoding = 'buffer';
      }
    } else if (chunk instanceof Buffer) {
      encoding = 'buffer';
    } else if (ArrayBuffer.isView(chunk)) {
      chunk = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      encoding = 'buffer';
    } else {
      throw invalidArgument('chunk', 'of type string or an instance of Buffer, TypedArray, or DataView', chunk);
    }
  }
  let error = null;
  if (state.ending) error = errors.writeAfterEnd();
  else if (state.destroyed) error = errors.destroyed('write');
  if (error) {
    process.nextTick(callback, error);
    errorOrDestroy(stream, error, true);
    return error;
  }
  state.pendingcb++;
  return writeOrKeep(stream, state, chunk, encoding, callback);
}

Writable.prototype.write = function (chunk, encoding, callback) {
  return write(this, chunk, encoding, callback) === true;
};
Object.defineProperty(Writable.prototype.write, 'name', { value: 'write' });

function writeOrKeep(stream, state, chunk, encoding, callback) {
  const length = state.objectMode ? 1 : chunk.length;
  state.length += length;
  if (state.writing || state.corked || state.errored || !state.constructed) {
    state.buffered.push({ chunk, encoding, callback });
    if (state.allBuffers && encoding !== 'buffer') state.allBuffers = false;
    if (state.allNoop && callback !== nothing) state.allNoop = false;
  } else {
    state.writelen = length;
    state.writecb = callback;
    state.writing = true;
    state.sync = true;
    stream._write(chunk, encoding, state.onwrite);
    state.sync = false;
  }
  // What `_write` has taken at once takes no room.
  const hasRoom = state.length < state.highWaterMark || state.length === 0;
  if (!hasRoom) state.needDrain = true;
  return hasRoom && !state.errored && !state.destroyed;
}

function writeOne(stream, state, isMany, length, chunk, encoding, callback) {
  state.writelen = length;
  state.writecb = callback;
  state.writing = true;
  state.sync = true;
  if (state.destroyed) state.onwrite(errors.destroyed('write'));
  else if (isMany) stream._writev(chunk, state.onwrite);
  else stream._write(chunk, encoding, state.onwrite);
  state.sync = false;
}

/** `_write` has answered. */
function written(stream, error) {
  const state = stream._writableState;
  const { sync, writecb: callback } = state;
  if (typeof callback !== 'function') {
    errorOrDestroy(stream, errors.multipleCallback());
    return;
  }
  state.writing = false;
  state.writecb = null;
  state.length -= state.writelen;
  state.writelen = 0;
  if (error) {
    error.stack; // eslint-disable-line no-unused-expressions
    state.errored ??= error;
    if (stream._readableState) stream._readableState.errored ??= error;
    if (sync) process.nextTick(failed, stream, state, error, callback);
    else failed(stream, state, error, callback);
    return;
  }
  if (state.buffered.length > state.bufferedIndex) writeBuffered(stream, state);
  if (!sync) {
    tell(stream, state, 1, callback);
    return;
  }
  if (callback === nothing) {
    // Nobody has to be told: one tick for all, if it has something to do.
    const needsDrain = state.needDrain && state.length === 0;
    if (state.afterWriteTickInfo === null && (needsDrain || state.destroyed)) {
      state.afterWriteTickInfo = { count: 1, callback };
      process.nextTick(tellLater, stream, state, state.afterWriteTickInfo);
    } else if (state.afterWriteTickInfo?.callback === nothing) {
      state.afterWriteTickInfo.count++;
    } else {
      state.pendingcb--;
      if (state.ending) finishIfDone(stream, state, true);
    }
  } else if (state.afterWriteTickInfo?.callback === callback) {
    state.afterWriteTickInfo.count++;
  } else {
    state.afterWriteTickInfo = { count: 1, callback };
    process.nextTick(tellLater, stream, state, state.afterWriteTickInfo);
  }
}

function tellLater(stream, state, info) {
  if (state.afterWriteTickInfo === info) state.afterWriteTickInfo = null;
  tell(stream, state, info.count, info.callback);
}

function tell(stream, state, count, callback) {
  const needsDrain = !state.ending && !state.destroyed && state.length === 0 && state.needDrain;
  if (needsDrain) {
    state.needDrain = false;
    stream.emit('drain');
  }
  for (let i = 0; i < count; i++) {
    state.pendingcb--;
    callback(null);
  }
  if (state.destroyed) failBuffered(state);
  finishIfDone(stream, state, true);
}

function failed(stream, state, error, callback) {
  state.pendingcb--;
  callback(error);
  failBuffered(state);
  errorOrDestroy(stream, error);
}

/** What is kept will not be written. */
function failBuffered(state) {
  if (state.writing) return;
  for (let i = state.bufferedIndex; i < state.buffered.length; i++) {
    const { chunk, callback } = state.buffered[i];
    state.length -= state.objectMode ? 1 : chunk.length;
    callback(state.errored ?? errors.destroyed('write'));
  }
  callAtFinish(state, state.errored ?? errors.destroyed('end'));
  state.forget();
}

function callAtFinish(state, error) {
  for (const callback of state.atFinish.splice(0)) callback(error);
}

function writeBuffered(stream, state) {
  if (state.corked || state.bufferProcessing || state.destroyed || !state.constructed) return;
  const { buffered, objectMode } = state;
  let at = state.bufferedIndex;
  const count = buffered.length - at;
  if (count <= 0) return;
  state.bufferProcessing = true;
  if (count > 1 && stream._writev) {
    state.pendingcb -= count - 1;
    const chunks = at === 0 && state.allNoop ? buffered : buffered.slice(at);
    const callback = state.allNoop ? nothing : (error) => {
      for (const one of chunks) one.callback(error);
    };
    chunks.allBuffers = state.allBuffers;
    const { length } = state;
    state.forget();
    writeOne(stream, state, true, length, chunks, '', callback);
  } else {
    do {
      const { chunk, encoding, callback } = buffered[at];
      buffered[at++] = null;
      writeOne(stream, state, false, objectMode ? 1 : chunk.length, chunk, encoding, callback);
    } while (at < buffered.length && !state.writing);
    if (at === buffered.length) {
      state.forget();
    } else if (at > 256) {
      buffered.splice(0, at);
      state.bufferedIndex = 0;
    } else {
      state.bufferedIndex = at;
    }
  }
  state.bufferProcessing = false;
}

Writable.prototype.cork = function cork() {
  this._writableState.corked++;
};
Writable.prototype.uncork = function uncork() {
  const state = this._writableState;
  if (state.corked === 0) return;
  state.corked--;
  if (!state.writing) writeBuffered(this, state);
};
Writable.prototype.setDefaultEncoding = function setDefaultEncoding(encoding) {
  const name = typeof encoding === 'string' ? encoding.toLowerCase() : encoding;
  if (!Buffer.isEncoding(name)) throw errors.unknownEncoding(encoding);
  this._writableState.defaultEncoding = name;
  return this;
};
Writable.prototype._write = function _write(chunk, encoding, callback) {
  if (!this._writev) throw errors.notImplemented('_write()');
  this._writev([{ chunk, encoding }], callback);
};
Writable.prototype._writev = null;

// ---- the end

Writable.prototype.end = function (givenChunk, givenEncoding, givenCallback) {
  const state = this._writableState;
  let [chunk, encoding, callback] = [givenChunk, givenEncoding, givenCallback];
  if (typeof chunk === 'function') [chunk, encoding, callback] = [null, null, chunk];
  else if (typeof encoding === 'function') [encoding, callback] = [null, encoding];
  let error;
  if (chunk !== null && chunk !== undefined) {
    const result = write(this, chunk, encoding);
    if (result instanceof Error) error = result;
  }
  if (state.corked) {
    state.corked = 1;
    this.uncork();
  }
  if (!error) {
    if (!state.errored && !state.ending) {
      state.ending = true;
      finishIfDone(this, state, true);
      state.ended = true;
    } else if (state.finished) {
      error = errors.alreadyFinished('end');
    } else if (state.destroyed) {
      error = errors.destroyed('end');
    }
  }
  if (typeof callback === 'function') {
    error ??= state.errored;
    if (error) process.nextTick(callback, error);
    else if (state.finished) process.nextTick(callback, null);
    else state.atFinish.push(callback);
  }
  return this;
};
Object.defineProperty(Writable.prototype.end, 'name', { value: 'end' });

function finishIfDone(stream, state, later) {
  if (!state.mayFinish) return;
  prefinish(stream, state);
  if (state.pendingcb > 0) return;
  if (later) {
    state.pendingcb++;
    process.nextTick(() => {
      if (state.mayFinish) finish(stream, state);
      else state.pendingcb--;
    });
  } else if (state.mayFinish) {
    state.pendingcb++;
    finish(stream, state);
  }
}

function prefinish(stream, state) {
  if (state.prefinished || state.finalCalled) return;
  if (typeof stream._final === 'function' && !state.destroyed) {
    state.finalCalled = true;
    callFinal(stream, state);
  } else {
    state.prefinished = true;
    stream.emit('prefinish');
  }
}

function callFinal(stream, state) {
  let called = false;
  const done = (error) => {
    if (called) {
      errorOrDestroy(stream, error ?? errors.multipleCallback());
      return;
    }
    called = true;
    state.pendingcb--;
    if (error) {
      callAtFinish(state, error);
      errorOrDestroy(stream, error, state.sync);
    } else if (state.mayFinish) {
      state.prefinished = true;
      stream.emit('prefinish');
      // Even if the answer came at once.
      state.pendingcb++;
      process.nextTick(finish, stream, state);
    }
  };
  state.sync = true;
  state.pendingcb++;
  try {
    stream._final(done);
  } catch (error) {
    done(error);
  }
  state.sync = false;
}

function finish(stream, state) {
  state.pendingcb--;
  state.finished = true;
  callAtFinish(state, null);
  stream.emit('finish');
  if (!state.autoDestroy) return;
  const reading = stream._readableState;
  if (!reading || (reading.autoDestroy && (reading.endEmitted || reading.readable === false))) stream.destroy();
}

Writable.prototype.destroy = function (error, callback) {
  const state = this._writableState;
  if (!state.destroyed && (state.bufferedIndex < state.buffered.length || state.atFinish.length)) process.nextTick(failBuffered, state);
  destroy.call(this, error, callback);
  return this;
};
Object.defineProperty(Writable.prototype.destroy, 'name', { value: 'destroy' });
Writable.prototype.destroySoon = Writable.prototype.end;
Writable.prototype._undestroy = undestroy;
Writable.prototype._destroy = function _destroy(error, callback) {
  callback(error);
};
Writable.prototype[Symbol.for('nodejs.rejection')] = function rejected(error) {
  this.destroy(error);
};
Writable.prototype[Symbol.asyncDispose] = function asyncDispose() {
  let error;
  if (!this.destroyed) {
    error = this.writableFinished ? null : new errors.AbortError();
    this.destroy(error);
  }
  return new Promise((resolve, reject) => {
    require('internal/streams/end_of_stream').finished(this, (reason) => (reason && reason.name !== 'AbortError' ? reject(reason) : resolve()));
  });
};

// ---- what can be asked

Object.defineProperties(Writable.prototype, {
  closed: { get() { return this._writableState ? this._writableState.closed : false; } },
  destroyed: {
    get() { return this._writableState ? this._writableState.destroyed : false; },
    set(value) { if (this._writableState) this._writableState.destroyed = value; },
  },
  writable: {
    get() {
      const state = this._writableState;
      return !!state && state.writable !== false && !state.destroyed && !state.errored && !state.ending && !state.ended;
    },
    set(value) { if (this._writableState) this._writableState.writable = !!value; },
  },
  writableFinished: { get() { return this._writableState ? this._writableState.finished : false; } },
  writableObjectMode: { get() { return this._writableState ? this._writableState.objectMode : false; } },
  writableBuffer: { get() { return this._writableState?.getBuffer(); } },
  writableEnded: { get() { return this._writableState ? this._writableState.ending : false; } },
  writableNeedDrain: {
    get() {
      const state = this._writableState;
      return state ? !state.destroyed && !state.ending && state.needDrain : false;
    },
  },
  writableHighWaterMark: { get() { return this._writableState?.highWaterMark; } },
  writableCorked: { get() { return this._writableState ? this._writableState.corked : 0; } },
  writableLength: { get() { return this._writableState?.length; } },
  errored: { get() { return this._writableState ? this._writableState.errored : null; } },
  writableAborted: {
    get: function () {
      const state = this._writableState;
      return !!(state.writable !== false && (state.destroyed || state.errored) && !state.finished);
    },
  },
});

module.exports = Writable;
