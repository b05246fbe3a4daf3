// node: 26
// util.types knows keys; the numbers of options, engines and primes are those of the headers.
'use strict';
const crypto = require('crypto');
const { types } = require('util');

const secret = crypto.createSecretKey(Buffer.alloc(16));
const { publicKey, privateKey } = crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' });
for (const value of [secret, publicKey, privateKey, {}, null, undefined, 5, 'key', Buffer.alloc(1)]) console.log(types.isKeyObject(value), types.isCryptoKey(value));
crypto.subtle.generateKey({ name: 'AES-GCM', length: 128 }, true, ['encrypt']).then((key) => {
  console.log(types.isKeyObject(key), types.isCryptoKey(key), types.isKeyObject(crypto.KeyObject.from(key)));
});

const { constants } = crypto;
const names = Object.keys(constants).filter((name) => /^(SSL_OP|ENGINE|DH|RSA)_/.test(name)).sort();
for (const name of names) console.log(name, constants[name], require('constants')[name] === constants[name]);
