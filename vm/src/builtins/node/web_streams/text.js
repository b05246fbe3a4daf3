// TextEncoderStream and TextDecoderStream (https://encoding.spec.whatwg.org/).
'use strict';

const { kInspect, kState, shown, stateOf } = require('internal/web_streams/common');
const { TransformStream } = require('internal/web_streams/transform');

class TextEncoderStream {
  constructor() {
    const encoder = new TextEncoder();
    let high = '';
    const stream = new TransformStream({
      transform(chunk, controller) {
        let text = high + chunk;
        high = '';
        // Half a pair of surrogates waits for the other.
        const last = text.charCodeAt(text.length - 1);
        if (last >= 0xd800 && last <= 0xdbff) {
          high = text.at(-1);
          text = text.slice(0, -1);
        }
        if (text !== '') controller.enqueue(encoder.encode(text));
      },
      flush(controller) {
        if (high !== '') controller.enqueue(new Uint8Array([0xef, 0xbf, 0xbd]));
      },
    });
    this[kState] = { kind: 'TextEncoderStream', stream };
  }
  get encoding() {
    stateOf(this, 'TextEncoderStream');
    return 'utf-8';
  }
  get readable() { return stateOf(this, 'TextEncoderStream').stream.readable; }
  get writable() { return stateOf(this, 'TextEncoderStream').stream.writable; }
  [kInspect](depth, options, inspect) {
    return shown(this, depth, options, inspect, { encoding: this.encoding, readable: this.readable, writable: this.writable });
  }
}
for (const name of ['encoding', 'readable', 'writable']) Object.defineProperty(TextEncoderStream.prototype, name, { enumerable: true });

class TextDecoderStream {
  constructor(encoding = 'utf-8', options = {}) {
    const decoder = new TextDecoder(encoding, options);
    const stream = new TransformStream({
      transform(chunk, controller) {
        if (chunk === undefined) throw require('internal/errors').invalidArgument('chunk', 'an instance of SharedArrayBuffer, ArrayBuffer or ArrayBufferView', chunk);
        const text = decoder.decode(chunk, { stream: true });
        if (text !== '') controller.enqueue(text);
      },
      flush(controller) {
        const text = decoder.decode();
        if (text !== '') controller.enqueue(text);
      },
    });
    this[kState] = { kind: 'TextDecoderStream', stream, decoder };
  }
  get encoding() { return stateOf(this, 'TextDecoderStream').decoder.encoding; }
  get fatal() { return stateOf(this, 'TextDecoderStream').decoder.fatal; }
  get ignoreBOM() { return stateOf(this, 'TextDecoderStream').decoder.ignoreBOM; }
  get readable() { return stateOf(this, 'TextDecoderStream').stream.readable; }
  get writable() { return stateOf(this, 'TextDecoderStream').stream.writable; }
  [kInspect](depth, options, inspect) {
    return shown(this, depth, options, inspect, {
      encoding: this.encoding, fatal: this.fatal, ignoreBOM: this.ignoreBOM, readable: this.readable, writable: this.writable,
    });
  }
}
for (const name of ['encoding', 'fatal', 'ignoreBOM', 'readable', 'writable']) Object.defineProperty(TextDecoderStream.prototype, name, { enumerable: true });

module.exports = { TextEncoderStream, TextDecoderStream };
