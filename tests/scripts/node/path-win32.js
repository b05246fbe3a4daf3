// node: 26
// Paths of Windows: random ones, through all functions; the output is their checksum, and some of them.
process.chdir('/');
const { win32, posix } = require('path');

let seed = 12345;
const random = (n) => {
  seed = (seed * 1103515245 + 12345) & 0x7fffffff;
  return (seed >> 8) % n;
};
const parts = ['\\', '/', '\\', '/', 'a', 'b', 'c:', 'C:', 'd:', '.', '..', '.x', 'f.ext', ' ', ':', '?', 'Foo', 'x.', '..f'];
const make = () => Array.from({ length: random(9) + 1 }, () => parts[random(parts.length)]).join('');

for (const path of [win32, posix]) {
  let sum = 0;
  const add = (text) => {
    for (let i = 0; i < text.length; i++) sum = (sum * 31 + text.charCodeAt(i)) | 0;
  };
  for (let i = 0; i < 400; i++) {
    const [a, b, c] = [make(), make(), make()];
    const out = [
      path.normalize(a), path.join(a, b), path.join(a, b, c), path.resolve('/base', a, b), path.resolve('c:/d', a), path.relative(`/x/${a}`, `/x/${b}`),
      path.dirname(a), path.basename(a), path.basename(a, '.ext'), path.extname(a), path.isAbsolute(a), path.format({ dir: a, base: b }),
    ];
    if (path === win32) out.push(JSON.stringify(path.parse(a)), path.toNamespacedPath(`c:\\${a}`));
    add(JSON.stringify(out));
    if (i % 50 === 0) console.log(JSON.stringify(a), out.join(' | '));
  }
  console.log(path.sep, path.delimiter, sum);
}
console.log(win32 === require('path/win32'), win32.posix === posix, posix.win32 === win32, require('path').win32 === win32);
try {
  win32.join('a', 1);
} catch (error) {
  console.log(error.code, error.message);
}
