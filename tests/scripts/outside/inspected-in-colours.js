// What util.inspect shows with colours, in an order that was asked for, with getters, limits, hidden properties and proxies.
// node: 26
'use strict';
const util = require('util');
class Foo { constructor() { this.a = 1; this[Symbol('s')] = 2; } get g() { return 1; } static st = 5; m() {} }
class Bar extends Foo {}
class Tagged { get [Symbol.toStringTag]() { return 'tag'; } }
const circle = { name: 'c', list: [] };
circle.me = circle;
circle.list.push(circle, { circle });
const revoked = Proxy.revocable({}, {});
revoked.revoke();
const proxied = { self: null };
proxied.self = new Proxy(proxied, {});
const values = {
  foo: new Foo(), bar: new Bar(), Foo, Bar, fn: function nm(a, b) {}, fnWith: Object.assign(function q() {}, { b: { c: 2 }, a: 1 }), nested: [1, 'a', [2, [3, [4]]], { x: { y: { z: {} } } }], holes: [1, , 3, , , 6],
  arrayWith: Object.assign([2, 1], { k: 1, [Symbol('t')]: 2, '-1': 3 }), many: [...Array(120).keys()], map: new Map([['b', { b: 1 }], ['a', new Map([[1, 2]])]]), set: new Set([1, 'two', { three: 3 }]),
  mapEntries: new Map([[3, 4], [1, 2]]).entries(), mapKeys: new Map([[1, 2]]).keys(), date: new Date(0), dateWith: Object.assign(new Date(0), { x: 1 }), simple: [true, false, null, undefined, NaN, -0, 'it\'s', 12345n, Symbol('a b')],
  odd: 'a`"\'\n\t\x01\x7f\ud800', emoji: '😀😀', lines: { t: 'line one is here\nline two is here as well and it is longer\nthree'.repeat(2) },
  symbols: { [Symbol('k')]: 1, s: Symbol(''), [Symbol('a-b')]: { [Symbol()]: 1 } }, accessors: { get a() { return { x: 1 }; }, set b(v) {}, get c() { return 1; }, set c(v) {}, get e() { return 'str'; } },
  hidden: Object.defineProperties({ v: 1 }, { h: { value: { z: 1 } }, [Symbol('hs')]: { value: 2 } }), bare: Object.assign(Object.create(null), { a: 1 }), boxes: [Object('s'), Object(1), Object(true), Object(1n), Object(Symbol('bx'))],
  boxWith: Object.assign(new String('ab'), { z: 1 }), args: (function () { return arguments; })(1, 'b'), promises: [Promise.resolve({ a: 1 }), new Promise(() => {})], bytes: new Uint8Array([1, 2, 300]), buffer: new ArrayBuffer(60),
  view: new DataView(new ArrayBuffer(2)), circle, keys: { 'a-b': 1, '1a': 2, $d: 3, _u: 4, '': 5, 'é': 7, ['__proto__']: 9, 1: 1, 'a\'b': 2 }, numbers: [123456789.123456, -1234n, 1234567, 0.0001234, 1e-7, -12345.6789, 7],
  tagged: new Tagged(), tag: { [Symbol.toStringTag]: 'TG', a: 1 }, custom: { a: { [util.inspect.custom]: (d, o, i) => i({ in: { b: { c: 1 } } }, o) } }, styled: { a: { [util.inspect.custom]: (d, o) => `${o.stylize('st', 'special')}${o.stylize('n', 'number')}${Object.keys(o)}` } },
  proxies: [new Proxy({ a: 1 }, {}), new Proxy(new Proxy([1], {}), {}), new Proxy(function f() {}, {}), new Proxy(new Foo(), { get() { throw new Error('a trap'); } }), revoked.proxy, new Proxy({ [util.inspect.custom]: () => 'custom' }, {})], proxied: proxied.self, controller: new AbortController(), generator: (function* () {})(),
};
const options = {
  none: undefined, colors: { colors: true }, sorted: { sorted: true }, 'sorted by': { sorted: (a, b) => (a < b ? 1 : -1) }, getters: { getters: true, colors: true }, set: { getters: 'set' }, strings: { maxStringLength: 3 }, lists: { maxArrayLength: 1, colors: true },
  separators: { numericSeparator: true }, hidden: { showHidden: true }, 'colors and hidden': { showHidden: true, colors: true }, deep: { depth: 0, colors: true }, below: { depth: -1 }, compact: { compact: true, colors: true }, long: { compact: false, breakLength: 40 }, proxies: { showProxy: true, colors: true },
};
for (const [how, asked] of Object.entries(options)) {
  for (const [name, value] of Object.entries(values)) {
    const text = util.inspect(value, asked).replaceAll('\x1b[', '^').replaceAll('\n', '~');
    // What is too long to compare is compared by its length.
    console.log(`${how}/${name}: ${text.length > 400 ? `${text.slice(0, 150)} ${text.length}` : text}`);
  }
}
