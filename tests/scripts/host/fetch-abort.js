// fetch: signals and canceled bodies.
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
serve((request, response) => {
  if (request.url === '/started') response.write('first');
}, async (base) => {
  await refused(
    () => fetch(base, { signal: AbortSignal.abort() }), () => fetch(base, { signal: AbortSignal.abort(new Error('mine')) }), () => fetch(base, { signal: AbortSignal.timeout(20) }),
    () => { const c = new AbortController(); setTimeout(() => c.abort(), 30); return fetch(base, { signal: c.signal }); },
    () => { const c = new AbortController(); setTimeout(() => c.abort(), 30); return fetch(new Request(base, { signal: c.signal })); },
    async () => { const c = new AbortController(); const r = await fetch(`${base}/started`, { signal: c.signal }); setTimeout(() => c.abort(), 10); return r.text(); },
    async () => {
      const c = new AbortController();
      const reader = (await fetch(`${base}/started`, { signal: c.signal })).body.getReader();
      log(Buffer.from((await reader.read()).value).toString());
      c.abort(new Error('while reading'));
      return reader.read();
    },
    async () => { const r = await fetch(`${base}/started`); await r.body.cancel(); return 'canceled'; },
    () => { const c = new AbortController(); const sent = new ReadableStream({ cancel() { log('the body is canceled'); } }); c.abort(new Error('early')); return fetch(base, { method: 'POST', body: sent, duplex: 'half', signal: c.signal }); });
});
