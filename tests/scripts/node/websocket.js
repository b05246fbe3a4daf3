// node: 26
// WebSocket as a client, against a server that is made of frames written by hand.
'use strict';
const http = require('http');
const { createHash } = require('crypto');
const { log } = console;

const frame = (opcode, payload, { fin = true, rsv = 0, mask = false } = {}) => {
  const body = Buffer.from(payload);
  const length = body.length < 126 ? [body.length] : body.length < 65536 ? [126, body.length >> 8, body.length & 255] : [127, 0, 0, 0, 0, ...[24, 16, 8, 0].map((n) => (body.length >> n) & 255)];
  if (mask) length[0] |= 128;
  return Buffer.concat([Buffer.from([(fin ? 128 : 0) | rsv | opcode, ...length]), mask ? Buffer.alloc(4) : Buffer.alloc(0), body]);
};
/** Frames of a client as they come. */
function reader(take) {
  let rest = Buffer.alloc(0);
  return (bytes) => {
    rest = Buffer.concat([rest, bytes]);
    for (;;) {
      if (rest.length < 2) return;
      let [at, length] = [2, rest[1] & 127];
      if (length === 126) { if (rest.length < 4) return; [at, length] = [4, rest.readUInt16BE(2)]; } else if (length === 127) { if (rest.length < 10) return; [at, length] = [10, Number(rest.readBigUInt64BE(2))]; }
      if (rest.length < at + 4 + length) return;
      const mask = rest.subarray(at, at + 4);
      const payload = rest.subarray(at + 4, at + 4 + length).map((b, i) => b ^ mask[i & 3]);
      const head = rest[0], isMasked = rest[1] >> 7;
      rest = rest.subarray(at + 4 + length);
      take(head & 15, Buffer.from(payload), head >> 7, isMasked);
    }
  };
}
const behaviours = {
  echo(socket) { return (op, payload) => { socket.write(frame(op, payload)); if (op === 8) socket.end(); }; },
  split(socket) {
    const text = Buffer.from('héllo wörld €');
    for (const byte of Buffer.concat([frame(1, text.subarray(0, 2), { fin: false }), frame(9, 'now?'), frame(0, text.subarray(2, 5), { fin: false }), frame(0, text.subarray(5))])) socket.write(Buffer.from([byte]));
    return (op, payload) => { log('server got', op, payload.toString('latin1')); if (op === 10) socket.write(frame(8, [0x0b, 0xb8, ...Buffer.from('bye')])); if (op === 8) socket.end(); };
  },
  ends(socket) { socket.write(frame(8, [3, 232])); return (op, payload) => { log('server got', op, payload.length); socket.end(); }; },
  empty(socket) { socket.write(frame(8, [])); return (op, payload) => { log('server got', op, payload.length); socket.end(); }; },
  drops(socket) { setImmediate(() => socket.destroy()); },
  rsv(socket) { socket.write(frame(1, 'x', { rsv: 64 })); },
  masked(socket) { socket.write(frame(1, 'x', { mask: true })); },
  opcode(socket) { socket.write(frame(3, 'x')); },
  utf8(socket) { socket.write(frame(1, [0xff, 0xfe])); },
  continuation(socket) { socket.write(frame(0, 'x')); },
  interleaved(socket) { socket.write(Buffer.concat([frame(1, 'x', { fin: false }), frame(1, 'y')])); },
  control(socket) { socket.write(frame(9, 'x', { fin: false })); },
  code(socket) { socket.write(frame(8, [3, 237])); },
  first(socket) { socket.write(Buffer.concat([frame(1, 'with'), frame(2, [1, 2, 3]), frame(1, '')])); return (op, payload) => op === 8 && socket.end(frame(8, payload)); },
  quiet(socket) { return (op, payload) => { log('server got', op, payload.length > 2 ? [payload.readUInt16BE(0), String(payload.subarray(2))] : payload.length); if (op === 8) socket.end(frame(8, payload)); }; },
};
const sockets = [];
const server = http.createServer((request, response) => response.writeHead(404).end('no')).on('upgrade', (request, socket) => {
  sockets.push(socket);
  const name = request.url.slice(1).split('?')[0];
  const accept = createHash('sha1').update(request.headers['sec-websocket-key'] + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11').digest('base64');
  const protocols = request.headers['sec-websocket-protocol'];
  if (name === 'headers') log(request.method, request.url, request.headers.connection, request.headers.upgrade, request.headers['sec-websocket-version'], protocols, request.headers['sec-websocket-key'].length, request.headers['x-own']);
  const lines = { badaccept: 'Sec-WebSocket-Accept: x', badprotocol: `Sec-WebSocket-Accept: ${accept}\r\nSec-WebSocket-Protocol: other`, noupgrade: `Sec-WebSocket-Accept: ${accept}` };
  const protocol = protocols && name !== 'badprotocol' ? `\r\nSec-WebSocket-Protocol: ${protocols.split(', ').at(-1)}` : '';
  socket.write(`HTTP/1.1 101 Switching Protocols\r\n${name === 'noupgrade' ? 'Upgrade: other' : 'Upgrade: websocket'}\r\nConnection: Upgrade\r\n${lines[name] ?? `Sec-WebSocket-Accept: ${accept}`}${protocol}\r\n\r\n`);
  const take = behaviours[name]?.(socket) ?? behaviours.echo(socket);
  socket.on('error', () => {}).on('data', reader(take ?? (() => {})));
});

/** What a socket tells, until it is closed. */
function run(path, use = () => {}, ...rest) {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.address().port}/${path}`, ...rest);
    socket.addEventListener('open', (event) => log(path, 'open', event.constructor === Event, socket.readyState, JSON.stringify(socket.protocol), JSON.stringify(socket.extensions)));
    socket.onmessage = ({ data, origin, constructor }) => log(path, 'message', typeof data === 'string' && data.length > 40 ? data.length : data instanceof ArrayBuffer ? ['buffer', ...new Uint8Array(data)] : data, origin === `ws://127.0.0.1:${server.address().port}`, constructor === MessageEvent);
    socket.onerror = (event) => log(path, 'error', event instanceof ErrorEvent, event.error instanceof Error);
    socket.onclose = (event) => { log(path, 'close', event.code, event.reason, event.wasClean, socket.readyState); resolve(); };
    use(socket);
  });
}
const attempt = (name, f) => { try { log(name, f()); } catch (e) { log(name, e.name, e.code, e.message); } };
const count = (n, f) => { let seen = 0; return (event) => { if (++seen === n) f(event); }; };

server.listen(0, '127.0.0.1', async () => {
  await run('echo', (s) => {
    s.binaryType = 'arraybuffer';
    s.onopen = () => {
      s.send('hello');
      s.send('x'.repeat(200));
      s.send('y'.repeat(70000));
      s.send(new Uint8Array([1, 2, 3]));
      s.send(new Uint8Array([0, 1, 2, 3]).subarray(1, 3));
      s.send(new DataView(new ArrayBuffer(2)));
      s.send(new ArrayBuffer(1));
      s.send(5);
      s.send('lone \ud800');
      attempt('buffered', () => s.bufferedAmount > 70000);
    };
    s.addEventListener('message', count(9, () => s.close(1000, 'enough')));
  });
  await run('echo?blob', (s) => {
    s.onopen = () => { s.send(new Blob(['from a blob'])); s.send('after it'); };
    s.addEventListener('message', count(2, () => s.close(4001)));
  });
  await run('headers', (s) => { s.onopen = () => s.close(); }, ['one', 'two']);
  await run('headers?own', (s) => { s.onopen = () => s.close(); }, { headers: { 'x-own': 'yes' } });
  await run('split');
  for (const path of ['ends', 'empty', 'drops', 'rsv', 'masked', 'opcode', 'utf8', 'continuation', 'interleaved', 'control', 'code', 'badaccept', 'noupgrade']) await run(path);
  await run('badprotocol', undefined, ['mine']);
  await run('first', (s) => s.addEventListener('message', count(3, () => s.close(3999, 'répéter'))));
  await run('quiet', (s) => {
    s.onopen = () => { s.close(1000, 'first'); s.close(1000, 'second'); log(s.readyState); s.send('not sent'); log(s.bufferedAmount); };
  });
  await run('early', (s) => { attempt('send', () => s.send('x')); s.close(); });
  server.close();
  sockets.forEach((socket) => socket.destroy());
  const s = new WebSocket('http://127.0.0.1:1/p?q');
  log(s.url, s.readyState, s.binaryType, s.onopen, s.bufferedAmount);
  s.onerror = (event) => log('refused', event.message);
  s.onclose = (event) => log('refused', event.code, event.wasClean);
  for (const f of [() => new WebSocket('x'), () => new WebSocket('ws://h/#a'), () => new WebSocket('ftp://h'), () => new WebSocket('ws://h', ['a', 'A']), () => new WebSocket('ws://h', ['a b']), () => new WebSocket('ws://h', ''), () => s.close(5), () => s.close(1000, 'x'.repeat(124))]) attempt(String(f), f);
});
