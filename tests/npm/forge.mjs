// Cryptography in plain JavaScript: hashes, ciphers, keys, certificates.
import forge from 'node-forge';
import sjcl from 'sjcl';
import bcrypt from 'bcryptjs';
import LZString from 'lz-string';
for (const h of ['md5', 'sha1', 'sha256', 'sha384', 'sha512']) { const m = forge.md[h].create(); for (let i = 0; i < 20; i++) m.update('some text ' + i); console.log(h, m.digest().toHex()); const k = forge.hmac.create(); k.start(h, 'key'); k.update('data'); console.log(k.digest().toHex()); }
const key = 'k'.repeat(16), iv = 'i'.repeat(16);
for (const mode of ['ECB', 'CBC', 'CFB', 'OFB', 'CTR', 'GCM']) { const c = forge.cipher.createCipher('AES-' + mode, key); c.start({ iv, additionalData: 'x' }); c.update(forge.util.createBuffer('plain text '.repeat(40))); c.finish(); console.log(mode, c.output.toHex().slice(-64), c.mode.tag?.toHex()); const d = forge.cipher.createDecipher('AES-' + mode, key); d.start({ iv, additionalData: 'x', tag: c.mode.tag }); d.update(c.output); console.log(d.finish(), d.output.toString().length); }
console.log(forge.util.encode64(forge.pkcs5.pbkdf2('password', 'salt', 200, 32)), forge.util.bytesToHex(forge.random.seedFileSync ? 'ok' : 'no'));
const n = new forge.jsbn.BigInteger('c' + 'd3'.repeat(63) + '1', 16), m = new forge.jsbn.BigInteger('12345678901234567890'); console.log(m.modPow(new forge.jsbn.BigInteger('65537'), n).toString(16), n.isProbablePrime(5), m.pow(9).divideAndRemainder(n).map(String));
console.log(forge.asn1.prettyPrint(forge.asn1.fromDer(forge.asn1.toDer(forge.asn1.create(forge.asn1.Class.UNIVERSAL, forge.asn1.Type.SEQUENCE, true, [forge.asn1.create(0, forge.asn1.Type.OID, false, forge.asn1.oidToDer('1.2.840.113549.1.1.1').getBytes()), forge.asn1.create(0, forge.asn1.Type.INTEGER, false, '\x01\x02')])))), forge.pem.encode({ type: 'X', body: 'abc'.repeat(30) }));
console.log(sjcl.codec.hex.fromBits(sjcl.hash.sha256.hash('x'.repeat(1000))), sjcl.codec.hex.fromBits(sjcl.misc.pbkdf2('p', 's', 300, 256)), JSON.stringify(sjcl.codec.base64.toBits('aGVsbG8=')), sjcl.codec.hex.fromBits(sjcl.mode.ccm.encrypt(new sjcl.cipher.aes([1, 2, 3, 4]), sjcl.codec.utf8String.toBits('secret text'), [5, 6, 7, 8], [], 64)));
console.log(bcrypt.hashSync('password', '$2b$05$abcdefghijklmnopqrstuu'), bcrypt.compareSync('no', '$2b$04$abcdefghijklmnopqrstuu'.padEnd(60, 'x')));
const text = Array.from({ length: 400 }, (_, i) => `line ${i} é ${(i * 7919) % 104729}`).join('\n'); for (const f of ['', 'ToBase64', 'ToUTF16', 'ToEncodedURIComponent', 'ToUint8Array']) { const c = LZString['compress' + f](text); console.log(f, c.length, LZString['decompress' + (f ? 'From' + f.slice(2) : '')](c) === text, f === 'ToBase64' ? c.slice(0, 80) : ''); }
