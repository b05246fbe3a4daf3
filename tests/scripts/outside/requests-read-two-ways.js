// node: 26
// Requests that two readers may take for different ones: lengths that are there twice, or beside chunks, folded lines,
// stray characters, data after the last message. What is refused, with which code, and where.
'use strict';
const http = require('http'), net = require('net');
const H='GET / HTTP/1.1\r\nHost: x\r\n',P='POST / HTTP/1.1\r\nHost: x\r\n';
const reqs=[];const add=(...a)=>reqs.push(...a);
add('X','GE','GET','GETX / HTTP/1.1\r\n\r\n','GET\t/ HTTP/1.1\r\n\r\n','PO / HTTP/1.1\r\n\r\n','M-SEARCH / HTTP/1.1\r\nHost: x\r\n\r\n','M-SEARC / HTTP/1.1\r\nHost: x\r\n\r\n','PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n','DESCRIBE / HTTP/1.1\r\nHost: x\r\n\r\n','DESCRIBE / RTSP/1.0\r\nHost: x\r\n\r\n','SOURCE / ICE/1.0\r\nHost: x\r\n\r\n','GET / ICE/1.0\r\nHost: x\r\n\r\n','GET / RTSP/1.0\r\nHost: x\r\n\r\n');
for(const u of ['a','.','?q','#f','*','-','[::1]','http:/','http://','http:///','http://h','http://h:80/x','http://u@h','http://u@@h','http://h?x','http://h#x','a:b','a://b','ht-tp://b','/\t','/a#b#c','/a?b?c','/\x7f','/\x00','/\xff','/%zz','/a|b','/"','1','h:80','/\r','/\f'])add('GET '+u+' HTTP/1.1\r\nHost: x\r\n\r\n');
for(const u of ['a','a:80','/','[::1]:80','1','-',':80','a b','*','http://x'])add('CONNECT '+u+' HTTP/1.1\r\nHost: x\r\n\r\n');
for(const v of ['','H','HTTP','HTTP/','HTTP/x','HTTP/1','HTTP/1x','HTTP/1.','HTTP/1.x','HTTP/11.1','HTTP/1.11','HTTP/0.9','HTTP/0.8','HTTP/1.0','HTTP/2.0','HTTP/2.1','HTTP/3.0','HTTP/1.1 ','http/1.1','HTTP/1.1\r'])add('GET / '+v+'\r\nHost: x\r\n\r\n');
add('GET / HTTP/1.1\r\r\nHost: x\r\n\r\n','GET / HTTP/1.1\nHost: x\r\n\r\n','GET / HTTP/1.1\rHost: x\r\n\r\n','GET /\nHost: x\n\n','POST /\r\n\r\n','GET /  HTTP/1.1\r\nHost: x\r\n\r\n','\nGET / HTTP/1.1\r\nHost: x\r\n\r\n','\rGET / HTTP/1.1\r\nHost: x\r\n\r\n',' GET / HTTP/1.1\r\nHost: x\r\n\r\n');
for(const h of [':x','a','a b: c','a\t: c','a :b','(a): b','a@: b','é: b','a:b','a: b ','a:\tb\t','a: b\tc','a: \x7f','a: \x80\xff','a: b\nc: d','a: b\rc: d','a: b\r\n c','a: b\r\n\tc','a:\r\n b','a: \r\n b',' a: b','\ta: b','a: \0','a: \x1f','a: b\r','a\r','a\n','"a": b','a!#$%&\'*+-.^_`|~0: b','a[: b','{: b'])add(H+h+'\r\n\r\n');
for(const c of ['0','00','3','03','+3','-3','3 ','3\t',' 3',' 3 3','3,3','3x','0x3','3.0','','\t','99999999999999999999','18446744073709551615','18446744073709551616','9007199254740993'])add(P+'Content-Length:'+c+'\r\n\r\nabc');
add(P+'Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc',P+'Content-Length: 3\r\ncontent-length:3\r\n\r\nabc',P+'Content-Length: 0\r\nContent-Length: 0\r\n\r\n',P+'Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n',P+'Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n',P+'Content-Length: 0\r\nTransfer-Encoding: x\r\n\r\n',P+'Transfer-Encoding: x\r\nContent-Length: 0\r\n\r\n');
for(const t of ['chunked','Chunked','CHUNKED',' chunked ','chunked,','chunked, ',',chunked','gzip, chunked','gzip,chunked','gzip chunked','chunked, chunked','chunked, gzip','chunked;a=b','chunkedx','xchunked','identity','','gzip','chunke','"chunked"','\tchunked','chunked\t','chunked x'])add(P+'Transfer-Encoding:'+t+'\r\n\r\n3\r\nabc\r\n0\r\n\r\n');
add(P+'Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',P+'Transfer-Encoding: chunked\r\nTransfer-Encoding: gzip\r\n\r\n0\r\n\r\n',P+'Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',P+'Transfer-Encoding:\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n');
const C=P+'Transfer-Encoding: chunked\r\n\r\n';
for(const b of ['','0\r\n\r\n','3\r\nabc\r\n0\r\n\r\n','3 \r\nabc\r\n0\r\n\r\n','3\t\r\nabc\r\n0\r\n\r\n',' 3\r\nabc\r\n0\r\n\r\n','3;\r\nabc\r\n0\r\n\r\n','3;a\r\nabc\r\n0\r\n\r\n','3;a=\r\nabc\r\n0\r\n\r\n','3;a=b\r\nabc\r\n0\r\n\r\n','3;a="b c"\r\nabc\r\n0\r\n\r\n','3;a="b\\"c"\r\nabc\r\n0\r\n\r\n','3; a=b\r\nabc\r\n0\r\n\r\n','3;a;b=c\r\nabc\r\n0\r\n\r\n','3;a=b"\r\nabc\r\n0\r\n\r\n','3;a b\r\nabc\r\n0\r\n\r\n','3;=\r\nabc\r\n0\r\n\r\n','3;a=\x01\r\nabc\r\n0\r\n\r\n','3;a\nabc\r\n0\r\n\r\n','3\nabc\r\n0\r\n\r\n','3\r\nabcd\r\n0\r\n\r\n','3\r\nabc\n0\r\n\r\n','3\r\nabc\rx0\r\n\r\n','3\r\nab','g\r\n','0x3\r\nabc\r\n0\r\n\r\n','-1\r\n','\r\n','ffffffffffffffff\r\n','10000000000000000\r\n','00000000000000000000003\r\nabc\r\n0\r\n\r\n','a\r\n0123456789\r\nA\r\n0123456789\r\n0\r\n\r\n','0\r\nT: 1\r\nU: 2\r\n\r\n','0\r\nT\r\n\r\n','0\r\nT: 1\r\n 2\r\n\r\n','0\r\nContent-Length: 5\r\n\r\n','0\r\nTransfer-Encoding: chunked\r\n\r\n','0\r\n \r\n','0\r\nx','0\n\r\n','3\rabc\r\n0\r\n\r\n'])add(C+b);
add(H+'Connection: close\r\n\r\nX',H+'Connection: close\r\n\r\n\r\n',H+'Connection: keep-alive, close\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n',H+'Connection: close\r\nConnection: keep-alive\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n','GET / HTTP/1.0\r\n\r\nGET / HTTP/1.0\r\n\r\n','GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET / HTTP/1.0\r\n\r\n',P+'Connection: close\r\nContent-Length: 1\r\n\r\naGET',H+'Connection: closed\r\n\r\nGET',H+'Connection: x close\r\n\r\nGET',H+'Connection: upgrade\r\n\r\nGET',H+'Upgrade: x\r\n\r\nGET',H+'Proxy-Connection: close\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n',H+'\r\n\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n',H+'\r\n\nGET / HTTP/1.1\r\nHost: x\r\n\r\n',H+'\r\n \r\nGET');
add(H+'Host: y\r\n\r\n',H+'constructor: a\r\ntoString: b\r\nhasOwnProperty: c\r\nvalueOf: d\r\n\r\n',H+'__proto__: a\r\n__proto__: b\r\n\r\n',H+'set-cookie: a\r\nSet-Cookie: b\r\n\r\n',H+'Cookie: a\r\ncookie: b\r\n\r\n',H+'User-Agent: a\r\nuser-agent: b\r\n\r\n');
for(const n of [16370,16380,16383])add('GET /'+'u'.repeat(n)+' HTTP/1.1\r\nHost: x\r\n\r\n',H+'A: '+'v'.repeat(n)+'\r\n\r\n',H+'n'.repeat(n)+': v\r\n\r\n',C+'0\r\nT: '+'v'.repeat(n)+'\r\n\r\n',C+'1;'+'e'.repeat(n)+'\r\na\r\n0\r\n\r\n');
add(H+('a: '+'b'.repeat(100)+'\r\n').repeat(180)+'\r\n',H+('a: b\r\n').repeat(3000)+'\r\n');
const results = new Map(reqs.map((q) => [q, []]));
// Each request has a connection; the server knows by the port what is asked on it.
const ports = new Map();
const askedOn = (socket) => results.get(socket.asked ??= ports.get(socket.remotePort));
async function all() {
  const server = http.createServer((q, r) => {
    const asked = askedOn(q.socket);
    const say = (...a) => asked.push(a.join(' '));
    let body = '';
    q.on('data', (d) => { body += d; });
    q.on('error', (e) => say('request', e.code, e.message));
    q.on('end', () => {
      say(q.method, q.url.slice(0, 20), q.httpVersion, JSON.stringify(q.headers).slice(0, 120), q.rawHeaders.length, JSON.stringify(q.trailers).slice(0, 40), body);
      r.end('ok');
    });
  });
  const tell = (socket, ...a) => askedOn(socket).push(a.join(' '));
  server.on('clientError', (e, socket) => {
    tell(socket, e.code, e.message === `Parse Error: ${e.reason}` ? e.message : `${e.message}; ${e.reason}`, e.bytesParsed, e.rawPacket?.length, Object.keys(e));
    socket.destroy();
  });
  server.on('connect', (q, socket, head) => { tell(socket, 'connect', q.url, head.length); socket.end(); });
  server.on('upgrade', (q, socket, head) => { tell(socket, 'upgrade', q.url, head); socket.end(); });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  for (let i = 0; i < reqs.length; i += 24) {
    await Promise.all(reqs.slice(i, i + 24).map((q) => new Promise((done) => {
      const client = net.connect(server.address().port, '127.0.0.1', () => {
        ports.set(client.localPort, q);
        client.end(q, 'latin1');
      });
      let got = '';
      client.on('data', (d) => { got += d.toString('latin1'); });
      client.on('error', () => {});
      client.on('close', () => {
        results.get(q).push(got.replace(/Date: [^\r]+\r\n/g, '').replace(/\r\n/g, '|'));
        done();
      });
    })));
  }
  server.close();
  for (const [q, lines] of results) console.log(`${JSON.stringify(q.length > 200 ? `${q.slice(0, 40)} ${q.length}` : q)}\n  ${lines.filter(Boolean).join('\n  ')}`);
}
all();
