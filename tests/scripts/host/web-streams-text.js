// Streams that encode and decode text, and that compress bytes.
// node: 26
const show = (e) => `${e?.name} ${e?.code} ${e?.message}`;
const collect = async (s) => { const out = []; for await (const c of s) out.push(c); return out; };
const { log } = console;
const refused = async (...fs) => { for (const f of fs) try { log('fine', await f()); } catch (e) { log(show(e)); } };
(async () => {
  log(await collect(ReadableStream.from(['a\ud83d', '\ude00b', '\ud800']).pipeThrough(new TextEncoderStream())));
  log(await collect(ReadableStream.from([new Uint8Array([0xe2, 0x82]), new Uint8Array([0xac, 65])]).pipeThrough(new TextDecoderStream())));
  log(new TextEncoderStream(), new TextDecoderStream('utf-16le', { fatal: true }));
  await refused(() => collect(ReadableStream.from([new Uint8Array([0xff])]).pipeThrough(new TextDecoderStream('utf-8', { fatal: true }))));
  const { text } = require('stream/consumers');
  const { gzipSync } = require('zlib');
  for (const format of ['gzip', 'deflate', 'deflate-raw', 'brotli']) {
    const source = ReadableStream.from([new TextEncoder().encode('hello '.repeat(50)), new TextEncoder().encode('!')]);
    log(format, (await text(source.pipeThrough(new CompressionStream(format)).pipeThrough(new DecompressionStream(format)))).length);
  }
  log(new CompressionStream('gzip'));
  const unpack = async (...chunks) => {
    const { readable, writable } = new DecompressionStream('gzip');
    const writer = writable.getWriter();
    for (const chunk of [...chunks]) writer.write(chunk).catch(() => {});
    writer.close().catch(() => {});
    return text(readable);
  };
  const packed = gzipSync('abc');
  log(await unpack(packed.subarray(0, 5), packed.subarray(5)));
  await refused(
    () => unpack(new Uint8Array([1, 2, 3])), () => unpack(packed.subarray(0, 15)), () => unpack(Buffer.concat([packed, Buffer.from('xx')])),
    () => new CompressionStream(), () => new DecompressionStream('zip'), () => new CompressionStream('gzip').writable.getWriter().write(5));
})();
