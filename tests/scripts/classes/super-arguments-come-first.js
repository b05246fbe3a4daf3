// The arguments of `super(…)` are evaluated before it is known that the parent is no constructor.
const log = [];
class Base { constructor(x) { this.made = "Base " + x; } }
class C extends Base { constructor(f) { super(f(), log.push("argument")); } }
const attempt = (f) => { try { return f().made; } catch (e) { return `${e.constructor.name}: ${e.message}`; } };
for (let i = 0; i < 3000; i++) if (new C(() => 1).made !== "Base 1") throw i;
log.length = 0;
for (const parent of [parseInt, () => 1, null, {}, Function.prototype, async function f() {}, class { static m() {} }.m]) {
  Object.setPrototypeOf(C, parent);
  log.length = 0;
  console.log(attempt(() => new C(() => 4)).replace(/#<Object>|\[object Object\]/, "object"), log.join());
}
Object.setPrototypeOf(C, Base);
console.log(attempt(() => new C(() => 5)), log.length);
console.log(attempt(() => new (class extends null { constructor() { super(log.push("null")); } })()), log.at(-1));
const spread = class extends Base { constructor(...a) { super(...a, log.push("spread")); } };
Object.setPrototypeOf(spread, Math.max);
console.log(attempt(() => new spread(1, 2)), log.at(-1));
class Implicit extends Base {}
Object.setPrototypeOf(Implicit, Math.min);
console.log(attempt(() => new Implicit(1)));
