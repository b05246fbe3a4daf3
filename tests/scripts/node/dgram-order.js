// node: 26
'use strict';
// In which order sockets of datagrams tell of things, and in which asynchronous contexts.
const dgram = require('dgram');
const { AsyncLocalStorage } = require('async_hooks');
const { once } = require('events');

const storage = new AsyncLocalStorage();
const log = [];
const say = (...what) => log.push(what.join(' '));
const watched = (socket, name) => {
  for (const event of ['listening', 'connect', 'close', 'error']) socket.on(event, (error) => say(name, event, error?.code ?? '', storage.getStore() ?? '-'));
  return socket;
};
const show = (title) => {
  console.log(title);
  console.log(log.splice(0).map((line) => `  ${line}`).join('\n'));
};

async function main() {
  const a = watched(dgram.createSocket('udp4'), 'a');
  process.nextTick(() => say('tick before'));
  say(a.bind(0, '127.0.0.1', function () { say('callback', this === a); }) === a);
  process.nextTick(() => say('tick after'));
  Promise.resolve().then(() => say('promise'));
  setImmediate(() => say('immediate'));
  await once(a, 'listening');
  say('awaited');
  await new Promise(setImmediate);
  show('bind');

  const b = watched(dgram.createSocket('udp4'), 'b');
  say(typeof b.bindSync({ address: '127.0.0.1' }).port);
  say(b.connectSync(a.address().port, '127.0.0.1'));
  say('after');
  await once(b, 'connect');
  show('sync');

  const received = [];
  a.on('message', (message) => {
    say('message', message);
    received.push(message);
    process.nextTick(() => say('tick of', message));
    Promise.resolve().then(() => say('promise of', message));
    if (received.length === 3) a.emit('enough');
  });
  for (const text of ['one', 'two', 'three']) b.send(text);
  await once(a, 'enough');
  await new Promise(setImmediate);
  show('messages');

  b.send('late', (error, count) => say('sent', error, count));
  say('close', b.close(() => say('callback of close')) === b);
  say('closed');
  await once(b, 'close');
  show('close');

  const c = watched(storage.run('made', () => dgram.createSocket('udp4')), 'c');
  storage.run('bound', () => c.bind(0, '127.0.0.1', () => say('bound in', storage.getStore())));
  await once(c, 'listening');
  storage.run('listened', () => c.once('message', (message) => say('message in', storage.getStore(), message)));
  storage.run('sent', () => a.send('x', c.address().port, '127.0.0.1', () => say('sent in', storage.getStore())));
  await once(c, 'message');
  storage.run('closed', () => c.close());
  await once(c, 'close');
  show('contexts');

  const queued = watched(dgram.createSocket('udp4'), 'queued');
  queued.send('implicit', a.address().port, '127.0.0.1', (error, count) => say('sent', error, count));
  queued.connect(a.address().port, '127.0.0.1', (error) => say('connected', error));
  queued.send('refused', a.address().port, '127.0.0.1');
  say(queued.close() === queued);
  try {
    queued.address();
  } catch (error) {
    say(error.code);
  }
  await once(queued, 'close');
  show('queue');

  const taken = watched(dgram.createSocket('udp4'), 'taken');
  taken.on('error', (error) => say(error.message.replace(/\d+$/, 'N'), error.syscall, error.address, error.port === a.address().port));
  taken.bind(a.address().port, '127.0.0.1', () => say('never'));
  await once(taken, 'error').catch(() => {});
  taken.bind({ port: 0, address: '127.0.0.1', exclusive: true });
  await once(taken, 'listening');
  taken.close();
  show('taken');

  const unknown = watched(dgram.createSocket({ type: 'udp4', lookup: (name, family, callback) => callback(Object.assign(new Error(`no ${name} of ${family}`), { code: 'NONE' })) }), 'unknown');
  unknown.on('error', (error) => say(error.message));
  unknown.bind(0, 'nowhere');
  try {
    unknown.connect(5, 'nowhere', (error) => say('connect', error?.message));
  } catch (error) {
    say(error.code);
  }
  await new Promise(setImmediate);
  unknown.send('x', 5, 'nowhere', (error) => say('send', error.message));
  await new Promise(setImmediate);
  unknown.close();
  show('lookup');

  const controller = new AbortController();
  const aborted = watched(dgram.createSocket({ type: 'udp4', signal: controller.signal }), 'aborted');
  aborted.bind(0, '127.0.0.1', () => controller.abort());
  await once(aborted, 'close');
  const before = watched(dgram.createSocket({ type: 'udp4', signal: AbortSignal.abort() }), 'before');
  await once(before, 'close');
  show('signals');

  {
    await using disposed = watched(dgram.createSocket('udp4'), 'disposed');
    say(typeof disposed[Symbol.asyncDispose]);
  }
  say('left');
  await a[Symbol.asyncDispose]();
  await a[Symbol.asyncDispose]();
  show('dispose');

  const unreferenced = dgram.createSocket('udp4').unref();
  unreferenced.bind(0, () => console.log('listens, and keeps nothing running'));
}
main();
