// fetch: methods, headers and bodies, as a server sees them.
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
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const { host, ...headers } = request.headers;
  response.setHeader('x-a', ['1', '2']);
  response.setHeader('set-cookie', ['a=1', 'b=2']);
  response.end(JSON.stringify({ method: request.method, url: request.url, headers, body: String(Buffer.concat(chunks)) }));
}, async (base) => {
  const seen = async (...args) => (await fetch(...args)).json();
  log(await seen(`${base}/a?b#c`), await seen(new URL(base), { method: 'POST', body: 'hello' }));
  log(await seen(base, { method: 'post', body: new URLSearchParams('a=b'), headers: { 'X-Y': 'z', cookie: 'k=v', 'user-agent': 'me' } }));
  const body = ReadableStream.from([new Uint8Array([65]), new Uint8Array([66])]);
  const generated = (async function* () { yield Buffer.from('generated'); })();
  for (const init of [
    { method: 'PUT', body, duplex: 'half' }, { method: 'POST', body: generated, duplex: 'half' }, { method: 'DELETE' }, { method: 'POST' }, { method: 'PATCH', body: new Blob(['bb'], { type: 'm/n' }) },
    { method: 'POST', body: new Uint8Array([98]) },
  ]) {
    const { method, headers, body: text } = await seen(base, init);
    log(method, headers['content-type'], headers['content-length'], headers['transfer-encoding'], text);
  }
  const form = new FormData();
  form.set('k', 'v');
  const posted = await seen(base, { method: 'POST', body: form });
  log(posted.headers['content-type'].replace(/boundary=.*/, ''), posted.body.split('\r\n').slice(1, 4));
  const request = new Request(base, { method: 'POST', body: 'of a request', headers: { a: 'b' } });
  const { headers, body: text } = await seen(request);
  log(headers.a, text, request.bodyUsed);
  const response = await fetch(base);
  log(response.status, response.ok, response.statusText, response.type, response.redirected, response.url === `${base}/`, response.headers.get('x-a'), response.headers.getSetCookie());
  log(response.body, (await response.text()).length > 0, response.bodyUsed);
  const head = await fetch(base, { method: 'HEAD' });
  log(head.status, JSON.stringify(await head.text()), head.headers.get('x-a'));
  await refused(() => response.headers.set('a', 'b'), () => response.text(), () => fetch('nope'), () => fetch(base, { body: 'x' }));
});
