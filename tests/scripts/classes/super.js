class A { m() { return "A.m"; } get v() { return "A.v"; } static s() { return "A.s"; } who() { return this.name; } }
class B extends A {
  name = "b";
  m() { return `B>${super.m()}`; }
  get v() { return `B>${super.v}`; }
  static s() { return `B>${super.s()}`; }
  arrow() { return (() => super.m())(); }
  key(k) { return super[k](); }
  set(x) { super.x = x; return Object.hasOwn(this, "x"); }
}
const b = new B();
console.log(b.m(), b.v, B.s(), b.arrow(), b.key("m"), b.key("who"), b.set(5), b.x);
const proto = { hi() { return `proto ${this.n}`; } };
const obj = { __proto__: proto, n: 1, hi() { return `obj ${super.hi()}`; } };
console.log(obj.hi(), obj.hi.call({ n: 2 }));
const tries = [class extends A { constructor() { } }, class extends A { constructor() { this.x = 1; super(); } }, class extends A { constructor() { super(); super(); } }, class extends A { constructor() { return 1; } }, class extends null { }];
console.log(tries.map((C) => { try { new C(); return "ok"; } catch (e) { return e.name; } }).join());
console.log(new (class extends A { constructor() { return { own: true }; } })().own);
try { (class extends 5 {}); } catch (e) { console.log(e.name); }
