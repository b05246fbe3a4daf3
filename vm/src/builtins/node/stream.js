// node:stream. The export is the oldest of all streams, with the others as its properties.
'use strict';

const { Buffer } = require('buffer');
const Stream = require('internal/streams/legacy');
const Readable = require('internal/streams/readable');
const Writable = require('internal/streams/writable');
const Duplex = require('internal/streams/duplex');
const { Transform, PassThrough } = require('internal/streams/transform');
const { getDefaultHighWaterMark, setDefaultHighWaterMark } = require('internal/streams/high_water_mark');
const { finished, finishedPromise } = require('internal/streams/end_of_stream');
const { pipeline, pipelinePromise } = require('internal/streams/pipeline');
const { destroyAny } = require('internal/streams/destroy');
const is = require('internal/streams/predicates');

/** Two streams of which each reads what is written to the other. */
function duplexPair(options) {
  class Side extends Duplex {
    other = null;
    afterRead = null;
    _read() {
      const callback = this.afterRead;
      this.afterRead = null;
      callback?.();
    }
    _write(chunk, encoding, callback) {
      if (chunk.length === 0) {
        process.nextTick(callback);
      } else {
        this.other.push(chunk);
        this.other.afterRead = callback;
      }
    }
    _final(callback) {
      this.other.on('end', callback);
      this.other.push(null);
    }
  }
  const [first, second] = [new Side(options), new Side(options)];
  first.other = second;
  second.other = first;
  return [first, second];
}

module.exports = Stream;
Object.assign(Stream, {
  isDestroyed: function (stream) { return is.isNode(stream) ? is.isDestroyed(stream) : null; },
  isDisturbed: is.isDisturbed,
  isErrored: is.isErrored,
  isReadable: is.isReadable,
  isWritable: is.isWritable,
  Readable, Writable, Duplex, Transform, PassThrough, duplexPair, pipeline, finished,
  addAbortSignal: require('internal/streams/abort').addAbortSignal,
  compose: require('internal/streams/compose'),
  destroy: function destroyer(stream, error) {
    destroyAny(stream, error);
  },
  setDefaultHighWaterMark, getDefaultHighWaterMark,
  Stream,
});
const promises = { finished: finishedPromise, pipeline: pipelinePromise };
Object.defineProperty(Stream, 'promises', { configurable: true, enumerable: true, value: promises });
for (const [fn, promised] of [[pipeline, pipelinePromise], [finished, finishedPromise]]) {
  Object.defineProperty(fn, Symbol.for('nodejs.util.promisify.custom'), { enumerable: true, value: promised });
}
// Old names that packages still use.
Stream._isUint8Array = function isUint8Array(value) { return value instanceof Uint8Array; };
Stream._isArrayBufferView = ArrayBuffer.isView;
Stream._uint8ArrayToBuffer = function _uint8ArrayToBuffer(bytes) { return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength); };

// From and to streams of the web.
const adapters = () => require('internal/web_streams/adapters');
Readable.fromWeb = function (stream, options) { return adapters().toReadable(stream, options); };
Readable.toWeb = function (stream, options) { return adapters().fromReadable(stream, options); };
Writable.fromWeb = function (stream, options) { return adapters().toWritable(stream, options); };
Writable.toWeb = function (stream) { return adapters().fromWritable(stream); };
Duplex.fromWeb = function (pair, options) { return adapters().toDuplex(pair, options); };
Duplex.toWeb = function (duplex, options) { return adapters().fromDuplex(duplex, options); };
