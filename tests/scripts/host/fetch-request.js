// Request.
// node: 26
const show = (e) => `${e?.name} ${e?.code} ${e?.message}`;
const collect = async (s) => { const out = []; for await (const c of s) out.push(c); return out; };
const { log } = console;
const refused = async (...fs) => { for (const f of fs) try { log('fine', await f()); } catch (e) { log(show(e)); } };
(async () => {
  const request = new Request('http://a.b/c?d#e', { method: 'post', body: 'x', headers: { h: 'v' } });
  log(request, request.duplex, await request.text());
  const changed = new Request(new Request('http://a.b', { headers: { y: 1 } }), { method: 'DELETE', headers: { z: 1 } });
  log(changed.method, changed.headers, changed.url);
  const put = () => new Request('http://a.b', { method: 'PUT', body: 'q' });
  const [first, second] = [put(), put()];
  const copy = first.clone();
  log(await first.text(), await copy.text());
  const again = new Request(second);
  log(second.bodyUsed, await again.text());
  const controller = new AbortController();
  const signaled = new Request('http://x', { signal: controller.signal });
  controller.abort('z');
  log(signaled.signal.aborted, signaled.signal.reason, signaled.signal === controller.signal);
  log(new Request('http://x', { keepalive: true, credentials: 'omit', mode: 'no-cors', redirect: 'manual', cache: 'no-store', integrity: 'a', referrerPolicy: 'origin' }));
  log(new Request('http://x', { method: 'get' }).method, new Request('http://x', { method: 'custom' }).method, new Request('http://x', { referrer: 'http://y/z' }).referrer);
  await refused(
    () => new Request(), () => new Request('x'), () => new Request('http://u:p@x'), () => new Request('http://x', { method: 'b ad' }), () => new Request('http://x', { method: 'TRACE' }),
    () => new Request('http://x', { body: 'x' }), () => new Request('http://x', { method: 'POST', body: new ReadableStream() }), () => new Request('http://x', { mode: 'navigate' }),
    () => new Request('http://x', { redirect: 'zz' }), () => new Request('http://x', { signal: 1 }), () => new Request('http://x', { window: 1 }), () => new Request('http://x', { cache: 'only-if-cached' }),
    () => new Request('http://x', 1), () => new Request('http://x', { duplex: 'full' }));
})();
