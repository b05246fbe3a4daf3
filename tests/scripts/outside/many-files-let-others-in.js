// A program that asks for file after file is told of timers and of what comes over sockets meanwhile.
'use strict';
const fs = require('node:fs');
const net = require('node:net');
let asked = 0;
let isOver = false;
const seen = { timers: 0, sockets: 0, immediates: 0 };
function ask() {
  asked++;
  fs.stat(__filename, () => {
    if (!isOver && asked < 1e6) ask();
  });
}
const timer = setInterval(() => seen.timers++, 1);
const server = net.createServer((socket) => {
  socket.on('data', (data) => socket.write(data));
  socket.on('error', () => {});
});
server.listen(0, '127.0.0.1', () => {
  const client = net.connect(server.address().port, '127.0.0.1', () => client.write('x'));
  client.on('data', () => {
    if (++seen.sockets < 5) {
      client.write('x');
      return;
    }
    setImmediate(() => {
      seen.immediates++;
      setTimeout(() => {
        isOver = true;
        clearInterval(timer);
        client.destroy();
        server.close(() => console.log(seen.sockets, seen.immediates, seen.timers > 1, asked > 10, asked < 1e6));
      }, 5);
    });
  });
  for (let i = 0; i < 3; i++) ask();
  (async () => {
    while (!isOver) await fs.promises.stat(__filename);
  })();
});
