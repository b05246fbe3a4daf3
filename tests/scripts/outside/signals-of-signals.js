// node: 26
// AbortSignal.any follows its sources: all that depend on a signal are aborted before any listener hears of it.
'use strict';
const log = [];
const say = (...words) => log.push(words.join(' '));
const show = (title) => {
  console.log(`${title}: ${log.join(' | ')}`);
  log.length = 0;
};
const thrown = (f) => {
  try {
    return f();
  } catch (error) {
    return `${error.name} ${error.code}`;
  }
};

{
  const a = new AbortController();
  const b = AbortSignal.any([a.signal]);
  a.signal.addEventListener('abort', () => {
    const late = AbortSignal.any([b]);
    say(b.aborted, a.signal.aborted, late.aborted, late.reason === b.reason);
  });
  b.addEventListener('abort', () => say('b'));
  a.abort();
  show('marked first');
}
{
  const a = new AbortController();
  const b = new AbortController();
  const ab = AbortSignal.any([a.signal, b.signal]);
  const again = AbortSignal.any([ab, b.signal]);
  const ba = AbortSignal.any([b.signal, a.signal, again]);
  ba.onabort = () => say('ba', ba.reason);
  ab.onabort = (e) => say('ab', ab.reason, e.target === ab, e.isTrusted, e.bubbles);
  again.addEventListener('abort', () => say('again'));
  a.signal.addEventListener('abort', () => {
    say('a', ab.aborted, again.aborted, ba.aborted);
    b.abort('second');
  });
  a.abort('first');
  a.abort('once more');
  say(ab.reason, b.signal.reason, ba.reason);
  show('order');
}
{
  const a = new AbortController();
  a.signal.addEventListener('abort', (e) => {
    e.stopImmediatePropagation();
    say('stopped');
  });
  a.signal.addEventListener('abort', () => say('never'));
  const b = AbortSignal.any([a.signal]);
  b.addEventListener('abort', () => say('b'));
  const target = new EventTarget();
  target.addEventListener('x', () => say('removed'), { signal: a.signal });
  a.abort();
  target.dispatchEvent(new Event('x'));
  show('stopped');
}
{
  say(AbortSignal.any([]).aborted, AbortSignal.any([AbortSignal.abort(1), AbortSignal.abort(2)]).reason);
  for (const list of [undefined, 5, 'ab', {}, [1], [{ aborted: true }], [AbortSignal.abort(), null]]) say(thrown(() => AbortSignal.any(list)));
  const c = new AbortController();
  say(AbortSignal.any(new Set([c.signal])).aborted, AbortSignal.any([c.signal, c.signal]).aborted);
  show('lists');
}
{
  // Nothing but their listeners holds these.
  const c = new AbortController();
  let heard = 0;
  for (let i = 0; i < 100; i++) {
    AbortSignal.any([c.signal]);
    AbortSignal.any([AbortSignal.any([c.signal])]).addEventListener('abort', () => heard++);
  }
  c.abort();
  say(heard);
  show('held');
}
{
  const { getEventListeners, getMaxListeners, setMaxListeners, listenerCount, addAbortListener } = require('events');
  const target = new EventTarget();
  const first = () => {};
  const second = { handleEvent() {} };
  target.addEventListener('x', first);
  target.addEventListener('x', second);
  say(getEventListeners(target, 'x').map((l) => (l === first ? 'first' : l === second ? 'second' : '?')), getEventListeners(target, 'y').length);
  say(listenerCount(target, 'x'), getMaxListeners(target), getMaxListeners(new AbortController().signal));
  setMaxListeners(5, target);
  say(getMaxListeners(target), thrown(() => getEventListeners({}, 'x')), thrown(() => setMaxListeners(5, {})), thrown(() => setMaxListeners(-1)));
  const c = new AbortController();
  c.signal.addEventListener('abort', (e) => e.stopImmediatePropagation());
  addAbortListener(c.signal, () => say('heard in spite of it'));
  c.abort();
  show('events');
}
{
  const target = new EventTarget();
  const nothing = () => {};
  for (const options of [{ signal: null }, { signal: {} }, 5, 'a']) say(thrown(() => target.addEventListener('x', nothing, options)));
  say(thrown(() => target.addEventListener('x')), thrown(() => target.addEventListener('x', 5)), thrown(() => target.dispatchEvent()), thrown(() => target.dispatchEvent({})));
  for (const options of [5, 'a', () => {}, []]) say(thrown(() => new Event('a', options)), thrown(() => new CustomEvent('a', options)));
  say(thrown(() => new Event()), thrown(() => new CustomEvent()), new Event('a', null).cancelable, new Event('a').isTrusted);
  target.addEventListener('y', () => {
    say('first');
    target.addEventListener('y', () => say('added meanwhile'));
  }, { once: true });
  target.addEventListener('y', () => say('second'));
  target.dispatchEvent(new Event('y'));
  show('targets');
}
