// node: 26
// Heads of information before an answer.
'use strict';
const http = require('http');
const net = require('net');
const server = http.createServer((request, response) => {
  const write = (...args) => {
    try {
      console.log(args[0], response.writeInformation(...args));
    } catch (error) {
      console.log(args[0], error.code, error.message);
    }
  };
  for (const status of [undefined, 'x', 200, 103.5, 101, 100, 102]) write(status);
  write(103, { link: '</a>' });
  write(110, { a: 'b', c: ['d', 'e'] });
  write(199, null);
  write(103, [['x', 'y']]);
  write(103, ['x', 'y', 'z', 'w']);
  for (const headers of [5, { 'bad name': 1 }, { a: '\n' }]) write(103, headers);
  write(104, {}, () => console.log('written'));
  response.end('ok');
  write(103, {});
}).listen(0, () => {
  let text = '';
  net.connect(server.address().port).on('data', (data) => { text += data; }).on('close', () => {
    console.log(text.replace(/Date: .*/, 'Date'));
    server.close();
  }).write('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
});
