// Several frames of zstd, one after the other, at once and in pieces.
// node: 26
// gc-stress: 61
const zlib = require('zlib');
const frames = ['one ', '', 'two ', 'x'.repeat(3000), ' end'].map((text) => zlib.zstdCompressSync(text));
const all = Buffer.concat(frames);
const thrown = (f) => { try { return `${f()}`.replace(/x+/, 'X'); } catch (e) { return `${e.code} ${e.message}`; } };
console.log(thrown(() => zlib.zstdDecompressSync(all)));
console.log(thrown(() => zlib.zstdDecompressSync(all, { chunkSize: 64 })));
console.log(thrown(() => zlib.zstdDecompressSync(all.subarray(0, -3))));
console.log(thrown(() => zlib.zstdDecompressSync(Buffer.concat([frames[0], Buffer.from('junk')]))));
function inPieces(bytes, size, options) {
  return new Promise((resolve) => {
    const stream = zlib.createZstdDecompress(options);
    const out = [];
    stream.on('data', (chunk) => out.push(chunk));
    stream.on('error', (e) => resolve(`${e.code}`));
    stream.on('end', () => resolve(`${Buffer.concat(out)}`.replace(/x+/, 'X')));
    for (let i = 0; i < bytes.length; i += size) stream.write(bytes.subarray(i, i + size));
    stream.end();
  });
}
const first = (async () => {
  for (const size of [1, 7, 1000]) console.log(size, await inPieces(all, size), await inPieces(all, size, { chunkSize: 64 }));
  for (const frame of frames) console.log(await inPieces(Buffer.concat([frame, frames[0]]), frame.length));
  console.log(await inPieces(all.subarray(0, -3), 7));
  await new Promise((resolve) => zlib.zstdDecompress(all, (e, out) => resolve(console.log(e, out.length))));
})();

// What follows a frame: a frame to skip, the beginning of one, or junk.
const strict = { rejectGarbageAfterEnd: true };
const skipped = [0x50, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 1, 2];
first.then(async () => {
  for (const tail of [[0x28], [0x28, 0xb5], [0x28, 0xb5, 0x2f, 0xfd], skipped, [...skipped, ...frames[0]], [0, 0, 0], [0x28, 0, 0, 0], [106, 117, 110, 107, ...frames[0]]]) {
    const bytes = Buffer.concat([frames[0], Buffer.from(tail)]);
    console.log(thrown(() => zlib.zstdDecompressSync(bytes)), '|', thrown(() => zlib.zstdDecompressSync(bytes, strict)));
    console.log(await inPieces(bytes, 1), '|', await inPieces(bytes, frames[0].length), '|', await inPieces(bytes, 1000), '|', await inPieces(bytes, 1000, strict));
  }
  console.log(thrown(() => zlib.zstdDecompressSync(Buffer.from(skipped))));
});
