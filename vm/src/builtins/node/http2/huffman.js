// The Huffman code of HPACK (RFC 7541, appendix B). It is canonical: the lengths of the codes say all.
'use strict';

/** Bits of the code of each octet, and of the end of the string (256). */
const LENGTHS = [
  13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 28,
  6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10,
  13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6,
  15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5, 6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28,
  20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23, 24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24,
  22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23, 21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23,
  26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25, 19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27, 27,
  20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23, 26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26,
  30,
];
const END = 256;

const CODES = new Uint32Array(257);
{
  let code = 0;
  for (let length = 5; length <= 30; length++) {
    for (let symbol = 0; symbol < 257; symbol++) if (LENGTHS[symbol] === length) CODES[symbol] = code++;
    code *= 2;
  }
}

/** Octets that a string of octets (`latin1`) takes as code. */
function encodedLength(text) {
  let bits = 0;
  for (let i = 0; i < text.length; i++) bits += LENGTHS[text.charCodeAt(i) & 0xff];
  return (bits + 7) >> 3;
}

/** Writes the code of a string; gives the place behind it. */
function encode(text, out, at) {
  let held = 0;
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    const symbol = text.charCodeAt(i) & 0xff;
    let left = LENGTHS[symbol];
    const code = CODES[symbol];
    // At most seven bits are held, so pieces of 24 bits fit.
    if (left > 24) {
      left -= 24;
      held = (held << left) | (code >>> 24);
      count += left;
      while (count >= 8) {
        count -= 8;
        out[at++] = held >>> count;
        held &= (1 << count) - 1;
      }
      left = 24;
    }
    held = (held << left) | (code & 0xffffff);
    count += left;
    while (count >= 8) {
      count -= 8;
      out[at++] = held >>> count;
      held &= (1 << count) - 1;
    }
  }
  // The rest of the last octet are bits of the end, which are ones.
  if (count > 0) out[at++] = (held << (8 - count)) | (0xff >> count);
  return at;
}

// ---- decoding: an automaton that takes four bits at a time

/** By state and nibble: the next state (-1: no code), and the octet that has ended (-1: none). */
let next = null;
let emitted = null;
/** May a string end in a state? Only within seven bits of ones behind the last octet. */
let mayEnd = null;

function build() {
  // The tree: two children a node; a leaf is its symbol as a negative number.
  const children = [[0, 0]];
  const padding = [true];
  for (let symbol = 0; symbol < 257; symbol++) {
    let node = 0;
    for (let bit = LENGTHS[symbol] - 1; bit >= 0; bit--) {
      const side = (CODES[symbol] >>> bit) & 1;
      if (bit === 0) {
        children[node][side] = -1 - symbol;
      } else {
        if (children[node][side] === 0) {
          children[node][side] = children.length;
          const depth = LENGTHS[symbol] - bit;
          padding.push(depth <= 7 && side === 1 && padding[node]);
          children.push([0, 0]);
        }
        node = children[node][side];
      }
    }
  }
  next = new Int16Array(children.length * 16);
  emitted = new Int16Array(children.length * 16);
  mayEnd = padding;
  for (let state = 0; state < children.length; state++) {
    for (let nibble = 0; nibble < 16; nibble++) {
      let node = state;
      let symbol = -1;
      for (let bit = 3; bit >= 0 && node >= 0; bit--) {
        const child = children[node][(nibble >> bit) & 1];
        if (child >= 0) {
          node = child;
        } else {
          symbol = -1 - child;
          node = symbol === END ? -1 : 0;
        }
      }
      next[state * 16 + nibble] = node;
      emitted[state * 16 + nibble] = symbol;
    }
  }
}

/** Codes are of five bits at least. */
let scratch = Buffer.allocUnsafeSlow(1024);

/** The string of octets of a code; undefined if it is none. */
function decode(bytes, start, end) {
  if (next === null) build();
  const most = Math.floor(((end - start) * 8) / 5);
  if (scratch.length < most) scratch = Buffer.allocUnsafeSlow(most);
  let state = 0;
  let length = 0;
  for (let at = start; at < end; at++) {
    const octet = bytes[at];
    let edge = state * 16 + (octet >> 4);
    state = next[edge];
    if (state < 0) return undefined;
    if (emitted[edge] >= 0) scratch[length++] = emitted[edge];
    edge = state * 16 + (octet & 15);
    state = next[edge];
    if (state < 0) return undefined;
    if (emitted[edge] >= 0) scratch[length++] = emitted[edge];
  }
  if (!mayEnd[state]) return undefined;
  return scratch.latin1Slice(0, length);
}

module.exports = { encodedLength, encode, decode };
