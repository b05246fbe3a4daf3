// node: 26
// How requests and responses end: aborted, destroyed, written to after their end.
'use strict';
const http = require('http');
const { once } = require('events');

const log = (name, ...args) => console.log(`  ${name}`, ...args);
function watch(request) {
  for (const name of ['abort', 'close', 'socket']) request.on(name, () => name === 'socket' || log(name, request.aborted, request.destroyed));
  request.on('error', (error) => log('error', error.code, error.message, request.destroyed));
  request.on('response', (response) => {
    log('response');
    for (const name of ['aborted', 'end', 'close']) response.on(name, () => log(`response ${name}`, response.complete, response.destroyed));
    response.on('error', (error) => log('response error', error.code, error.message));
    response.on('data', (bytes) => log('data', bytes.length));
  });
  return new Promise((done) => request.on('close', () => setTimeout(done, 5)));
}
const cases = {
  'abort at once': (request) => { request.end(); request.abort(); request.abort(); },
  'abort before the end': (request) => { request.abort(); request.end(); },
  'abort before the end, with data': (request) => { request.abort(); request.write('x', (error) => log('write', error?.code)); request.end((error) => log('end', error?.code)); },
  'destroy at once': (request) => { request.end(); log(request.destroy() === request); },
  'destroy with an error': (request) => { request.end(); request.destroy(new Error('mine')); },
  'destroy with an error, then abort': (request) => { request.end(); request.destroy(new Error('mine')); request.abort(); },
  'abort with a socket': (request) => { request.end(); request.on('socket', () => request.abort()); },
  'destroy with a socket': (request) => { request.end(); request.on('socket', () => request.destroy()); },
  'destroy with a socket and an error': (request) => { request.end(); request.on('socket', () => request.destroy(new Error('mine'))); },
  'destroy when connected': (request) => { request.end(); request.on('socket', (socket) => socket.on('connect', () => request.destroy(new Error('mine')))); },
  'abort with a response': (request) => { request.end(); request.on('response', () => request.abort()); },
  'destroy with a response': (request) => { request.end(); request.on('response', () => request.destroy()); },
  'destroy with a response and an error': (request) => { request.end(); request.on('response', () => request.destroy(new Error('mine'))); },
  'destroy the response': (request) => { request.end(); request.on('response', (response) => response.destroy()); },
  'destroy the response with an error': (request) => { request.end(); request.on('response', (response) => response.destroy(new Error('mine'))); },
  'abort after all': (request) => { request.end(); request.on('response', (response) => response.on('end', () => request.abort())); },
  'a signal': (request, controller) => { request.end(); controller.abort(); },
};
async function main() {
  const server = http.createServer((request, response) => {
    request.on('error', () => {});
    response.write('some');
    setTimeout(() => response.end('more'), 150);
  });
  server.listen(0);
  await once(server, 'listening');
  const { port } = server.address();
  for (const [name, act] of Object.entries(cases)) {
    console.log(name);
    const controller = new AbortController();
    const request = http.request({ port, method: 'POST', agent: false, signal: controller.signal });
    const over = watch(request);
    act(request, controller);
    await over;
  }
  server.close();
  server.closeAllConnections();

  console.log('after the end of a response');
  const other = http.createServer((request, response) => {
    response.on('error', (error) => log('error', error.code));
    response.on('close', () => log('close', response.destroyed, response.writableFinished));
    response.on('finish', () => log('finish', response.destroyed));
    response.write('hello');
    response.end();
    if (request.url === '/now') {
      response.write('world', (error) => log('write', error.code));
      response.end('world', (error) => log('end', error.code));
    } else {
      setImmediate(() => {
        log('later', response.destroyed, response.writableEnded);
        response.write('world', (error) => log('write', error.code));
        response.end('world', (error) => log('end', error.code));
        response.end((error) => log('empty end', error?.code));
      });
    }
  });
  other.listen(0);
  await once(other, 'listening');
  for (const url of ['/now', '/later']) {
    console.log(url);
    const response = await new Promise((done) => http.get({ port: other.address().port, path: url, agent: false }, done));
    let text = '';
    for await (const piece of response) text += piece;
    await new Promise((done) => setTimeout(done, 10));
    log(text);
  }
  other.close();
}
main();
