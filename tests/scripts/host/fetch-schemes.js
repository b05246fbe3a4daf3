// fetch: other schemes than http.
// node: 26
const show = (e) => `${e?.name} ${e?.code} ${e?.message}${e?.cause ? ` <${show(e.cause)}>` : ''}`;
const { log } = console;
const refused = async (...fs) => { for (const f of fs) try { log('fine', await f()); } catch (e) { log(show(e)); } };
(async () => {
  const shown = async (...args) => { const r = await fetch(...args); return [r.status, r.statusText, r.type, r.headers.get('content-type'), await r.text()]; };
  for (const url of ['data:text/plain;charset=utf-8,hi%20there', 'data:;base64,aGk=', 'data:,a%00%C3%A9b', 'data:bad type,x', 'data:TEXT/html;a="b c",<p>#hash', 'data:;x=y,z']) log(url, JSON.stringify(await shown(url)));
  const url = URL.createObjectURL(new Blob(['blobby'], { type: 'q/w' }));
  log(await shown(url), (await fetch(url)).headers.get('content-length'));
  const part = await fetch(url, { headers: { range: 'bytes=1-3' } });
  log(part.status, part.headers.get('content-range'), await part.text());
  await refused(() => fetch(url, { method: 'POST' }));
  URL.revokeObjectURL(url);
  await refused(
    () => fetch(url), () => fetch('data:text/html;base64,%%%'), () => fetch('data:nocomma'), () => fetch('ftp://x'), () => fetch('about:blank'), () => fetch('file:///x'), () => fetch('http://localhost:1/'),
    () => fetch(), () => fetch('nope'));
})();
