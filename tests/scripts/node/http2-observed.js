// node: 26
// What others are told of sessions and streams: diagnostics channels, entries of performance, async hooks.
'use strict';
const http2 = require('http2');
const { subscribe } = require('diagnostics_channel');
const { PerformanceObserver } = require('perf_hooks');
const { createHook } = require('async_hooks');
const { once } = require('events');

const resources = new Map();
const counts = {};
createHook({
  init(id, type) {
    if (!type.startsWith('HTTP2')) return;
    resources.set(id, type);
    (counts[type] ??= { init: 0, before: 0, destroy: 0 }).init++;
  },
  before(id) {
    if (resources.has(id)) counts[resources.get(id)].before++;
  },
  destroy(id) {
    if (resources.has(id)) counts[resources.get(id)].destroy++;
  },
}).enable();

const told = { client: [], server: [] };
for (const side of ['client', 'server']) {
  for (const name of ['created', 'start', 'error', 'finish', 'close', 'bodyChunkSent', 'bodySent']) {
    subscribe(`http2.${side}.stream.${name}`, ({ stream, headers, flags, error, data, writev, encoding }) => {
      const facts = [name, stream.closed, stream.destroyed];
      if (headers) facts.push(headers[':path'] ?? headers[':status']);
      if (flags !== undefined) facts.push(`flags ${flags}`);
      if (error) facts.push(error.code);
      if (name === 'bodyChunkSent') facts.push(writev, writev ? data.map((each) => each.chunk?.toString() ?? each.toString()) : data.toString(), encoding);
      told[side].push(facts.join(' '));
    });
  }
}

const entries = [];
const observer = new PerformanceObserver((list) => entries.push(...list.getEntries()));
observer.observe({ entryTypes: ['http2'] });

async function exchange(client, path, body) {
  const request = client.request({ ':path': path, ':method': 'POST' });
  request.on('error', () => {});
  for (const piece of body) request.write(piece);
  request.end();
  request.resume();
  await new Promise((done) => request.on('close', done));
  await new Promise((done) => setTimeout(done, 10));
  for (const [side, list] of Object.entries(told)) {
    console.log(path, side);
    for (const each of list.splice(0)) console.log('   ', each);
  }
}
async function main() {
  const server = http2.createServer();
  server.on('stream', (stream, headers) => {
    stream.on('error', () => {});
    if (headers[':path'] === '/reset') {
      stream.close(http2.constants.NGHTTP2_INTERNAL_ERROR);
      return;
    }
    stream.resume();
    stream.on('end', () => {
      stream.respond({ ':status': 200 });
      stream.end('answer');
    });
  });
  server.listen(0);
  await once(server, 'listening');
  const client = http2.connect(`http://localhost:${server.address().port}`);
  await once(client, 'remoteSettings');
  await new Promise((done) => client.ping(done));
  await exchange(client, '/text', ['one']);
  await exchange(client, '/texts', ['one', 'two', 'three']);
  await exchange(client, '/bytes', [Buffer.from('one'), Buffer.from('two'), Buffer.from('three')]);
  await exchange(client, '/reset', []);
  client.close();
  await once(client, 'close');
  server.close();
  await once(server, 'close');
  await new Promise((done) => setTimeout(done, 10));
  observer.disconnect();
  const order = ({ name, detail }) => `${name} ${detail.id ?? ''} ${detail.bytesRead > detail.bytesWritten}`;
  entries.sort((a, b) => (order(a) < order(b) ? -1 : 1));
  for (const { name, entryType, startTime, duration, detail } of entries) {
    console.log(name, entryType, startTime > 0, duration > 0, Object.keys(detail).join());
    if (name === 'Http2Session') console.log('   ', detail.type, detail.streamCount, detail.maxConcurrentStreams, detail.pingRTT > 0, detail.framesSent > 0, detail.bytesRead > 0);
    else console.log('   ', detail.bytesRead, detail.bytesWritten, detail.id);
  }
  for (const [type, { init, before, destroy }] of Object.entries(counts)) console.log(type, init, before >= init, type === 'HTTP2SESSION' || destroy);
}
main();
