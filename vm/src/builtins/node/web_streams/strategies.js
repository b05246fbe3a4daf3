// Queuing strategies: how large a chunk is, and how much a queue should hold.
'use strict';

const { coded, invalidArgument } = require('internal/errors');
const { expose, kInspect, kState, shown, stateOf } = require('internal/web_streams/common');

const byteSize = Object.defineProperty((chunk) => chunk.byteLength, 'name', { value: 'size' });
const countSize = Object.defineProperty(() => 1, 'name', { value: 'size' });

function init(self, given) {
  if (given === null || typeof given !== 'object' || Array.isArray(given)) throw invalidArgument('init', 'of type object', given);
  if (given.highWaterMark === undefined) {
    throw coded(TypeError, 'ERR_MISSING_OPTION', 'init.highWaterMark is required');
  }
  self[kState] = { kind: self.constructor.name, highWaterMark: +given.highWaterMark };
}

class ByteLengthQueuingStrategy {
  constructor(options) {
    init(this, options);
    this[kState].kind = 'ByteLengthQueuingStrategy';
  }
  get highWaterMark() { return stateOf(this, 'ByteLengthQueuingStrategy').highWaterMark; }
  get size() {
    stateOf(this, 'ByteLengthQueuingStrategy');
    return byteSize;
  }
  [kInspect](depth, options, inspect) {
    return shown(this, depth, options, inspect, { highWaterMark: this.highWaterMark });
  }
}
expose(ByteLengthQueuingStrategy, 'highWaterMark', 'size');

class CountQueuingStrategy {
  constructor(options) {
    init(this, options);
    this[kState].kind = 'CountQueuingStrategy';
  }
  get highWaterMark() { return stateOf(this, 'CountQueuingStrategy').highWaterMark; }
  get size() {
    stateOf(this, 'CountQueuingStrategy');
    return countSize;
  }
  [kInspect](depth, options, inspect) {
    return shown(this, depth, options, inspect, { highWaterMark: this.highWaterMark });
  }
}
expose(CountQueuingStrategy, 'highWaterMark', 'size');

function highWaterMarkOf(strategy, fallback) {
  const value = strategy?.highWaterMark;
  if (value === undefined) return fallback;
  const number = +value;
  if (Number.isNaN(number) || number < 0) {
    throw coded(RangeError, 'ERR_INVALID_ARG_VALUE', `The property 'strategy.highWaterMark' is invalid. Received ${require('util').inspect(value)}`);
  }
  return number;
}
function sizeOf(strategy) {
  const size = strategy?.size;
  if (size === undefined) return () => 1;
  if (typeof size !== 'function') throw invalidArgument('strategy.size', 'of type function', size);
  return (chunk) => size(chunk);
}

module.exports = { ByteLengthQueuingStrategy, CountQueuingStrategy, highWaterMarkOf, sizeOf };
