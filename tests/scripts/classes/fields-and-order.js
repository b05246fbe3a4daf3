const log = [];
const t = (x) => (log.push(x), x);
class Base { a = t("base.a"); constructor() { t("Base()"); this.init?.(); } }
class Derived extends Base {
  [t("key")] = t("computed");
  b = t("derived.b");
  static s = t("static");
  static { t("block"); this.k = this.s + "!"; }
  constructor() { t("before"); super(); t("after"); }
  init() { t(`init ${this.b}`); }
}
const d = new Derived();
console.log(log.join(" | "));
console.log(Derived.k, Object.keys(d).join(), d.b);
class F { x = this; y = () => this; ["z"]; static n; "quoted key" = 1; 5 = "five"; }
const f = new F();
console.log(f.x === f, f.y() === f, "z" in f, f.z, "n" in F, Object.keys(f).join());
