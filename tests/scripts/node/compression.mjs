// node:zlib at once, with callbacks and as streams.
// node: 26
import zlib from 'node:zlib';
import { promisify } from 'node:util';
import { pipeline } from 'node:stream/promises';
import { Readable, Writable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';

const { log } = console;
const data = Buffer.from('hello hello hello '.repeat(2000));
const noise = Buffer.from(Array.from({ length: 100000 }, (_, i) => (i * 7919 ^ (i >> 3)) & 255));
const sink = () => new Writable({ write: (chunk, encoding, callback) => callback() });
const maker = (name) => zlib[`create${name[0].toUpperCase()}${name.slice(1)}`];

for (const [pack, unpack] of [
  ['deflate', 'inflate'], ['gzip', 'gunzip'], ['deflateRaw', 'inflateRaw'], ['brotliCompress', 'brotliDecompress'], ['zstdCompress', 'zstdDecompress'],
  ['gzip', 'unzip'], ['deflate', 'unzip'],
]) {
  for (const bytes of [data, Buffer.alloc(0), noise]) {
    const packed = zlib[`${pack}Sync`](bytes);
    log(pack, unpack, zlib[`${unpack}Sync`](packed).equals(bytes), packed.length < bytes.length + 100);
  }
  log((await promisify(zlib[unpack])(await promisify(zlib[pack])(data))).equals(data));
  log((await buffer(Readable.from([data.subarray(0, 100), data.subarray(100)]).pipe(maker(pack)()).pipe(maker(unpack)()))).equals(data));
  const packed = zlib[`${pack}Sync`](data);
  for (const bad of [packed.subarray(0, packed.length - 8), Buffer.from('garbage!!'), packed.subarray(0, 3)]) {
    try {
      zlib[`${unpack}Sync`](bad);
      log('no error');
    } catch (error) {
      log(unpack, error.name, error.code, error.errno, error.message);
    }
    await pipeline(Readable.from([bad]), maker(unpack)(), sink()).then(() => log('no error'), (error) => log(unpack, error.code, error.errno));
    await promisify(zlib[unpack])(bad).then(() => log('no error'), (error) => log(error.code));
  }
}
log(zlib.crc32('hello'), zlib.crc32(Buffer.from('world'), zlib.crc32('hello ')), zlib.crc32(''));

const dictionary = Buffer.from('abc');
const withDictionary = zlib.deflateSync('abcabc', { dictionary });
for (const wrong of [
  () => zlib.deflateSync(5), () => zlib.deflateSync('a', { level: 10 }), () => zlib.createGzip({ windowBits: 99 }), () => zlib.createGzip({ windowBits: 8 }),
  () => zlib.createDeflate({ chunkSize: 1 }), () => zlib.createDeflate({ level: 'x' }), () => zlib.createDeflate({ dictionary: 'x' }),
  () => zlib.brotliCompressSync('a', { params: { 99: 1 } }), () => zlib.zstdCompressSync('a', { params: { 99: 1 } }),
  () => zlib.gunzipSync(zlib.gzipSync(data), { maxOutputLength: 10 }), () => zlib.gzip('a'), () => zlib.crc32(5), () => zlib.crc32('a', -1),
  () => zlib.deflateSync('a', { strategy: 9 }), () => zlib.createDeflate({ flush: 9 }), () => zlib.createDeflate({ memLevel: 0 }),
  () => zlib.inflateSync(withDictionary), () => zlib.inflateSync(withDictionary, { dictionary: Buffer.from('q') }),
  () => zlib.gunzipSync(Buffer.concat([zlib.gzipSync('one'), Buffer.from('trailing')])),
]) {
  try {
    wrong();
    log('no error');
  } catch (error) {
    log(error.name, error.code, error.message);
  }
}
log(String(zlib.inflateSync(withDictionary, { dictionary })));
log(String(zlib.inflateRawSync(zlib.deflateRawSync('abcabc', { dictionary }), { dictionary })));

const members = Buffer.concat([zlib.gzipSync('one'), zlib.gzipSync('two'), Buffer.alloc(10)]);
log(String(zlib.gunzipSync(members)), await text(Readable.from([members]).pipe(zlib.createGunzip())));
log(await text(Readable.from([...members].map((byte) => Buffer.of(byte))).pipe(zlib.createUnzip())));
log(String(zlib.inflateSync(Buffer.concat([zlib.deflateSync('one'), Buffer.from('trailing')]))));
const partial = zlib.gunzipSync(zlib.gzipSync(data).subarray(0, 60), { finishFlush: zlib.constants.Z_SYNC_FLUSH });
log(String(partial.subarray(0, 11)));

const flushed = zlib.createDeflate();
const parts = [];
flushed.on('data', (part) => parts.push(part.length));
flushed.write('abc');
await new Promise((resolve) => flushed.flush(resolve));
log(parts.length);
flushed.end('def');
await new Promise((resolve) => flushed.on('end', resolve));
log(flushed.bytesWritten, parts.length > 1);

const told = zlib.createGzip();
for (const event of ['close', 'end', 'finish']) told.on(event, () => log(event));
told.end('x');
told.resume();
await new Promise((resolve) => told.on('close', resolve));
const { buffer: packed, engine } = zlib.deflateSync('info', { info: true });
log(packed.length, engine.constructor.name, engine.bytesWritten, new zlib.Gzip() instanceof zlib.Gzip);
log(zlib.codes.Z_OK, zlib.codes[-3], zlib.constants.Z_BEST_SPEED, zlib.Z_BEST_COMPRESSION);

// Who reads slowly is waited for.
let length = 0;
await pipeline(Readable.from([zlib.gzipSync(Buffer.alloc(1_000_000, 'abcdefgh'))]), zlib.createGunzip(), new Writable({
  highWaterMark: 1000,
  write(chunk, encoding, callback) {
    length += chunk.length;
    setImmediate(callback);
  },
}));
log(length);
log(zlib.inflateSync(zlib.deflateSync(new DataView(new ArrayBuffer(3)))));
