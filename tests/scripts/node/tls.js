// node: 26
// TLS: whom a client trusts and a server asks for, names and protocols that are agreed upon, what is told of both.
'use strict';
const tls = require('tls');
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
const other = {
  cert: `-----BEGIN CERTIFICATE-----
MIIBujCCAWCgAwIBAgIUTBfHN4kwCOhVG3QHcuaQF7nUeGUwCgYIKoZIzj0EAwIw
GTEXMBUGA1UEAwwOVGVzdCBhdXRob3JpdHkwIBcNMjYxMTMwMTYyMTU3WhgPMjEy
NjExMDYxNjIxNTdaMBUxEzARBgNVBAMMCm90aGVyLnRlc3QwWTATBgcqhkjOPQIB
BggqhkjOPQMBBwNCAATVFbI7TxMAInZPvDD4df/jiKeiLZ4gTrCduKH8nfs6g9ax
6OkSGzuqybxzTph4DVOAKxUWgJFm+YcUgDPA0qCko4GHMIGEMCIGA1UdEQQbMBmC
Cm90aGVyLnRlc3SCCyoud2lsZC50ZXN0MAkGA1UdEwQCMAAwEwYDVR0lBAwwCgYI
KwYBBQUHAwEwHQYDVR0OBBYEFLPuL71JJoRpcSxYBr4PaHsOxYvjMB8GA1UdIwQY
MBaAFESSCKezlkMfNIQzmF1Sc5pcOgVeMAoGCCqGSM49BAMCA0gAMEUCIQD/sAix
e2/0mQ7fgd7MCoimOuKtAUijZh/3OLcy0CQpgAIge4cY6D7mcihA0Esw1kGHge0Z
99RC5YtIxsMXTCvDt38=
-----END CERTIFICATE-----`,
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgokiF9vFViEODNGa5
EvDy5SygN2wG7/bgn6asIRsE1ZChRANCAATVFbI7TxMAInZPvDD4df/jiKeiLZ4g
TrCduKH8nfs6g9ax6OkSGzuqybxzTph4DVOAKxUWgJFm+YcUgDPA0qCk
-----END PRIVATE KEY-----`,
};
const client = {
  cert: `-----BEGIN CERTIFICATE-----
MIIBqjCCAVCgAwIBAgIUTBfHN4kwCOhVG3QHcuaQF7nUeGYwCgYIKoZIzj0EAwIw
GTEXMBUGA1UEAwwOVGVzdCBhdXRob3JpdHkwIBcNMjYxMTMwMTYyMTU4WhgPMjEy
NjExMDYxNjIxNThaMBMxETAPBgNVBAMMCEEgY2xpZW50MFkwEwYHKoZIzj0CAQYI
KoZIzj0DAQcDQgAE63FmUuX85m3HoAcr+eyQRVa1g5CK+blUKBE0f5i51kJ1yIuu
bnlfmF0OgjHCT/PjYPa3n5hHPmrpbw/wgw4gbKN6MHgwFgYDVR0RBA8wDYILY2xp
ZW50LnRlc3QwCQYDVR0TBAIwADATBgNVHSUEDDAKBggrBgEFBQcDAjAdBgNVHQ4E
FgQUE/Mm4UDEbKfccvZgdAjqou81clYwHwYDVR0jBBgwFoAURJIIp7OWQx80hDOY
XVJzmlw6BV4wCgYIKoZIzj0EAwIDSAAwRQIhAP9EIU8Gn+PQhqH9qcp90gUJumb6
G3/ymz1TRwqDn4IFAiBFK4DtXmhiX5sLzB9wCED5dEP7migTmPvLH6FyO1OlnA==
-----END CERTIFICATE-----`,
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgrWGkK8XmODgYbtR9
d2vf7cf/msMBkM+0t/KYDLv6tBehRANCAATrcWZS5fzmbcegByv57JBFVrWDkIr5
uVQoETR/mLnWQnXIi65ueV+YXQ6CMcJP8+Ng9refmEc+aulvD/CDDiBs
-----END PRIVATE KEY-----`,
};
const itself = {
  cert: `-----BEGIN CERTIFICATE-----
MIIBizCCATGgAwIBAgIUCkqgfzLnij3AvpsFDpd5usWzLvIwCgYIKoZIzj0EAwIw
DzENMAsGA1UEAwwEc2VsZjAgFw0yNjExMzAxNjIxNThaGA8yMTI2MTEwNjE2MjE1
OFowDzENMAsGA1UEAwwEc2VsZjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABJ8q
12JcCRBfaq8FoYWm7hSzsVmtcdSK7sEiql5RnXfzNJDpF53zNifptPSqRPNY5tD3
vAPtruzC9+ztfq1elBqjaTBnMB0GA1UdDgQWBBRiot+s8DKwvLYQ1i4sx5xLX4Ag
iDAfBgNVHSMEGDAWgBRiot+s8DKwvLYQ1i4sx5xLX4AgiDAPBgNVHRMBAf8EBTAD
AQH/MBQGA1UdEQQNMAuCCWxvY2FsaG9zdDAKBggqhkjOPQQDAgNIADBFAiBf8z6U
E21Dqe1v03jreAk1bC3CLjaXskj2K9DSG4qQLQIhAOcG4nDBPX9L7czz1cKCQYTY
rSpa7SO7ppd7H3zhA5Op
-----END CERTIFICATE-----`,
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgNqUWWRdGrzzqHTQ0
LcDWODGji7d/ffU0BmPSRecknPyhRANCAASfKtdiXAkQX2qvBaGFpu4Us7FZrXHU
iu7BIqpeUZ138zSQ6Red8zYn6bT0qkTzWObQ97wD7a7swvfs7X6tXpQa
-----END PRIVATE KEY-----`,
};

/** How a client fares. */
const meet = (options) => new Promise((resolve) => {
  const socket = tls.connect(options, () => {
    resolve([socket.authorized, socket.authorizationError, socket.getProtocol(), socket.alpnProtocol]);
    socket.end();
  });
  socket.on('error', (error) => resolve([error.code])).resume();
});
const open = async (server) => {
  server.on('tlsClientError', () => {}).listen(0);
  await once(server, 'listening');
  return server.address().port;
};

async function clients() {
  const server = tls.createServer({ ...local, ALPNProtocols: ['a', 'b'] }, (socket) => socket.on('error', () => {}).end('hello'));
  server.addContext('*.wild.test', other);
  const port = await open(server);
  const ca = authority;
  for (const [name, options] of Object.entries({
    'of an authority': { ca },
    'by address': { ca, host: '127.0.0.1' },
    'of nobody': {},
    'of nobody, accepted': { rejectUnauthorized: false },
    'under another name': { ca, servername: 'a.wild.test' },
    'under a name that it has not': { ca, servername: 'nope.test' },
    'under a name that it has not, accepted': { ca, servername: 'nope.test', rejectUnauthorized: false },
    'checked by the program': { ca, servername: 'nope.test', checkServerIdentity: (host, { subject }) => (subject.CN === 'localhost' ? undefined : new Error('other')) },
    'with a protocol': { ca, ALPNProtocols: ['x', 'b'] },
    'with none in common': { ca, ALPNProtocols: ['x'] },
    'of an older version': { ca, maxVersion: 'TLSv1.2' },
  })) console.log(name, await meet({ port, ...options }));

  const socket = tls.connect({ port, ca });
  await once(socket, 'secureConnect');
  const { subject, issuer, subjectaltname, bits, asn1Curve, valid_from: from, fingerprint } = socket.getPeerCertificate();
  console.log({ ...subject }, { ...issuer }, subjectaltname, bits, asn1Curve, from.length, fingerprint.length, socket.encrypted, socket.isSessionReused());
  let text = '';
  socket.setEncoding('utf8').on('data', (part) => { text += part; });
  await once(socket, 'close');
  console.log(text);
  server.close();
}

async function pinned() {
  const server = tls.createServer(itself, (socket) => socket.end());
  const port = await open(server);
  console.log(await meet({ port }), await meet({ port, ca: itself.cert }), await meet({ port, ca: authority }));
  server.close();
}

async function servers() {
  const server = tls.createServer({
    ...local, ca: authority, requestCert: true,
    SNICallback: (name, callback) => callback(null, name === 'other.test' ? tls.createSecureContext({ ...other, ca: authority }) : undefined),
  }, (socket) => {
    socket.end(JSON.stringify([socket.authorized, socket.getPeerCertificate().subject?.CN, socket.servername]));
  });
  const port = await open(server);
  const ask = (options) => new Promise((resolve) => {
    let text = '';
    const socket = tls.connect({ port, ca: authority, ...options });
    socket.on('data', (part) => { text += part; }).on('error', (error) => resolve(error.code)).on('close', () => resolve(text));
  });
  console.log(await ask(client), await ask({ ...client, servername: 'other.test' }), await ask({}));
  server.close();
}

async function much() {
  const server = tls.createServer(local, (socket) => socket.pipe(socket));
  const port = await open(server);
  const socket = tls.connect({ port, ca: authority });
  const bytes = Buffer.alloc(200000, 'much to be said ');
  socket.end(bytes);
  const parts = await socket.toArray();
  console.log(Buffer.concat(parts).equals(bytes));
  server.close();
}

function errors() {
  for (const act of [
    () => tls.createSecureContext({ cert: 'none' }),
    () => tls.createSecureContext({ minVersion: 'SSL' }),
    () => tls.checkServerIdentity('a.b', { subject: { CN: 'b' }, subjectaltname: 'DNS:*.c, DNS:x' }),
    () => tls.checkServerIdentity('a.b.c', { subject: {}, subjectaltname: 'DNS:*.b.c' }),
    () => tls.checkServerIdentity('1.2.3.4', { subject: {}, subjectaltname: 'IP Address:1.2.3.5' }),
    () => tls.checkServerIdentity('b', { subject: { CN: 'b' } }),
  ]) {
    try {
      const result = act();
      console.log(result?.code, result?.reason);
    } catch (error) {
      console.log(error.code);
    }
  }
}

clients().then(pinned).then(servers).then(much).then(errors);
