// node: 26
// What is written to a message in one turn, or while it is corked, is one chunk; hints, headers and trailers beside them;
// and a client that has ended its side before it is answered.
'use strict';
const http = require('http'), net = require('net');
const later = (f) => setTimeout(f, 2);
const cases = [
  r=>{r.write('a');r.end()},
  r=>{r.write('a');r.write('b');r.end()},
  r=>{r.write('a');r.write('b');r.end('c')},
  r=>{r.write('a');later(()=>{r.write('b');r.write('c');r.end('d')})},
  r=>{r.write('a');process.nextTick(()=>{r.write('b');r.end('c')})},
  r=>{r.flushHeaders();r.write('a');r.write('b');r.end()},
  r=>{r.flushHeaders();later(()=>{r.write('a');r.write('b');r.end('c')})},
  r=>{r.write('a');later(()=>r.end())},
  r=>{r.write('a');later(()=>r.end('z'))},
  r=>{r.write('a'.repeat(20000));r.write('b');r.end()},
  r=>{r.write('a');r.write(Buffer.from('b'));r.write('é','latin1');r.end('é')},
  r=>{r.cork();r.write('a');r.write('b');r.uncork();r.end()},
  r=>{r.cork();r.write('a');later(()=>{r.write('b');r.uncork();r.end('c')})},
  r=>{r.flushHeaders();r.cork();r.write('a');r.write('b');r.uncork();r.write('c');r.end('d')},
  r=>{const told=[];r.write('a',()=>told.push('a'));r.write('b',()=>told.push('b'));r.end('c',()=>console.log('told',told.join()))},
  r=>{r.writeHead(200,{'content-length':3});r.write('a');r.write('b');r.end('c')},
  r=>{r.write('');r.write('a');r.write('');r.end('')},
  r=>{r.writeHead(200);r.write('a');Promise.resolve().then(()=>{r.write('b');Promise.resolve().then(()=>r.end('c'))})},
  r=>{if(r.req.httpVersion=='1.1')r.setHeader('Trailer','X');r.write('a');r.write('b');r.addTrailers({X:'1'});r.end('c')},
  r=>{r.cork();r.cork();r.write('a');r.uncork();r.write('b');r.uncork();r.end()},
  r=>{r.writeEarlyHints({link:['</a.css>; rel=preload','</b.css>; rel=preload'],'x-y':'z'});r.end('c')},
  r=>{try{r.writeEarlyHints({link:'bad'})}catch(e){r.end(e.message)}},
  r=>{r.writeHead(200,['a','1','b','2','a','3']);r.end()},
  r=>{r.setHeader('b','0');r.writeHead(200,['a','1','b','2','a','3']);r.end()},
  r=>{try{r.writeHead(200,['a','1','b']);}catch(e){r.end(e.code)}},
  r=>{r.strictContentLength=true;r.setHeader('content-length',2);try{r.write('abc');r.end()}catch(e){console.log(e.code);later(()=>r.destroy())}},
  r=>{if(r.req.httpVersion==='1.0'){r.setHeader('Trailer','X');try{r.write('a')}catch(e){r.destroy();console.log(e.code)}}else r.end()},
];
const bodyOf = (text) => text.replace(/Date: [^\r]+\r\n/g, '').replace(/([ab])\1{99,}/g, (x) => x[0] + '*' + x.length).replace(/\r\n/g, '|').replace(/\|Connection: (keep-alive\|Keep-Alive: timeout=5|close)/, '');
function exchange(f, version, isHasty) {
  return new Promise((done) => {
    const server = http.createServer((q, r) => f(r)).listen(0, '127.0.0.1', () => {
      const client = net.connect(server.address().port, '127.0.0.1');
      let got = '';
      client.on('data', (d) => { got += d.toString('latin1'); });
      client.on('error', () => {});
      client.on('close', () => {
        server.close();
        done(bodyOf(got));
      });
      client.write(`GET / HTTP/${version}\r\nHost: x\r\n\r\n`);
      if (isHasty) client.end();
      else setTimeout(() => client.end(), 30);
    });
  });
}
function asked(f) {
  return new Promise((done) => {
    const server = net.createServer((socket) => {
      let got = '';
      socket.on('data', (d) => { got += d.toString('latin1'); });
      socket.on('error', () => {});
      setTimeout(() => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'), 20);
      socket.on('close', () => {
        server.close();
        done(bodyOf(got.slice(got.indexOf('\r\n\r\n'))));
      });
    }).listen(0, '127.0.0.1', () => {
      const request = http.request({ port: server.address().port, host: '127.0.0.1', method: 'POST', agent: false });
      request.on('response', (response) => response.resume());
      f(request);
    });
  });
}
(async () => {
  for (const version of ['1.1', '1.0']) (await Promise.all(cases.map((f) => exchange(f, version)))).forEach((text, i) => console.log(version, i, text));
  (await Promise.all(cases.slice(0, 14).map(asked))).forEach((text, i) => console.log('request', i, text));
  console.log('hasty', await exchange((r) => r.end('at once'), '1.1', true), await exchange((r) => later(() => r.end('late')), '1.1', true));
})();
