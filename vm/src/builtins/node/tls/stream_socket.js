// A socket over any stream of both directions: what TLS speaks over has to be a socket.
'use strict';

const net = require('net');

class JSStreamSocket extends net.Socket {
  constructor(stream) {
    super({ allowHalfOpen: true });
    this.stream = stream;
    stream.on('data', (chunk) => {
      if (!this.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk)) stream.pause();
    });
    stream.pause();
    stream.once('end', () => this.push(null));
    stream.on('error', (error) => this.destroy(error));
    stream.once('close', () => this.destroy());
  }
  _read() {
    this.stream.resume();
  }
  _write(chunk, encoding, callback) {
    this.stream.write(chunk, encoding, callback);
  }
  _final(callback) {
    this.stream.end(callback);
  }
  _destroy(error, callback) {
    this.stream.destroy();
    super._destroy(error, callback);
  }
  get _handle() { return this.destroyed ? null : this; }
  get pending() { return false; }
}

module.exports = JSStreamSocket;
