// Ciphers and hashes on words.
import CryptoJS from 'crypto-js/crypto-js.js';

console.log(String(CryptoJS.SHA256('a')), String(CryptoJS.MD5('é')), String(CryptoJS.SHA3('x', { outputLength: 224 })), String(CryptoJS.HmacSHA512('m', 'k')), String(CryptoJS.RIPEMD160('r')), CryptoJS.SHA1('b').toString(CryptoJS.enc.Base64));
const key = CryptoJS.enc.Hex.parse('000102030405060708090a0b0c0d0e0f'), iv = CryptoJS.enc.Hex.parse('101112131415161718191a1b1c1d1e1f');
for (const name of ['AES', 'DES', 'Rabbit', 'RC4']) console.log(name, String(CryptoJS[name].encrypt('some text to hide', key, { iv })));
const sealed = CryptoJS.AES.encrypt('some text — to hide', key, { iv, mode: CryptoJS.mode.CBC, padding: CryptoJS.pad.Pkcs7 });
console.log(CryptoJS.AES.decrypt(String(sealed), key, { iv }).toString(CryptoJS.enc.Utf8), CryptoJS.AES.decrypt(String(CryptoJS.AES.encrypt('with a password', 'pass')), 'pass').toString(CryptoJS.enc.Utf8));
console.log(String(CryptoJS.PBKDF2('pw', 'salt', { keySize: 4, iterations: 150 })), CryptoJS.enc.Utf16.parse('hi'), String(CryptoJS.AES.encrypt('ctr', key, { iv, mode: CryptoJS.mode.CTR, padding: CryptoJS.pad.NoPadding }).ciphertext));
