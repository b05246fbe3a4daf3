// What buffers do with bytes and texts: copying, comparing, searching, filling, writing, showing.
'use strict';

const native = require('native');
const { coded, invalidArgument, invalidValue, outOfRange } = require('internal/errors');
const { encodingOf, limits } = require('internal/buffer/encodings');
const { isUint8Array } = require('util').types;

const kInspect = Symbol.for('nodejs.util.inspect.custom');

const checkBytes = (value, name) => {
  if (!isUint8Array(value)) throw invalidArgument(name, 'an instance of Buffer or Uint8Array', value);
};
function checkOffset(value, name, most = Number.MAX_SAFE_INTEGER) {
  if (typeof value !== 'number') throw invalidArgument(name, 'of type number', value);
  if (!Number.isInteger(value)) throw outOfRange(name, 'an integer', value);
  if (value < 0 || value > most) throw outOfRange(name, `>= 0 && <= ${most}`, value);
}
/** A relative index, as slice takes it, within the length. */
function within(value, length) {
  const index = Math.trunc(value) || 0;
  return index < 0 ? Math.max(index + length, 0) : Math.min(index, length);
}

/** Writes as much of the text as has room: whole characters only. */
function write(buffer, text, offset, room, encoding) {
  if (typeof text !== 'string') throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', 'argument must be a string');
  const bytes = native.encode(text, encoding);
  let count = Math.min(bytes.length, room);
  if (count < bytes.length) {
    if (encoding === 'utf8') while (count > 0 && (bytes[count] & 0xc0) === 0x80) count--;
    if (encoding === 'utf16le') count &= ~1;
  }
  buffer.set(count === bytes.length ? bytes : bytes.subarray(0, count), offset);
  return count;
}

/** The first place at or after `from`, or the last at or before it, where these bytes are; -1 if there is none. */
function search(buffer, bytes, from, step, forward, end) {
  const last = end - bytes.length;
  for (let i = from; forward ? i <= last : i >= 0; i += forward ? step : -step) {
    if (forward && step === 1) {
      i = Uint8Array.prototype.indexOf.call(buffer, bytes[0], i);
      if (i < 0 || i > last) return -1;
    }
    let j = 0;
    while (j < bytes.length && buffer[i + j] === bytes[j]) j++;
    if (j === bytes.length) return i;
  }
  return -1;
}
/** Where a search for so many bytes begins in a buffer of that length; -1 if it cannot succeed. */
function startOfSearch(length, offset, needle, forward) {
  if (offset < 0) {
    if (offset + length >= 0) return length + offset;
    return forward || needle === 0 ? 0 : -1;
  }
  if (offset + needle <= length) return offset;
  if (needle === 0) return length;
  return forward ? -1 : length - 1;
}
function indexOf(buffer, value, offset, end, encoding, forward) {
  if (typeof offset === 'string') {
    encoding = offset;
    offset = undefined;
  }
  let { length } = buffer;
  offset = Math.trunc(+offset) + 0;
  if (Number.isNaN(offset)) offset = forward ? 0 : length;
  end = Math.min(end < 0 ? end + length : end, length);
  let step = 1;
  let bytes;
  if (typeof value === 'number') {
    bytes = [value & 255];
  } else if (typeof value === 'string') {
    const name = encodingOf.known(encoding || 'utf8');
    if (name === undefined) throw coded(TypeError, 'ERR_UNKNOWN_ENCODING', `Unknown encoding: ${encoding}`);
    if (name === 'utf16le') step = 2;
    bytes = native.encode(value, name);
  } else if (isUint8Array(value)) {
    if (encodingOf.known(encoding || 'utf8') === 'utf16le') step = 2;
    bytes = value;
  } else {
    throw invalidArgument('value', 'one of type number or string or an instance of Buffer or Uint8Array', value);
  }
  if (step === 2) {
    // Half a character at the end is none; as in Node.js, offsets that are negative count it if bytes are searched for.
    if (typeof value === 'string') length &= ~1;
    end &= ~1;
  }
  let from = startOfSearch(length, offset, bytes.length, forward);
  if (bytes.length === 0) return Math.min(from, end);
  if (from < 0 || (forward && from + bytes.length > end)) return -1;
  if (step === 2) {
    // Characters of two bytes begin at even places: in Node.js, those of a string at or after `from`.
    if (bytes.length < 2) return -1;
    if (bytes.length % 2) bytes = bytes.subarray(0, -1);
    from = (from + (forward && typeof value === 'string' ? 1 : 0)) & ~1;
  }
  if (!forward) from = Math.min(from, end - bytes.length);
  return search(buffer, bytes, from, step, forward, end);
}

function swap(buffer, width) {
  if (buffer.length % width) throw coded(RangeError, 'ERR_INVALID_BUFFER_SIZE', `Buffer size must be a multiple of ${width * 8}-bits`);
  for (let at = 0; at < buffer.length; at += width) {
    for (let i = at, j = at + width - 1; i < j; i++, j--) [buffer[i], buffer[j]] = [buffer[j], buffer[i]];
  }
  return buffer;
}

module.exports = (Buffer, FastBuffer) => {
  const { prototype } = Buffer;
  for (const [name, encoding] of [
    ['ascii', 'ascii'], ['base64', 'base64'], ['base64url', 'base64url'], ['latin1', 'latin1'], ['hex', 'hex'], ['ucs2', 'utf16le'], ['utf8', 'utf8'],
  ]) {
    prototype[`${name}Slice`] = function(from, to) {
      const start = from === undefined ? 0 : from;
      const end = to === undefined ? this.length : to < start ? start : to;
      if (start < 0 || end > this.length) throw coded(RangeError, 'ERR_OUT_OF_RANGE', 'Index out of range');
      return native.decode(this.subarray(start, end), encoding);
    };
    prototype[`${name}Write`] = function(text, place, most) {
      const offset = place === undefined ? 0 : place;
      const length = most === undefined ? this.length - offset : most;
      if (offset < 0 || offset > this.length) throw coded(RangeError, 'ERR_BUFFER_OUT_OF_BOUNDS', '"offset" is outside of buffer bounds');
      return write(this, text, offset, Math.min(length, this.length - offset), encoding);
    };
  }
  for (const [name, property] of [['parent', 'buffer'], ['offset', 'byteOffset']]) {
    Object.defineProperty(prototype, name, {
      enumerable: true, configurable: false,
      get() { return this instanceof Buffer && this !== prototype ? this[property] : undefined; },
    });
  }
  Object.assign(prototype, {
    copy: function (target, targetStart, sourceStart, sourceEnd) {
      checkBytes(target, 'target');
      const number = (value, fallback) => (value === undefined ? fallback : Math.trunc(value) || 0);
      const to = number(targetStart, 0);
      if (to < 0) throw outOfRange('targetStart', '>= 0', to);
      const from = number(sourceStart, 0);
      if (from < 0 || from > this.length) throw outOfRange('sourceStart', `>= 0 && <= ${this.length}`, from);
      const end = number(sourceEnd, this.length);
      if (end < 0) throw outOfRange('sourceEnd', '>= 0', end);
      if (to >= target.length || from >= end) return 0;
      const part = this.subarray(from, Math.min(end, from + target.length - to));
      Uint8Array.prototype.set.call(target, part, to);
      return part.length;
    },
    toString: function (encoding, start, end) {
      const { length } = this;
      if (arguments.length === 0) return native.decode(this, 'utf8');
      const from = start <= 0 ? 0 : start >= length ? length : Math.trunc(start) || 0;
      const to = end === undefined || end > length ? length : Math.trunc(end) || 0;
      if (to <= from) return '';
      return native.decode(from === 0 && to === length ? this : this.subarray(from, to), encodingOf(encoding));
    },
    equals: function (otherBuffer) {
      checkBytes(otherBuffer, 'otherBuffer');
      return this === otherBuffer || (this.length === otherBuffer.length && native.compareBytes(this, otherBuffer) === 0);
    },
    inspect: function (depth, options) {
      const shown = Array.from(this.subarray(0, limits.shown), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
      const more = this.length - limits.shown;
      let text = shown + (more > 0 ? ` ... ${more} more byte${more > 1 ? 's' : ''}` : '');
      // Properties besides the bytes.
      const keys = options ? Reflect.ownKeys(this).slice(this.length).filter((key) => options.showHidden || Object.prototype.propertyIsEnumerable.call(this, key)) : [];
      if (keys.length > 0) {
        const extras = { __proto__: null };
        for (const key of keys) extras[key] = this[key];
        if (this.length > 0) text += ', ';
        text += require('util').inspect(extras, { ...options, breakLength: Infinity, compact: true }).slice(27, -2);
      }
      const { constructor } = this;
      const name = typeof constructor === 'function' && Object.hasOwn(constructor, 'name') ? constructor.name : 'Buffer';
      return `<${name} ${text}>`;
    },
    compare: function (target, targetStart, targetEnd, sourceStart, sourceEnd) {
      checkBytes(target, 'target');
      if (arguments.length === 1) return native.compareBytes(this, target);
      if (targetStart !== undefined) checkOffset(targetStart, 'targetStart');
      if (targetEnd !== undefined) checkOffset(targetEnd, 'targetEnd', target.length);
      if (sourceStart !== undefined) checkOffset(sourceStart, 'sourceStart');
      if (sourceEnd !== undefined) checkOffset(sourceEnd, 'sourceEnd', this.length);
      const part = (bytes, start, end) => (start >= end ? new Uint8Array() : bytes.subarray(start, end));
      return native.compareBytes(part(this, sourceStart ?? 0, sourceEnd ?? this.length), part(target, targetStart ?? 0, targetEnd ?? target.length));
    },
    indexOf: function (value, offset, end, encoding) {
      if (typeof end === 'string') [encoding, end] = [end, this.length];
      return indexOf(this, value, offset, end ?? this.length, encoding, true);
    },
    lastIndexOf: function (value, offset, end, encoding) {
      if (typeof end === 'string') [encoding, end] = [end, this.length];
      return indexOf(this, value, offset, end ?? this.length, encoding, false);
    },
    includes: function (value, offset, end, encoding) {
      return this.indexOf(value, offset, end, encoding) !== -1;
    },
    fill: function (value, offset, end, encoding) {
      if (typeof offset === 'string') [encoding, offset, end] = [offset, undefined, undefined];
      else if (typeof end === 'string') [encoding, end] = [end, undefined];
      if (typeof value === 'string') {
        if (encoding !== undefined && typeof encoding !== 'string') throw invalidArgument('encoding', 'of type string', encoding);
        encoding = encodingOf(encoding);
      }
      if (offset !== undefined) checkOffset(offset, 'offset');
      if (end !== undefined) checkOffset(end, 'end', this.length);
      const [from, to] = [offset ?? 0, end ?? this.length];
      if (from >= to) return this;
      if (typeof value !== 'string' && !isUint8Array(value)) {
        Uint8Array.prototype.fill.call(this, value & 255, from, to);
        return this;
      }
      const bytes = typeof value === 'string' ? native.encode(value, encoding) : value;
      if (bytes.length === 0) {
        if (value.length !== 0 || typeof value !== 'string') throw invalidValue('value', value);
        Uint8Array.prototype.fill.call(this, 0, from, to);
        return this;
      }
      // Once, then twice as much with each copy.
      let count = Math.min(bytes.length, to - from);
      Uint8Array.prototype.set.call(this, count === bytes.length ? bytes : bytes.subarray(0, count), from);
      for (; from + count < to; count *= 2) this.copyWithin(from + count, from, Math.min(from + count, to - count));
      return this;
    },
    write: function (string, offset, length, encoding) {
      if (offset === undefined) return write(this, string, 0, this.length, 'utf8');
      if (length === undefined && typeof offset === 'string') [encoding, length, offset] = [offset, this.length, 0];
      else {
        checkOffset(offset, 'offset', this.length);
        const room = this.length - offset;
        if (length === undefined) length = room;
        else if (typeof length === 'string') [encoding, length] = [length, room];
        else {
          checkOffset(length, 'length', this.length);
          length = Math.min(length, room);
        }
      }
      return write(this, string, offset, length, encodingOf(encoding));
    },
    toJSON: function () {
      return { type: 'Buffer', data: Array.from(this) };
    },
    subarray: function (start, end) {
      const { length } = this;
      const from = within(start, length);
      const to = end === undefined ? length : within(end, length);
      return new FastBuffer(this.buffer, this.byteOffset + from, Math.max(to - from, 0));
    },
    slice: function (start, end) {
      return this.subarray(start, end);
    },
    swap16: function () { return swap(this, 2); },
    swap32: function () { return swap(this, 4); },
    swap64: function () { return swap(this, 8); },
  });
  prototype.toLocaleString = prototype.toString;
  prototype[kInspect] = prototype.inspect;
};
