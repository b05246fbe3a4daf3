// node: 26
// HTTP/2 by requests and responses as those of HTTP/1, with TLS; the same server speaks HTTP/1.1.
'use strict';
const http2 = require('http2');
const https = require('https');
const { once } = require('events');

// Keys and certificates that are for these tests alone: an authority, and who it vouches for.
const authority = `-----BEGIN CERTIFICATE-----
MIIBiTCCAS+gAwIBAgIUUo4GyuTaI+sY1fsBz5o/cKOzVLcwCgYIKoZIzj0EAwIw
GTEXMBUGA1UEAwwOVGVzdCBhdXRob3JpdHkwIBcNMjYxMTMwMTYyMTU3WhgPMjEy
NjExMDYxNjIxNTdaMBkxFzAVBgNVBAMMDlRlc3QgYXV0aG9yaXR5MFkwEwYHKoZI
zj0CAQYIKoZIzj0DAQcDQgAEIEw+qxoi3pCIeXfxrCjMmXs0F1ZT/SoA2ZzUYXQG
Ws1GJ0V5G7IThGGNbr/TepZSsONmvH6FpN/QQNWuukhnqaNTMFEwHQYDVR0OBBYE
FESSCKezlkMfNIQzmF1Sc5pcOgVeMB8GA1UdIwQYMBaAFESSCKezlkMfNIQzmF1S
c5pcOgVeMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIgVpTiPghw
++j/MkRLIGpmuZWsR+sO0emZuN1Wo6WUWM8CIQDseMq6AQD9gGpm7m1qXHglt9f7
w6TIXBfe0e8/GuelMQ==
-----END CERTIFICATE-----`;
const local = {
  cert: `-----BEGIN CERTIFICATE-----
MIIBrzCCAVWgAwIBAgIUTBfHN4kwCOhVG3QHcuaQF7nUeGQwCgYIKoZIzj0EAwIw
GTEXMBUGA1UEAwwOVGVzdCBhdXRob3JpdHkwIBcNMjYxMTMwMTYyMTU3WhgPMjEy
NjExMDYxNjIxNTdaMBQxEjAQBgNVBAMMCWxvY2FsaG9zdDBZMBMGByqGSM49AgEG
CCqGSM49AwEHA0IABF0PO1wdNnTWyYP8fv7XrsVuhTWgdncgSBmh0xwxzuWGry7F
BZ39yJ+/HDnoCJnXR6PHU7vi7hK0bEGeB+dxiOujfjB8MBoGA1UdEQQTMBGCCWxv
Y2FsaG9zdIcEfwAAATAJBgNVHRMEAjAAMBMGA1UdJQQMMAoGCCsGAQUFBwMBMB0G
A1UdDgQWBBRc7e+fXDtyV+avygMGd2p97vtRcTAfBgNVHSMEGDAWgBREkgins5ZD
HzSEM5hdUnOaXDoFXjAKBggqhkjOPQQDAgNIADBFAiEAvDLngBo8EDhxbqnZ3kOU
cD5gD0b9nGKONGctQfrHlhgCIHQfCP03i0xQysKJ1OqlZTtfaijF2qulWxCJQXrt
rHcl
-----END CERTIFICATE-----`,
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgiosM67txaqUqFvPS
Ih0mw0Au1TAE8dKxOxnshDneOrehRANCAARdDztcHTZ01smD/H7+167FboU1oHZ3
IEgZodMcMc7lhq8uxQWd/cifvxw56AiZ10ejx1O74u4StGxBngfncYjr
-----END PRIVATE KEY-----`,
};

async function main() {
  const server = http2.createSecureServer({ ...local, allowHTTP1: true }, (request, response) => {
    if (request.url === '/early') response.writeEarlyHints({ link: '</style.css>; rel=preload' });
    response.setHeader('X-Version', request.httpVersion);
    response.setHeader('x-list', ['a', 'b']);
    if (request.httpVersion === '2.0') {
      response.appendHeader('x-list', 'c');
      response.setTrailer('x-end', 'yes');
      console.log(request.method, request.scheme, request.authority.replace(/\d+/, 'N'), response.getHeaderNames(), response.hasHeader('x-LIST'));
    }
    let length = 0;
    request.on('data', (part) => { length += part.length; });
    request.on('end', () => {
      response.writeHead(length === 0 ? 200 : 202, { 'x-more': 1 });
      response.write('got ');
      response.end(`${length}`);
    });
    response.on('finish', () => console.log('finish', response.headersSent, response.writableEnded));
  });
  server.on('checkContinue', (request, response) => {
    response.writeContinue();
    server.emit('request', request, response);
  });
  server.listen(0);
  await once(server, 'listening');
  const { port } = server.address();
  const client = http2.connect(`https://localhost:${port}`, { ca: authority });
  await once(client, 'connect');
  console.log(client.alpnProtocol, client.encrypted, client.originSet.map((origin) => origin.replace(/\d+/, 'N')));
  const ask = async (headers, body) => {
    const request = client.request(headers);
    request.on('headers', (info) => console.log('info', info[':status'], info.link));
    request.on('continue', () => console.log('continue'));
    request.on('trailers', (trailers) => console.log('trailers', trailers['x-end']));
    if (body !== undefined) request.end(body);
    const [response] = await once(request, 'response');
    let text = '';
    for await (const part of request) text += part;
    console.log(response[':status'], response['x-version'], response['x-list'], response['x-more'], text);
  };
  await ask({ ':path': '/early' });
  await ask({ ':path': '/', ':method': 'POST', expect: '100-continue' }, Buffer.alloc(200000));
  await new Promise((resolve) => {
    https.get({ port, ca: authority, agent: false }, (response) => {
      let text = '';
      response.on('data', (part) => { text += part; }).on('end', () => {
        console.log(response.statusCode, response.httpVersion, response.headers['x-version'], text);
        resolve();
      });
    });
  });
  client.close();
  await once(client, 'close');
  server.close(() => console.log('closed'));
}
main();
