// node: 26
// What fetch asks for beyond headers that it is given: modes of caches, referrers by their policy, ranges, digests of what must come.
const http = require('http'), crypto = require('crypto');
const server = http.createServer((q, r) => {
  const { host, connection, accept, 'accept-language': language, 'user-agent': agent, ...rest } = q.headers;
  let body = '';
  q.on('data', (d) => { body += d; });
  q.on('end', () => {
    if (q.url === '/text') r.end('text');
    else if (q.url === '/moved') r.writeHead(302, { location: '/next' }).end();
    else r.end(JSON.stringify([q.method, rest, body]));
  });
});
const of = (algorithm, form = 'base64', text = 'text') => `${algorithm}-${crypto.createHash(algorithm).update(text).digest(form)}`;
server.listen(0, '127.0.0.1', async () => {
  const base = `http://127.0.0.1:${server.address().port}`;
  const here = (text) => text.replaceAll(base, 'BASE');
  const ask = async (label, path, init) => {
    try {
      const response = await fetch(path instanceof Request ? path : base + path, init);
      console.log(label, response.status, here(await response.text()));
    } catch (e) {
      console.log(label, e.name, here(e.message), e.cause ? `${e.cause.name} ${e.cause.message}` : '');
    }
  };
  for (const cache of ['default', 'no-store', 'reload', 'no-cache', 'force-cache', 'only-if-cached']) {
    await ask(cache, '/', { cache });
    await ask(`${cache} own`, '/', { cache, headers: { 'cache-control': 'x', pragma: 'y' } });
  }
  for (const name of ['if-modified-since', 'if-none-match', 'if-unmodified-since', 'if-match', 'if-range', 'range']) await ask(name, '/', { headers: { [name]: 'v' } });
  await ask('own encoding', '/', { headers: { range: 'bytes=0-', 'accept-encoding': 'br' } });
  for (const mode of ['cors', 'no-cors', 'same-origin']) await ask(mode, '/', { mode });
  for (const referrer of ['', 'about:client', 'about:blank', 'http://other.test/path?q#f', 'https://other.test/path?q#f', `${base}/path?q#f`, 'http://user:pass@other.test/p', 'no url', 'file:///a', 'data:,x']) {
    for (const referrerPolicy of [undefined, '', 'no-referrer', 'no-referrer-when-downgrade', 'same-origin', 'origin', 'strict-origin', 'origin-when-cross-origin', 'strict-origin-when-cross-origin', 'unsafe-url']) {
      if (referrerPolicy === undefined || referrer.includes('://')) await ask(`${here(referrer)} ${referrerPolicy}`, '/', { referrer, referrerPolicy });
    }
  }
  await ask('own referer', '/', { headers: { referer: 'mine' }, referrer: 'http://other.test/' });
  await ask('moved', '/moved', { referrer: `${base}/from?a`, cache: 'no-cache', mode: 'no-cors' });
  for (const priority of ['high', 'low', 'auto', 'zz', null, undefined]) await ask(`priority ${priority}`, '/text', { priority });
  for (const method of ['patch', 'Patch', 'get', 'post', 'head', 'delete', 'options', 'put', 'query']) await ask(method, '/', { method });
  const good = of('sha256');
  for (const integrity of ['', good, of('sha384'), of('sha512'), of('sha256', 'base64url'), `${good}?option`, ` ${good} `, `${of('sha256', 'base64', 'x')} ${good}`, `${of('sha512', 'base64', 'x')} ${good}`, `${of('sha512')} ${of('sha256', 'base64', 'x')}`, of('sha256', 'base64', 'x'), 'sha256-x', 'sha256-', 'sha1-abc', 'md5-abc', of('sha1'), 'nothing', 'SHA256-' + good.slice(7), good.replace(/=+$/, ''), good + '=']) {
    await ask(`integrity ${integrity}`, '/text', { integrity });
  }
  await ask('integrity data', new Request('data:,text', { integrity: good }));
  await ask('integrity data', new Request('data:,other', { integrity: good }));
  const first = new Request(`${base}/`, { method: 'POST', body: 'words' });
  await ask('request of a request', new Request(first, { headers: { a: '1' } }));
  await ask('request of a request', new Request(new Request(new Request(`${base}/`, { method: 'PUT', body: new Uint8Array(3) }))));
  const streamed = new Request(`${base}/`, { method: 'POST', body: new Blob(['b', 'c']).stream(), duplex: 'half' });
  await ask('request of a stream', new Request(streamed));
  server.close();
  server.closeAllConnections();
});
