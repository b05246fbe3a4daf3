// Transform, a Duplex whose output is made of its input, and PassThrough.
'use strict';

const Duplex = require('internal/streams/duplex');
const { markOf } = require('internal/streams/high_water_mark');
const { notImplemented } = require('internal/streams/errors');

const kCallback = Symbol('kCallback');

function Transform(options) {
  if (!(this instanceof Transform)) return new Transform(options);
  let settings = options;
  const readableMark = options ? markOf(!!(options.readableObjectMode || options.objectMode), options, 'readableHighWaterMark', true) : null;
  if (readableMark === 0) {
    // Without room at the output nothing may be kept at the input either.
    settings = { ...options, highWaterMark: null, readableHighWaterMark: readableMark, writableHighWaterMark: options.writableHighWaterMark || 0 };
  }
  Duplex.call(this, settings);
  // Output comes when there is input, and not while `_read` runs.
  this._readableState.sync = false;
  this[kCallback] = null;
  if (options) {
    if (typeof options.transform === 'function') this._transform = options.transform;
    if (typeof options.flush === 'function') this._flush = options.flush;
  }
  this.on('prefinish', prefinish);
}
Object.setPrototypeOf(Transform.prototype, Duplex.prototype);
Object.setPrototypeOf(Transform, Duplex);

function final(callback) {
  if (typeof this._flush !== 'function' || this.destroyed) {
    this.push(null);
    callback?.();
    return;
  }
  this._flush((error, data) => {
    if (error) {
      if (callback) callback(error);
      else this.destroy(error);
      return;
    }
    if (data != null) this.push(data);
    this.push(null);
    callback?.();
  });
}

/** Streams that have a `_final` of their own are flushed nevertheless. */
function prefinish() {
  if (this._final !== final) final.call(this);
}

Transform.prototype._final = final;
Transform.prototype._transform = function _transform() {
  throw notImplemented('_transform()');
};
Transform.prototype._write = function _write(chunk, encoding, callback) {
  const { _readableState: reading, _writableState: writing } = this;
  const before = reading.length;
  this._transform(chunk, encoding, (error, value) => {
    if (error) {
      callback(error);
      return;
    }
    if (value != null) this.push(value);
    if (reading.ended) {
      // Nothing more is to come of what is written.
      process.nextTick(callback);
    } else if (writing.ended || before === reading.length || reading.length < reading.highWaterMark) {
      callback();
    } else {
      this[kCallback] = callback;
    }
  });
};
Transform.prototype._read = function _read() {
  const callback = this[kCallback];
  if (!callback) return;
  this[kCallback] = null;
  callback();
};

function PassThrough(options) {
  if (!(this instanceof PassThrough)) return new PassThrough(options);
  Transform.call(this, options);
}
Object.setPrototypeOf(PassThrough.prototype, Transform.prototype);
Object.setPrototypeOf(PassThrough, Transform);
PassThrough.prototype._transform = function _transform(chunk, encoding, callback) {
  callback(null, chunk);
};

module.exports = { Transform, PassThrough };
