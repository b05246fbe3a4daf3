// node: 26
'use strict';
// What sockets of datagrams refuse, before they are bound, while they are, and after.
const dgram = require('dgram');
const { BlockList } = require('net');

function tell(label, f) {
  try {
    console.log(label, f());
  } catch (error) {
    console.log(label, error.name, error.code, error.message, error.errno, error.syscall, error.address, error.port);
  }
}

for (const type of [undefined, null, 'udp5', 4, {}, { type: 'tcp' }, [], 'UDP4']) tell(`type ${String(type)}`, () => dgram.createSocket(type));
for (const options of [
  { lookup: 1 }, { lookup: null }, { recvBufferSize: 'a' }, { recvBufferSize: 1.5 }, { sendBufferSize: -1 }, { sendBufferSize: 2 ** 33 }, { receiveBlockList: {} },
  { sendBlockList: 'x' }, { signal: 1 }, { signal: {} },
]) tell(JSON.stringify(options), () => dgram.createSocket({ type: 'udp4', ...options }));

function everything(label, socket) {
  const calls = [
    ['address'], ['remoteAddress'], ['disconnect'], ['setTTL', 1], ['setTTL', 0], ['setTTL', 256], ['setTTL', '1'], ['setMulticastTTL', 300], ['setMulticastTTL', -1],
    ['setMulticastTTL', null], ['setMulticastTTL', 4], ['setMulticastLoopback', true], ['setMulticastLoopback', 0], ['setBroadcast', true], ['setBroadcast'],
    ['setMulticastInterface', 1], ['setMulticastInterface', 'x'], ['addMembership'], ['addMembership', 'x'], ['dropMembership', ''], ['dropMembership', 'x'],
    ['addSourceSpecificMembership'], ['addSourceSpecificMembership', '127.0.0.1'], ['addSourceSpecificMembership', '127.0.0.1', 'x'],
    ['dropSourceSpecificMembership', '127.0.0.1', 5], ['getSendQueueSize'], ['getSendQueueCount'], ['setRecvBufferSize', -1], ['setRecvBufferSize', 'x'],
    ['setSendBufferSize', 1.5], ['setSendBufferSize', 2 ** 31], ['getRecvBufferSize'], ['getSendBufferSize'],
    ['send'], ['send', 'x'], ['send', 'x', 0], ['send', 'x', 70000], ['send', 'x', 'a'], ['send', 5, 5], ['send', [5], 5], ['send', 'abc', 4, 1, 9, 'localhost'],
    ['send', 'abc', 1, 3, 9, 'localhost'], ['send', 'x', 9, 5], ['send', { length: 1 }, 9], ['send', 'x', -1], ['send', 'x', 1.5], ['send', 'x', ' '], ['send', 'x', true],
    ['sendto', 'x', 'a'], ['sendto', 'x', 0, 'a'], ['sendto', 'x', 0, 1, 'a'], ['sendto', 'x', 0, 1, 9], ['connect'], ['connect', 0], ['connect', 65536], ['connect', 'x'],
    ['connect', 9, 5], ['connectSync'], ['connectSync', 9, 'localhost'], ['connectSync', 9, 5], ['bindSync', 5], ['bindSync', null], ['bindSync', { port: -1 }],
    ['bindSync', { port: 0, address: 'localhost' }], ['bindSync', { address: 7 }],
  ];
  for (const [name, ...args] of calls) {
    if (label === 'bound' && /getRecv|getSend|^address/.test(name)) continue;
    tell(`${label} ${name} ${JSON.stringify(args)}`, () => socket[name](...args));
  }
}
const fresh = dgram.createSocket('udp4');
everything('new', fresh);
const socket = dgram.createSocket({ type: 'udp4', receiveBlockList: new BlockList() });
socket.bind(0, '127.0.0.1', () => {
  tell('again', () => socket.bind(0));
  tell('again', () => socket.bindSync());
  everything('bound', socket);
  socket.connect(9, '127.0.0.1', () => {
    tell('connected', () => socket.connect(9));
    tell('connected', () => socket.connectSync(9));
    tell('connected', () => socket.send('x', 9));
    tell('connected', () => socket.send('x', 0, 1, 9));
    tell('connected', () => socket.send('x', 0, 1, undefined, 'localhost'));
    tell('connected', () => socket.send('x', 2, 1));
    console.log(socket.remoteAddress());
    socket.disconnect();
    tell('disconnected', () => socket.remoteAddress());
    socket.close();
    for (const name of ['close', 'address', 'remoteAddress', 'bind', 'bindSync', 'disconnect', 'connectSync', 'setMulticastInterface', 'addMembership', 'dropMembership', 'addSourceSpecificMembership']) {
      tell(`closed ${name}`, () => socket[name]('224.0.0.1', '224.0.0.1'));
    }
    tell('closed send', () => socket.send('x', 9));
    console.log(socket.ref() === socket, socket.unref() === socket);
    fresh.close(() => console.log('end'));
  });
});
