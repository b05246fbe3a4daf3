// node: 26
'use strict';
// All forms of send, in the order in which they were sent, with what the callbacks are told.
const dgram = require('dgram');

for (const [type, address] of [['udp4', '127.0.0.1'], ['udp6', '::1']]) {
  const server = dgram.createSocket(type);
  const client = dgram.createSocket(type);
  const got = [];
  const forms = [
    (port, told) => client.send('plain', port, address, told),
    (port, told) => client.send(Buffer.from('buffer'), port, told),
    (port, told) => client.send(new Uint8Array([97, 98]), port, address, told),
    (port, told) => client.send(new Uint16Array([0x6362, 0x6564]), port, address, told),
    (port, told) => client.send(new DataView(new Uint8Array([1, 102, 103]).buffer, 1), port, address, told),
    (port, told) => client.send(['a', Buffer.from('rr'), new Uint8Array([97, 121])], port, address, told),
    (port, told) => client.send([], port, address, told),
    (port, told) => client.send('', port, address, told),
    (port, told) => client.send('offset', 2, 3, port, address, told),
    (port, told) => client.send('offset', 1, 2, port, told),
    (port, told) => client.send(Buffer.from('offset'), 6, 0, port, address, told),
    (port, told) => client.send('text of a port', `${port}`, address, told),
    (port, told) => client.sendto('sendto', 1, 3, port, address, told),
    (port, told) => client.send('é', port, undefined, told),
    (port, told) => client.send('null', port, null, told),
    (port, told) => {
      client.send('no callback', port, address);
      told(null, -1);
    },
    (port, told) => client.connect(port, address, () => client.send('connected', told)),
    (port, told) => client.send(Buffer.from('connected'), 1, 4, told),
    (port, told) => client.send(['con', 'nected'], told),
    (port, told) => {
      client.disconnect();
      client.send('disconnected', port, address, told);
    },
  ];
  server.on('message', (message, from) => {
    got.push(message.toString());
    if (got.length < forms.length) return;
    console.log(type, got);
    console.log(Object.keys(from), from.address, from.family, from.size, from.port === client.address().port, Buffer.isBuffer(message));
    client.close();
    server.close();
  });
  server.bind(0, address, async () => {
    const { port } = server.address();
    console.log(type, server.address().address, server.address().family);
    for (const [i, form] of forms.entries()) {
      await new Promise((resolve) => {
        const result = form(port, (error, count) => {
          console.log(type, i, error, count);
          resolve();
        });
        if (result !== undefined) console.log('returned', result);
      });
    }
  });
}
