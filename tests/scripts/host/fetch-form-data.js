// FormData, and forms as bodies.
// node: 26
const show = (e) => `${e?.name} ${e?.code} ${e?.message}`;
const collect = async (s) => { const out = []; for await (const c of s) out.push(c); return out; };
const { log } = console;
const refused = async (...fs) => { for (const f of fs) try { log('fine', await f()); } catch (e) { log(show(e)); } };
const shown = ([name, value]) => [name, typeof value === 'string' ? value : [value.constructor.name, value.name, value.type, value.size]];
(async () => {
  const form = new FormData();
  form.append('a', 1);
  form.append('b', new Blob(['x'], { type: 't/u' }));
  form.append('b', new Blob(['y']), 'name.txt');
  form.set('c', new File(['z'], 'f.z', { lastModified: 3 }));
  log([...form].map(shown), form.get('a'), form.getAll('a'), form.has('b'), form.get('none'), form.getAll('none'));
  form.delete('b');
  form.set('a', 'q');
  form.append('a', 'r');
  form.forEach((value, name) => log(name, typeof value));
  log(form, form.keys(), new FormData());
  await refused(
    () => new FormData(1), () => new FormData().append('x'), () => new FormData().append('a', 'b', 'c'), () => new FormData().get(), () => FormData.prototype.get.call({}, 'x'));

  const sent = new FormData();
  sent.append('a', 'x\ny"z');
  sent.append('q"\n', 'é');
  sent.append('f', new File(['da\r\nta'], 'n"a.txt', { type: 'text/q' }));
  sent.append('g', new Blob(['bl']));
  const response = new Response(sent);
  const type = response.headers.get('content-type');
  const [, boundary] = type.split('boundary=');
  log(type.replace(boundary, '…'), JSON.stringify((await response.clone().text()).replaceAll(boundary, '…')));
  const back = await response.formData();
  log([...back].map(shown), JSON.stringify(await back.get('f').text()));
  log([...await new Response('a=1&b=%20x+y&a=2', { headers: { 'content-type': 'application/x-www-form-urlencoded' } }).formData()]);
  const multipart = (text, boundaryText = 'X') => new Response(text, { headers: { 'content-type': `multipart/form-data; boundary="${boundaryText}"` } }).formData();
  log([...await multipart('--X\r\ncontent-disposition: form-data; name="n"\r\n\r\nv\r\n--X--\r\n')].map(shown));
  await refused(() => new Response('x').formData(), () => new Response('x', { headers: { 'content-type': 'multipart/form-data' } }).formData(), () => multipart(''));
})();
