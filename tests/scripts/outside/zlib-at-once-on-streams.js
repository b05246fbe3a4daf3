// Streams of zlib run at once, chunk by chunk, as packers of archives and pictures do.
'use strict';
const zlib = require('node:zlib');
const z = zlib.constants;
const text = Buffer.from('over and over and over again, '.repeat(3000));

// As minizlib does, which keeps the handle.
function pack(Stream, options, parts) {
  const stream = new Stream(options);
  const out = [];
  parts.forEach((part, i) => {
    const handle = stream._handle;
    const { close } = handle;
    handle.close = () => {};
    const streamClose = stream.close;
    stream.close = () => {};
    try {
      out.push(Buffer.from(stream._processChunk(part, i === parts.length - 1 ? z.Z_FINISH : z.Z_NO_FLUSH)));
    } finally {
      stream._handle = handle;
      handle.close = close;
      stream.close = streamClose;
      stream.removeAllListeners('error');
    }
  });
  return Buffer.concat(out);
}
const parts = [text.subarray(0, 100), text.subarray(100, 70000), text.subarray(70000)];
for (const [Packer, Unpacker] of [[zlib.Gzip, zlib.Gunzip], [zlib.Deflate, zlib.Inflate], [zlib.DeflateRaw, zlib.InflateRaw]]) {
  const packed = pack(Packer, { level: 9 }, parts);
  const unpacked = pack(Unpacker, {}, [packed.subarray(0, 10), packed.subarray(10)]);
  console.log(Packer.name, packed.length < 2000, unpacked.equals(text));
}

// As pngjs does, with buffers of its own.
const inflate = new zlib.Inflate({ chunkSize: 1000 });
const deflated = zlib.deflateSync(text);
let [at, offset, buffer, size] = [0, inflate._outOffset, inflate._outBuffer, 0];
let left = deflated.length;
do {
  const room = inflate._chunkSize - offset;
  inflate._handle.writeSync(z.Z_FINISH, deflated, at, left, buffer, offset, room);
  const [outLeft, inLeft] = inflate._writeState;
  size += room - outLeft;
  at += left - inLeft;
  left = inLeft;
  offset += room - outLeft;
  if (outLeft === 0) [offset, buffer] = [0, Buffer.allocUnsafe(inflate._chunkSize)];
  else break;
} while (true);
console.log(size === text.length, at === deflated.length, buffer.length);
inflate._handle.close();

// Once it is over, or damaged.
const once = new zlib.Gzip();
console.log(zlib.gunzipSync(once._processChunk(Buffer.from('x'), z.Z_FINISH)).toString(), once._handle);
try {
  new zlib.Inflate()._processChunk(Buffer.from('no such thing'), z.Z_FINISH);
} catch (error) {
  console.log(error.code, error.errno, error.message);
}
try {
  new zlib.Inflate({ maxOutputLength: 1000 })._processChunk(deflated, z.Z_FINISH);
} catch (error) {
  console.log(error.code);
}
const two = Buffer.concat([zlib.gzipSync('one '), zlib.gzipSync('and two')]);
console.log(new zlib.Gunzip()._processChunk(two, z.Z_FINISH).toString());

// The older arguments of inspect, whatever the second is.
const { inspect } = require('node:util');
const deep = { a: { b: { c: { d: { e: 1 } } } } };
console.log(inspect(deep, null, Infinity), inspect(deep, undefined, 0), inspect(deep, false, 3), inspect([1], null, null, true));
console.log(inspect(deep, { depth: 0 }, 5), inspect(deep, true, null), inspect(deep, {}, null));
