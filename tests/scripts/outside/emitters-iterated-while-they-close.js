// node: 26
// What events.on and events.once give of what was emitted before, while and after the emitter ends, fails or is aborted.
const { on, once, EventEmitter, getEventListeners } = require('events');
const { Readable, PassThrough } = require('stream');
const readline = require('readline');
const text = e => `${e.name}${e.code ? ' ' + e.code : ''}: ${e.message}`;
const wait = n => new Promise(r => setTimeout(r, n));
(async () => {
  for (const n of [10, 1024, 1025, 1400]) {
    const rl = readline.createInterface({ input: Readable.from([Array.from({ length: n }, (_, i) => 'line ' + i).join('\n')]) }); let c = 0, last; for await (const l of rl) { c++; last = l; } console.log(n, c, last);
    const p = new PassThrough(); const r2 = readline.createInterface({ input: p, crlfDelay: Infinity }); setImmediate(() => { for (let i = 0; i < n; i++) p.write(i % 3 ? 'a' + i + '\r\n' : 'b' + i + '\n'); p.end('tail'); }); c = 0; for await (const l of r2) { c++; last = l; if (c % 500 === 0) await wait(1); } console.log(n, c, last);
  }
  { const e = new EventEmitter(); const it = on(e, 'x', { close: ['end', 'stop'] }); e.emit('x', 1, 2); e.emit('x', 3); e.emit('stop'); e.emit('x', 4); const got = []; for await (const v of it) got.push(v); console.log(JSON.stringify(got), e.eventNames().length, await it.next()); }
  { const e = new EventEmitter(); const it = on(e, 'x'); e.emit('x', 1); e.emit('x', 2); e.emit('error', new Error('E')); e.emit('x', 3); const got = []; try { for await (const v of it) got.push(v[0]); } catch (er) { got.push(text(er)); } console.log(got, e.eventNames(), JSON.stringify(await it.next())); }
  { const e = new EventEmitter(); const a = new AbortController(); const it = on(e, 'x', { signal: a.signal }); e.emit('x', 1); a.abort('why'); const got = []; try { for await (const v of it) got.push(v[0]); } catch (er) { got.push(text(er), er.cause); } console.log(got, e.listenerCount('x'), getEventListeners(a.signal, 'abort').length); }
  { const e = new EventEmitter(); try { on(e, 'x', { signal: AbortSignal.abort() }); } catch (er) { console.log(text(er)); } for (const bad of [null, 5, {}]) try { on(bad, 'x'); console.log('made'); } catch (er) { console.log(text(er)); } }
  { const e = new EventEmitter(); e.pause = () => console.log('pause'); e.resume = () => console.log('resume'); const it = on(e, 'x', { highWaterMark: 3, lowWaterMark: 1, close: ['end'] }); for (let i = 0; i < 5; i++) e.emit('x', i); for (let i = 0; i < 3; i++) console.log((await it.next()).value); e.emit('end'); for await (const v of it) console.log('rest', v); }
  { const e = new EventEmitter(); const it = on(e, 'x'); const p = [it.next(), it.next(), it.next()]; e.emit('x', 'a'); console.log(JSON.stringify(await p[0])); await it.return(); console.log(JSON.stringify(await Promise.all(p)), e.listenerCount('x')); }
  { const e = new EventEmitter(); const it = on(e, 'x'); const p = it.next(); try { console.log(it.throw(new Error('thrown'))); } catch (er) { console.log(text(er)); } console.log(await p.catch(text)); try { it.throw(5); } catch (er) { console.log(text(er)); } }
  { const t = new EventTarget(); const it = on(t, 'x'); t.dispatchEvent(new Event('x')); const v = await it.next(); console.log(v.value[0].type, v.done); await it.return(); t.dispatchEvent(new Event('x')); console.log(JSON.stringify(await it.next())); }
  { const e = new EventEmitter(); const p = once(e, 'x'); e.emit('x', 1, 2, 3); console.log(await p, e.eventNames()); const q = once(e, 'x'); e.emit('error', new TypeError('T')); console.log(await q.catch(text), e.eventNames()); const r = once(e, 'error'); e.emit('error', 5); console.log(await r, e.eventNames()); }
  { const e = new EventEmitter(); const a = new AbortController(); const p = once(e, 'x', { signal: a.signal }).catch(er => text(er) + ' ' + er.cause); a.abort('r'); console.log(await p, e.eventNames()); console.log(await once(e, 'x', { signal: AbortSignal.abort('b') }).catch(er => text(er) + ' ' + er.cause)); console.log(await once({}, 'x').catch(text)); console.log(await once(e, 'x', { signal: {} }).catch(text)); }
  { const t = new EventTarget(); const p = once(t, 'x'); t.dispatchEvent(new Event('x')); console.log((await p).length); }
  { const e = new EventEmitter(); const s = Symbol('s'); const p = Promise.all([once(e, s), once(e, s)]); e.emit(s, 1); console.log(await p); }
  { const e = new EventEmitter({ captureRejections: true }); e.on('error', er => console.log('error', text(er))); e.on('x', async v => { throw new Error('async ' + v); }); const p = once(e, 'x').then(v => 'got ' + v, text); e.emit('x', 1); console.log(await p); }
})();
