// Assertions and their messages.
import * as chai from 'chai';
const { expect, assert } = chai;
chai.should();
const message = (f) => { try { f(); return 'ok'; } catch (e) { return `${e.name}: ${e.message} ${JSON.stringify([e.showDiff, e.operator])}`; } };
const cyclic = { a: 1 }; cyclic.self = cyclic;
class Point { constructor(x, y) { this.x = x; this.y = y; } get [Symbol.toStringTag]() { return 'Point'; } }
const checks = [
  () => expect([1, 2, { a: 3 }]).to.deep.equal([1, 2, { a: 3 }]), () => expect([1, 2, { a: 3 }]).to.deep.equal([1, 2, { a: 4 }]),
  () => expect('hello').to.be.a('string').and.have.lengthOf(4), () => expect(cyclic).to.be.null, () => expect(new Point(1, 2)).to.eql({ x: 1, y: 2 }),
  () => expect(new Map([[1, new Set([2])]])).to.deep.equal(new Map([[1, new Set([2])]])), () => expect(() => { throw new TypeError('bad thing'); }).to.throw(TypeError, /thing/),
  () => expect(() => { throw new TypeError('bad thing'); }).to.throw(RangeError), () => expect({ a: { b: [1, { c: 2 }] } }).to.have.nested.property('a.b[1].c', 3),
  () => expect([3, 1, 2]).to.have.ordered.members([1, 2, 3]), () => expect([3, 1, 2]).to.include.members([1, 2]), () => expect(NaN).to.be.NaN, () => expect(1.5).to.be.closeTo(1, 0.2),
  () => (5).should.be.within(6, 9), () => 'x'.should.not.equal('x'), () => assert.isAbove(3, 5, 'three'), () => assert.sameDeepMembers([{ a: 1 }], [{ a: 2 }]), () => expect(Symbol('s')).to.equal(-0),
  () => expect({ a: 1, b: 2 }).to.have.all.keys('a', 'c'), () => expect(new Date(0)).to.deep.equal(new Date(1)), () => expect(10n).to.be.a('number'), () => expect([]).to.be.empty, () => expect(Object.freeze({})).not.to.be.frozen,
  () => expect(new Uint8Array([1, 2])).to.deep.equal(new Uint8Array([1, 3])), () => expect({}).to.undefinedProperty, () => assert.deepInclude([{ a: 1 }], { a: 1 }), () => expect([1, [2, [3]]]).to.satisfy((a) => a.flat(9).length === 4),
];
for (const check of checks) console.log(message(check));
let passed = 0;
for (let i = 0; i < 300; i++) { const o = { i, l: [i, { s: `${i}` }], m: new Map([[i, i]]) }; try { expect(o).to.deep.equal({ i, l: [i, { s: `${i % 250}` }], m: new Map([[i, i]]) }); passed++; } catch (e) { if (i % 20 === 0) console.log(e.message); } }
console.log(passed);
chai.use((c, u) => { c.Assertion.addMethod('even', function () { const n = u.flag(this, 'object'); this.assert(n % 2 === 0, 'expected #{this} to be even', 'expected #{this} to be odd'); }); c.Assertion.addProperty('tiny', function () { new c.Assertion(u.flag(this, 'object')).to.be.below(3); }); });
console.log(message(() => expect(3).to.be.even()), message(() => expect(4).not.to.be.even()), message(() => expect(5).to.be.tiny));
