// Numbers in buffers: integers of one to six bytes, of eight as BigInt, and the two widths of floating point.
'use strict';

const { coded, invalidArgument, outOfRange } = require('internal/errors');

/** Why there is no number of this width at `offset`. */
function fail(buffer, offset, width) {
  if (typeof offset !== 'number') throw invalidArgument('offset', 'of type number', offset);
  if (Math.floor(offset) !== offset) throw outOfRange('offset', 'an integer', offset);
  if (buffer.length < width) throw coded(RangeError, 'ERR_BUFFER_OUT_OF_BOUNDS', 'Attempt to access memory outside buffer bounds');
  throw outOfRange('offset', `>= 0 and <= ${buffer.length - width}`, offset);
}
function checkPlace(buffer, offset, width) {
  if (typeof offset !== 'number' || buffer[offset] === undefined || buffer[offset + width - 1] === undefined) fail(buffer, offset, width);
}

function readUnsigned(buffer, offset = 0, width, little) {
  checkPlace(buffer, offset, width);
  let value = 0;
  if (little) for (let i = offset + width - 1; i >= offset; i--) value = value * 256 + buffer[i];
  else for (let i = offset; i < offset + width; i++) value = value * 256 + buffer[i];
  return value;
}
function readSigned(buffer, offset, width, little) {
  const value = readUnsigned(buffer, offset, width, little);
  const half = 2 ** (8 * width - 1);
  return value >= half ? value - 2 * half : value;
}
function writeInteger(buffer, value, offset, width, little, low, high) {
  value = +value;
  if (value > high || value < low) {
    const bits = 8 * width;
    if (width <= 4) throw outOfRange('value', `>= ${low} and <= ${high}`, value);
    throw outOfRange('value', low === 0 ? `>= 0 and < 2 ** ${bits}` : `>= -(2 ** ${bits - 1}) and < 2 ** ${bits - 1}`, value);
  }
  checkPlace(buffer, offset, width);
  let rest = Math.trunc(value);
  if (rest < 0) rest += 2 ** (8 * width);
  for (let i = 0; i < width; i++, rest = Math.floor(rest / 256)) buffer[little ? offset + i : offset + width - 1 - i] = rest;
  return offset + width;
}
function checkWidth(offset, width) {
  if (offset === undefined) throw invalidArgument('offset', 'of type number', offset);
  if (typeof width !== 'number') throw invalidArgument('byteLength', 'of type number', width);
  if (Math.floor(width) !== width) throw outOfRange('byteLength', 'an integer', width);
  if (width < 1 || width > 6) throw outOfRange('byteLength', '>= 1 and <= 6', width);
}

const view = (buffer) => new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
function checkBig(value, low, high) {
  // A number is not taken for one.
  value += 0n;
  if (value > high || value < low) {
    throw outOfRange('value', low === 0n ? '>= 0n and < 2n ** 64n' : '>= -(2n ** 63n) and < 2n ** 63n', value);
  }
}

/** An argument gives a function no name. */
const nameless = (method) => method;

module.exports = (prototype) => {
  const define = (methods) => {
    for (const [name, method] of Object.entries(methods)) {
      prototype[name] = method;
      if (name.includes('UInt')) prototype[name.replace('UInt', 'Uint')] = method;
    }
  };
  for (const [suffix, little] of [['LE', true], ['BE', false]]) {
    for (const width of [1, 2, 4]) {
      if (width === 1 && !little) continue;
      const name = `${8 * width}${width === 1 ? '' : suffix}`;
      const most = 2 ** (8 * width);
      define({
        [`readUInt${name}`]: nameless(function (offset) { return readUnsigned(this, offset, width, little); }),
        [`readInt${name}`]: nameless(function (offset) { return readSigned(this, offset, width, little); }),
        [`writeUInt${name}`]: function (value, offset = 0) { return writeInteger(this, value, offset, width, little, 0, most - 1); },
        [`writeInt${name}`]: function (value, offset = 0) { return writeInteger(this, value, offset, width, little, -most / 2, most / 2 - 1); },
      });
    }
    define({
      [`readUInt${suffix}`]: function (offset, byteLength) {
        checkWidth(offset, byteLength);
        return readUnsigned(this, offset, byteLength, little);
      },
      [`readInt${suffix}`]: function (offset, byteLength) {
        checkWidth(offset, byteLength);
        return readSigned(this, offset, byteLength, little);
      },
      [`writeUInt${suffix}`]: function (value, offset, byteLength) {
        checkWidth(0, byteLength);
        return writeInteger(this, value, offset, byteLength, little, 0, 2 ** (8 * byteLength) - 1);
      },
      [`writeInt${suffix}`]: function (value, offset, byteLength) {
        checkWidth(0, byteLength);
        const half = 2 ** (8 * byteLength - 1);
        return writeInteger(this, value, offset, byteLength, little, -half, half - 1);
      },
      [`readBigUInt64${suffix}`]: function (offset = 0) {
        checkPlace(this, offset, 8);
        return view(this).getBigUint64(offset, little);
      },
      [`readBigInt64${suffix}`]: function (offset = 0) {
        checkPlace(this, offset, 8);
        return view(this).getBigInt64(offset, little);
      },
      [`writeBigUInt64${suffix}`]: function (value, offset = 0) {
        checkBig(value, 0n, 0xffffffffffffffffn);
        checkPlace(this, offset, 8);
        view(this).setBigUint64(offset, value, little);
        return offset + 8;
      },
      [`writeBigInt64${suffix}`]: function (value, offset = 0) {
        checkBig(value, -0x8000000000000000n, 0x7fffffffffffffffn);
        checkPlace(this, offset, 8);
        view(this).setBigInt64(offset, value, little);
        return offset + 8;
      },
    });
    // Named after the way in which the bytes are walked.
    const direction = little ? 'Forwards' : 'Backwards';
    for (const [name, method, width] of [['Float', 'Float32', 4], ['Double', 'Float64', 8]]) {
      const [read, write] = [`read${name}${direction}`, `write${name}${direction}`];
      const methods = {
        [read]: function (offset = 0) {
          checkPlace(this, offset, width);
          return view(this)[`get${method}`](offset, little);
        },
        [write]: function (value, offset = 0) {
          value = +value;
          checkPlace(this, offset, width);
          view(this)[`set${method}`](offset, value, little);
          return offset + width;
        },
      };
      prototype[`read${name}${suffix}`] = methods[read];
      prototype[`write${name}${suffix}`] = methods[write];
    }
  }
};
