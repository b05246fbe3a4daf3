// Digests, and random bytes of the right shape.
const crypto = require('crypto');
const text = 'The quick brown fox — ünïcode '.repeat(9);
for (const name of ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512']) {
  console.log(name, crypto.createHash(name).update(text).update(Buffer.from([0, 255])).digest('hex'), crypto.createHmac(name, 'key').update('x').digest('base64'));
}
console.log(crypto.createHmac('sha256', 'k'.repeat(100)).update(text).digest('hex'), crypto.createHash('sha1').digest());
console.log(crypto.randomBytes(7).length, crypto.randomBytes(3, () => console.log('later')), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(crypto.randomUUID()));
const drawn = Array.from({ length: 200 }, () => crypto.randomInt(3, 6));
console.log([...new Set(drawn)].sort(), globalThis.crypto.getRandomValues(new Uint16Array(4)).length, typeof globalThis.crypto.randomUUID(), crypto.timingSafeEqual(Buffer.from('a'), Buffer.from('b')));
for (const f of [() => crypto.createHash('none'), () => crypto.randomBytes('x'), () => { const h = crypto.createHash('md5'); h.digest(); h.update('x'); }, () => crypto.createHash('md5').update(3)]) {
  try { f(); } catch (e) { console.log(e.name, e.code !== undefined, e.message); }
}
console.log(global === globalThis, require('tty').isatty(99), typeof require('vm').runInThisContext('(x) => x'), require('diagnostics_channel').channel('a').hasSubscribers);
