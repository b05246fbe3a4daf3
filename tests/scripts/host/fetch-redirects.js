// gc-stress: 23
// fetch: redirects.
// node: 26
const http = require('http');
const show = (e) => `${e?.name} ${e?.code} ${e?.message}${e?.cause ? ` <${show(e.cause)}>` : ''}`;
const { log } = console;
const refused = async (...fs) => { for (const f of fs) try { log('fine', await f()); } catch (e) { log(show(e)); } };
/** Runs a program with a server, whose address is `base`. */
const serve = (listener, program) => {
  const server = http.createServer(listener).listen(0, async () => {
    await program(`http://localhost:${server.address().port}`);
    server.close();
    server.closeAllConnections();
  });
};
serve(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://x');
  let body = '';
  for await (const chunk of request) body += chunk;
  if (pathname === '/to') response.writeHead(Number(searchParams.get('status')), { location: searchParams.get('to') ?? '/end' }).end('this way');
  else if (pathname === '/loop') response.writeHead(302, { location: '/loop' }).end();
  else if (pathname === '/nowhere') response.writeHead(302).end('stay');
  else response.end([request.method, body, request.headers['content-type']].join());
}, async (base) => {
  const followed = await fetch(`${base}/to?status=302#hash`);
  log(followed.redirected, followed.url === `${base}/end`, followed.status, followed.type, await followed.text());
  for (const status of [301, 302, 303, 307, 308]) log(status, await (await fetch(`${base}/to?status=${status}`, { method: 'POST', body: 'data' })).text());
  log(await (await fetch(`${base}/to?status=303`, { method: 'PUT', body: 'data' })).text());
  await refused(
    () => fetch(`${base}/loop`), () => fetch(`${base}/to?status=302`, { redirect: 'error' }), () => fetch(`${base}/to?status=302&to=ftp://x`), () => fetch(`${base}/to?status=302&to=data:,x`),
    async () => { const r = await fetch(`${base}/nowhere`); return [r.status, await r.text()]; },
    async () => { const r = await fetch(`${base}/to?status=302`, { redirect: 'manual' }); return [r.status, r.type, r.headers.get('location'), await r.text()]; },
    () => fetch(`${base}/to?status=307`, { method: 'POST', body: ReadableStream.from([new Uint8Array([1])]), duplex: 'half' }));
});
