// node: 26
// Servers and sockets that go by a list of addresses, and a server with too many connections.
'use strict';
const net = require('net');
const { once } = require('events');
const list = new net.BlockList();
list.addAddress('127.0.0.1');
list.addAddress('::1', 'ipv6');
for (const act of [() => net.createServer({ blockList: 5 }), () => net.connect({ port: 1, blockList: 5 }), () => new net.Socket({ blockList: {} })]) {
  try {
    act();
  } catch (error) {
    console.log(error.code, error.message);
  }
}
async function main() {
  const server = net.createServer({ blockList: list }, () => console.log('never'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  const accepted = net.connect(port, '127.0.0.1');
  const [hadError] = await once(accepted.on('error', () => {}).resume(), 'close');
  console.log('closed', hadError);
  for (const host of ['127.0.0.1', 'localhost']) {
    const [error] = await once(net.connect({ port, host, blockList: list }).on('error', () => {}), 'close').then(() => [undefined], (thrown) => [thrown]);
    console.log(error?.code);
    const [told] = await new Promise((done) => net.connect({ port, host, blockList: list }).on('error', (...args) => done(args)));
    console.log(told.code, told.message, Object.keys(told));
  }
  server.close();
  const small = net.createServer((socket) => socket.resume());
  small.maxConnections = 1;
  small.listen(0, '127.0.0.1');
  await once(small, 'listening');
  const first = net.connect(small.address().port, '127.0.0.1');
  await once(small, 'connection');
  const second = net.connect(small.address().port, '127.0.0.1').on('error', () => {});
  const [dropped] = await once(small, 'drop');
  console.log(Object.keys(dropped), dropped.localAddress, dropped.localPort === small.address().port, dropped.remoteFamily, dropped.remotePort > 0);
  first.destroy();
  second.destroy();
  small.close();
}
main();
