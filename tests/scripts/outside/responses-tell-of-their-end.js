// node: 26
// Callbacks of end(), 'finish' and 'close' of responses: in which order, for whom, and for whom not.
const http = require('http');
const { finished } = require('stream');
const later = (f) => setImmediate(() => setImmediate(f));
const cases = {
  end: (r, cb) => r.end('x', cb('end')),
  writes: (r, cb, log) => { r.write('a', cb('write')); r.end(cb('end')); r.on('finish', () => log.push('finish too')); },
  twice: (r, cb) => { r.end('x', cb('first')); r.end(cb('second')); },
  afterEnd: (r, cb) => { r.end('x', cb('first')); r.end('y', cb('second')); r.write('z', cb('write')); },
  length: (r, cb) => { r.writeHead(200, { 'content-length': 1 }); r.write('a', cb('write')); r.end('', cb('end')); },
  destroyed: (r, cb) => { r.write('a', cb('write')); r.destroy(); r.write('b', cb('write too')); r.end(cb('end')); },
  closed: (r, cb, log) => { r.end('x'); r.on('finish', () => log.push(`closed ${r.closed} ${r.destroyed}`)); },
  empty: (r, cb) => { r.statusCode = 204; r.write('x', cb('write')); r.end(cb('end')); },
  finished: (r, cb, log) => { finished(r, (e) => log.push(`finished ${e?.code}`)); r.write('a'); later(() => r.end('b')); },
  cut: (r, cb, log) => { finished(r, (e) => log.push(`finished ${e?.code}`)); r.write('a'); later(() => r.destroy()); },
};
const server = http.createServer((request, response) => {
  const log = [];
  for (const event of ['prefinish', 'finish']) response.on(event, () => log.push(event));
  response.on('error', (e) => log.push(e.code));
  response.on('close', () => setImmediate(() => console.log(request.url, log.join(', '), response.closed, response.writableFinished)));
  cases[request.url.slice(1)](response, (name) => (e) => log.push(e ? `${name} ${e.code}` : name), log);
});
server.listen(0, '127.0.0.1', async () => {
  for (const path of Object.keys(cases)) {
    await new Promise((done) => {
      http.get({ port: server.address().port, host: '127.0.0.1', path: `/${path}`, agent: false }, (response) => {
        response.resume();
        response.on('error', () => {});
        response.on('close', () => setTimeout(done, 5));
      }).on('error', () => setTimeout(done, 5));
    });
  }
  server.close();
  // Of no connection, and what only can be piped.
  const alone = (f) => f(new http.ServerResponse({ method: 'GET', httpVersionMajor: 1, httpVersionMinor: 1 }));
  alone((r) => { finished(r, (e) => console.log('told by hand', e?.code)); r.write('x'); r.end(); r.emit('finish'); r.emit('close'); });
  alone((r) => { finished(r, (e) => console.log('closed by hand', e?.code)); r.end('z'); process.nextTick(() => r.emit('close')); });
  alone((r) => console.log(r.closed, r.writableFinished, r.writableCorked, r.writableLength));
});
