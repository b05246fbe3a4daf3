// node: 26
'use strict';
// Members of classes of the web are enumerable; events can be made anew before they are dispatched.
for (const [Class, names] of [
  [Event, 'initEvent stopImmediatePropagation preventDefault target currentTarget srcElement type cancelable defaultPrevented timeStamp composedPath returnValue bubbles composed eventPhase cancelBubble stopPropagation isTrusted'],
  [CustomEvent, 'detail'], [AbortController, 'signal abort'], [AbortSignal, 'aborted onabort'], [MessagePort, 'postMessage start ref unref hasRef close'],
  [BroadcastChannel, 'name close postMessage onmessage'],
]) console.log(Class.name, names.split(' ').filter((name) => !Object.getOwnPropertyDescriptor(Class.prototype, name)?.enumerable));

const event = new Event('a', { cancelable: true });
event.initEvent('b', true);
console.log(event.type, event.bubbles, event.cancelable);
event.initEvent(5, 0, 1);
console.log(event.type, event.bubbles, event.cancelable, event.initEvent.length);
try {
  event.initEvent();
} catch ({ code, message }) {
  console.log(code, message);
}
const target = new EventTarget();
target.addEventListener('5', (seen) => {
  seen.initEvent('other');
  console.log(seen.type, seen.returnValue);
  seen.returnValue = true;
  console.log(seen.returnValue, seen.defaultPrevented);
  seen.returnValue = false;
  console.log(seen.returnValue, seen.defaultPrevented);
});
console.log(target.dispatchEvent(event));
const fixed = new Event('x');
fixed.returnValue = false;
console.log(fixed.returnValue, fixed.defaultPrevented);
