// node: 26
// What a failed assertion says of the call.
const assert = require('assert');
function t(f) { try { f() } catch (e) { console.log(JSON.stringify(e.message), e.generatedMessage) } }
t(() => assert(0));
t(() => assert.ok(1 === 2));
t(() => assert.ok(typeof 123 === 'string', undefined));
    t(() => assert.ok(
      [1, 2]
        .includes(3),
    ));
	t(() => { assert(false /* é) */ && "a)b" ) });
t(() => assert.strict(0));
t(() => assert.strict.ok(''));
const { ok } = assert; t(() => ok(NaN)); const o = { check: assert }; t(() => o.check(0)); t(() => o['check'](0));
t(() => assert(0, 'own')); t(() => assert.ok()); t(() => assert.ok(((x) => x)(0)));

 t(() => assert?.(0)); t(() => assert?.ok(0)); t(() => "é😀".length && assert(0)); const q = () => assert(0) && assert(1); t(q); t(() => assert.ok(...[0]));
t(() => assert.equal(assert.ok(0), 1));
