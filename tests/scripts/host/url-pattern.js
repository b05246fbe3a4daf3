// URLPattern.
// node: 26
const show = (e) => `${e?.name} ${e?.code} ${e?.message}`;
const collect = async (s) => { const out = []; for await (const c of s) out.push(c); return out; };
const { log } = console;
const refused = async (...fs) => { for (const f of fs) try { log('fine', await f()); } catch (e) { log(show(e)); } };
const parts = (p) => ['protocol', 'username', 'password', 'hostname', 'port', 'pathname', 'search', 'hash', 'hasRegExpGroups'].map((name) => p[name]).join(' | ');
(async () => {
  const books = new URLPattern({ pathname: '/books/:id' });
  log(books, books.exec('http://x/books/12'), books.test({ pathname: '/books/12/3' }));
  log(new URLPattern('https://*.example.com/:a/b').exec('https://w.example.com/b/b?d#e'));
  for (const p of ['https://example.com/:a/*', 'https://*.example.com:8080/foo?q=:v#h', 'http{s}?://a.b/{c}?', 'data\\:foo*', 'https://a.com/b/:c+', '*://*/*', 'http://a.com?x', ':proto://h/x', 'http://localhost:3000']) log(p, parts(new URLPattern(p)));
  for (const p of [
    '/a/:b?', '/a/{b}', '/a/{b}?', '/a/{:b-}:c', '/:a.:b', '/:a(\\d+)', '/(foo|bar)', '/a{/:x}+', '/é', '/a b', '/\\:a', '/a/(.*)', '/:x(.*)', '/{:a}b', '/:a{b}', '/a/../b', '{/:foo}{/:bar}?', '/x:a', '*', '/*/*',
    '{foo:bar}*', '/foo/:bar(baz)?', '/{*}?', '/**', '/(.*)?',
  ]) log(p, new URLPattern({ pathname: p }).pathname);
  for (const [p, u] of [['/a/:b', '/a/x'], ['/a/:b?', '/a'], ['/a/:b*', '/a/x/y'], ['/a/:b+', '/a'], ['/a/*', '/a/x/y'], ['/(foo|bar)', '/bar'], ['/a{/b}*', '/a/b/b'], ['/:a(\\d+)', '/12'], ['/:a(\\d+)', '/x'], ['/é', '/é'], ['/A', '/a']]) {
    log(p, u, JSON.stringify(new URLPattern({ pathname: p }).exec({ pathname: u })?.pathname));
  }
  log(new URLPattern('/A', 'http://x', { ignoreCase: true }).test('http://x/a'), new URLPattern({ pathname: '/A' }, { ignoreCase: true }).test('http://x/a'), new URLPattern().test('http://x'));
  for (const args of [[{ pathname: 'x', baseURL: 'http://a/b/c?d#e' }], [{ search: '?a', hash: '#b' }], [{ protocol: 'http:', port: '80' }], [{ hostname: 'EXAMPLE.com' }], ['?q', 'http://a.b/c?d'], ['x', 'http://a.b/c/d'], [{ username: 'a b' }]]) log(parts(new URLPattern(...args)));
  await refused(
    () => new URLPattern({ pathname: '/:' }), () => new URLPattern({ pathname: '(' }), () => new URLPattern({ pathname: '/:a/:a' }), () => new URLPattern('/x'), () => new URLPattern(1),
    () => new URLPattern({ port: 'x' }), () => new URLPattern({ hostname: 'a b' }), () => new URLPattern({}, 'http://x'), () => new URLPattern({ baseURL: 'no' }), () => new URLPattern({}).test({}, 'http://x'));
})();
