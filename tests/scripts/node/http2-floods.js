// node: 26
// gc-stress: 20011
// Floods of frames that cost a peer little: the server ends what is too much, bears what is allowed, and serves on.
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
function uint32(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
// :method GET, :scheme http, :path /, :authority a
const GET = Buffer.from([0x82, 0x86, 0x84, 0x01, 0x01, 0x61]);
const POST = Buffer.from([0x83, 0x86, 0x84, 0x01, 0x01, 0x61]);
const times = (count, make) => Buffer.concat(Array.from({ length: count }, (_, i) => make(i)));

const floods = {
  'RST_STREAM after each request': times(3000, (i) => Buffer.concat([frame(1, 5, 2 * i + 1, GET), frame(3, 0, 2 * i + 1, uint32(8))])),
  'a few RST_STREAM': times(300, (i) => Buffer.concat([frame(1, 5, 2 * i + 1, GET), frame(3, 0, 2 * i + 1, uint32(8))])),
  'requests that the server must reset': times(3000, (i) => Buffer.concat([frame(1, 4, 2 * i + 1, POST), frame(8, 0, 2 * i + 1, uint32(0))])),
  'PING without end': times(3000, () => frame(6, 0, 0, Buffer.alloc(8))),
  'SETTINGS without end': times(3000, () => frame(4, 0, 0)),
  'SETTINGS of many entries': times(3000, (i) => frame(4, 0, 0, Buffer.from([0, 1, 0, 0, 16, i & 255, 0, 1, 0, 0, 16, 0]))),
  'PRIORITY of idle streams': times(3000, (i) => frame(2, 0, 2 * i + 1, Buffer.from([0, 0, 0, 0, 16]))),
  'WINDOW_UPDATE': times(3000, () => frame(8, 0, 0, uint32(1))),
  'empty DATA': Buffer.concat([frame(1, 4, 1, POST), times(3000, () => frame(0, 0, 1))]),
  'DATA beyond the window': Buffer.concat([frame(1, 4, 1, POST), times(8, () => frame(0, 0, 1, Buffer.alloc(16384)))]),
  'DATA of a stream that was reset': Buffer.concat([frame(1, 4, 1, POST), frame(3, 0, 1, uint32(8)), times(3, () => frame(0, 0, 1, Buffer.alloc(16384)))]),
  'DATA of an answered stream': Buffer.concat([frame(1, 4, 1, GET), times(100, () => frame(0, 0, 1, Buffer.alloc(16384)))]),
  'empty CONTINUATION': Buffer.concat([frame(1, 1, 1, POST), times(3000, () => frame(9, 0, 1))]),
  'frames of unknown types': times(3000, () => frame(200, 0, 0, Buffer.from('x'))),
  'more streams than allowed': times(3000, (i) => frame(1, 4, 2 * i + 1, POST)),
};

/** What a peer is told: codes of GOAWAY. */
function told(bytes) {
  const found = new Set();
  for (let at = 0; at + 9 <= bytes.length; at += 9 + bytes.readUIntBE(at, 3)) if (bytes[at + 3] === 7) found.add(bytes.readUInt32BE(at + 13));
  return [...found].map((code) => ` GOAWAY ${code}`).join('');
}

async function main() {
  const server = http2.createServer({ settings: { maxConcurrentStreams: 50 } }, (request, response) => {
    request.on('error', () => {});
    response.on('error', () => {});
    if (request.method === 'GET') response.end('fine');
  });
  let failed = '';
  server.on('sessionError', (error) => { failed = `${error.code} ${error.message}`; });
  server.listen(0);
  await once(server, 'listening');
  const { port } = server.address();
  for (const [name, bytes] of Object.entries(floods)) {
    failed = '';
    const socket = net.connect(port, '127.0.0.1');
    const pieces = [];
    socket.on('error', () => {});
    let isOver = false;
    socket.on('close', () => { isOver = true; });
    socket.on('data', (piece) => pieces.push(piece));
    socket.write(Buffer.concat([PREFACE, frame(4, 0, 0), bytes]));
    const end = Buffer.from('answered');
    socket.write(frame(6, 0, 0, end));
    while (!isOver && !Buffer.concat(pieces).includes(end)) await new Promise((done) => setTimeout(done, 5));
    // The server may hear of it later than its peer.
    for (let i = 0; isOver && !failed && i < 1000; i++) await new Promise((done) => setTimeout(done, 5));
    console.log(`${name}: ${isOver ? 'over' : 'answered'}${told(Buffer.concat(pieces))}${failed && ` (${failed})`}`);
    socket.destroy();
    const client = http2.connect(`http://localhost:${port}`);
    const request = client.request();
    request.setEncoding('utf8');
    let text = '';
    for await (const piece of request) text += piece;
    if (text !== 'fine') console.log('and then', text);
    client.close();
  }
  server.close();
}
main();
