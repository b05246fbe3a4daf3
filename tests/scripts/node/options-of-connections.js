// node: 26
// Options of net.connect that count by whether they are true, and the handle of a socket on its way.
'use strict';
const net = require('net');

function tried(name, options) {
  try {
    const socket = net.connect(options);
    socket.on('error', (error) => console.log(name, 'failed:', error.code));
    return socket;
  } catch (error) {
    console.log(name, 'threw:', error.code, error.message);
    return undefined;
  }
}

const fresh = new net.Socket();
console.log('before connect', fresh._handle === null);
tried('nothing', {});
tried('null path', { path: null });
tried('number as path', { path: 5 });
tried('list as path', { path: [], port: 1 });
tried('wrong port', { path: '', port: 65536 });
tried('list as port', { path: '', port: [] });
tried('wrong local address', { port: 1, host: '127.0.0.1', localAddress: 'nowhere' });
tried('wrong local port', { port: 1, host: '127.0.0.1', localPort: '5' });

const server = net.createServer((socket) => socket.end('hello')).listen(0, '127.0.0.1', () => {
  const { port } = server.address();
  const choices = [
    ['empty path', { path: '' }], ['false path', { path: false }], ['zero path', { path: 0 }], ['null path', { path: null }],
    ['empty local address', { localAddress: '' }], ['no local port', { localPort: 0 }], ['family of zero', { family: 0 }],
    ['port as text', { port: `${port}` }],
  ];
  const next = () => {
    const [name, options] = choices.shift() ?? [];
    if (!name) {
      server.close();
      const socket = tried('only an empty path', { path: '', host: '127.0.0.1' });
      socket.on('close', () => console.log('after the end', socket._handle === null));
      return;
    }
    const socket = tried(name, { port, host: '127.0.0.1', ...options });
    console.log(name, socket.connecting, socket._handle !== null);
    socket.on('connectionAttempt', () => console.log(name, 'attempt', socket._handle !== null));
    socket.on('data', (data) => console.log(name, `${data}`));
    socket.on('close', () => {
      console.log(name, 'closed', socket._handle === null);
      next();
    });
  };
  next();
});
