// How many columns of a terminal a text takes.
'use strict';

const escapes = /[\u001B\u009B][[\]()#;?]*(?:(?:(?:;[-a-zA-Z\d/#&.:=?%@~_]+)*|[a-zA-Z\d]+(?:;[-a-zA-Z\d/#&.:=?%@~_]*)*)?(?:\u0007|\u001B\u005C|\u009C)|(?:\d{1,4}(?:;\d{0,4})*)?[\dA-PR-TZcf-nq-uy=><~])/g;
const narrow = /^[\x20-\x7e]*$/;
const none = /^[\p{Mn}\p{Me}\p{Cf}\p{Cc}\u200b-\u200f\ufe00-\ufe0f]$/u;

function isWide(code) {
  return code >= 0x1100 && (
    code <= 0x115f || code === 0x2329 || code === 0x232a || (code >= 0x2e80 && code <= 0x3247 && code !== 0x303f) ||
    (code >= 0x3250 && code <= 0x4dbf) || (code >= 0x4e00 && code <= 0xa4c6) || (code >= 0xa960 && code <= 0xa97c) ||
    (code >= 0xac00 && code <= 0xd7a3) || (code >= 0xf900 && code <= 0xfaff) || (code >= 0xfe10 && code <= 0xfe19) ||
    (code >= 0xfe30 && code <= 0xfe6b) || (code >= 0xff01 && code <= 0xff60) || (code >= 0xffe0 && code <= 0xffe6) ||
    (code >= 0x1b000 && code <= 0x1b001) || (code >= 0x1f200 && code <= 0x1f251) || (code >= 0x1f300 && code <= 0x1f64f) ||
    (code >= 0x1f900 && code <= 0x1f9ff) || (code >= 0x20000 && code <= 0x3fffd));
}

module.exports = {
  widthOf(text, keepsEscapes = false) {
    const plain = keepsEscapes ? text : text.replace(escapes, '');
    if (narrow.test(plain)) return plain.length;
    let width = 0;
    for (const char of plain.normalize('NFC')) {
      if (isWide(char.codePointAt(0))) width += 2;
      else if (!none.test(char)) width++;
    }
    return width;
  },
  isWide,
};
