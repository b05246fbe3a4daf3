// pipeline, finished, compose, iteration and the operators of streams.
import Stream, { Duplex, PassThrough, Readable, Transform, Writable, addAbortSignal, compose, finished, pipeline } from 'node:stream';
import { pipeline as run, finished as ended } from 'node:stream/promises';
import { buffer, json, text } from 'node:stream/consumers';

const { log } = console;
const upper = () => new Transform({ transform: (c, e, cb) => cb(null, String(c).toUpperCase()) });
const told = (name) => (error, value) => log(name, error?.code ?? error?.message, value);
const pause = () => new Promise((resolve) => setTimeout(resolve, 10));

log(Stream === Stream.Stream, typeof Stream.prototype.pipe, new PassThrough() instanceof Stream, new Duplex() instanceof Writable);
pipeline(Readable.from(['a', 'b']), new PassThrough(), new Writable({ write: (c, e, cb) => cb(new Error('full')) }), told('failing'));
await pause();
pipeline(Readable.from(['a']), async function* (source) {
  for await (const chunk of source) yield `${chunk}!`;
}, async (source) => text(source), told('functions'));
await pause();
let seen = '';
await run(Readable.from(['a', 'b']), upper(), async function* (source) {
  for await (const chunk of source) {
    seen += chunk;
    yield chunk;
  }
}, new PassThrough().resume());
log(seen);
await run(async function* () { yield 'x'; throw new Error('thrown'); }, new PassThrough()).catch((error) => log(error.message));
const stop = new AbortController();
const waiting = run(new Readable({ read() {} }), new PassThrough(), { signal: stop.signal });
stop.abort();
await waiting.catch((error) => log(error.name, error.code));
try {
  pipeline(Readable.from([]), () => {});
} catch (error) {
  log(error.code);
}

const cut = new Readable({ read() {} });
finished(cut, told('cut'));
cut.destroy();
await ended(Readable.from([1]).resume());
await ended(cut).catch((error) => log(error.code));

for await (const chunk of Readable.from(['a', 'b'])) log(chunk);
const broken = Readable.from((async function* () { yield 1; throw new Error('inside'); })());
try {
  for await (const chunk of broken) log(chunk);
} catch (error) {
  log(error.message, broken.destroyed);
}
const left = Readable.from([1, 2, 3]);
for await (const chunk of left) {
  log(chunk);
  break;
}
log(left.destroyed);
const kept = Readable.from([1, 2, 3]);
for await (const chunk of kept.iterator({ destroyOnReturn: false })) {
  log(chunk);
  break;
}
log(kept.destroyed);

const numbers = () => Readable.from([1, 2, 3, 4]);
log(await numbers().filter((n) => n % 2).map(async (n) => n * 10).toArray(), await numbers().reduce((a, b) => a + b));
log(await numbers().take(2).toArray(), await numbers().drop(3).toArray(), await numbers().flatMap((n) => [n, n]).toArray());
log(await numbers().some((n) => n > 3), await numbers().every((n) => n > 3), await numbers().find((n) => n > 2));
await numbers().forEach((n) => log('each', n));
log(await numbers().map(async (n) => { await pause(); return n; }, { concurrency: 4 }).toArray());
await numbers().map(() => { throw new Error('mapping'); }).toArray().catch((error) => log(error.message));
try {
  numbers().map(1);
} catch (error) {
  log(error.code);
}

const both = compose(upper(), async function* (source) {
  for await (const chunk of source) yield `<${chunk}>`;
});
both.end('composed');
log(await text(both));
const made = Duplex.from(async function* (source) {
  for await (const chunk of source) yield String(chunk).repeat(2);
});
made.end('ab');
log(await text(made));
log(await text(Duplex.from(Promise.resolve('promised'))));
log(await json(Readable.from(['{"a":', '1}'])), await buffer(Readable.from([Buffer.from('b')])));
const signalled = addAbortSignal(AbortSignal.abort(), new Readable({ read() {} }));
signalled.on('error', (error) => log(error.name));
await pause();

const decoded = new Readable({ read() {}, encoding: 'utf8' });
decoded.push(Buffer.from([0xe2, 0x82]));
decoded.push(Buffer.from([0xac]));
decoded.push(null);
for await (const chunk of decoded) log(chunk);
const sized = new Readable({ read() {} });
sized.push('1234');
sized.unshift('0');
log(String(sized.read(2)), String(sized.read(2)), sized.read(5), String(sized.read()));
log(Stream.isReadable(sized), Stream.isErrored(broken), Stream.isDisturbed(left), Stream.getDefaultHighWaterMark(true));

// Classes in the old style.
function Old(options) {
  Readable.call(this, options);
}
Object.setPrototypeOf(Old.prototype, Readable.prototype);
Old.prototype._read = function () {
  this.push('old');
  this.push(null);
};
log(await text(new Old()), Readable.prototype.isPrototypeOf(Readable()));
