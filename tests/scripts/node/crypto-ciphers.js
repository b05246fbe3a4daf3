// node: 26
// Ciphers, keys from passwords, digests as streams, primes.
'use strict';
const crypto = require('crypto');
const { Readable, Transform } = require('stream');
const { promisify } = require('util');

const tell = (name, act) => {
  try {
    console.log(name, act());
  } catch (error) {
    console.log(name, '!', error.name, error.code, error.message);
  }
};

for (const name of ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512']) {
  tell(name, () => [crypto.createHash(name).update('abc').update(Buffer.alloc(200, 1)).digest('base64'), crypto.createHmac(name, 'k'.repeat(150)).update('abc').digest('base64')]);
}
for (const name of ['aes-128-cbc', 'aes-192-cbc', 'aes256', 'aes-256-ecb', 'aes-128-ctr', 'aes-256-gcm']) {
  tell(name, () => {
    const info = crypto.getCipherInfo(name);
    const [key, iv] = [Buffer.alloc(info.keyLength, 7), info.ivLength ? Buffer.alloc(info.ivLength, 3) : null];
    const isGcm = info.mode === 'gcm';
    const cipher = crypto.createCipheriv(name, key, iv);
    if (isGcm) cipher.setAAD(Buffer.from('known'));
    const text = cipher.update('hello', 'utf8', 'hex') + cipher.update('w'.repeat(40), 'utf8', 'hex') + cipher.final('hex');
    const decipher = crypto.createDecipheriv(name, key, iv);
    if (isGcm) decipher.setAAD(Buffer.from('known')).setAuthTag(cipher.getAuthTag());
    return [JSON.stringify(info), text, isGcm && cipher.getAuthTag().toString('hex'), decipher.update(text, 'hex', 'utf8') + decipher.final('utf8')];
  });
}
const zeros = Buffer.alloc(16);
tell('a long iv', () => {
  const cipher = crypto.createCipheriv('aes-128-gcm', zeros, Buffer.alloc(16, 1));
  return [cipher.update('abc', 'utf8', 'hex') + cipher.final('hex'), cipher.getAuthTag().toString('hex')];
});
tell('another tag', () => {
  const decipher = crypto.createDecipheriv('aes-128-gcm', zeros, Buffer.alloc(12)).setAuthTag(zeros);
  decipher.update('00', 'hex');
  decipher.final();
});
tell('no padding', () => crypto.createDecipheriv('aes-128-cbc', zeros, zeros).update(zeros) && crypto.createCipheriv('aes-128-cbc', zeros, zeros).setAutoPadding(false).update(zeros, null, 'hex'));
tell('wrong padding', () => {
  const decipher = crypto.createDecipheriv('aes-128-cbc', zeros, zeros);
  decipher.update(zeros);
  decipher.final();
});
tell('half a block', () => {
  const decipher = crypto.createDecipheriv('aes-128-cbc', zeros, zeros);
  decipher.update(Buffer.alloc(5));
  decipher.final();
});
tell('a short key', () => crypto.createCipheriv('aes-128-cbc', Buffer.alloc(15), zeros));
tell('a short iv', () => crypto.createCipheriv('aes-128-cbc', zeros, Buffer.alloc(15)));
tell('no cipher', () => crypto.createCipheriv('nope', zeros, zeros));

tell('pbkdf2', () => [crypto.pbkdf2Sync('pw', 'salt', 50, 40, 'sha512').toString('base64'), crypto.pbkdf2Sync('pw', 'salt', 3, 40, 'md5').toString('base64')]);
tell('scrypt', () => [crypto.scryptSync('pw', 'salt', 32, { N: 64, r: 4, p: 3 }).toString('base64')]);
tell('hkdf', () => Buffer.from(crypto.hkdfSync('sha256', 'key', 'salt', 'info', 50)).toString('base64'));
tell('no digest', () => crypto.pbkdf2Sync('pw', 'salt', 3, 40, 'nope'));
tell('no round', () => crypto.pbkdf2Sync('pw', 'salt', 0, 40, 'sha1'));
tell('no power', () => crypto.scryptSync('pw', 'salt', 32, { N: 1000 }));
tell('no room', () => crypto.scryptSync('pw', 'salt', 32, { N: 1 << 20 }));
tell('primes', () => [crypto.checkPrimeSync(7919n), crypto.checkPrimeSync(7917n), crypto.checkPrimeSync(Buffer.from([1, 0, 1])), crypto.generatePrimeSync(32, { bigint: true }) >= 2n ** 31n]);

async function main() {
  const hash = crypto.createHash('sha1');
  hash.write('ab');
  hash.end();
  console.log(hash.read().toString('hex'), hash instanceof Transform);
  console.log((await Readable.from(['a', 'b']).pipe(crypto.createHash('sha1')).toArray())[0].toString('hex'));
  const cipher = Readable.from(['he', 'llo']).pipe(crypto.createCipheriv('aes-128-cbc', zeros, zeros));
  console.log(Buffer.concat(await cipher.toArray()).toString('hex'));
  console.log(await promisify(crypto.pbkdf2)('a', 'b', 1, 4, 'sha1'), await promisify(crypto.scrypt)('a', 'b', 4, { N: 2 }), Object.keys(await promisify(crypto.generateKeyPair)('ed25519')));
}
main();
