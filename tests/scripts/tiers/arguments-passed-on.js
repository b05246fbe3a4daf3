// Calls through call and apply, arguments objects, rest arrays and spread arguments, hot, and
// then everything that they rely on is otherwise.
const out = [];
const log = (...parts) => out.push(parts.map(String).join(" "));

function hot(f, n = 400) {
  let last;
  for (let i = 0; i < n; i++) last = f(i);
  return last;
}

// ---- call and apply
function add(a, b) { return (this === undefined ? 0 : this.base | 0) + a + b; }
const holder = { base: 10 };
function viaCall(f, i) { return f.call(holder, i, 1); }
function viaApplyNone(f) { return f.apply(holder); }
function viaApplyNull(f) { return f.apply(holder, null); }
function viaApplyLiteral(f, i) { return f.apply(holder, [i, 2]); }
function viaApplyArray(f, list) { return f.apply(holder, list); }
function sloppyThis() { return typeof this; }
function strictThis() { "use strict"; return typeof this; }
log("call", hot((i) => viaCall(add, i)), hot(() => viaApplyNone(add)), hot(() => viaApplyNull(add)));
log("apply", hot((i) => viaApplyLiteral(add, i)), hot((i) => viaApplyArray(add, [i, 3])));
log("this", hot(() => sloppyThis.call(1)), hot(() => strictThis.call(1)), hot(() => sloppyThis.call(undefined)), hot(() => strictThis.apply(null, [])));
// Other targets: another closure, a built-in, a bound function, a proxy, a class, no function.
function sub(a, b) { return a - b; }
log("others", viaCall(sub, 5), viaCall(Math.max, 7), viaCall(add.bind({ base: 100 }), 1), viaCall(new Proxy(add, {}), 2));
log("others", viaApplyLiteral(sub, 5), viaApplyLiteral(Math.max, 7), viaApplyLiteral(add.bind({ base: 100 }), 1), viaApplyLiteral(new Proxy(add, {}), 2));
class K { constructor(x) { this.x = x; } }
for (const bad of [K, { call: Function.prototype.call, apply: Function.prototype.apply }, null, 3]) {
  for (const via of [viaCall, viaApplyLiteral, viaApplyNone, (f) => viaApplyArray(f, [1, 2])]) {
    try {
      log(via(bad, 1));
    } catch (e) {
      log(e.constructor.name);
    }
  }
}
const own = function () { return "own target"; };
own.call = () => "own call";
own.apply = () => "own apply";
log(viaCall(own, 1), viaApplyLiteral(own, 1));
log("again", hot((i) => viaCall(add, i)), hot((i) => viaApplyLiteral(sub, i)));

// ---- arguments objects
function count() { return arguments.length; }
function first() { return arguments[0]; }
function third() { return arguments[2]; }
function sum() {
  let s = 0;
  for (let i = 0; i < arguments.length; i++) s += arguments[i];
  return s;
}
function strictSum(a, b) {
  "use strict";
  a = 1000;
  return a + arguments[0] + arguments[1] + arguments.length;
}
function mapped(a, b) {
  a = a + 1;
  arguments[1] = 50;
  return a + b + arguments[0] + arguments.length;
}
function unmappedSloppy(a, b) { return a + b + arguments[0] + arguments[1]; }
function captured(a) {
  const get = () => a;
  return get() + arguments.length + arguments[1];
}
log("arguments", hot((i) => count(i, i, i)), hot(() => count()), hot((i) => first(i, 2)), hot((i) => third(i, 2, 3)), hot((i) => sum(i, 1, 2, 3)));
log("arguments", hot((i) => strictSum(i, 1)), hot((i) => mapped(i, 1)), hot((i) => unmappedSloppy(i, 1)), hot((i) => captured(i, 1)));
log("fewer", first(), third(1), third(1, 2), sum(), sum("a", "b"), strictSum(1), mapped(1), unmappedSloppy(1), captured(1));
log("many", sum(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12), count(...new Array(40)));
function at(i) { return arguments[i]; }
log("index", hot(() => at(1, "x", "y")), at(2, 1, "z"), at(-1, 2), at(1.5, 2), at("length", 1), at(7), at("callee") === at, at(Symbol.iterator, 1) === Array.prototype.values);
function escaping(flag) {
  const a = arguments;
  if (flag) return a;
  return a.length;
}
log("escape", hot(() => escaping(false, 1)), JSON.stringify(escaping(true, 1, 2)), escaping(true, 3).callee === escaping, Object.prototype.toString.call(escaping(true)));
function keeps(x) {
  let s = 0;
  for (let i = 0; i < 3; i++) s += x.v;
  return s + arguments.length + arguments[1];
}
log("left", hot(() => keeps({ v: 1 }, 2)), keeps({ w: 0, v: 1.5 }, 2), keeps({ v: "s" }, 2), keeps({ get v() { return arguments.length; } }, "t"));
Object.prototype[3] = "proto";
log("prototype", at(3), at(3, 1, 2, 9), sum(1, 2));
delete Object.prototype[3];

// ---- forwarding
function target(a, b, c) { return [this === holder, a, b, c, arguments.length].join(); }
function forwardApply() { return target.apply(this, arguments); }
function forwardSpread() { return target(...arguments); }
function forwardRest(...r) { return target(...r); }
function forwardRestTail(a, ...r) { return target(0, ...r, a); }
function forwardStrict() { "use strict"; return target.apply(holder, arguments); }
for (const f of [forwardApply, forwardSpread, forwardRest, forwardRestTail, forwardStrict]) {
  log(f.name, hot((i) => f.call(holder, i, 1)), f(), f(1), f(1, 2, 3, 4), f.apply(holder, [7, 8]));
}
class Base { constructor(...a) { this.n = a.length; this.a = a[0]; } }
class Derived extends Base { constructor(...a) { super(...a); this.d = a.length; } }
class Implicit extends Derived {}
class Twice extends Derived { constructor(a, ...r) { super(a, ...r, ...r); } }
function make(C, ...a) { return new C(...a); }
const shown = (o) => JSON.stringify(o) + o.constructor.name;
for (const C of [Base, Derived, Implicit, Twice]) log(hot((i) => shown(new C(i, 2))), hot((i) => shown(make(C, i, 2, 3))), shown(new C()), shown(make(C)));
log(shown(Reflect.construct(Derived, [1], Implicit)), shown(Reflect.construct(Twice, [1, 2], Base)));
const Class = { create() { return function () { this.initialize.apply(this, arguments); }; } };
const Vec = Class.create();
Vec.prototype = { initialize(x, y) { this.x = x ? x : 0; this.y = y ? y : 0; } };
const Col = Class.create();
Col.prototype = { initialize(r) { this.r = r; this.n = arguments.length; } };
log(hot((i) => JSON.stringify(new Vec(i, 1))), hot((i) => JSON.stringify(new Col(i, 1))), JSON.stringify(new Vec()), JSON.stringify(new Vec(5)));
Vec.prototype.initialize = function () { this.z = arguments.length; };
log(JSON.stringify(new Vec(1, 2, 3)));
Vec.prototype.initialize = null;
try { new Vec(1); } catch (e) { log(e.constructor.name); }

// ---- rest arrays
function rest(...r) { return (r[0] | 0) + r.length; }
function restFrom(a, b, ...r) { return r.length * 10 + (r.length ? r[r.length - 1] : 0); }
function restLoop(...r) {
  let s = 0;
  for (let i = 0; i < r.length; i++) s += r[i];
  return s;
}
function restKept(a, ...r) { r.push(a); return r; }
log("rest", hot((i) => rest(i, 1)), hot((i) => restFrom(i, 1, 2, 3)), hot((i) => restLoop(i, 1, 2)), hot((i) => restKept(i, 1).join()));
log("rest", rest(), restFrom(), restFrom(1), restFrom(1, 2), restFrom(1, 2, 3), restLoop(), restLoop("a", 1), restKept().length, Array.isArray(restKept(1)));
function tag(s, ...v) { return s.length + ":" + s.raw[0] + v.length + v[0]; }
log("tag", hot((i) => tag`a${i}b${1}c`), tag`x`, hot((i) => tag`${i}`));

// ---- spreading what is no list of arguments
function two(a, b) { return a + "," + b; }
function spreads(x) { return two(...x); }
function spreadsMore(x, y) { return two(...x, ...y); }
log("spread", hot(() => spreads([1, 2])), spreads("ab"), spreads(new Set([1])), spreads([, 1]), hot(() => spreadsMore([1], [2])));

// ---- exceptions and traces
function thrower(x) { if (x === 7) throw new Error("seven"); return x; }
function throughApply() { return thrower.apply(this, arguments); }
function throughRest(...r) { return thrower(...r); }
function caught(f, x) {
  try { return f(x); } catch (e) {
    return e.stack.split("\n").slice(1, 4).map((l) => l.trim().split(" ")[1]).join("<");
  }
}
log("throw", hot((i) => caught(throughApply, i % 3)), hot((i) => caught(throughRest, i % 3)), caught(throughApply, 7), caught(throughRest, 7));

// ---- iteration of arrays that is another
const iterator = Array.prototype[Symbol.iterator];
log("iterator", hot((i) => forwardRest(i, 1)));
Array.prototype[Symbol.iterator] = function* () { yield "changed"; };
log(forwardRest(1, 2), forwardSpread(1, 2), make(Base, 1, 2).n);
Array.prototype[Symbol.iterator] = iterator;
const proto = Object.getPrototypeOf([][Symbol.iterator]());
const next = proto.next;
proto.next = function () { const r = next.call(this); if (!r.done) r.value = "n" + r.value; return r; };
const changed = [forwardRest(1, 2), forwardSpread(1, 2)];
proto.next = next;
log(changed.join(";"), forwardRest(1, 2));

// ---- recursion
function down(n) { return n === 0 ? arguments.length : down.apply(null, [n - 1, ...Array(n % 3)]) + arguments.length; }
function depth(...r) { return r[0] === 0 ? 0 : 1 + depth(r[0] - 1, ...r); }
log("deep", hot(() => down(5), 50), hot(() => depth(4, 1), 50));
function endless() { return endless.apply(this, arguments); }
try { endless(1, 2); } catch (e) { log(e.constructor.name); }

// ---- call and apply themselves are others
const { call, apply } = Function.prototype;
Function.prototype.call = function () { return "patched call"; };
Function.prototype.apply = function () { return "patched apply"; };
const patched = [viaCall(add, 1), viaApplyLiteral(add, 1), forwardApply(1), forwardStrict(1)];
Function.prototype.call = call;
Function.prototype.apply = apply;
log(patched);
console.log(out.join("\n"));
