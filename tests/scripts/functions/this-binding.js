const o = { name: "o", f() { return this?.name; }, a: () => typeof this, nested() { return [1].map(() => this.name)[0]; } };
const { f } = o;
console.log(o.f(), (0, o.f)?.call({ name: "x" }), o["f"](), (o.f)(), f.call({ name: "called" }), f.apply({ name: "applied" }), f.bind({ name: "bound" }).call(o), o.nested());
class A { constructor() { this.v = 1; } get() { return this?.v; } arrow = () => this.v; }
const { get, arrow } = new A();
console.log(get(), arrow(), arrow.call({ v: 5 }));
function Outer() { if (!new.target) return new Outer(); this.inner = () => this.tag; this.tag = "outer"; }
console.log(Outer().inner(), new Outer().inner.call(null));
console.log([1, 2].map(function () { return this.z; }, { z: "z" }).join(), (function () { "use strict"; return this; }).call(undefined));
console.log(typeof (function () { return this; }).call("s"), (function () { return this; }).call(7) + 1);
