// Rejections of what listeners return are errors of their emitter.
// node: 26
// gc-stress: 61
'use strict';
const EventEmitter = require('events'); const { captureRejectionSymbol } = EventEmitter; const sleep = ms => new Promise(r => setTimeout(r, ms)); let log = []; const out = tag => { console.log(tag, log.join(' ')); log = []; };
async function main() {
  { const e = new EventEmitter({ captureRejections: true }); e.on('error', x => log.push('E' + x.message)); e.on('x', async () => { throw new Error('on'); }); e.once('x', async () => { throw new Error('once'); }); e.on('x', () => ({ then(_, r) { r(new Error('thenable')); } })); e.on('x', () => ({ get then() { throw new Error('getter'); } })); log.push(e.emit('x')); await sleep(2); out('rejections'); e[captureRejectionSymbol] = (er, n, ...a) => log.push('S' + er.message + n + a); e.emit('x', 1, 2); await sleep(2); out('symbol'); e.on('error', async () => { throw new Error('in error'); }); }
}
main();
