// node: 26
'use strict';
const assert = require('assert');
const { diff } = require('util');

const tell = (f) => {
  try {
    console.log(f());
  } catch ({ name, code, message }) {
    console.log(name, code, message);
  }
};
tell(() => assert.Assert());
for (const options of [undefined, {}, { strict: false }, { strict: true, diff: 'full' }, { diff: 'simple' }, { diff: 'none' }, { strict: 0 }]) {
  tell(() => Object.keys(new assert.Assert(options)).join());
  tell(() => new assert.Assert(options).equal(1, '1'));
  tell(() => new assert.Assert(options).deepEqual([1], ['1']));
}
tell(() => Object.getOwnPropertyNames(assert.Assert.prototype).sort().join());
tell(() => assert.strict.Assert === assert.Assert);
tell(() => new assert.Assert().notStrictEqual(1, 1));
tell(() => new assert.Assert().fail('why'));
const { strictEqual, throws } = new assert.Assert();
tell(() => strictEqual(1, 2));
tell(() => throws(() => {}));
assert.rejects(new assert.Assert().rejects(Promise.resolve(1))).then(() => console.log('rejected'));

for (const [a, b] of [
  ['abc', 'abd'], [['a', 'b', 'c'], ['a', 'c', 'd']], ['a', 'a'], ['a', ['a']], ['', 'x'], ['x', ''], ['12345678', '12BAR78'], ['kitten', 'sitting'],
  ['abcabba', 'cbabac'], [['x'], 'x'], [1, 2], ['a', 2], [['a', 1], []], [['a'], [undefined]], [null, 'a'], ['😀a', 'a'],
]) tell(() => JSON.stringify(diff(a, b)));
