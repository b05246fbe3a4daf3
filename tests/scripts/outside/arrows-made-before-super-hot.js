// Derived constructors: arrows, methods and fields made before super, and used after it; super called in odd places.
const log = []; const t = (f) => { try { return f(); } catch (e) { return e.name; } };
class Base { constructor(...a) { this.a = a; this.made?.(); } get who() { return "base" + this.a.length; } }
const kinds = [
  class extends Base { constructor() { const later = () => this.a.length; super(1); this.later = later; } },
  class extends Base { constructor(o = {}) { o.done = () => ((this.done = true), super.who); super(o); } },
  class extends Base { constructor(o = {}) { if (((o.done = () => this.constructor.name), super(o), false)) return; } },
  class extends Base { constructor() { const s = (...x) => super(...x); s(1, 2); this.later = () => t(() => s()); } },
  class extends Base { constructor() { try { t(() => this.a); super(); super(); } catch (e) { log.push(e.name); } return t(() => this) ?? {}; } },
  class extends Base { f = (() => this.a)(); g = () => super.who; constructor(x = () => this) { let r = t(x); super(r); this.r = [r, t(x) === this]; } },
  class extends Base { constructor() { for (let i = 0; i < 3; i++) if (i === 1) super(i); else log.push(t(() => this.a[0])); } },
  class extends Base { constructor() { const inner = class { [t(() => this)] = 1; k = t(() => this.k2); }; super(Object.keys(new inner()).join()); } },
  class extends Base { constructor() { super(new.target.name, (() => new.target === this.constructor)); this.later = this.a[1]; } },
  class extends Base { made() { log.push("made " + t(() => this.#p)); } #p = 1; constructor() { super(); this.later = () => this.#p; } },
  class extends Base { constructor() { super((() => { try { return this; } catch (e) { return e.name; } })()); return undefined; } },
  class extends Base { constructor() { const o = { m() { return typeof this; }, get g() { return this === o; } }; super(o.m(), o.g); function inner() { return this; } this.later = inner; } },
  class extends Array { constructor(...x) { super(x.length); this.fill(7); this.later = () => this.length + super.length; } },
  class extends Base { constructor() { eval("super(...[3])"); this.later = eval("() => this.a[0]"); } },
  class extends Base { constructor() { const f = async () => { await 0; return this.a; }; const g = function* () { yield typeof this; }; super([...g()]); f().then((a) => log.push("async " + a)); } },
  class extends Base { constructor() { switch (1) { case 1: super(); default: { const x = () => this; this.later = () => x() === this; } } label: { if (this) break label; } } },
];
const made = [];
for (let round = 0; round < 12; round++) for (const [i, K] of kinds.entries()) {
  const o = t(() => new K()); const x = t(() => { const r = o.later?.call({}); return r && typeof r === "object" ? "object" : r; }), d = t(() => o.a?.[0]?.done?.());
  const line = [i, typeof o === "object" ? o.constructor.name : o, x, d, JSON.stringify(o), t(() => o.g?.())].join(" ");
  if (!round) { made[i] = line; console.log(line); } else if (made[i] !== line) log.push("other " + i + ": " + line);
}
setTimeout(() => console.log(log.length, [...new Set(log)].join()), 0);
