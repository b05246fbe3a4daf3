// node: 26
// HTTP over TLS: requests, an agent that keeps connections, fetch.
'use strict';
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
  const server = https.createServer(local, (request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part) => { body += part; }).on('end', () => {
      if (request.url === '/away') response.writeHead(302, { location: '/there' }).end();
      else response.setHeader('x-host', request.headers.host.split(':')[0]).end(`${request.method} ${request.url} ${body.length} ${request.socket.encrypted}`);
    });
  });
  server.listen(0);
  await once(server, 'listening');
  const { port } = server.address();
  const agent = new https.Agent({ ca: authority, keepAlive: true });
  const ask = (options, body) => new Promise((resolve) => {
    const request = https.request({ port, agent, ...options }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part) => { text += part; }).on('end', () => resolve([response.statusCode, response.headers['x-host'], text, request.reusedSocket]));
    });
    request.on('error', (error) => resolve(error.code)).end(body);
  });
  console.log(await ask({ path: '/a' }));
  console.log(await ask({ path: '/b', method: 'POST' }, 'x'.repeat(100000)));
  console.log(await ask({ path: '/c', agent: false, ca: authority }));
  console.log(await ask({ path: '/d', agent: undefined }));
  console.log(await ask({ path: '/e', agent: false, rejectUnauthorized: false, headers: { host: 'elsewhere' } }));
  agent.destroy();

  const url = `https://localhost:${port}`;
  console.log(await fetch(url).catch((error) => [error.message, error.cause.code]));
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
  process.removeAllListeners('warning');
  process.emitWarning = () => {};
  const response = await fetch(`${url}/away`);
  console.log(response.status, response.redirected, await response.text());
  console.log(await (await fetch(`${url}/f`, { method: 'POST', body: 'hi' })).text());
  server.close();
  server.closeAllConnections();
  https.globalAgent.destroy();
}
main();
