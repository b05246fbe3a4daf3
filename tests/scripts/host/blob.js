// Blob and File.
// node: 26
const show = (e) => `${e?.name} ${e?.code} ${e?.message}`;
const collect = async (s) => { const out = []; for await (const c of s) out.push(c); return out; };
const { log } = console;
const refused = async (...fs) => { for (const f of fs) try { log('fine', await f()); } catch (e) { log(show(e)); } };
const { inspect } = require('util');
(async () => {
  const blob = new Blob(['abc', new Uint8Array([100, 101]), new Blob(['fg']), new ArrayBuffer(1), 5], { type: 'Text/Plain' });
  log(blob, blob.size, blob.type, JSON.stringify(await blob.text()), await blob.bytes(), (await blob.arrayBuffer()).byteLength);
  log(blob.slice(1, 4), await blob.slice(1, 4).text(), await blob.slice(-3, -2, 'X/y').text(), blob.slice(2, 1).size, blob.slice(0, 2, 'bad\u00ff').type, blob.slice(3).size, blob.slice(0, 2, 'X/y').type);
  log(JSON.stringify(await new Blob(['a\r\nb\nc\rd'], { endings: 'native' }).text()), new Blob([], { type: 'a\u0100' }).type, new Blob().size, new Blob(new Set(['q'])).size);
  log(blob.stream(), await collect(blob.stream()), (await collect(new Blob(['x'.repeat(200000)]).stream())).reduce((sum, c) => sum + c.length, 0));
  const reader = new Blob(['hello']).stream().getReader({ mode: 'byob' });
  log(await reader.read(new Uint8Array(3)), await reader.read(new Uint8Array(3)), await reader.read(new Uint8Array(3)));
  const file = new File(['abc'], 'n.txt', { type: 'text/plain', lastModified: 5 });
  log(file, file.name, file.lastModified, file.size, await file.text(), file instanceof Blob, file.slice(1), typeof new File([], 'x').lastModified, new File([], 'x', { lastModified: new Date(7) }).lastModified);
  log(inspect({ a: { b: { c: blob } } }), inspect({ a: blob }, { depth: 0 }), String(file), require('buffer').Blob === Blob, require('buffer').File === File);
  const copies = structuredClone({ file, list: [blob, blob] });
  log(copies, copies.list[0] === copies.list[1], copies.list[0] instanceof Blob, await copies.file.text());
  const { port1, port2 } = new MessageChannel();
  port1.postMessage({ blob });
  const { message } = require('worker_threads').receiveMessageOnPort(port2);
  log(message, await message.blob.slice(0, 2).text());
  await refused(
    () => new Blob('x'), () => new Blob(1), () => new Blob(null), () => new Blob([], 1), () => new Blob([], { endings: 'x' }), () => new Blob([Symbol('s')]), () => Blob.prototype.size,
    () => Blob.prototype.text.call({}), () => new File(), () => new File([]), () => new File([], 'x', 1), () => new File(1, 'x'), () => File.prototype.name);
  const { resolveObjectURL } = require('buffer');
  const url = URL.createObjectURL(blob);
  log(/^blob:nodedata:[0-9a-f-]{36}$/.test(url), resolveObjectURL(url), resolveObjectURL('x'));
  URL.revokeObjectURL(url);
  log(resolveObjectURL(url));
  await refused(() => URL.createObjectURL(1), () => URL.createObjectURL(), () => URL.revokeObjectURL());
})();
