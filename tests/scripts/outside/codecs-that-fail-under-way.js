// node: 26
// A codec fails while more is written, flushed and ended: the error is told, and nobody that what failed was written.
const zlib = require('zlib');
const run = (make, input, end) => new Promise((done) => {
  const log = [];
  const stream = make();
  for (const event of ['close', 'end', 'finish', 'drain']) stream.on(event, () => log.push(event));
  stream.on('error', (e) => log.push(e.code));
  stream.on('data', (d) => log.push(`data ${d}`));
  const told = (name) => (e) => log.push(e ? `${name} ${e.code}` : name);
  stream.write(input, told('first'));
  stream.write(Buffer.from([0, 0, 255, 255]), told('second'));
  stream.flush(() => log.push('flushed'));
  if (end) stream.end(told('ended'));
  // Until nothing more has come for a while.
  let [seen, quiet] = [0, 0];
  const look = setInterval(() => {
    [seen, quiet] = [log.length, log.length > 0 && log.length === seen ? quiet + 1 : 0];
    if (quiet < 15) return;
    clearInterval(look);
    done(`${log.join(', ')} ${stream.destroyed} ${stream.closed}`);
  }, 10);
});
(async () => {
  for (const end of [false, true]) {
    for (const [name, text] of [['InflateRaw', Buffer.from([1, 1, 1, 1, 1, 1])], ['Inflate', Buffer.from('nonsense')], ['Gunzip', Buffer.from('nonsense')], ['Unzip', Buffer.from([0x1f, 0x8b, 9, 9, 9, 9])], ['BrotliDecompress', Buffer.from('nonsense')], ['ZstdDecompress', Buffer.from('nonsense')]]) {
      console.log(name, end, await run(zlib[`create${name}`], text, end));
    }
  }
  console.log('good', await run(zlib.createInflateRaw, zlib.deflateRawSync('hello'), false));
})();
