// node: 26
// Options of agents, requests and servers that are wrong, and what some of them do.
'use strict';
const http = require('http');
const net = require('net');
const { once } = require('events');

function attempt(name, act) {
  try {
    const made = act();
    if (made instanceof http.ClientRequest) made.on('error', () => {}).destroy();
    console.log(name, 'fine');
  } catch (error) {
    console.log(name, error.name, error.code, error.message);
  }
}
const values = { text: 'x', negative: -1, zero: 0, object: {}, nothing: null, fraction: 1.5, flag: true, infinite: Infinity };
const agentOptions = ['maxTotalSockets', 'maxSockets', 'maxFreeSockets', 'scheduling', 'agentKeepAliveTimeoutBuffer'];
for (const name of agentOptions) for (const [kind, value] of Object.entries(values)) attempt(`agent ${name} ${kind}`, () => new http.Agent({ [name]: value }));
const requestOptions = ['timeout', 'insecureHTTPParser', 'maxHeaderSize', 'joinDuplicateHeaders', 'method', 'agent', 'uniqueHeaders', 'setHost', 'path', 'port'];
for (const name of requestOptions) {
  for (const kind of ['text', 'negative', 'object', 'nothing', 'flag']) {
    if (name === 'path' && kind === 'object') continue;
    attempt(`request ${name} ${kind}`, () => http.request({ host: '127.0.0.1', port: 1, [name]: values[kind] }));
  }
}
attempt('host array', () => http.request({ headers: { host: ['a', 'b'] } }));
attempt('host twice', () => http.request({ headers: ['host', 'a', 'host', 'b'] }));
attempt('odd headers', () => http.request({ headers: ['host', 'a', 'x'] }));
attempt('lookup', () => http.request({ lookup: 5 }));
attempt('wrong port', () => http.request({ port: 70000 }));
const serverOptions = ['requestTimeout', 'headersTimeout', 'keepAliveTimeout', 'connectionsCheckingInterval', 'keepAliveTimeoutBuffer', 'maxHeaderSize', 'insecureHTTPParser', 'requireHostHeader', 'joinDuplicateHeaders', 'noDelay', 'rejectNonStandardBodyWrites', 'highWaterMark', 'uniqueHeaders', 'optimizeEmptyRequests', 'shouldUpgradeCallback'];
for (const name of serverOptions) for (const kind of ['text', 'negative', 'object', 'fraction', 'flag']) attempt(`server ${name} ${kind}`, () => http.createServer({ [name]: values[kind] }));
attempt('server timeouts', () => http.createServer({ requestTimeout: 5, headersTimeout: 10 }));
attempt('server', () => http.createServer(5));
const server = http.createServer();
console.log(server.requestTimeout, server.headersTimeout, server.keepAliveTimeout, server.keepAliveTimeoutBuffer, server.connectionsCheckingInterval, server.timeout, server.maxHeadersCount, server.maxRequestsPerSocket);

/** What a server answers, as text. */
async function answer(options, listener, request) {
  const other = http.createServer(options, listener);
  other.listen(0);
  await once(other, 'listening');
  const socket = net.connect(other.address().port);
  socket.end(request);
  let text = '';
  for await (const piece of socket.setEncoding('latin1')) text += piece;
  other.close();
  return text.replace(/Date: [^\r]*/, 'Date: ...').split('\r\n');
}
async function main() {
  const get = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';
  const head = (name, listener, request = get, options = {}) => answer(options, listener, request).then((lines) => console.log(name, lines));
  const limited = http.createServer((request, response) => response.end('x'));
  limited.maxRequestsPerSocket = 3;
  limited.listen(0);
  await once(limited, 'listening');
  const socket = net.connect(limited.address().port);
  socket.end(get.repeat(4));
  let text = '';
  for await (const piece of socket.setEncoding('latin1')) text += piece;
  console.log(text.split('\r\n').filter((line) => /^(HTTP|Conn|Keep)/.test(line)));
  limited.close();
  await head('keep-alive of its own', (request, response) => { response.setHeader('Keep-Alive', 'timeout=1'); response.end('x'); });
  await head('removed', (request, response) => {
    for (const name of ['connection', 'transfer-encoding', 'content-length', 'date']) response.removeHeader(name);
    response.end('x');
  });
  await head('trailers', (request, response) => {
    for (const act of [() => response.addTrailers({ 'x-a': '\u{404}' }), () => response.addTrailers({ 'b d': '1' })]) attempt('trailer', act);
    response.writeHead(200, { Trailer: 'x-t' });
    response.write('x');
    response.addTrailers([['x-t', '1'], ['x-t', '2']]);
    response.end();
  });
  await head('trailers without chunks', (request, response) => {
    attempt('trailer', () => response.writeHead(200, { 'Trailer': 'x-t', 'Content-Length': 1 }));
    response.end('x');
  });
  await head('hints', (request, response) => {
    for (const hints of ['x', 5, undefined, { link: 'bad' }, { link: '</a>; rel=preload', 'x y': '1' }, { link: '</a>; rel=preload', 'x': 'a\nb' }]) attempt('hint', () => response.writeEarlyHints(hints));
    response.writeEarlyHints({ link: ['</a>; rel=preload; as=style', '</b>; rel=preload'], 'x-id': 'one' });
    response.end();
  });
  await head('body of HEAD', (request, response) => {
    attempt('write', () => response.write('x'));
    attempt('end', () => response.end('x'));
    response.end();
  }, 'HEAD / HTTP/1.1\r\nHost: a\r\n\r\n', { rejectNonStandardBodyWrites: true });
  for (const status of [0, 99, 1000, NaN, Infinity, {}, [], null, true, 'x', '200', 204.7]) await head(`status ${typeof status}`, (request, response) => { attempt('writeHead', () => response.writeHead(status)); response.end(); });
  const agent = new http.Agent({ keepAlive: true });
  const before = http.globalAgent;
  http.globalAgent = agent;
  attempt('global agent', () => {
    const request = http.request({ port: 1 });
    console.log(request.agent === agent);
    return request;
  });
  attempt('global agent', () => { http.globalAgent = before; });
}
main();
