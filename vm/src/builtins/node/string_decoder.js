// node:string_decoder: text from chunks that may end within a character.
'use strict';

const { Buffer } = require('buffer');
const { coded, invalidArgument } = require('internal/errors');

const kRest = Symbol('kRest');
const normal = {
  utf8: 'utf8', 'utf-8': 'utf8', ucs2: 'utf16le', 'ucs-2': 'utf16le', utf16le: 'utf16le', 'utf-16le': 'utf16le', latin1: 'latin1', binary: 'latin1',
  base64: 'base64', base64url: 'base64url', ascii: 'ascii', hex: 'hex', buffer: 'buffer',
};

function StringDecoder(encoding) {
  const name = encoding === undefined || encoding === null || encoding === '' ? 'utf8' : encoding;
  this.encoding = typeof name === 'string' ? normal[name.toLowerCase()] : undefined;
  if (this.encoding === undefined) throw coded(TypeError, 'ERR_UNKNOWN_ENCODING', `Unknown encoding: ${typeof encoding === 'string' ? encoding : require('util').inspect(encoding)}`);
  Object.defineProperty(this, kRest, { value: Buffer.alloc(0), writable: true });
}

/** How many bytes at the end belong to a character or group that is not complete. */
function incomplete(bytes, encoding) {
  const { length } = bytes;
  switch (encoding) {
    case 'utf16le': {
      const odd = length % 2;
      // The first half of a pair waits for the second.
      const high = length - odd >= 2 ? bytes[length - odd - 1] : 0;
      return odd + (high >= 0xd8 && high <= 0xdb ? 2 : 0);
    }
    case 'base64':
    case 'base64url':
      return length % 3;
    case 'utf8':
      for (let back = 1; back <= Math.min(3, length); back++) {
        const byte = bytes[length - back];
        if ((byte & 0xc0) === 0x80) continue;
        const size = byte >= 0xf8 ? 1 : byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
        return size > back ? back : 0;
      }
      return 0;
    default:
      return 0;
  }
}

StringDecoder.prototype.write = function write(chunk) {
  if (typeof chunk === 'string') return chunk;
  if (!ArrayBuffer.isView(chunk)) throw invalidArgument('buf', 'an instance of Buffer, TypedArray, or DataView', chunk);
  const given = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  const bytes = this[kRest].length === 0 ? given : Buffer.concat([this[kRest], given]);
  const end = bytes.length - incomplete(bytes, this.encoding);
  this[kRest] = Buffer.from(bytes.subarray(end));
  return bytes.subarray(0, end).toString(this.encoding);
};
StringDecoder.prototype.end = function end(chunk) {
  const text = chunk === undefined ? '' : this.write(chunk);
  const rest = this[kRest];
  this[kRest] = Buffer.alloc(0);
  return rest.length === 0 ? text : text + rest.toString(this.encoding);
};
StringDecoder.prototype.text = function text(chunk, offset) {
  this[kRest] = Buffer.alloc(0);
  return this.write(chunk.slice(offset));
};
Object.defineProperties(StringDecoder.prototype, {
  /** What is kept of a character, with room for all of it. */
  lastChar: {
    configurable: true,
    enumerable: true,
    get() { return Buffer.concat([this[kRest]], 4); },
  },
  lastNeed: {
    configurable: true,
    enumerable: true,
    get() {
      const rest = this[kRest];
      if (rest.length === 0) return 0;
      if (this.encoding === 'utf8') return (rest[0] >= 0xf0 ? 4 : rest[0] >= 0xe0 ? 3 : 2) - rest.length;
      return (this.encoding === 'utf16le' ? rest.length > 2 || rest.length === 1 ? 1 : 2 : 3 - rest.length);
    },
  },
  lastTotal: { configurable: true, enumerable: true, get() { return this[kRest].length === 0 ? 0 : this[kRest].length + this.lastNeed; } },
});

module.exports = { StringDecoder };
