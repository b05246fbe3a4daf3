// TextDecoder: labels, parts of a stream, byte order marks, errors.
// node: 26
const parts = new TextDecoder();
let text = '';
for (const byte of new TextEncoder().encode('a€😀z')) text += parts.decode(new Uint8Array([byte]), { stream: true });
console.log(text + parts.decode());
for (const label of ['utf-16le', 'UTF-16', 'latin1', ' ascii ', 'windows-1252', 'iso-8859-1', 'shift_jis', 'gbk', 'euc-kr', 'none', 'replacement']) {
  try {
    console.log(label, new TextDecoder(label).encoding);
  } catch (error) {
    console.log(label, error.name, error.code);
  }
}
for (const wrong of [() => new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array([255])), () => new TextDecoder().decode(5)]) {
  try {
    wrong();
  } catch (error) {
    console.log(error.name, error.code);
  }
}
const marked = new Uint8Array([0xef, 0xbb, 0xbf, 65]);
console.log(new TextDecoder('utf-8', { ignoreBOM: true }).decode(marked).length, new TextDecoder().decode(marked).length);
console.log(new TextDecoder().decode(new DataView(new Uint8Array([65, 66]).buffer, 1)), new TextDecoder().decode() === '');
console.log(new TextDecoder('utf-16le').decode(new Uint8Array([0x61, 0, 0x3d, 0xd8, 0x00, 0xde])), new TextDecoder('latin1').decode(new Uint8Array([0x80, 0xe9])));
const fatal = new TextDecoder('utf-8', { fatal: true });
console.log(fatal.decode(new Uint8Array([0xe2, 0x82]), { stream: true }) === '');
try {
  fatal.decode();
} catch (error) {
  console.log(error.code);
}
console.log(fatal.decode(new Uint8Array([0x41])), new TextDecoder().decode(new Uint8Array([0xe2, 0x82, 0x41])));
