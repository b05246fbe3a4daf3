// node: 26
// URLSearchParams: iterators of a class of their own that see changes; arguments that are missing; what is escaped in paths.
'use strict';
const tried = (f) => {
  try {
    return f();
  } catch (error) {
    return `${error.name} ${error.code} ${error.message}`;
  }
};
for (const kind of ['keys', 'values', 'entries', Symbol.iterator]) {
  const params = new URLSearchParams('a=1&b=2&c=3&d=4');
  const seen = [];
  for (const item of params[kind]()) {
    seen.push(String(item));
    if (seen.length === 1) params.delete('a');
    if (seen.length === 2) params.append('z', seen.length);
  }
  console.log(String(kind), seen.join(' '), String(params));
}
{
  const params = new URLSearchParams('a=1&b=2&c=3');
  const seen = [];
  params.forEach(function(value, key, all) {
    seen.push(key + value + (all === params) + this.x);
    if (key === 'a') {
      all.delete('b');
      all.append('e', 1);
    }
  }, { x: 1 });
  console.log(seen.join(' '), String(params));
}
{
  const url = new URL('http://h/?a=1&b=2');
  const it = url.searchParams.entries();
  console.log(it.next().value.join());
  url.search = '?x=1&y=2&z=3';
  console.log(it.next().value.join(), it.next().value.join(), it.next().done, it.next().value);
}
const it = new URLSearchParams('a=1&b=2').entries();
console.log(Object.prototype.toString.call(it), it[Symbol.iterator]() === it, Object.keys(Object.getPrototypeOf(it)).join(), Reflect.ownKeys(it).length);
console.log(typeof it.map, Object.getPrototypeOf(Object.getPrototypeOf(it)) === Iterator.prototype, 'constructor' in Object.getOwnPropertyDescriptors(Object.getPrototypeOf(it)));
it.next();
console.log(it, new URLSearchParams('a=1&b=2').keys(), new URLSearchParams('a=1&b=2').values());
console.log(new Headers({ a: 1 }).entries(), new FormData().keys(), [...new Headers({ b: 1, a: 2 })].join(' '));
console.log(Object.keys(URLSearchParams.prototype).join(), URLSearchParams.prototype[Symbol.iterator] === URLSearchParams.prototype.entries);
for (const f of [
  (p) => p.get(), (p) => p.set('a'), (p) => p.append(), (p) => p.has(), (p) => p.delete(), (p) => p.getAll(), (p) => p.forEach(1),
  (p) => p.get.call({}, 'a'), (p) => p.keys.call(1), (p) => p.keys().next.call({}), () => URLSearchParams.prototype.size,
  () => new URLSearchParams({ [Symbol.iterator]: undefined, a: 1 }), () => new URLSearchParams({ [Symbol.iterator]: 1 }), () => new URLSearchParams([1]),
]) {
  console.log(tried(() => f(new URLSearchParams('a=1'))));
}
{
  const params = new URLSearchParams({ '\ud800': 1, '\ufffd': 2, x: '\udc00' });
  params.append('\ud800', 'y');
  console.log(params.getAll('\udfff').join(), params.get('x') === '\ufffd', params.size);
}
for (const text of ['http://h/a^b?c^d#e^f', 'x://h/a^b?c^d', 'x:/a^b', 'x:a^b', 'file:///a^b/../^c']) console.log(new URL(text).href);
{
  const url = new URL('http://h/');
  url.pathname = 'x^y';
  url.search = '^';
  console.log(url.href, new URL('^', 'http://h/a/b').href);
}
