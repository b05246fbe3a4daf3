// HPACK: lists of header fields as octets, and back (RFC 7541). Names and values are strings of octets.
'use strict';

const { DynamicTable, OVERHEAD } = require('internal/http2/header_table');
const huffman = require('internal/http2/huffman');

const DEFAULT_TABLE_SIZE = 4096;

/** Fields whose values differ from message to message: they would only push others out of the table. */
const NOT_INDEXED = new Set([':path', 'age', 'content-length', 'etag', 'if-modified-since', 'if-none-match', 'location', 'set-cookie']);
/** Short secrets could be guessed by how well they are compressed. */
const isGuessable = (name, value) => name === 'authorization' || (name === 'cookie' && value.length < 20);

// ---- encoding

class Encoder {
  #table = new DynamicTable(DEFAULT_TABLE_SIZE, true);
  /** The most that this side uses, whatever the other allows. */
  #ownLimit;
  /** Sizes to be told of before the next field: the smallest since then, and the last. */
  #smallest = -1;
  #out = Buffer.allocUnsafeSlow(4096);
  #at = 0;
  constructor(ownLimit = DEFAULT_TABLE_SIZE) {
    this.#ownLimit = ownLimit;
    if (ownLimit < DEFAULT_TABLE_SIZE) this.setMaxTableSize(ownLimit);
  }
  get tableSize() { return this.#table.size; }

  /** The other side allows a table of this size. */
  setMaxTableSize(allowed) {
    const size = Math.min(allowed, this.#ownLimit);
    if (size === this.#table.maxSize) return;
    this.#smallest = this.#smallest < 0 ? size : Math.min(this.#smallest, size);
    this.#table.setMaxSize(size);
  }

  /** The block of a list `[name, value, …]`; names in `sensitive` are never put in a table, here or on the way. */
  encode(list, sensitive) {
    this.#at = 0;
    if (this.#smallest >= 0) {
      if (this.#smallest < this.#table.maxSize) this.#integer(0x20, 5, this.#smallest);
      this.#integer(0x20, 5, this.#table.maxSize);
      this.#smallest = -1;
    }
    for (let i = 0; i < list.length; i += 2) this.#field(list[i], list[i + 1], sensitive);
    return Buffer.copyBytesFrom(this.#out, 0, this.#at);
  }
  #field(name, value, sensitive) {
    if ((sensitive !== undefined && sensitive.has(name)) || isGuessable(name, value)) {
      this.#literal(0x10, 4, name, value);
      return;
    }
    const index = this.#table.indexOfField(name, value);
    if (index > 0) {
      this.#reserve(8);
      this.#integer(0x80, 7, index);
      return;
    }
    if (NOT_INDEXED.has(name) || (name.length + value.length + OVERHEAD) * 4 > this.#table.maxSize * 3) {
      this.#literal(0x00, 4, name, value);
      return;
    }
    this.#literal(0x40, 6, name, value);
    this.#table.add(name, value);
  }
  #literal(pattern, bits, name, value) {
    this.#reserve(name.length + value.length + 24);
    const index = this.#table.indexOfName(name);
    this.#integer(pattern, bits, index);
    if (index === 0) this.#string(name);
    this.#string(value);
  }
  #string(text) {
    const coded = huffman.encodedLength(text);
    if (coded < text.length) {
      this.#integer(0x80, 7, coded);
      this.#at = huffman.encode(text, this.#out, this.#at);
    } else {
      this.#integer(0x00, 7, text.length);
      this.#at += this.#out.latin1Write(text, this.#at);
    }
  }
  #integer(pattern, bits, value) {
    this.#reserve(8);
    const most = (1 << bits) - 1;
    if (value < most) {
      this.#out[this.#at++] = pattern | value;
      return;
    }
    this.#out[this.#at++] = pattern | most;
    let rest = value - most;
    while (rest >= 128) {
      this.#out[this.#at++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    this.#out[this.#at++] = rest;
  }
  #reserve(count) {
    if (this.#at + count <= this.#out.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.#out.length * 2, this.#at + count));
    larger.set(this.#out.subarray(0, this.#at));
    this.#out = larger;
  }
}

// ---- decoding

/** What was received is no block: the tables of both sides differ from now on. */
class CompressionError extends Error {}

class Decoder {
  #table = new DynamicTable(DEFAULT_TABLE_SIZE, false);
  /** The most that this side has allowed, and whether a block has to begin with a size that fits. */
  #allowed = DEFAULT_TABLE_SIZE;
  #mustShrink = false;
  #bytes = null;
  #at = 0;
  #end = 0;
  get tableSize() { return this.#table.size; }

  /** The other side knows of a size that this side allows. */
  setAllowedTableSize(size) {
    this.#allowed = size;
    if (size < this.#table.maxSize) this.#mustShrink = true;
  }

  /**
   * Calls `take(name, value, isSensitive)` for each field of a block. It has to be read to its end whatever
   * becomes of its fields, because it changes the table.
   */
  decode(bytes, take) {
    this.#bytes = bytes;
    this.#at = 0;
    this.#end = bytes.length;
    let mayResize = true;
    while (this.#at < this.#end) {
      const octet = bytes[this.#at];
      if ((octet & 0xe0) === 0x20) {
        if (!mayResize) throw new CompressionError('a size behind a field');
        const size = this.#integer(5);
        if (size > this.#allowed) throw new CompressionError('a size beyond the limit');
        this.#table.setMaxSize(size);
        this.#mustShrink = false;
        continue;
      }
      if (this.#mustShrink) throw new CompressionError('a size was expected');
      mayResize = false;
      if (octet & 0x80) {
        const index = this.#integer(7);
        const name = this.#table.nameAt(index);
        if (name === undefined) throw new CompressionError('no such index');
        take(name, this.#table.valueAt(index), false);
      } else if (octet & 0x40) {
        const name = this.#name(6);
        const value = this.#string();
        this.#table.add(name, value);
        take(name, value, false);
      } else {
        const name = this.#name(4);
        take(name, this.#string(), (octet & 0x10) !== 0);
      }
    }
    this.#bytes = null;
  }
  #name(bits) {
    const index = this.#integer(bits);
    if (index === 0) return this.#string();
    const name = this.#table.nameAt(index);
    if (name === undefined) throw new CompressionError('no such index');
    return name;
  }
  #string() {
    if (this.#at >= this.#end) throw new CompressionError('a string is missing');
    const isCoded = (this.#bytes[this.#at] & 0x80) !== 0;
    const length = this.#integer(7);
    const start = this.#at;
    if (length > this.#end - start) throw new CompressionError('a string is cut off');
    this.#at += length;
    if (!isCoded) return this.#bytes.latin1Slice(start, this.#at);
    const text = huffman.decode(this.#bytes, start, this.#at);
    if (text === undefined) throw new CompressionError('no Huffman code');
    return text;
  }
  #integer(bits) {
    const most = (1 << bits) - 1;
    let value = this.#bytes[this.#at++] & most;
    if (value < most) return value;
    for (let factor = 1; ; factor *= 128) {
      if (this.#at >= this.#end) throw new CompressionError('an integer is cut off');
      const octet = this.#bytes[this.#at++];
      value += (octet & 127) * factor;
      if (value > 0xffffffff || factor > 0x10000000) throw new CompressionError('an integer is too large');
      if (octet < 128) return value;
    }
  }
}

module.exports = { Encoder, Decoder, CompressionError };
