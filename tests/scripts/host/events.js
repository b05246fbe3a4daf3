// node:events, EventTarget, AbortController.
const EventEmitter = require('node:events');
const { once, on } = EventEmitter;
const e = new EventEmitter();
const log = [];
e.on('a', (...args) => log.push(['on', ...args]));
e.once('a', (...args) => log.push(['once', ...args]));
e.prependListener('a', () => log.push(['first']));
console.log(e.emit('a', 1, 2), e.emit('a', 3), e.emit('b'), e.listenerCount('a'), e.eventNames());
console.log(JSON.stringify(log));
try { e.emit('error', new RangeError('bad')); } catch (error) { console.log(error.name, error.message); }
try { e.emit('error', 'text'); } catch (error) { console.log(error.code, error.message); }
try { e.on('a', 1); } catch (error) { console.log(error.name, error.code, error.message); }
class Mine extends EventEmitter { constructor() { super(); this.on('x', function () { console.log(this === mine); }); } }
const mine = new Mine();
mine.emit('x');
const f = () => {};
mine.on('y', f); mine.on('y', f); mine.off('y', f);
console.log(mine.listenerCount('y'), mine.rawListeners('y').length, EventEmitter.defaultMaxListeners);
mine.removeAllListeners();
console.log(mine.eventNames());
const target = new EventTarget();
target.addEventListener('hi', (event) => { console.log(event.type, event.target === target, event.cancelable, event.detail); event.preventDefault(); }, { once: true });
console.log(target.dispatchEvent(new CustomEvent('hi', { cancelable: true, detail: 7 })), target.dispatchEvent(new Event('hi')));
const controller = new AbortController();
controller.signal.addEventListener('abort', () => console.log('aborted', controller.signal.reason.name));
controller.abort();
console.log(controller.signal.aborted, AbortSignal.abort('why').reason, AbortSignal.any([controller.signal]).aborted);
try { controller.signal.throwIfAborted(); } catch (error) { console.log(error.name, error.code, error.message, error instanceof DOMException, error instanceof Error); }
(async () => {
  setTimeout(() => e.emit('later', 'value'), 1);
  console.log(await once(e, 'later'));
  setTimeout(() => { e.emit('many', 1); e.emit('many', 2); }, 1);
  let n = 0;
  for await (const [value] of on(e, 'many')) { console.log(value); if (++n === 2) break; }
  const { setTimeout: sleep } = require('timers/promises');
  console.log(await sleep(1, 'slept'));
  await sleep(1000, null, { signal: AbortSignal.timeout(2) }).catch((error) => console.log(error.name, error.code));
})();
