// Built-ins that are called, not inlined: results, receivers, exceptions, stack traces.
function index(s, t) { return s.indexOf(t); }
function callAny(f, x) { return f(x); }
function method(o, x) { return o.run(x); }
function construct(C, x) { return new C(x); }
let n = 0;
for (let i = 0; i < 3000; i++) {
  n += index("hello world", "wor") + callAny(Number, "12") + callAny(parseInt, "7") + callAny((x) => x, 1);
  n += method({ run: Math.abs }, -3) + new Map([[1, 2]]).size + new Set("abc").size + construct(Map).size;
}
console.log(n);
function failing(x) { return index(x, "a"); }
try { failing(null); } catch (e) { console.log(e.constructor.name); }
try { failing({ indexOf: 3 }); } catch (e) { console.log(e.constructor.name, e.message.includes("not a function")); }
function caught(s) { try { return s.repeat(-1); } catch (e) { return e.constructor.name; } }
let last;
for (let i = 0; i < 2000; i++) last = caught("x");
console.log(last);
function inner(a) { return a.normalize("nope"); }
function outer(a) { return inner(a); }
for (let i = 0; i < 2000; i++) { try { outer("x"); } catch (e) { last = e; } }
console.log(last.constructor.name, last.stack.split("\n").map((l) => l.trim().split(" ")[1]).filter((n) => n === "inner" || n === "outer").join());
for (const C of [Map, Set, Array, Object, Date, RegExp, Error, String, Number, class A {}, function F() {}]) {
  let made;
  for (let i = 0; i < 300; i++) made = construct(C);
  console.log(made.constructor === C, Object.prototype.toString.call(made));
}
for (const C of [parseInt, Symbol, () => 1, Math.max, {}.x, 5]) {
  try { construct(C); console.log("made"); } catch (e) { console.log(e.constructor.name); }
}
class M extends Map { constructor(x) { super(x); this.own = 1; } }
let m;
for (let i = 0; i < 2000; i++) m = new M([[i, i]]);
console.log(m.size, m.own, m instanceof M, m instanceof Map);
console.log(Reflect.construct(Map, [], M) instanceof M, Reflect.construct(Array, [3], M) instanceof M);
const bound = Math.max.bind(null, 5);
for (let i = 0; i < 2000; i++) last = callAny(bound, i % 10);
console.log(last, callAny(new Proxy(Math.abs, {}), -4));
function deep(k) { return k === 0 ? 0 : [1].map(() => deep(k - 1))[0] + 1; }
console.log(deep(200));
