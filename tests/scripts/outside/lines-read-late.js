// Lines of files and streams, in pieces, late, and after the end.
// node: 26
// gc-stress: 211
'use strict';
const readline = require('readline'), rp = require('readline/promises'), { PassThrough, Readable } = require('stream'), fs = require('fs'), os = require('os'), path = require('path');
const f = path.join(os.tmpdir(), 'lines-' + process.pid); const sleep = ms => new Promise(r => setTimeout(r, ms));
const texts = ['', '\n', 'a', 'a\n', 'a\nb', 'a\r\nb\r\n', 'a\rb\r', '\r\n\r\n', 'a\n\n\nb', 'x'.repeat(3000) + '\n' + 'y'.repeat(3000), 'é\u2028z\u2029q\n😀\n', '\ufeffbom\nx', 'a\0b\nc\x1bd', Array.from({ length: 3000 }, (_, i) => 'l' + i).join('\n')];
const show = l => l.length > 8 ? l.length + ':' + l.slice(0, 3).map(x => x.slice(0, 5)) : JSON.stringify(l.map(x => x.length > 50 ? x.length : x));
async function main() {
  for (const t of texts) {
    fs.writeFileSync(f, t);
    const a = []; for await (const l of readline.createInterface({ input: fs.createReadStream(f), crlfDelay: Infinity })) a.push(l);
    const b = []; { const rl = readline.createInterface({ input: fs.createReadStream(f, { highWaterMark: 3 }) }); await new Promise(r => rl.on('line', l => b.push(l)).on('close', r)); }
    const c = []; { const h = await fs.promises.open(f); for await (const l of h.readLines()) c.push(l); }
    const d = []; { const rl = rp.createInterface({ input: Readable.from([t.slice(0, 2), t.slice(2)].filter(Boolean)) }); for await (const l of rl) d.push(l); }
    console.log(show(a), show(b), show(c), show(d));
  }
  { fs.writeFileSync(f, '1\n2\n3\n4\n5'); const rl = readline.createInterface({ input: fs.createReadStream(f) }); const it = rl[Symbol.asyncIterator](); await sleep(30); const a = []; for await (const l of it) { a.push(l); await sleep(1); if (l === '3') break; } console.log(a.join(), rl.closed); }
  { const p = new PassThrough(), rl = readline.createInterface({ input: p }); const ev = []; rl.on('line', l => { ev.push(l); if (l === 'b') rl.close(); }); rl.on('close', () => ev.push('close')); rl.on('pause', () => ev.push('pause')); rl.on('resume', () => ev.push('resume')); p.write('a\nb\nc\nd\n'); await sleep(5); console.log(ev.join()); try { rl.question('x', () => {}); } catch (e) { console.log(e.code, e.message); } try { rl.prompt(); } catch (e) { console.log(e.code); } try { rl.write('x'); } catch (e) { console.log(e.code); } console.log(rl.close()); }
  { const p = new PassThrough(), out = new PassThrough(), rl = rp.createInterface({ input: p, output: out, prompt: '? ' }); const q1 = rl.question('one '), q2 = new Promise(r => q1.then(async a => { console.log('a', a); r(await rl.question('two ')); })); p.write('x\n'); await sleep(5); p.write('y\nz\n'); console.log(await q2); rl.setPrompt('>> '); rl.prompt(); console.log(rl.getPrompt(), rl.line, rl.cursor, rl.terminal); const ac = new AbortController(); const q3 = rl.question('three', { signal: ac.signal }); ac.abort(); await q3.catch(e => console.log(e.name, e.code, e.message)); rl.close(); await rl.question('n').catch(e => console.log(e.code)); console.log(JSON.stringify(String(out.read()))); }
  { const p = new PassThrough(), rl = readline.createInterface({ input: p, crlfDelay: 10000 }); const a = []; rl.on('line', l => a.push(l)); p.write('a\r'); await sleep(3); p.write('\nb\r'); await sleep(3); p.write('c\n'); p.end('tail'); await new Promise(r => rl.on('close', r)); console.log(JSON.stringify(a)); }
  { const p = new PassThrough(), rl = readline.createInterface({ input: p }); const a = []; rl.on('line', l => a.push(l)); const b = Buffer.from('é😀\n€'); for (const x of b) p.write(Buffer.from([x])); p.end(); await new Promise(r => rl.on('close', r)); console.log(JSON.stringify(a)); }
  { const p = new PassThrough(), rl = readline.createInterface({ input: p }); p.destroy(new Error('broken')); p.on('error', e => console.log('input', e.message)); rl.on('error', e => console.log('rl', e.message)); rl.on('close', () => console.log('closed')); await sleep(5); try { for await (const l of rl) console.log(l); console.log('done'); } catch (e) { console.log('caught', e.message); } rl.close(); }
  { const p = new PassThrough(), rl = readline.createInterface({ input: p }); rl.on('history', () => console.log('h')); rl.on('line', l => { console.log(l); rl.pause(); setTimeout(() => rl.resume(), 2); }); p.end('p1\np2\n'); await new Promise(r => rl.on('close', r)); }
  { const ac = new AbortController(), p = new PassThrough(), rl = readline.createInterface({ input: p, signal: ac.signal }); rl.on('close', () => console.log('aborted')); ac.abort(); await sleep(2); }
  console.log(readline.cursorTo.length, typeof readline.emitKeypressEvents); const o = new PassThrough(); readline.cursorTo(o, 1, 2); readline.moveCursor(o, -1, 3); readline.clearLine(o, 0); readline.clearLine(o, -1); readline.clearScreenDown(o); console.log(JSON.stringify(String(o.read())));
  fs.unlinkSync(f);
}
main().catch(e => console.log('FAILED', e));
