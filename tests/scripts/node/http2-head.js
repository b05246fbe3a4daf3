// node: 26
// Answers without a body: to HEAD, now and later, and with statuses that have none; trailers do not follow them.
'use strict';
const { createServer, connect } = require('http2');
const { once } = require('events');

const answers = {
  '/now': (stream) => { stream.respond({ ':status': 200 }); stream.end(); },
  '/later': (stream) => setTimeout(() => { stream.respond({ ':status': 200 }); stream.end(); }, 5),
  '/end': (stream) => stream.respond({ ':status': 200 }, { endStream: true }),
  '/trailers': (stream) => {
    stream.on('wantTrailers', () => stream.sendTrailers({ last: 'yes' }));
    stream.respond({ ':status': 200 }, { waitForTrailers: true });
    stream.end();
  },
  '/end-and-trailers': (stream) => {
    stream.on('wantTrailers', () => stream.sendTrailers({ last: 'yes' }));
    stream.respond({ ':status': 200 }, { endStream: true, waitForTrailers: true });
  },
  '/204': (stream) => stream.respond({ ':status': 204 }),
  '/304': (stream) => stream.respond({ ':status': 304, 'x-of': 'three' }),
};
const compatAnswers = {
  '/write': (response) => { response.writeHead(200, { of: 'write' }); response.end('data'); },
  '/later': (response) => setTimeout(() => response.end('data'), 5),
  '/204': (response) => { response.statusCode = 204; response.end(); },
  '/304': (response) => { response.setTrailer('last', 'yes'); response.writeHead(304); response.end('data'); },
};

async function ask(client, path, method) {
  const request = client.request({ ':path': path, ':method': method });
  const seen = [];
  request.on('response', (headers, flags) => seen.push(headers[':status'], flags));
  request.on('trailers', (headers, flags) => seen.push(headers.last, flags));
  request.on('error', (error) => seen.push(error.message));
  request.setEncoding('utf8');
  request.on('data', (text) => seen.push(text));
  await once(request, 'close');
  console.log(method, path, seen);
}
async function serve(server, paths) {
  server.listen(0);
  await once(server, 'listening');
  const client = connect(`http://localhost:${server.address().port}`);
  for (const path of paths) for (const method of ['GET', 'HEAD']) await ask(client, path, method);
  client.close();
  server.close();
  await once(server, 'close');
}
async function main() {
  const server = createServer();
  server.on('stream', (stream, headers) => answers[headers[':path']](stream));
  await serve(server, Object.keys(answers));
  await serve(createServer((request, response) => compatAnswers[request.url](response)), Object.keys(compatAnswers));
}
main();
