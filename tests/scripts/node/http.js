// node: 26
// HTTP between a server and clients of the same program.
const http = require('http');
const net = require('net');

const log = (...args) => console.log(...args);
const server = http.createServer((request, response) => {
  const { method, url, headers, httpVersion } = request;
  if (url === '/echo') {
    let text = '';
    request.setEncoding('utf8');
    request.on('data', (chunk) => { text += chunk; });
    request.on('end', () => {
      response.writeHead(201, 'Made', { 'Content-Type': 'text/plain', 'X-Method': method });
      response.end(`${headers['transfer-encoding'] ?? headers['content-length']}:${text}`);
    });
  } else if (url === '/chunks') {
    response.setHeader('X-A', ['1', '2']);
    response.write('one,');
    setTimeout(() => {
      response.write('two,');
      response.addTrailers({ 'X-Trailer': 'end' });
      response.end('three');
    }, 2);
  } else if (url === '/empty') {
    response.statusCode = 204;
    response.end();
  } else if (url === '/destroy') {
    request.socket.destroy();
  } else if (url === '/big') {
    response.end('x'.repeat(300000));
  } else {
    response.setHeader('Set-Cookie', ['a=1', 'b=2']);
    response.end(`${httpVersion} ${method} ${url} ${headers.host.replace(/\d+$/, 'PORT')} ${headers['x-more'] ?? ''}`);
  }
});

function ask(options, body) {
  return new Promise((resolve, reject) => {
    const request = http.request({ port: server.address().port, ...options }, (response) => {
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.on('end', () => resolve([response, Buffer.concat(parts).toString()]));
      response.on('error', reject);
    });
    request.on('error', reject);
    for (const part of body ?? []) request.write(part);
    request.end();
  });
}

server.listen(0, '127.0.0.1', async () => {
  const { address, family, port } = server.address();
  log(address, family, port > 0, server.listening);
  let [response, text] = await ask({ path: '/hello?x=1', headers: { 'X-More': 'more' } });
  log(response.statusCode, response.statusMessage, text, response.headers['set-cookie'], response.headers['content-length'], response.headers.connection, response.complete);
  [response, text] = await ask({ path: '/echo', method: 'POST' }, ['ab', 'cdé']);
  log(response.statusCode, response.statusMessage, text, response.headers['x-method'], response.headers['content-type']);
  [response, text] = await ask({ path: '/echo', method: 'PUT', headers: { 'Content-Length': 3 } }, ['abc']);
  log(text);
  [response, text] = await ask({ path: '/chunks' });
  log(text, response.headers['transfer-encoding'], response.headers['x-a'], response.trailers, response.rawHeaders.slice(0, 4));
  [response, text] = await ask({ path: '/empty' });
  log(response.statusCode, text === '', response.headers['content-length']);
  [response, text] = await ask({ path: '/hello', method: 'HEAD' });
  log(response.statusCode, text === '', response.headers['content-length']);
  [response, text] = await ask({ path: '/big' });
  log(text.length, text === 'x'.repeat(300000));
  await ask({ path: '/destroy' }).catch((error) => log(error.code, error.message));
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const both = await Promise.all([ask({ path: '/1', agent }), ask({ path: '/2', agent })]);
  log(both.map(([, body]) => body), Object.keys(agent.freeSockets).length);
  agent.destroy();
  http.get(`http://127.0.0.1:${port}/get`, (got) => {
    got.resume();
    got.on('end', () => raw(port));
  });
});

/** Texts that are no requests, and some that are. */
async function raw(port) {
  const send = (text) => new Promise((resolve) => {
    let out = '';
    const socket = net.connect(port, '127.0.0.1', () => socket.end(text));
    socket.setEncoding('latin1');
    socket.on('data', (part) => { out += part; });
    socket.on('close', () => resolve(out.replace(/Date: .*\r\n/g, '').replace(/Keep-Alive: .*\r\n/g, '').replaceAll('\r\n', '|')));
  });
  for (const text of [
    'GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n', 'GET / HTTP/1.0\r\nHost: h\r\n\r\n', 'GET / HTTP/1.1\r\n\r\n', 'nonsense\r\n\r\n',
    'GET / HTTP/1.1\r\nHost: h\r\nBad Header: x\r\n\r\n', 'POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n3\r\nabc\r\n0\r\n\r\n',
    'GET /1 HTTP/1.1\r\nHost: h\r\n\r\nGET /2 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n',
  ]) log(await send(text));
  await new Promise((resolve) => server.close(resolve));
  log('closed', server.listening, server.address());
  http.get({ port: 1, host: '127.0.0.1' }).on('error', (error) => log(error.code, error.syscall, error.address, error.port));
}

log(http.STATUS_CODES[404], http.METHODS.includes('QUERY'), http.maxHeaderSize, http.globalAgent instanceof http.Agent);
for (const bad of [
  () => http.validateHeaderName('a b'), () => http.validateHeaderValue('x', undefined), () => http.validateHeaderValue('x', 'a\nb'), () => http.request({ protocol: 'ftp:' }),
  () => http.request({ path: 'a b' }), () => http.request({ method: 'a b' }), () => http.request({ hostname: 1 }), () => new http.ServerResponse({ method: 'GET' }).setHeader('a', undefined),
  () => new http.Agent({ scheduling: 'x' }), () => http.createServer({ requestTimeout: 'x' }),
]) {
  try {
    bad();
    log('nothing thrown', String(bad));
  } catch (error) {
    log(error.name, error.code);
  }
}
