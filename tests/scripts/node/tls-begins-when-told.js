// A TLS socket over a stream that is no socket says nothing before it is told to, or has something to say.
'use strict';
const tls = require('node:tls');
const net = require('node:net');
const { PassThrough, Duplex } = require('node:stream');

const quiet = new tls.TLSSocket(new PassThrough());
quiet.on('error', (error) => console.log('error', error.message));
const JSStreamSocket = quiet._handle._parentWrap.constructor;
console.log(JSStreamSocket.name, quiet instanceof net.Socket, quiet.encrypted);

class Recorder extends Duplex {
  said = 0;
  _read() {}
  _write(chunk, encoding, callback) {
    // The first byte of a handshake's record, and that of the version behind it.
    if (this.said === 0) console.log('said', chunk[0], chunk[1]);
    this.said += chunk.length;
    callback();
  }
}
const untold = new Recorder();
const silent = new tls.TLSSocket(untold);
silent.on('error', () => {});
const spoken = new Recorder();
const speaking = new tls.TLSSocket(spoken);
speaking.on('error', () => {});
const connected = new Recorder();
const connecting = tls.connect({ socket: connected, servername: 'a.test' });
connecting.on('error', () => {});
setTimeout(() => {
  console.log(untold.said === 0, spoken.said === 0, connected.said > 0);
  speaking.write('hello');
  setTimeout(() => {
    console.log(untold.said === 0, spoken.said > 0);
    for (const socket of [quiet, silent, speaking, connecting]) socket.destroy();
  }, 20);
}, 20);

// Such a socket carries what the stream carries.
const stream = new PassThrough();
const socket = new JSStreamSocket(stream);
socket.on('data', (data) => console.log('data', String(data)));
socket.on('end', () => console.log('end'));
socket.write('there and back');
socket.end();
