// node: 26
// Responses that two readers may take for different ones, and what comes after their end: what a request is told, in which order.
'use strict';
const http = require('http'), net = require('net');
const R='HTTP/1.1 200 OK\r\n';const res=[];const add=(...a)=>res.push(...a);
for(const l of ['HTTP/1.1 200 OK','HTTP/1.1 200','HTTP/1.1 200 ','HTTP/1.1 20','HTTP/1.1 2000','HTTP/1.1 20x OK','HTTP/1.1  200 OK','HTTP/1.1 099 X','HTTP/1.1 600 X','HTTP/1.1 999 X','HTTP/1.1 000 X','HTTP/1.0 200 OK','HTTP/0.9 200 OK','HTTP/2.0 200 OK','HTTP/1.2 200 OK','HTTP/1.1200 OK','HTTP/1.x 200 OK','HTTQ/1.1 200 OK','http/1.1 200 OK','RTSP/1.0 200 OK','ICE/1.0 200 OK','HTTP/1.1 200 O\tK','HTTP/1.1 200 O\x01K','HTTP/1.1 200 O\xe9K','HTTP/1.1 200OK','HTTP/1.1 200\tOK','X','HTTP/1.1','HTTP/1.1 ','\r\nHTTP/1.1 200 OK',' HTTP/1.1 200 OK','HTTP/1.1 200 O\rK','GET / HTTP/1.1'])add(l+'\r\nContent-Length: 2\r\n\r\nok');
add('HTTP/1.1 200 OK\nContent-Length: 2\r\n\r\nok','HTTP/1.1 200 OK\nContent-Length: 2\n\nok',R+'A: b\nContent-Length: 2\r\n\r\nok',R+'A: b\r\n c\r\nContent-Length: 2\r\n\r\nok',R+' A: b\r\nContent-Length: 2\r\n\r\nok',R+'A : b\r\nContent-Length: 2\r\n\r\nok',R+'A: \x01\r\nContent-Length: 2\r\n\r\nok',R+'A\r\nContent-Length: 2\r\n\r\nok',R+':\r\nContent-Length: 2\r\n\r\nok',
R+'Content-Length: 2\r\nContent-Length: 2\r\n\r\nok',R+'Content-Length: 2\r\nContent-Length: 3\r\n\r\nok',R+'Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',R+'Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n',R+'Transfer-Encoding: gzip\r\n\r\nabc',R+'Transfer-Encoding: chunked, gzip\r\n\r\nabc',R+'Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n',R+'Transfer-Encoding: identity\r\n\r\nabc',R+'Transfer-Encoding:\r\n\r\nabc',R+'Content-Length: x\r\n\r\n',R+'Content-Length: -1\r\n\r\n',R+'Content-Length: \r\n\r\n',
R+'\r\nabc',R+'Connection: close\r\n\r\nabc',R+'Connection: close\r\nContent-Length: 2\r\n\r\nokEXTRA',R+'Content-Length: 2\r\n\r\nokEXTRA',R+'Content-Length: 2\r\n\r\nok\r\n',R+'Content-Length: 5\r\n\r\nok','HTTP/1.1 204 N\r\n\r\n','HTTP/1.1 204 N\r\nContent-Length: 2\r\n\r\nok','HTTP/1.1 304 N\r\nContent-Length: 2\r\n\r\n','HTTP/1.1 304 N\r\nTransfer-Encoding: chunked\r\n\r\n','HTTP/1.1 205 N\r\nContent-Length: 2\r\n\r\nok',
'HTTP/1.1 100 C\r\n\r\n'+R+'Content-Length: 2\r\n\r\nok','HTTP/1.1 102 C\r\nA: b\r\n\r\n'+R+'Content-Length: 2\r\n\r\nok','HTTP/1.1 103 C\r\nLink: b\r\n\r\n'+R+'Content-Length: 2\r\n\r\nok','HTTP/1.1 199 C\r\n\r\n'+R+'Content-Length: 2\r\n\r\nok','HTTP/1.1 101 S\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\nrest','HTTP/1.1 101 S\r\n\r\nrest','HTTP/1.1 200 S\r\nConnection: upgrade\r\nUpgrade: x\r\nContent-Length: 2\r\n\r\nok','HTTP/1.1 426 S\r\nConnection: upgrade\r\nUpgrade: x\r\nContent-Length: 2\r\n\r\nok',
R+'Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nT: 1\r\n\r\n',R+'Transfer-Encoding: chunked\r\n\r\n2\r\nokx\r\n0\r\n\r\n',R+'Transfer-Encoding: chunked\r\n\r\n2;a=b\r\nok\r\n0\r\n\r\n',R+'Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n',R+'Transfer-Encoding: chunked\r\n\r\nzz\r\n','',R,'HT',R+'Set-Cookie: a\r\nSet-Cookie: b\r\nAge: 1\r\nAge: 2\r\nX: 1\r\nx: 2\r\nServer: a\r\nServer: b\r\nContent-Length: 0\r\n\r\n',R+'A: '+'b'.repeat(17000)+'\r\n\r\n',R+'Keep-Alive: timeout=3\r\nContent-Length: 2\r\n\r\nok');
// The path says which one is wanted.
const server = net.createServer((socket) => {
  socket.on('error', () => {});
  socket.once('data', (data) => socket.end(res[Number(/\/(\d+)/.exec(data)[1])], 'latin1'));
});
function ask(method, i) {
  const seen = [];
  return new Promise((done) => {
    const request = http.request({ port: server.address().port, host: '127.0.0.1', method, path: `/${i}`, agent: false });
    request.on('response', (response) => {
      seen.push(`response ${response.statusCode} ${JSON.stringify(response.statusMessage)} ${response.httpVersion} ${JSON.stringify(response.headers).slice(0, 120)} ${response.rawHeaders.length}`);
      let body = '';
      response.on('data', (d) => { body += d; });
      response.on('end', () => seen.push(`end ${body} ${JSON.stringify(response.trailers)} ${response.complete}`));
      response.on('aborted', () => seen.push('aborted'));
      response.on('error', (e) => seen.push(`response failed: ${e.code} ${e.message} ${response.complete}`));
      response.on('close', () => seen.push('response closed'));
    });
    request.on('information', (info) => seen.push(`information ${info.statusCode} ${JSON.stringify(info.headers)}`));
    request.on('continue', () => seen.push('continue'));
    request.on('upgrade', (response, socket, head) => {
      seen.push(`upgrade ${response.statusCode} ${head}`);
      socket.destroy();
    });
    request.on('error', (e) => seen.push(`${e.code} ${e.message} ${e.bytesParsed} ${e.rawPacket?.length}`));
    request.on('close', () => {
      seen.push('closed');
      setImmediate(() => setImmediate(done, seen));
    });
    request.end();
  });
}
server.listen(0, '127.0.0.1', async () => {
  for (const method of ['GET', 'HEAD']) {
    for (let start = 0; start < res.length; start += 21) {
      const some = res.slice(start, start + 21);
      const told = await Promise.all(some.map((_, i) => ask(method, start + i)));
      some.forEach((text, i) => console.log(`${method} ${JSON.stringify(text.length > 200 ? text.length : text)}\n  ${told[i].join('\n  ')}`));
    }
  }
  server.close();
});
