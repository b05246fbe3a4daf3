// node: 26
const net = require('net');
const os = require('os');
const path = require('path');

const server = net.createServer({ allowHalfOpen: false }, (socket) => {
  socket.setEncoding('utf8');
  socket.on('data', (text) => socket.write(text.toUpperCase()));
  socket.on('end', () => console.log('server: end', server.listening));
  socket.on('close', (hadError) => console.log('server: close', hadError));
});
server.on('close', () => console.log('server closed'));
server.listen({ port: 0, host: '127.0.0.1' }, () => {
  const { port } = server.address();
  const client = net.createConnection({ port, host: '127.0.0.1' });
  console.log(client.connecting, client.readyState, client.pending);
  client.write('before ');
  client.on('connect', () => {
    console.log(client.connecting, client.readyState, client.remoteAddress, client.remoteFamily, client.remotePort === port, client.localPort > 0);
    client.write('after');
  });
  let text = '';
  client.on('data', (part) => {
    text += part;
    if (text.length === 12) client.end();
  });
  client.on('close', (hadError) => {
    console.log(text, hadError, client.destroyed, client.bytesRead, client.bytesWritten);
    server.getConnections((error, count) => {
      console.log(error, count);
      server.close(local);
    });
  });
});

function local() {
  const name = path.join(os.tmpdir(), `net-test-${process.pid}.sock`);
  const echo = net.createServer((socket) => socket.pipe(socket)).listen(name, () => {
    console.log(echo.address() === name);
    const socket = net.connect(name);
    socket.setTimeout(5, () => {
      console.log('timeout');
      socket.end();
    });
    socket.write('x'.repeat(200000));
    let size = 0;
    socket.on('data', (part) => { size += part.length; });
    socket.on('close', () => {
      console.log(size);
      echo.close(() => others());
    });
  });
}
function others() {
  net.connect(1, '127.0.0.1').on('error', (error) => console.log(error.message, error.code, error.syscall)).on('close', (hadError) => {
    console.log('closed', hadError);
    nowhere();
  });
}
function nowhere() {
  net.connect('/nowhere/at/all').on('error', (error) => console.log(error.message, error.code)).on('close', taking);
}
function taking() {
  const taken = net.createServer().listen(0, '127.0.0.1', () => {
    net.createServer().listen(taken.address().port, '127.0.0.1').on('error', (error) => {
      console.log(error.code, error.syscall);
      taken.close();
    });
  });
}
console.log(net.isIP('1.2.3.4'), net.isIP('::1'), net.isIP('1.2.3'), net.isIPv6('::ffff:1.2.3.4'), net.isIPv6('1::2::3'), net.isIPv4('01.2.3.4'), net.isIPv6('fe80::1%eth0'));
const list = new net.BlockList();
list.addAddress('1.2.3.4');
list.addRange('10.0.0.1', '10.0.0.9');
list.addSubnet('8592:757c:efae:4e45::', 64, 'ipv6');
console.log(list.check('1.2.3.4'), list.check('10.0.0.5'), list.check('10.0.0.10'), list.check('8592:757c:efae:4e45::1', 'ipv6'), list.check('::ffff:1.2.3.4', 'ipv6'), list.rules.length);
for (const bad of [() => net.connect({ port: 99999 }), () => net.connect({}), () => net.createServer().listen({ port: -1 }), () => net.createServer().listen({}), () => new net.Socket().setTimeout('x'), () => list.addSubnet('1.2.3.4', 99)]) {
  try {
    bad();
    console.log('nothing thrown', String(bad));
  } catch (error) {
    console.log(error.name, error.code);
  }
}
