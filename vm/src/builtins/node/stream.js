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
  isDestroyed: (stream) => (is.isNode(stream) ? is.isDestroyed(stream) : null),
  isDisturbed: is.isDisturbed,
  isErrored: is.isErrored,
  isReadable: is.isReadable,
  isWritable: is.isWritable,
  Readable, Writable, Duplex, Transform, PassThrough, duplexPair, pipeline, finished,
  addAbortSignal: require('internal/streams/abort').addAbortSignal,
  compose: require('internal/streams/compose'),
  destroy: (stream, error) => {
    destroyAny(stream, error);
    return stream;
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
Object.defineProperty(Stream, '_isUint8Array', { value: (value) => value instanceof Uint8Array, writable: true, configurable: true });
Object.defineProperty(Stream, '_isArrayBufferView', { value: ArrayBuffer.isView, writable: true, configurable: true });
Object.defineProperty(Stream, '_uint8ArrayToBuffer', {
  value: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), writable: true, configurable: true,
});

// From and to streams of the web.
const adapters = () => require('internal/web_streams/adapters');
Readable.fromWeb = (stream, options) => adapters().toReadable(stream, options);
Readable.toWeb = (stream, options) => adapters().fromReadable(stream, options);
Writable.fromWeb = (stream, options) => adapters().toWritable(stream, options);
Writable.toWeb = (stream) => adapters().fromWritable(stream);
Duplex.fromWeb = (pair, options) => adapters().toDuplex(pair, options);
Duplex.toWeb = (duplex, options) => adapters().fromDuplex(duplex, options);
for (const Class of [Readable, Writable, Duplex]) for (const name of ['fromWeb', 'toWeb']) Object.defineProperty(Class[name], 'name', { value: name });
