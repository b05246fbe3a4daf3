// Ports that are started and held by listeners of each kind, and stop where the last is gone.
// node: 26
'use strict';
const { MessageChannel, receiveMessageOnPort, MessagePort } = require('worker_threads');
let log = []; const turns = async () => { for (let i = 0; i < 12; i++) await new Promise(r => setImmediate(r)); }; const t = f => { try { const r = f(); return r && typeof r === 'object' ? JSON.stringify(r) : String(r); } catch (e) { return e.name + '/' + e.code; } };
const f = m => log.push(m?.data !== undefined ? 'E' + JSON.stringify(m.data) : JSON.stringify(m));
const g = m => log.push('g' + (m?.data ?? m));
const S = {
  on: a => a.on('message', f), once: a => a.once('message', f), add: a => a.addEventListener('message', f), addOnce: a => a.addEventListener('message', f, { once: true }),
  onmessage: a => { a.onmessage = f; }, onmsgNull: a => { a.onmessage = f; a.onmessage = null; }, started: a => { a.addEventListener('message', f); a.start(); }, start: a => a.start(), none() {}, handle: a => a.addEventListener('message', { handleEvent: f }),
  onOff: a => { a.on('message', f); a.off('message', f); }, addRemove: a => { a.addEventListener('message', f); a.removeEventListener('message', f); },
  two: a => { a.on('message', f); a.on('message', g); a.off('message', f); }, addOn: a => { a.addEventListener('message', f); a.on('message', g); a.off('message', g); }, onAdd: a => { a.on('message', g); a.addEventListener('message', f); a.removeEventListener('message', f); },
  dup: a => { a.addEventListener('message', f); a.addEventListener('message', f); a.removeEventListener('message', f); }, onDup: a => { a.on('message', f); a.on('message', f); a.off('message', f); }, addOff: a => { a.addEventListener('message', f); a.off('message', f); }, onRemove: a => { a.on('message', f); a.removeEventListener('message', f); },
  signal: a => { const c = new AbortController(); a.addEventListener('message', f, { signal: c.signal }); c.abort(); }, other: a => a.on('close', () => log.push('close')), otherAdd: a => a.addEventListener('messageerror', f), onmsgerr: a => { a.onmessageerror = f; },
  unref: a => { a.on('message', f); a.unref(); }, ref: a => a.ref(), refunref: a => { a.ref(); a.on('message', f); a.off('message', f); }, onceBoth: a => { a.once('message', f); a.once('message', g); }, removeAll: a => { a.on('message', f); a.addEventListener('message', g); a.removeAllListeners('message'); }, removeAllNo: a => { a.on('message', f); a.onmessage = g; a.removeAllListeners(); },
  onmsgSwap: a => { a.onmessage = f; a.onmessage = g; }, onmsgOff: a => { a.onmessage = f; a.off('message', f); }, nullOn: a => { a.on('message', g); a.onmessage = f; a.onmessage = null; }, emit: a => { a.on('message', f); log.push(t(() => a.emit('message', 'em'))); }, emit2: a => { a.on('foo', g); log.push(t(() => a.emit('foo', 'em')), t(() => a.emit('bar'))); }, capture: a => { a.addEventListener('message', f, true); a.removeEventListener('message', f); }, stopImm: a => { a.addEventListener('message', e => { log.push('s'); e.stopImmediatePropagation(); }); a.on('message', f); }, prepend: a => { log.push(typeof a.prependListener, typeof a.rawListeners, typeof a.eventNames, typeof a.setMaxListeners, typeof a.prependOnceListener); }, closeIn: a => a.on('message', m => { f(m); a.close(); }), addAfterStart: a => { a.start(); a.on('message', f); }, asyncIt: a => {},
};
(async () => {
  for (const [n, how] of Object.entries(S)) {
    log = []; const { port1: a, port2: b } = new MessageChannel(); b.postMessage(1); b.postMessage({ x: [2] }); how(a); log.push('ref' + a.hasRef()); await turns(); log.push('|', a.listenerCount('message'), a.hasRef()); b.postMessage('late'); await turns(); log.push('|', t(() => receiveMessageOnPort(a)), t(() => receiveMessageOnPort(a))); a.close(); await turns(); console.log(n, log.join(' '));
  }
})();
