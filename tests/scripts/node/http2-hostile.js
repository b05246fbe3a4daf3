// node: 26
// Peers that write frames by hand and break the rules: the server says what was wrong, and serves on.
'use strict';
const http2 = require('http2');
const net = require('net');
const { once } = require('events');

const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
function frame(type, flags, id, payload = Buffer.alloc(0)) {
  const header = Buffer.alloc(9);
  header.writeUIntBE(payload.length, 0, 3);
  header[3] = type;
  header[4] = flags;
  header.writeUInt32BE(id, 5);
  return Buffer.concat([header, payload]);
}
const uint32 = (...values) => Buffer.concat(values.map((value) => { const bytes = Buffer.alloc(4); bytes.writeUInt32BE(value); return bytes; }));
const SETTINGS = frame(4, 0, 0);
// :method GET, :scheme http, :path /, :authority a
const GET = Buffer.from([0x82, 0x86, 0x84, 0x01, 0x01, 0x61]);
const get = (id, flags = 5) => frame(1, flags, id, GET);

const attacks = {
  'no preface': [Buffer.from('GET / HTTP/1.1\r\n\r\n')],
  'DATA on no stream': [PREFACE, SETTINGS, frame(0, 0, 0, Buffer.from('x'))],
  'DATA on an idle stream': [PREFACE, SETTINGS, frame(0, 0, 1, Buffer.from('x'))],
  'HEADERS on an even stream': [PREFACE, SETTINGS, get(2)],
  'a frame that is too long': [PREFACE, SETTINGS, frame(0, 0, 1, Buffer.alloc(20000))],
  'PING of 7 octets': [PREFACE, SETTINGS, frame(6, 0, 0, Buffer.alloc(7))],
  'SETTINGS of 5 octets': [PREFACE, SETTINGS, frame(4, 0, 0, Buffer.alloc(5))],
  'an initial window that is too large': [PREFACE, frame(4, 0, 0, Buffer.from([0, 4, 0xff, 0xff, 0xff, 0xff]))],
  'a window that overflows': [PREFACE, SETTINGS, frame(8, 0, 0, uint32(0x7fffffff))],
  'a window that does not grow': [PREFACE, SETTINGS, frame(8, 0, 0, uint32(0))],
  'CONTINUATION of nothing': [PREFACE, SETTINGS, frame(9, 4, 1, GET)],
  'HEADERS that are interrupted': [PREFACE, SETTINGS, get(1, 1), frame(6, 0, 0, Buffer.alloc(8))],
  'an index beyond the table': [PREFACE, SETTINGS, frame(1, 5, 1, Buffer.from([0xff, 0xff, 0x03]))],
  'a string that is cut off': [PREFACE, SETTINGS, frame(1, 5, 1, Buffer.from([0x40, 0x7f]))],
  'a table that is too large': [PREFACE, SETTINGS, frame(1, 5, 1, Buffer.from([0x3f, 0xff, 0xff, 0x7f]))],
  'many CONTINUATION': [PREFACE, SETTINGS, get(1, 1), ...Array.from({ length: 20 }, () => frame(9, 0, 1, Buffer.alloc(10, 0x82)))],
  'padding beyond the frame': [PREFACE, SETTINGS, get(1, 4), frame(0, 8, 1, Buffer.from([9, 1]))],
  'RST_STREAM on an idle stream': [PREFACE, SETTINGS, frame(3, 0, 1, uint32(8))],
};

/** What a peer is told: codes of GOAWAY. */
function told(bytes) {
  const found = [];
  for (let at = 0; at + 9 <= bytes.length;) {
    const length = bytes.readUIntBE(at, 3);
    const type = bytes[at + 3];
    if (type === 7) found.push(`GOAWAY ${bytes.readUInt32BE(at + 13)}`);
    at += 9 + length;
  }
  return [...new Set(found)].join(', ');
}

async function main() {
  const server = http2.createServer((request, response) => response.end('fine'));
  server.on('sessionError', () => {});
  server.listen(0);
  await once(server, 'listening');
  const { port } = server.address();
  for (const [name, parts] of Object.entries(attacks)) {
    const socket = net.connect(port);
    const received = [];
    socket.on('data', (part) => {
      received.push(part);
      if (/GOAWAY/.test(told(Buffer.concat(received)))) socket.destroy();
    }).on('error', () => {});
    socket.write(Buffer.concat(parts));
    await once(socket, 'close');
    console.log(`${name}: ${told(Buffer.concat(received))}`);
  }
  // Octet by octet is no attack.
  const slow = net.connect(port);
  const answer = once(slow, 'data');
  for (const octet of Buffer.concat([PREFACE, SETTINGS, get(1)])) slow.write(Buffer.from([octet]));
  await answer;
  const received = [];
  slow.on('data', (part) => {
    received.push(part);
    if (/fine/.test(Buffer.concat(received).toString('latin1'))) slow.destroy();
  });
  await once(slow, 'close');
  console.log('slowly:', Buffer.concat(received).includes('fine'));

  const client = http2.connect(`http://localhost:${port}`);
  const request = client.request();
  const [headers] = await once(request, 'response');
  let text = '';
  for await (const part of request) text += part;
  console.log(headers[':status'], text);
  client.close();
  server.close();
}
main();
