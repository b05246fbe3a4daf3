// node: 26
// The options of util.inspect, each with an effect; revoked proxies; prototypes that say they are plain objects.
'use strict';
const { inspect } = require('util');
const show = (value, options) => console.log(inspect(value, options));
const accessors = { get a() { return { x: 1 }; }, set b(v) {}, get c() { return 5; }, set c(v) {}, get d() { return null; }, get e() { return 'text'; } };
for (const getters of [false, true, 'get', 'set']) show(accessors, { getters });
show([1, 2, 3, 4], { maxArrayLength: 2 });
show([1, 2, 3, 4], { maxArrayLength: null });
show(Array.from({ length: 120 }, (_, i) => i), { maxArrayLength: Infinity });
show(new Set([1, 2, 3]), { maxArrayLength: 1 });
show(new Map([[1, 2], [3, 4]]), { maxArrayLength: 0 });
show(new Uint8Array(4), { maxArrayLength: 3 });
show('long '.repeat(4), { maxStringLength: 10 });
show(['long '.repeat(4)], { maxStringLength: 19 });
show([1234567.891, 0.12345678, -1234, 999, 1e21, NaN, -0, 123456789n], { numericSeparator: true });
show({ a: 1234 }, { numericSeparator: true });
show(new Float64Array([12345.5]), { numericSeparator: true });
show(new Proxy({ a: 1 }, { get() { return 1; } }), { showProxy: true });
show({ p: new Proxy([1], {}) }, { showProxy: true, depth: 0 });
show({ p: new Proxy([1], {}) }, { showProxy: true });
const { proxy, revoke } = Proxy.revocable({}, {});
revoke();
show(proxy);
show([proxy], { showProxy: true });
show(Object.defineProperty({ a: 1 }, 'hidden', { value: 1 }), { showHidden: true });
show([1], { showHidden: true });
const nested = { n: { m: { p: { q: 1 } } }, list: [[[[1]]]], map: new Map([[{ a: { b: 1 } }, new Set([[1]])]]), text: 'x'.repeat(60) };
for (const compact of [false, true, 1, 3]) show(nested, { compact, depth: 9 });
show(nested, { compact: true, breakLength: 30, depth: 9 });
for (const Class of [String, Number, Boolean, Array, Date, RegExp, Map, Function, Error, TypeError]) {
  show(Class.prototype);
  if (Class !== Array) show(Object.create(Class.prototype));
}
inspect.defaultOptions.maxArrayLength = 1;
show([1, 2]);
