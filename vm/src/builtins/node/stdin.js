// process.stdin: read as a whole when somebody listens.
'use strict';

const EventEmitter = require('events');
const { Buffer } = require('buffer');
const native = require('native');

class Input extends EventEmitter {
  #started = false;
  #encoding = null;
  #text = null;
  fd = 0;
  isTTY = false;
  #read() {
    if (this.#text === null) {
      const bytes = Buffer.from(native.readFile(0, 0).buffer);
      this.#text = this.#encoding ? bytes.toString(this.#encoding) : bytes;
    }
    return this.#text;
  }
  #start() {
    if (this.#started) return;
    this.#started = true;
    setImmediate(() => {
      const chunk = this.#read();
      if (chunk.length > 0) this.emit('data', chunk);
      this.emit('end');
      this.emit('close');
    });
  }
  on(event, listener) {
    super.on(event, listener);
    if (event === 'data' || event === 'end' || event === 'readable') this.#start();
    return this;
  }
  addListener(event, listener) {
    return this.on(event, listener);
  }
  setEncoding(encoding) {
    this.#encoding = encoding;
    return this;
  }
  resume() {
    this.#start();
    return this;
  }
  pause() { return this; }
  ref() { return this; }
  unref() { return this; }
  async *[Symbol.asyncIterator]() {
    const chunk = this.#read();
    if (chunk.length > 0) yield chunk;
  }
}
module.exports = new Input();
