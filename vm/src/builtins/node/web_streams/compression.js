// CompressionStream and DecompressionStream (https://compression.spec.whatwg.org/), on those of node:zlib.
'use strict';

const zlib = require('zlib');
const { coded } = require('internal/errors');
const { kInspect, kState, shown, stateOf } = require('internal/web_streams/common');
const { fromDuplex } = require('internal/web_streams/adapters');

const compressors = { deflate: 'createDeflate', 'deflate-raw': 'createDeflateRaw', gzip: 'createGzip', brotli: 'createBrotliCompress' };
const decompressors = { deflate: 'createInflate', 'deflate-raw': 'createInflateRaw', gzip: 'createGunzip', brotli: 'createBrotliDecompress' };

function codec(label, makers, format, options) {
  const name = `${format}`;
  if (!Object.hasOwn(makers, name)) {
    throw coded(
      TypeError, 'ERR_INVALID_ARG_VALUE',
      `Failed to construct '${label}': 1st argument '${name}' is not a valid enum value of type CompressionFormat.`);
  }
  return zlib[makers[name]](options);
}

class CompressionStream {
  constructor(format) {
    this[kState] = { kind: 'CompressionStream', ...fromDuplex(codec('CompressionStream', compressors, format)) };
  }
  get readable() { return stateOf(this, 'CompressionStream').readable; }
  get writable() { return stateOf(this, 'CompressionStream').writable; }
  [kInspect](depth, options, inspect) {
    return shown(this, depth, options, inspect, { readable: this.readable, writable: this.writable });
  }
}
class DecompressionStream {
  constructor(format) {
    this[kState] = { kind: 'DecompressionStream', ...fromDuplex(codec('DecompressionStream', decompressors, format, { rejectGarbageAfterEnd: true })) };
  }
  get readable() { return stateOf(this, 'DecompressionStream').readable; }
  get writable() { return stateOf(this, 'DecompressionStream').writable; }
  [kInspect](depth, options, inspect) {
    return shown(this, depth, options, inspect, { readable: this.readable, writable: this.writable });
  }
}
for (const Class of [CompressionStream, DecompressionStream]) {
  for (const name of ['readable', 'writable']) Object.defineProperty(Class.prototype, name, { enumerable: true });
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { value: Class.name, configurable: true });
}

module.exports = { CompressionStream, DecompressionStream };
