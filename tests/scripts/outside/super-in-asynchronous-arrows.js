// super, this and new.target in asynchronous methods and arrows: read, called, written, taken along, before and after an await.
const log = []; const tick = (x) => Promise.resolve(x);
class A { constructor(v = 1) { this.v = v; log.push("A " + new.target.name); } m(x) { return "A.m" + x + this.v; } get p() { return "get" + this.v; } set p(x) { this.v = x; } static s(x) { return "A.s" + x + this.name; } async am(x) { await 0; return "am" + x + this.v; } *g() { yield this.v; yield* [this.v + 1]; } async *ag() { yield tick(this.v); } static get sp() { return this.tag; } }
class B extends A {
  tag = "b"; #p = "private"; static tag = "static";
  async call(x) { const r = [super.m(x)]; await 0; for (let i = 0; i < 20; i++) r[0] = super.m(i); r.push(super.m(x), await super.am(x), super["m"](0), super.nope?.(1)); return r; }
  async write(x) { super.p = await tick(x); const was = this.v; super.p += "+"; await 0; [super.p, super.q] = [await tick("d"), 2]; ({ a: super.p = await tick("z") } = {}); super.v2 = 1; return [was, this.v, super.p, Object.hasOwn(this, "q"), this.v2, A.prototype.v2]; }
  async arrows() { const take = super.m, get = async () => super.p, deep = async () => { await 0; return [super.m("deep"), await (async () => super.am("x"))(), this.#p, new.target]; }; await 0; return [take.call({ v: "other" }, 1), await get(), await deep(), (() => super.m)() === take]; }
  async *ag() { for await (const x of super.ag()) yield "B" + x; yield* super.ag(); yield super.p; try { yield super.m(1); } finally { log.push(super.m("final")); } }
  *g() { const r = yield* super.g(); yield [super.m("g"), r]; for (const f of [() => super.p, () => this.tag]) yield f(); }
  static async s(x) { const f = async (y) => (await 0, super.s(y)); return [await f(x), super.s(x), super.sp, await (async () => super.sp)(), this === B]; }
  async missing() { try { await 0; return super.none.x; } catch (e) { return e.name; } finally { super.p = "finally"; } }
  field = async (x) => { await 0; return [super.m(x), this.#p, this.tag]; };
  async sorted() { const xs = [3, 1, 2]; return Promise.all(xs.sort((a, b) => a - b).map(async (x) => super.m(await tick(x)))); }
}
class C extends B { constructor(n) { const early = async () => { await 0; return [this.v, super.m("c"), new.target?.name]; }; const eager = () => this.v; let r; try { eager(); } catch (e) { r = e.name; } if (n > 1) super(n); else (() => super(n))(); this.early = early; this.r = r + eager(); } async m2() { return (await super.call("c")).length + super.m("!"); } async am(x) { return "C" + (await super.am(x)); } }
const o = { __proto__: { async hi() { return "proto " + this.n; }, get n() { return "n"; } }, async hi() { const first = super.hi(); Object.setPrototypeOf(o, { async hi() { return "new"; } }); await 0; const second = super.hi(); Object.setPrototypeOf(o, before); return [await first, await second]; } }; const before = Object.getPrototypeOf(o);
function Fn() { const f = async () => { await 0; return [new.target === Fn, this instanceof Fn, arguments.length]; }; this.f = f; if (!new.target) return f; }
(async () => {
  for (let round = 0; round < 5; round++) {
    log.length = 0; const b = new B(), out = [];
    out.push(await b.call("x"), await b.write("w"), await new B("r").arrows(), await B.s("y"), [...new B(5).g()], await b.missing(), b.v, await b.field("f"), await b.sorted(), await o.hi());
    const ag = []; for await (const x of new B("q").ag()) { ag.push(x); if (x.startsWith("A.m")) break; } out.push(ag);
    for (const n of [1, 2]) { const c = new C(n); out.push(await c.early(), c.r, await c.m2(), await c.am(1)); }
    out.push(await new Fn(1, 2).f(), await Fn.call({ x: 1 }, 1)(), await Reflect.construct(C, [3], class D {}).early?.());
    const proto = A.prototype.m; if (round > 1) A.prototype.m = function (x) { return "patched" + x; }; out.push(await b.call(1)); A.prototype.m = proto;
    if (round < 1 || round > 3) console.log(out.map((x) => JSON.stringify(x)).join("\n"), log.join());
  }
})();
