// node:string_decoder: text from chunks that may end within a character.
'use strict';

const { Buffer } = require('buffer');

class StringDecoder {
  #rest = Buffer.alloc(0);
  constructor(encoding = 'utf8') {
    this.encoding = encoding === 'utf-8' ? 'utf8' : encoding;
  }
  /** Bytes at the end that belong to a character or group that is not complete. */
  #incomplete(bytes) {
    if (this.encoding === 'utf16le') return bytes.length % 2;
    if (this.encoding === 'base64') return bytes.length % 3;
    if (this.encoding !== 'utf8') return 0;
    for (let back = 1; back <= Math.min(3, bytes.length); back++) {
      const byte = bytes[bytes.length - back];
      if ((byte & 0xc0) === 0x80) continue;
      const size = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
      return size > back ? back : 0;
    }
    return 0;
  }
  write(chunk) {
    const bytes = Buffer.concat([this.#rest, typeof chunk === 'string' ? Buffer.from(chunk) : chunk]);
    const end = bytes.length - this.#incomplete(bytes);
    this.#rest = bytes.subarray(end);
    return bytes.subarray(0, end).toString(this.encoding);
  }
  end(chunk) {
    const text = chunk === undefined ? '' : this.write(chunk);
    const rest = this.#rest.toString(this.encoding);
    this.#rest = Buffer.alloc(0);
    return text + rest;
  }
}
module.exports = { StringDecoder };
