// node: 26
// The older interface of node:url, by chance: parts of URLs put together in any way.
'use strict';
process.removeAllListeners('warning');
process.on('warning', () => {});
const url = require('node:url');
let seed = 7;
const below = (n) => {
  seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
  return (seed >> 8) % n;
};
const bits = ['http:', 'https:', 'HTTP:', 'file:', 'mailto:', 'javascript:', 'ws:', 'x-y:', '//', '/', '\\', '\\\\', 'user', 'user:pass', '@', 'a.com', '[::1]', '[::1]:80', ':80', ':', '?', '#',
  'a=1&b=2', 'path', '..', '.', '%20', ' ', '"', "'", '<', 'é.com', '_', '*', '{x}', '|', '^', '`', '\t', '\n', '//a/b', '?x#y', '.com', '%', 'a@b@c', '127.0.0.1', 'index.html', ';', '=', '+', '~', '(', ',', 'A-B.C'];
const made = () => Array.from({ length: 1 + below(6) }, () => bits[below(bits.length)]).join('');
const shown = (f) => {
  try {
    const value = f();
    return typeof value === 'string' ? value : JSON.stringify({ ...value });
  } catch (e) {
    return e.code || e.name;
  }
};
let hash = 0;
const add = (text) => {
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
};
for (let round = 0; round < 12; round++) {
  for (let i = 0; i < 60; i++) {
    const [a, b] = [made(), made()];
    add(shown(() => url.parse(a, below(2) === 0, below(2) === 0)));
    add(shown(() => url.resolve(a, b)));
    add(shown(() => url.resolveObject(a, b)));
    add(shown(() => url.format(a)));
    const parts = {};
    for (const name of ['protocol', 'auth', 'host', 'port', 'hostname', 'hash', 'search', 'pathname']) if (below(2)) parts[name] = [made(), null, undefined, ''][below(4)];
    if (below(2)) parts.slashes = below(2) === 0;
    if (below(2)) parts.query = below(2) ? { a: [1, 'x'], b } : a;
    add(shown(() => url.format(parts)));
  }
  console.log(hash);
}
console.log(url.parse('//index.html').pathname, url.parse('//h/p', false, true).host, url.parse('mailto:a@b.c').host, url.parse('http://[::1]:80/x').hostname);
console.log({ ...url.parse('/x?b=1&b=2', true).query }, url.resolve('/a', '//h/x'), url.resolve('http://a/b/c/d', '../e?f'), url.format({ protocol: 'http', host: 'x', query: { a: [1, 2] } }));
console.log(url.parse('/a') instanceof url.Url, typeof url.Url.prototype.parseHost, url.parse.length, url.resolve.length, shown(() => url.parse('http://a:b/')), shown(() => url.format(5)));
