// node: 26
// gc-stress: 997
// Keys in all their forms, signatures and encryption with them; the signatures of OpenSSL are here as it made them.
'use strict';
const crypto = require('crypto');

const pems = {
  rsa: `-----BEGIN PRIVATE KEY-----
MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQDhhOTRnq3UUntb
rkWBV652h91meH34TSAeaBea26kmAQZhGmZ23ex554CeLSMntZwnSASQ8D5xvz+u
/JpHLt9tVbi+HuHI1Zdqx1rzdbGffLSrn8ZZdYxVZicRDzsU2EpLls8tg9RRLgtT
M14pM66/NAfL/0SLXTuYr0799TNIyWxUW5/OeF1poHAYwcUp6fDofgnQFKufWjKl
WoCOIZO/SRiZFlBVFnbzq++ux7kf6pqf5Y6JEBY9MEWH+yMoRx250Q1K93gpCkS6
msVVdbmOiXIvDABk+uUZxSa6TIGpIvV08bj1y9sSqiBlZS7n+UrgtzJ8SGC/coeZ
PwOs/ww7AgMBAAECggEAY9FN9EgvOYSejChZJFQ6aMVfJh1b6Fy+xCafmA/00Njw
SWeFhcRZiGWCxMBGyKs2KB7UwpBLm04ismGlKa+h/gNMp34Ewr9ja0Q8yfjEe0qX
r0UjZnJEgIIb9Y2PwXyweb+RCNzKS3o9UgCxAzyYcpHlh5H/dU35dG3X4Uk3/1Uv
QhWtnaYGIaV3QBYG5hSGc+N3ESjdybnyyFNe32cF1LAhVtabtUwVx1vz7LWHRiu/
eZvh+yLJZ9A4NLFde5RWILmVBbF/8NzZSyjB6oMpMBTMXB5JKyAEGfxdbQqKJjFj
i1LoIEIhd5tdeCKw5cvyaErYJ1jRopv6S1GvIVbQ5QKBgQD2xDP1VId3AQm0uH9c
/Kli2G8YXr6RM6ZHzE5ywqjxawhRcIHdkAixVHmZOMKRKGzTObjbB4xTeSBlo1xa
FwCod9CnjbE9R10wzVH+3NgidfkzXP3Pdowjr2FfN/OfOU/i8w3u3e+8PVX+1k28
Lhx0tJhHL1pz/9ZOuNj2QTBpJQKBgQDp9Sk+bx/W3+AKTN0Ef5jrAdZNf5S6X8X4
LjJZe4zZzrn+Rvhj2xaGp2AqP81joONvsKp04aM1m9FJDT4Uondf91rzoVHq/d/y
DQdIM2OkOdJddnTRbLrc6kuRYUdyzbHLXV8CPiRJkVgp4HWgiKv5OE1IicRRbHvU
al6FPfgR3wKBgDaGefieeeRIvW1KSxIv3fmyWzHmVXNeF0LMGRVwf8YAYXElS/y6
A8GzKb86dHuAlDNEEN2M2GvlWsw6gYCCjqmq99beDyi8KRJMe+61u6g5qxu3U3nQ
9vw3l2tjwJgRIN7D1/NM5NkSMHtDvR90jOMYuIEaLIFvKVpxq7cWBm1lAoGAf6ai
YExlhOoV5cjWdtPf7anM8fAAiEglTip2klhVG6ot1U2HzYQGoGXGlIbHW+q27YPp
HWjXkjJ4WHF/Q+b5V0UxPOjyN1NZ00nEhWJ0pXBfFVvClVnMAylbHfGD+GG+9oT1
h9W8Gt/QyNiNlY+8tXhAwqlYkkysq9N1yyFqruUCgYEAslwWrIVM0k5nJf5Qj75k
qOxQx+ocbZRK83G7haCTiSFrnXfxlKyk8SNVp31q/N2CdSTS8jwt98hSM29VFtHP
ZOYBiX/eIwWO61eoJR5HzMALg2ncfiSk4tQdeSqyRCv4rAzfmUhSVKcgMIFM7MeQ
BnNRBETrTDLAH7oWksyFlyY=
-----END PRIVATE KEY-----`,
  ec: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgZKJ6pWsbIQtqO8t8
SdcHsozWHZOUcyd63UIoUZSUNGOhRANCAARpduazsKizN+cAdV69PZ11Q6pgI8w5
NJp2bSwG3/TL9ACAYgQg3gKZ1FvJAE+y9BxuNb4HM5vRSfkaL3nG/TYI
-----END PRIVATE KEY-----`,
  ec384: `-----BEGIN PRIVATE KEY-----
MIG2AgEAMBAGByqGSM49AgEGBSuBBAAiBIGeMIGbAgEBBDBb29krNtxkW9binLpn
XF5FYlEpMAkvo/b4zoeIC/COm1C26LTPYnla+gB9bck+YwqhZANiAARYwi4l2B6V
17uSWYYVVvTt6vlSwXdMiTg0TzBKY4zXCfhP8E/LPVaLF+JKpE8nU7au5zBUfh/8
sSwWmazQm+Csz6Y8HJOTpB3THGjZLft2hAEImS3z2EzGZOgih9hH8ZQ=
-----END PRIVATE KEY-----`,
  ec521: `-----BEGIN PRIVATE KEY-----
MIHuAgEAMBAGByqGSM49AgEGBSuBBAAjBIHWMIHTAgEBBEIBxdFkClCM3SvQW2G+
Teqy3Q7Sx0RgaIHznRjwEAjONK9uXCiaVeSv64lw7XmjXD3S+HI8q/P+4hyXO43G
xoI8Y1ihgYkDgYYABAARiKwNqW5fH6kqQwxuWhGExT2VjzA+n4De0xjzpmR+yXSx
BPVUa7bKz5zfYotGcM4VoLqlZ+Xn08R1QRsCb9gOVQEqESczPTLpkq+6/imceYaI
23RVqC7W0IeUvMV2lQmUQrgYvXkYCfXjsMhhxfNnWoA+nIHeB4ULiz1pdtHUb9c/
jg==
-----END PRIVATE KEY-----`,
  k1: `-----BEGIN PRIVATE KEY-----
MIGEAgEAMBAGByqGSM49AgEGBSuBBAAKBG0wawIBAQQgpYjsTUEeKMaxK3xljLqC
2Idas17bJOr5QQnQNld87dehRANCAAQ9HErhCRl8eiCCyb68nScqHeCk8O5qhuTJ
pov40gs8tPG97JkntLbatG07/biSiG2KuL+AVnbgtsUnWK6t4a/o
-----END PRIVATE KEY-----`,
  ed: `-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIL7soYJQtf4UDz6Yt80uSMTzNvs2o8UNL6Z88QzCpHu1
-----END PRIVATE KEY-----`,
};
const signatures = {
  rsa: 'xQp1vrO2lXbO8lXD6IYs3YAcZoOeRnB9mSuTKbn3YsoMs0+xO6WG+zv0JQESZvJ8q2eqrP0cc7M6tYQHBCbOD0zQqxRYJfZUaeLfF6Ebx5/CFQheNV3QHwNePOGrJ/AujXJt7U1chfbAaOG/k+nw5BHM6240QZsvHFrebsW8hJ0fj21MlxbpVAgHo60RPpwx8HSX0alY5BVu0GNhNAkZB4i6ZdpdiPLU58CiPiZhM87MzZoG+7yjsAMmmylhnlw6I07WrYCngHwFtClXAa2WMAOqjWVZDBaVjgaPa5yEZ/Z6GBLTGbHl4cpGi0NrpfV/lXs8EbXiQyP+WhpWuyMgDA==',
  ec: 'MEUCIHuSV1wv4YESRFg07nZg0ruXlS/a1QW/v0gAAv8NcxD/AiEAwGtHCVZiqRT3xji01x9C+vGFldRa/gp89+h/S5CeF/8=',
  ec384: 'MGUCMGo8oUgOkq1APb3zUYhGhj3pBixEZ83VNN7dhsol2L7I/G0PvzD7EdrOM67SdjKuZQIxAKmJfjf7Xv0en8K8GMBU6gE52Z0KfAetZI1GR4nNi0aGXhm1z0uCRvoSDJdQSDTIQg==',
  ec521: 'MIGHAkIBZ83AasddNvPkFmqNvWQ0ZUZTbEgaYaNvBbUYzZiPdCoTsE68FFWMIoEBG+gNX1znt6/Si67EFNXNcacCrCeS8jgCQUMO+3Bzkv9yrEQiHFHj/Soutl55Z96qPY4i9lxgO1V6oa5SUCIY4t69c04qLZplTYAw7MzbragDuI7OBsllBh9g',
  k1: 'MEQCIDaVZ4v6rw+BpBBQZWxlca4mGyQqNiZhFraGI8XFNka0AiAOpPKFjMFFrZHMAqQ0fDvJqXPRQKsridE900nxH67phA==',
  ed: 'Mlvauu6KgnB+WBQZnm+7n6c3EuSMbxivsnLtESWbAWWceHJZTiz+gAxNyD2/wdUtrXlM4momJcACZ1JHIqFoCw==',
};
const pss = 'jPO0kpIKJOi0J9jBaMLH/nrkF2hJsbtS9OinozpwQwC65ePypcx3LhMEL5UaUtCvtGnr4Hw0oFzh97GWtUNb+J0Da2pdYPIxKIPvTAb8Er0OnZPTYd6MZo/UDjafw1oNz9StlX4IXLGW8IEk9/CIFBoZ9KSionDIiQaQ3ZcEVX6geJ0RhgjwVGs7/cgfUksu/lkLCHujSH7QKf7K2Qm8AGQdE3ltwTW7hGefzrgSfg4MJbUfH90HRE3mu6QpOsyLRwfwVmew4EzE7KE7+xVR6vqd1Vf7YCpb7Y9VnnFrgtanKWu07XGCKeiffT+L0aTEJxNFzGUtOqlMnnCZt61/Ng==';
const oaep = 'ZhmCrqhibjmka1Gp1ycvV0QPYkJ+7355amXDEZCwQPiHHVRoz1CP9rWnyicFSnZYuXLtKA4tVizAZ0W/lBYBY24ai+zFZ2cUZLLUeMnOQbbOUY03fMl6iwtTL/6G6SaZe8x+GzLQReIrwqGU1O9dtGGoIrx2SWazD4P1Y0bS6UwNkeuKUISa6pRVbuyihAQDlHaiVmdyBfV8M1DQ0oJ+zdphuMeyKYlc0SqGCru9CLwb/q2mivJkvBVR0VA1eAIVFPsuDpqSrA7vXK0YcIctgouTqy2cPtyo/ZgqElVBkoDAVvHiEJZy+b6VWE9O7sJ+ncvjtAp7647HqTXa9Tf6ng==';

const tell = (name, act) => {
  try {
    console.log(name, act());
  } catch (error) {
    console.log(name, '!', error.name, error.code, error.message);
  }
};
const shown = (object) => JSON.stringify(object, (key, value) => (typeof value === 'bigint' ? `${value}n` : value));
const message = Buffer.from('msg');

for (const [name, pem] of Object.entries(pems)) {
  const digest = name === 'ed' ? null : 'sha256';
  const secret = crypto.createPrivateKey(pem);
  const open = crypto.createPublicKey(pem);
  tell(name, () => [secret.type, open.type, secret.asymmetricKeyType, shown(secret.asymmetricKeyDetails)].join(' '));
  tell('  forms', () => {
    const der = secret.export({ type: 'pkcs8', format: 'der' });
    const again = [
      crypto.createPrivateKey({ key: der, type: 'pkcs8', format: 'der' }), crypto.createPrivateKey({ key: secret.export({ format: 'jwk' }), format: 'jwk' }),
      crypto.createPrivateKey(secret.export({ type: 'pkcs8', format: 'pem' })),
    ];
    const spki = open.export({ type: 'spki', format: 'pem' });
    return [again.every((key) => key.equals(secret)), crypto.createPublicKey(spki).equals(open), crypto.createPublicKey({ key: open.export({ format: 'jwk' }), format: 'jwk' }).equals(open),
      crypto.hash('md5', pem.trim()) === crypto.hash('md5', secret.export({ type: 'pkcs8', format: 'pem' }).trim())];
  });
  tell('  jwk', () => [Object.keys(secret.export({ format: 'jwk' })).join(), crypto.hash('md5', shown(open.export({ format: 'jwk' })))]);
  tell('  of openssl', () => crypto.verify(digest, message, open, Buffer.from(signatures[name], 'base64')));
  if (name.startsWith('ec') && name !== 'ec') continue;
  tell('  own', () => {
    const signature = crypto.sign(digest, message, secret);
    return [crypto.verify(digest, message, open, signature), crypto.verify(digest, Buffer.from('other'), open, signature), crypto.verify(digest, message, open, signature.subarray(1))];
  });
}

const { rsa, ec, ed } = pems;
tell('always the same', () => [crypto.createSign('RSA-SHA512').update('a').update('b').sign(rsa, 'base64').slice(0, 24), crypto.sign(null, message, ed).toString('base64').slice(0, 24)]);
tell('PSS', () => [
  crypto.verify('sha256', message, { key: rsa, padding: crypto.constants.RSA_PKCS1_PSS_PADDING }, Buffer.from(pss, 'base64')),
  crypto.verify('sha384', message, { key: rsa, padding: 6, saltLength: 20 }, crypto.sign('sha384', message, { key: rsa, padding: 6, saltLength: 20 })),
  crypto.verify('sha384', message, { key: rsa, padding: 6, saltLength: 21 }, crypto.sign('sha384', message, { key: rsa, padding: 6, saltLength: 20 })),
]);
tell('OAEP', () => [crypto.privateDecrypt(rsa, Buffer.from(oaep, 'base64')).toString(),
  crypto.privateDecrypt({ key: rsa, oaepHash: 'sha256', oaepLabel: message }, crypto.publicEncrypt({ key: rsa, oaepHash: 'sha256', oaepLabel: message }, message)).toString()]);
tell('PKCS 1', () => [crypto.privateDecrypt({ key: rsa, padding: 1 }, crypto.publicEncrypt({ key: rsa, padding: 1 }, message)).toString(),
  crypto.publicDecrypt(rsa, crypto.privateEncrypt(rsa, message)).toString(), crypto.createPrivateKey(rsa).export({ type: 'pkcs1', format: 'pem' }).length]);
tell('SEC 1', () => crypto.createPrivateKey(crypto.createPrivateKey(ec).export({ type: 'sec1', format: 'pem' })).equals(crypto.createPrivateKey(ec)));
tell('IEEE P1363', () => {
  const key = { key: ec, dsaEncoding: 'ieee-p1363' };
  const signature = crypto.createSign('sha256').update(message).sign(key);
  return [signature.length, crypto.createVerify('sha256').update(message).verify(key, signature)];
});
tell('ECDH', () => {
  const [a, b] = [5, 9].map((byte) => crypto.createECDH('secp384r1').setPrivateKey(Buffer.alloc(48, byte)));
  return [a.getPublicKey('hex', 'compressed'), a.computeSecret(b.getPublicKey()).equals(b.computeSecret(a.getPublicKey('hex', 'compressed'), 'hex')), a.computeSecret(b.getPublicKey('hex'), 'hex', 'base64')];
});
tell('X25519', () => {
  const key = (byte) => crypto.createPrivateKey({ key: Buffer.concat([Buffer.from('302e020100300506032b656e04220420', 'hex'), Buffer.alloc(32, byte)]), format: 'der', type: 'pkcs8' });
  return crypto.diffieHellman({ privateKey: key(3), publicKey: crypto.createPublicKey(key(4)) }).toString('base64');
});
tell('made', () => {
  const { publicKey, privateKey } = crypto.generateKeyPairSync('ec', { namedCurve: 'P-256', publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'der' } });
  return [publicKey.split('\n').length, privateKey.length, crypto.generateKeySync('aes', { length: 192 }).symmetricKeySize];
});
tell('secret', () => [crypto.createSecretKey('abc', 'utf8').export({ format: 'jwk' }), crypto.createHmac('sha256', crypto.createSecretKey(message)).update('a').digest('base64')]);
tell('no key', () => crypto.createPrivateKey('nope'));
tell('a public one', () => crypto.createPrivateKey(crypto.createPublicKey(rsa).export({ type: 'spki', format: 'pem' })));
tell('no curve', () => crypto.createECDH('nope'));
tell('no digest', () => crypto.createSign('nope'));
tell('no form', () => crypto.createPrivateKey(rsa).export({ type: 'sec1', format: 'pem' }));
