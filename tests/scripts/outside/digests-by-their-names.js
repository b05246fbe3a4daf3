// Digests that go by several names, some of any length, in hashes, macs and keys derived from passwords.
// node: 26
'use strict';
const c = require('crypto');
process.removeAllListeners('warning');
process.on('warning', (warning) => console.log('warning', warning.code));
const t = (f) => {
  try {
    const r = f();
    return Buffer.isBuffer(r) ? `B${r.toString('hex').slice(0, 16)}` : String(r).slice(0, 24);
  } catch (e) {
    return `${e.name}/${e.code}/${e.message.slice(0, 60)}`;
  }
};
for (const name of [
  'md5', 'RSA-MD5', 'ssl3-md5', 'md5-sha1', 'sha1', 'SHA-1', 'rsa-sha1-2', 'sha224', 'sha2-256', 'sha256WithRSAEncryption', 'sha384', 'sha-512', 'sha512-224', 'sha-512/224', 'SHA2-512/256',
  'rsa-sha512/256', 'sha512/256', 'sha3-224', 'sha3-256', 'RSA-SHA3-384', 'id-rsassa-pkcs1-v1_5-with-sha3-512', 'keccak-256', 'blake2b512', 'BLAKE2B-512', 'blake2s256', 'ripemd', 'rmd160',
  'RIPEMD-160', 'sha', 'blake2b', 'null', 'md4',
]) {
  const of = [() => c.createHash(name).update('abc').digest('hex'), () => c.createHmac(name, 'k'.repeat(150)).update('abc').digest('hex'), () => c.pbkdf2Sync('p', 's', 2, 70, name), () => Buffer.from(c.hkdfSync(name, 'p', 's', 'i', 70))];
  console.log(name, ...of.slice(0, name === 'md4' ? 1 : 4).map(t));
}
for (const name of ['shake128', 'SHAKE-256']) {
  console.log(name, t(() => c.createHash(name, { outputLength: 5 }).update('abc').digest('hex')), t(() => c.createHash(name, { outputLength: 0 }).digest('hex')), t(() => c.hash(name, 'abc', { outputLength: 200 }).length));
  console.log(t(() => c.createHash(name, { outputLength: 3 }).update('a').copy({ outputLength: 9 }).digest('hex')), t(() => c.createHash(name, { outputLength: -1 })), t(() => c.hash(name, 'a', { outputLength: '1' })));
}
for (const outputLength of [31, 32, 33, 0]) console.log(outputLength, t(() => c.createHash('sha256', { outputLength }).digest('hex')), t(() => c.hash('sha256', '', { outputLength })));
for (const e of ['buffer', 'HEX', 'nope', '', 0, null, undefined, true, {}, 'utf-16', 'ascii', 'UCS-2']) {
  console.log(String(e), t(() => c.hash('md5', 'a', e)), t(() => c.createHash('md5').update('616', e).digest('hex')), t(() => c.createHash('md5').update('a').digest(e)), t(() => c.createHmac('md5', 'k').update('b').digest(e)));
}
for (const data of ['6', '61zz', 'zz', new ArrayBuffer(1), new SharedArrayBuffer(1), Object(''), null]) {
  console.log(t(() => c.createHash('md5').update(data, 'hex').digest('hex')), t(() => c.createSign('sha256').update(data, 'hex').constructor.name), t(() => c.createCipheriv('aes-128-ctr', Buffer.alloc(16), Buffer.alloc(16)).update(data, 'hex')));
}
for (const o of [{ N: 2, r: 0 }, { N: 2, p: 0 }, { cost: 2, blockSize: 0 }, { N: 2, maxmem: 0 }, { N: null }, { N: 3 }, { N: 2.5 }, { N: 2, maxmem: -1 }]) console.log(JSON.stringify(o), t(() => c.scryptSync('p', 's', 4, o)));
console.log(t(() => c.scryptSync('p', 's', 0, { N: 2 })), t(() => c.pbkdf2Sync('p', 's', 1, 0, 'sha1')), t(() => c.hkdfSync('sha1', 'p', 's', 'i', 0)), t(() => c.hkdfSync('nope', 5, 's', 'i', 1)), t(() => c.pbkdf2Sync('p', 's', 1, -1, 'nope')));
c.pbkdf2('p', 's', 1, 0, 'sha1', (e, r) => console.log('later', e.message, e.code, r));
c.hkdf('sha1', 'p', 's', 'i', 0, (e, r) => console.log('later', e.message, e.code, r));
console.log(t(() => c.pbkdf2('p', 's', 1, 1, 'nope', () => {})), t(() => c.scrypt('p', 's', 4, { N: 3 }, () => {})), t(() => c.timingSafeEqual('a', Buffer.from('a'))));
c.createHash('shake128');
