// node:stream/web.
'use strict';

const readable = require('internal/web_streams/readable');
const readers = require('internal/web_streams/readers');
const normal = require('internal/web_streams/default_controller');
const bytes = require('internal/web_streams/byte_controller');
const writable = require('internal/web_streams/writable');
const transform = require('internal/web_streams/transform');
const strategies = require('internal/web_streams/strategies');

module.exports = {
  ReadableStream: readable.ReadableStream,
  ReadableStreamDefaultReader: readers.ReadableStreamDefaultReader,
  ReadableStreamBYOBReader: readers.ReadableStreamBYOBReader,
  ReadableStreamBYOBRequest: bytes.ReadableStreamBYOBRequest,
  ReadableByteStreamController: bytes.ReadableByteStreamController,
  ReadableStreamDefaultController: normal.ReadableStreamDefaultController,
  TransformStream: transform.TransformStream,
  TransformStreamDefaultController: transform.TransformStreamDefaultController,
  WritableStream: writable.WritableStream,
  WritableStreamDefaultController: writable.WritableStreamDefaultController,
  WritableStreamDefaultWriter: writable.WritableStreamDefaultWriter,
  ByteLengthQueuingStrategy: strategies.ByteLengthQueuingStrategy,
  CountQueuingStrategy: strategies.CountQueuingStrategy,
  // Loaded when they are asked for: few streams are of text or of packed bytes.
  get TextEncoderStream() { return require('internal/web_streams/text').TextEncoderStream; },
  get TextDecoderStream() { return require('internal/web_streams/text').TextDecoderStream; },
  get CompressionStream() { return require('internal/web_streams/compression').CompressionStream; },
  get DecompressionStream() { return require('internal/web_streams/compression').DecompressionStream; },
};
