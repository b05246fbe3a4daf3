// node:util and node:assert.
// node: 26
const util = require('util');
const assert = require('assert');
console.log(util.format('%s %d %i %f %j %O %%', 'a', 1.5, 2.7, '3.1', { a: 1 }, { b: { c: {} } }, 'rest'));
console.log(util.inspect({ a: { b: { c: { d: 1 } } } }), util.inspect({ a: { b: { c: { d: 1 } } } }, { depth: 0 }), util.inspect({ a: { b: { c: { d: 1 } } } }, { depth: null }));
console.log(util.inspect({ b: 1, a: [1, 2, { z: 1 }] }, { sorted: true, compact: false }));
console.log(util.inspect({ long: 'x'.repeat(30), other: 'y'.repeat(40), n: 1 }, { breakLength: Infinity }));
class Money { constructor(n) { this.n = n; } [util.inspect.custom](depth, options, inspect) { return `Money<${inspect(this.n)}>`; } }
console.log(new Money(5), [new Money(6)], { m: new Money(7) });
util.promisify((a, callback) => callback(null, a * 2))(21).then(console.log);
util.promisify((callback) => callback(new Error('no')))().catch((e) => console.log(e.message));
util.callbackify(async (x) => x + 1)(1, (error, value) => console.log(error, value));
for (const [a, b] of [[{ a: [1, new Map([[1, { x: 1 }]])] }, { a: [1, new Map([[1, { x: 1 }]])] }], [[1, , 3], [1, undefined, 3]], [NaN, NaN], [0, -0], [new Set([{ a: 1 }]), new Set([{ a: 1 }])], [new Date(1), new Date(1)], [/a/g, /a/i], [{ a: undefined }, {}], [Object.create(null), {}]]) {
  console.log(util.isDeepStrictEqual(a, b));
}
console.log(util.types.isDate(new Date()), util.types.isRegExp({}), util.types.isPromise(Promise.resolve()), util.types.isProxy(new Proxy({}, {})), util.types.isTypedArray(new Uint8Array()));
function Old() {} function Base() {} util.inherits(Old, Base); console.log(new Old() instanceof Base, Old.super_ === Base);
console.log(util.stripVTControlCharacters('\u001B[31mred\u001B[39m'), util.parseArgs({ args: ['-v', '--name=x', '--n', '3', 'pos'], options: { verbose: { type: 'boolean', short: 'v' }, name: { type: 'string' }, n: { type: 'string' } }, allowPositionals: true }).values.name);
for (const check of [
  () => assert(0, 'zero'),
  () => assert.strictEqual(1, 2),
  () => assert.deepStrictEqual({ a: 1, b: [1, 2] }, { a: 1, b: [1, 3] }),
  () => assert.deepEqual([1, '2'], [1, 2]),
  () => assert.notStrictEqual(1, 1),
  () => assert.throws(() => {}),
  () => assert.throws(() => { throw new TypeError('bad'); }, { name: 'TypeError', message: /b.d/ }),
  () => assert.throws(() => { throw new TypeError('bad'); }, TypeError),
  () => assert.doesNotThrow(() => { throw new Error('x'); }),
  () => assert.match('abc', /x/),
  () => assert.ifError(new Error('e')),
  () => assert.fail('failed'),
  () => assert.equal(1, '1'),
]) {
  try { check(); console.log('passed'); } catch (error) { console.log(error.name, error.code, JSON.stringify(error.message), error.generatedMessage); }
}
assert.rejects(Promise.reject(new RangeError('r')), RangeError).then(() => console.log('rejects'));
assert.rejects(Promise.resolve(1)).catch((e) => console.log(e.message));
