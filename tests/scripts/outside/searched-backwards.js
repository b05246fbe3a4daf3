// node: 26
// Where searches of a buffer begin: empty needles, offsets beyond both ends, characters of two bytes at odd places.
'use strict';
const offsets = [undefined, null, 0, 1, 2, 3, -1, -2, -3, -4, -7, 7, 100, -100, NaN, Infinity, -Infinity, {}, true, 1.9, -1.9, 2 ** 32 + 1, -0];
const hays = ['bbc', 'abcab', '', 'a', '\0a\0b'].flatMap((s) => ['latin1', 'utf16le'].map((e) => Buffer.from(s, e)));
const needles = ['', 'b', 'bb', 'ab', '\u6881', 'abcabcabc', Buffer.from('bb'), Buffer.from(''), Buffer.from([0]), Buffer.from('b', 'utf16le'), 0x62, 354, 98.7];
const shown = (v) => (Object.is(v, -0) ? '-0' : String(v));
for (const hay of hays) {
  for (const needle of needles) {
    for (const encoding of [undefined, 'latin1', 'utf16le']) {
      const row = offsets.map((o) => `${shown(hay.indexOf(needle, o, encoding))}/${shown(hay.lastIndexOf(needle, o, encoding))}${hay.includes(needle, o, encoding) ? '' : '!'}`);
      console.log(hay.toString('hex'), typeof needle === 'object' ? needle.toString('hex') : JSON.stringify(needle), encoding, row.join(' '));
    }
  }
}
