// URL, URLSearchParams, node:url, querystring.
const url = new URL('https://user:pa%20ss@example.org:8080/a/b/../c?x=1&y=2&x=3#frag');
console.log(url, String(url), JSON.stringify({ url }));
url.searchParams.append('z', 'ä &');
url.pathname = '/new path';
url.port = '443';
url.hash = '';
console.log(url.href, url.searchParams.getAll('x'), url.searchParams.size, [...url.searchParams.keys()].join());
url.search = '?q=1';
console.log(url.searchParams.get('q'), url.searchParams.has('x'), new URL('../x', 'http://h/a/b/c').href, URL.canParse('nope'), URL.parse('nope'));
try { new URL('nope'); } catch (error) { console.log(error.name, error.code, error.message, error.input); }
const params = new URLSearchParams({ a: 1, b: 'two words' });
params.set('a', 2); params.append('c', '+'); params.delete('b'); params.sort();
console.log(String(params), params, new URLSearchParams([['k', 'v']]).toString(), new URLSearchParams('?m=%20+').get('m'));
const { fileURLToPath, pathToFileURL, parse, format } = require('node:url');
console.log(fileURLToPath('file:///a%20b/c'), pathToFileURL('/a b/#c').href, format(new URL('http://a/?b#c'), { fragment: false }));
const old = parse('http://u:p@host.com:80/p/a?q=1#h');
console.log(old.host, old.pathname, old.query, old.hash, old.auth, old.href, parse('/only?x=1', true).query.x);
const qs = require('querystring');
console.log(qs.stringify({ a: [1, 2], b: 'c d' }), JSON.stringify(qs.parse('a=1&a=2&b=%20')));
