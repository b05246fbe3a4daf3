// Response, and the ways to read a body.
// node: 26
const show = (e) => `${e?.name} ${e?.code} ${e?.message}`;
const collect = async (s) => { const out = []; for await (const c of s) out.push(c); return out; };
const { log } = console;
const refused = async (...fs) => { for (const f of fs) try { log('fine', await f()); } catch (e) { log(show(e)); } };
(async () => {
  const made = new Response('hi', { status: 201, statusText: 'Made', headers: { x: 'y' } });
  log(made, await made.text(), made.bodyUsed, made.body);
  await refused(() => made.text(), () => made.clone());
  const empty = new Response();
  log(empty.body, JSON.stringify(await empty.text()), empty.bodyUsed);
  log(Response.json({ a: 1 }), await Response.json([1], { status: 202, headers: { 'content-type': 'q/r' } }).json(), Response.error(), Response.redirect('http://x.y/z', 301));
  const original = new Response('abc');
  const copy = original.clone();
  log(await original.text(), await copy.text());
  const streamed = new Response(ReadableStream.from([new Uint8Array([65]), new Uint8Array([66])]));
  log(streamed.headers, await streamed.text());
  for (const body of ['s', new URLSearchParams('a=1&b=2'), new Blob(['b'], { type: 'x/y' }), new Blob(['b']), new Uint8Array([97]), new Uint8Array([97]).buffer, 5, {}, null, undefined]) {
    const response = new Response(body);
    log(response.headers.get('content-type'), JSON.stringify(await response.text()));
  }
  log(await new Response('abc').bytes(), await new Response('abc', { headers: { 'content-type': 'k/l;Q="a b"' } }).blob(), (await new Response('a').arrayBuffer()).byteLength, await new Response('\ufeffbom').text());
  log(await collect(new Response('text').textStream()));
  await refused(
    () => new Response('x', { status: 204 }), () => new Response('', { status: 100 }), () => new Response('', { status: 'x' }), () => new Response('', { statusText: '\0' }), () => Response.redirect('/x'),
    () => Response.redirect('http://x', 200), () => Response.json(undefined), () => Response.json(), () => new Response('x', 1), () => Response.prototype.status, () => Response.prototype.text.call({}),
    () => new Response(ReadableStream.from(['str'])).text());
})();
