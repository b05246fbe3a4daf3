// fetch: contents that are packed, come in parts, or break off.
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
const zlib = require('zlib');
const text = 'packed '.repeat(10);
const packed = {
  gzip: zlib.gzipSync(text), deflate: zlib.deflateSync(text), raw: zlib.deflateRawSync(text), br: zlib.brotliCompressSync(text),
  'gzip, br': zlib.brotliCompressSync(zlib.gzipSync(text)), bad: Buffer.from('not packed'),
};
serve((request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://x');
  if (pathname === '/packed') {
    response.setHeader('content-encoding', searchParams.get('coding'));
    response.end(packed[searchParams.get('of') ?? searchParams.get('coding')]);
  } else if (pathname === '/parts') {
    let n = 0;
    const next = () => (n < 3 ? response.write(`part ${n++};`, () => setImmediate(next)) : response.end());
    next();
  } else if (pathname === '/cut') {
    response.setHeader('content-length', 10);
    response.write('abc', () => response.destroy());
  } else if (pathname === '/gone') {
    request.socket.destroy();
  } else {
    response.statusCode = Number(pathname.slice(1));
    response.end(pathname === '/204' ? undefined : 'body');
  }
}, async (base) => {
  for (const coding of ['gzip', 'deflate', 'br', 'gzip, br']) {
    const response = await fetch(`${base}/packed?coding=${coding}`);
    log(coding, response.headers.get('content-encoding'), response.headers.get('content-length') === `${packed[coding].length}`, await response.text() === text);
  }
  log(await (await fetch(`${base}/packed?coding=deflate&of=raw`)).text() === text, (await (await fetch(`${base}/packed?coding=other&of=gzip`)).bytes()).length === packed.gzip.length);
  let parts = '';
  for await (const chunk of (await fetch(`${base}/parts`)).body) parts += Buffer.from(chunk);
  log(parts);
  const response = await fetch(`${base}/parts`);
  const copy = response.clone();
  log(await response.text() === parts, await copy.text() === parts);
  const [none, missing] = [await fetch(`${base}/204`), await fetch(`${base}/404`)];
  log(none.status, none.body, await none.text(), missing.status, missing.ok, missing.statusText, await missing.text());
  await refused(() => fetch(`${base}/packed?coding=gzip&of=bad`).then((r) => r.text()), () => fetch(`${base}/cut`).then((r) => r.text()), () => fetch(`${base}/gone`));
});
