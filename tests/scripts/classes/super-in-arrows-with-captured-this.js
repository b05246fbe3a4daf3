// A method of the parent, called in an arrow on a `this` and with arguments that it captured:
// the arguments came one register too far.
class A {
  root(node) { return ['A', node]; }
  get p() { return 'p'; }
}
class B extends A {
  call(f) { return f(); }
  root(node) { return this.call(() => super.root(node)); }
  key(node) { return this.call(() => super['ro' + 'ot'](node, node)); }
  spread(...nodes) { return this.call(() => super.root(...nodes)); }
  get p() { return this.call(() => [super.p, super.p + 1, this instanceof B]); }
}
const b = new B();
for (let i = 0; i < 3; i++) console.log(b.root(i), b.key('k'), b.spread(1, 2), b.p);
