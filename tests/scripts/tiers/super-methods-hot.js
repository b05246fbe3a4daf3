// super.m() in hot code: the method of the home object's prototype as it is now, with this receiver.
class A {
  m(x) { return x + 1; }
  get kind() { return 'A of ' + this.constructor.name; }
  static make(x) { return [this.name, x]; }
  name() { return 'a' + this.tag; }
}
A.prototype.field = 'shared';
class B extends A {
  constructor(tag) { super(); this.tag = tag; }
  m(x) { return super.m(x) * 2; }
  get kind() { return 'B, ' + super.kind; }
  static make(x) { return super.make(x).concat('B'); }
  name() { return 'b' + super.name(); }
  shared() { return super.field; }
  computed(k) { return super[k]; }
  arrow() { return (() => super.m(1))(); }
  missing() { return super.nothing; }
}
class C extends B { m(x) { return super.m(x) + 0.5; } name() { return 'c' + super.name(); } }
const plain = { __proto__: { hi() { return 'hi ' + this.who; } }, who: 'me', hi() { return super.hi() + '!'; } };
const list = { __proto__: [1, 2, 3], len() { return super.length; }, first() { return super[0]; } };
const typed = { __proto__: new Uint8Array(3), len() { try { return super.length; } catch (e) { return e.constructor.name; } } };
const proxied = { __proto__: new Proxy({}, { get: (t, k, r) => [String(k), r === proxied].join() }), m() { return super.m; } };
const bare = { __proto__: null, m() { try { return super.m; } catch (e) { return e.constructor.name; } } };
const b = new B(1), c = new C(2);
let sum = 0, text;
for (let i = 0; i < 3000; i++) {
  const o = i & 1 ? b : c;
  sum += o.m(i) + b.arrow();
  text = [o.kind, B.make(i & 1), o.name(), o.shared(), o.computed(i & 1 ? 'field' : 'm').length, o.missing(), plain.hi(), list.len(), list.first(), typed.len(), proxied.m(), bare.m()].join(' | ');
}
console.log(sum, text);
for (const x of ['s', 0.25, 2 ** 31 - 1, null, undefined]) console.log(b.m(x), c.m(x));

A.prototype.m = function (x) { return 'replaced ' + x; };
console.log(b.m(1), c.m(1), b.arrow());
A.prototype.field = 'changed';
delete A.prototype.name;
try { b.name(); } catch (e) { console.log(b.shared(), e.constructor.name); }
Object.setPrototypeOf(B.prototype, { m: x => x * 100, field: 'other', get kind() { return typeof this; }, name() { return 'n' + this.tag; }, nothing: 'something' });
console.log(b.m(2), c.m(2), b.kind, c.name(), b.shared(), b.missing(), b.computed('m').name, b.arrow());
for (let i = 0; i < 2000; i++) sum += b.m(i);
Object.defineProperty(Object.getPrototypeOf(B.prototype), 'm', { get() { return x => [this === b, x].join(); }, configurable: true });
console.log(sum, b.m(3), c.m(3));
Object.setPrototypeOf(B.prototype, null);
for (const f of [() => b.m(1), () => b.shared(), () => B.prototype.computed.call(b, 'm')]) {
  try { console.log(f()); } catch (e) { console.log(e.constructor.name); }
}

// Private methods are added to each instance.
class P { #a = 1; #get() { return this.#a; } #twice() { return this.#get() * 2; } read() { return this.#twice(); } static has(o) { return #get in o && #a in o; } set() { try { this.#get = 1; } catch (e) { return e.constructor.name; } } }
class Q extends P { #get() { return 5; } both() { return this.#get() + this.read(); } }
const twice = () => { class R { constructor(o) { return o; } } class S extends R { #m() { return 'm'; } static run(o) { return o.#m(); } } return S; };
const S1 = twice(), S2 = twice();
let total = 0;
for (let i = 0; i < 3000; i++) {
  total += new P().read() + new Q().both();
  const o = {};
  new S1(o), new S2(o);
  total += (S1.run(o) + S2.run(o)).length;
}
console.log(total, P.has(new Q()), P.has({}), new P().set());
for (const o of [{}, [], new Proxy({}, {})]) {
  const again = () => { try { new S1(o); return S1.run(o); } catch (e) { return e.constructor.name; } };
  console.log(again(), again());
}
