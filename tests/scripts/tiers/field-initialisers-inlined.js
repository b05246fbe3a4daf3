// Fields of classes in hot constructors: initialisers run once, in order, and may leave the code anywhere.
let count = 0;
class A { x = 1; y = this.x + 1; z = [this.y]; }
class B { a = count++; b; constructor(v) { this.b = v; } }
class C extends A { w = this.x * 10; constructor() { super(); this.v = this.w + 1; } }
class D extends C { u = this.v + 1; }
class P { #p = 5; #q = this.#p * 2; get q() { return this.#q; } static has(o) { return #p in o; } }
class F { f = () => this; g = function () { return this; }; t = new.target; ['k' + 1] = 'computed'; }
const make = (K, v) => new K(v);
let sum = 0;
for (let i = 0; i < 3000; i++) {
  sum += new A().y + new B(i).a + new C().v + new D().u + new P().q;
  const f = new F();
  if (f.f() !== f || f.g() !== f || f.t !== undefined || f.k1 !== 'computed') sum = NaN;
}
console.log(sum, count, JSON.stringify([new A(), new C(), new D()]), P.has(new P()), P.has({}));

// What leaves an initialiser in the middle.
let give = 1;
class Bail { first = give; second = give + 1; third = give; constructor() { this.fourth = this.second + 1; } }
class Sub extends Bail { fifth = give + 2; }
const bail = () => new Bail(), sub = () => new Sub();
for (let i = 0; i < 3000; i++) { bail(); sub(); }
for (const v of [0.5, 2 ** 31 - 1, 'text', undefined, 3n, { toString() { return 'o'; } }]) {
  give = v;
  const show = f => { try { return Object.values(f()).map(String).join(); } catch (e) { return e.message; } };
  console.log(show(bail), '|', show(sub));
}
give = 1;
let thrown = 0;
class Throws { a = 1; b = thrown === 7 ? null.x : 2; constructor() { this.c = 3; } }
function attempt() { try { return Object.keys(new Throws()).join(); } catch (e) { return e.message; } }
for (let i = 0; i < 3000; i++) attempt();
thrown = 7;
console.log(attempt());
for (let i = 0; i < 500; i++) { thrown = i & 1 ? 7 : 0; attempt(); }
thrown = 7;
try { new Throws(); } catch (e) { console.log(e.stack.split('\n').slice(1, 3).map(l => l.trim().replace(/\(.*/, '')).join('| ')); }

// Fields that meet accessors, fields of what super returns, a class evaluated again and again.
class Base { set s(v) { this.hit = v; } constructor(o) { if (o) return o; } }
class Defines extends Base { s = 'own'; t = 2; }
for (let i = 0; i < 3000; i++) new Defines(i % 7 ? undefined : {});
console.log(JSON.stringify(new Defines()), JSON.stringify(new Defines({ q: 1 })));
try { new Defines(Object.freeze({})); } catch (e) { console.log(e.constructor.name); }
console.log(Object.keys(new Defines(new Proxy({}, {}))).join());
const again = n => class { n = n; m = this.n + 1; };
const classes = [again(1), again(10), again('s')];
for (let i = 0; i < 3000; i++) sum += make(classes[i & 1]).m;
console.log(sum, make(classes[2]).m, make(again(0.5)).m);
class E2 { static one = new E2(); v = 4; static two = new E2(); }
console.log(JSON.stringify([E2.one, E2.two]));
class Arrow extends A { constructor() { const init = () => super(); init(); } own = 'after'; }
for (let i = 0; i < 2000; i++) new Arrow();
console.log(JSON.stringify(new Arrow()));
class Reflected { r = new.target; s = this.constructor.name; }
for (let i = 0; i < 2000; i++) Reflect.construct(Reflected, []);
console.log(Reflect.construct(Reflected, [], class Named {}).s, new Reflected().r);
function called() { try { return A(); } catch (e) { return e.message; } }
for (let i = 0; i < 2000; i++) called();
console.log(called());
