// Headers.
// node: 26
const show = (e) => `${e?.name} ${e?.code} ${e?.message}`;
const collect = async (s) => { const out = []; for await (const c of s) out.push(c); return out; };
const { log } = console;
const refused = async (...fs) => { for (const f of fs) try { log('fine', await f()); } catch (e) { log(show(e)); } };
const { inspect } = require('util');
(async () => {
  const headers = new Headers({ B: '1', a: ' 2 ' });
  headers.append('b', '3');
  headers.append('Set-Cookie', 'x=1');
  headers.append('set-cookie', 'y=2');
  log(headers, [...headers], headers.get('B'), headers.get('zz'), headers.has('A'), headers.getSetCookie(), headers.get('set-cookie'));
  headers.delete('b');
  headers.set('A', 'q');
  headers.forEach(function (value, name, all) { log(name, value, all === headers, this.z); }, { z: 1 });
  log([...headers.keys()], [...headers.values()], headers.entries(), Object.prototype.toString.call(headers.keys()), inspect({ a: { b: { headers } } }));
  log(new Headers(headers), new Headers([['x', 'y']]), new Headers(new Map([['m', 'n']])), new Headers(undefined), new Headers({ a: undefined }).get('a'));
  await refused(
    () => new Headers(1), () => new Headers('x'), () => new Headers(null), () => new Headers([['x']]), () => new Headers([['a', 'b', 'c']]), () => new Headers({ 'a b': 1 }), () => new Headers({ a: 'x\0y' }),
    () => new Headers({ a: '\u0100' }), () => new Headers().append('x'), () => new Headers().get(), () => new Headers().get('a b'), () => new Headers().forEach(1), () => Headers.prototype.get.call({}, 'x'),
    () => Response.error().headers.set('a', 'b'));
})();
