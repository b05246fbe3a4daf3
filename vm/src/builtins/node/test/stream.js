// The events of a run as a stream of objects, and as events of that stream.
'use strict';

const { Readable } = require('stream');

class TestsStream extends Readable {
  #waiting = [];
  #wanted = false;
  constructor() {
    super({ objectMode: true, highWaterMark: Number.MAX_SAFE_INTEGER });
  }
  _read() {
    this.#wanted = true;
    while (this.#waiting.length > 0 && this.#wanted) this.#wanted = this.push(this.#waiting.shift());
  }
  /** An event, or null for the end. */
  give(event) {
    if (event !== null) this.emit(event.type, event.data);
    if (this.#wanted) this.#wanted = this.push(event);
    else this.#waiting.push(event);
  }
}

module.exports = TestsStream;
