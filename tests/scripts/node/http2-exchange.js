// node: 26
// HTTP/2 over plain sockets: streams of both sides, trailers, pushes, informational responses, large bodies, settings, ping, goaway.
'use strict';
const http2 = require('http2');
const { once } = require('events');

const shown = (headers) => Object.entries(headers).filter(([name]) => name !== 'date').map(([name, value]) => `${name}=${value}`).join(' ');
const collect = (stream) => new Promise((resolve) => {
  let length = 0;
  let text = '';
  stream.on('data', (part) => {
    length += part.length;
    if (text.length < 40) text += part.toString().slice(0, 40);
  }).on('end', () => resolve([length, text.slice(0, 40)]));
});

async function main() {
  const server = http2.createServer({ settings: { maxConcurrentStreams: 50, initialWindowSize: 100000 } });
  server.on('stream', (stream, headers, flags, raw) => {
    const path = headers[':path'];
    if (path === '/echo') {
      stream.respond({ ':status': 200, 'x-from': headers['x-from'] ?? 'nobody', 'set-cookie': ['a=1', 'b=2'] });
      stream.pipe(stream);
    } else if (path === '/trailers') {
      stream.additionalHeaders({ ':status': 103, link: '</a>' });
      stream.respond({ 'content-type': 'text/plain' }, { waitForTrailers: true });
      stream.on('wantTrailers', () => stream.sendTrailers({ 'x-sum': '42' }));
      stream.end('with trailers');
    } else if (path === '/push') {
      stream.pushStream({ ':path': '/pushed' }, (error, pushed) => {
        pushed.respond({ ':status': 200, 'x-pushed': 'yes' });
        pushed.end('pushed body');
        stream.respond();
        stream.end('pushing body');
      });
    } else if (path === '/raw') {
      stream.respond([':status', 201, 'x-a', '1', 'X-A', '2']);
      stream.end(raw.filter((_, i) => i % 2 === 0).join());
    } else {
      stream.on('error', (error) => console.log('server:', error.code));
      stream.close(http2.constants.NGHTTP2_REFUSED_STREAM);
    }
  });
  server.listen(0);
  await once(server, 'listening');
  const client = http2.connect(`http://localhost:${server.address().port}`, { settings: { initialWindowSize: 70000 } });
  await once(client, 'remoteSettings');
  console.log(client.alpnProtocol, client.encrypted, client.type, client.remoteSettings.maxConcurrentStreams, client.remoteSettings.initialWindowSize);

  const ask = async (headers, body) => {
    const request = client.request(headers, { endStream: false });
    request.on('headers', (info) => console.log('info', shown(info)));
    request.on('trailers', (trailers) => console.log('trailers', shown(trailers)));
    request.end(body);
    const [response] = await once(request, 'response');
    console.log(shown(response), ...await collect(request));
    return request;
  };
  await ask({ ':path': '/echo', ':method': 'POST', 'x-from': 'me' }, 'small');
  await ask({ ':path': '/echo', ':method': 'POST' }, Buffer.alloc(3000000, 'x'));
  const { sentHeaders } = await ask({ ':path': '/trailers', cookie: ['a=b', 'c=d'], [http2.sensitiveHeaders]: ['cookie'] });
  console.log(sentHeaders[':method'], sentHeaders[http2.sensitiveHeaders]);
  await ask([':path', '/raw', 'Accept', 'text/html', 'accept', 'text/plain']);

  const promised = new Promise((resolve) => {
    client.once('stream', (pushed, headers) => {
      pushed.on('push', async (response) => resolve([headers[':path'], shown(response), ...await collect(pushed)]));
    });
  });
  await ask({ ':path': '/push' });
  console.log(await promised);

  const refused = client.request({ ':path': '/refused' });
  console.log((await new Promise((resolve) => refused.on('error', resolve))).message);
  console.log(refused.rstCode, refused.destroyed);

  const many = await Promise.all(Array.from({ length: 40 }, (_, i) => {
    const request = client.request({ ':path': '/echo', ':method': 'POST' });
    request.end(`number ${i}`);
    return collect(request);
  }));
  console.log(many.map(([, text]) => text).join());

  const answer = await new Promise((resolve) => client.ping(Buffer.from('12345678'), (error, duration, payload) => resolve([error, typeof duration, `${payload}`])));
  console.log(answer);
  const local = await new Promise((resolve) => client.settings({ enablePush: false, maxFrameSize: 20000 }, (error, settings) => resolve(settings)));
  console.log(local.enablePush, local.maxFrameSize, client.pendingSettingsAck);
  const away = once(client, 'goaway');
  server.close();
  console.log((await away).slice(0, 1));
  await once(client, 'close');
  console.log(client.closed, client.destroyed);
}
main();
