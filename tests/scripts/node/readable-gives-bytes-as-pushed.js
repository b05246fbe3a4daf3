// read() without a size gives the first chunk of bytes, but text as a whole.
// node: 26
// gc-stress: 61
const { Readable, PassThrough } = require('stream');
const mk = (o, ...c) => { const r = new Readable({ read() {}, ...o }); for (const x of c) r.push(x); return r; };
const s = x => x === null ? null : String(x);
let r = mk({}, 'a', 'b'); console.log(1, s(r.read()), s(r.read()), s(r.read()));
r = mk({}, 'a', 'b', null); console.log(2, s(r.read()), s(r.read()), s(r.read()));
r = mk({ encoding: 'utf8' }, 'a', 'b'); console.log(3, s(r.read()), s(r.read()));
r = mk({ objectMode: true }, 'a', 'b'); console.log(4, s(r.read()), s(r.read()));
r = mk({}, 'a', 'b'); r.pause(); console.log(5, s(r.read()), s(r.read()));
r = mk({}, 'a', 'b'); console.log(6, s(r.read(1)), s(r.read()));
r = mk({}, 'ab', 'cd'); console.log(7, s(r.read(3)), s(r.read()));
r = mk({}, 'ab', 'cd'); console.log(8, s(r.read(1)), s(r.read()), s(r.read()));
r = mk({}, 'ab', 'cd'); console.log(9, s(r.read(undefined)), s(r.read(NaN)), s(r.read('x')));
r = mk({}, 'ab', 'cd'); console.log(10, s(r.read(null)), s(r.read(Infinity)));
r = mk({}, 'ab', 'cd'); r.setEncoding('utf8'); console.log(11, s(r.read()));
r = mk({ encoding: 'hex' }, 'ab', 'cd'); console.log(12, s(r.read()));
{ const r = mk({}, 'ab', 'cd'); r.on('readable', () => { let c; while ((c = r.read()) !== null) console.log(13, s(c)); }); }
{ const r = mk({}, 'ab', 'cd'); r.on('data', c => console.log(14, s(c))); r.pause(); setTimeout(() => { console.log(15, s(r.read()), s(r.read())); r.resume(); }, 5); }
{ const p = new PassThrough(); p.write('x'); p.write('y'); p.write('z'); console.log(16, s(p.read()), s(p.read()), p.readableLength); }
{ const r = mk({}, 'ab', 'cd'); r.on('readable', () => {}); console.log(17, r.readableFlowing, s(r.read())); }
{ const r = mk({}, 'ab', 'cd', 'ef'); r.once('readable', () => { console.log(18, r.readableFlowing, s(r.read()), s(r.read())); }); }
{ const r = mk({}, 'ab', 'cd'); r.resume(); r.pause(); console.log(19, r.readableFlowing, s(r.read()), s(r.read())); }
{ const r = mk({}, 'ab', 'cd'); r.setEncoding('utf8'); r.push('ef'); console.log(20, s(r.read()), s(r.read())); }
