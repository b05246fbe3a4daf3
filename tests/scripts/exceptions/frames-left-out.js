// The frames of constructors of derived errors, and those above the function that captureStackTrace is given, are
// left out; what the stack calls the error is what the error is called when somebody first asks.
// node: 26
const frames = (e) => {
  const lines = String(e.stack).split("\n");
  const end = lines.findIndex((line) => line.includes("Object.<anonymous>"));
  return lines.slice(0, end < 0 ? lines.length : end).map((line) => line.replace(/\s+at (\S+ ?\S*) \(.*/, "$1").replace(/^\s+at .*/, "?")).join(" | ");
};
class A extends Error { constructor(m) { super(m); } }
class B extends A { constructor(m) { super(m); } }
class Implied extends B {}
class Arrow extends Error { constructor(m) { const f = () => super(m); f(); } }
class Inner extends Error { constructor(m) { super(m); this.inner = new Error("inner"); } }
class Named extends Error { constructor(m) { super(m); Error.captureStackTrace(this, this.constructor); this.name = "Named"; } }
class Many extends AggregateError { constructor() { super([], "many"); } }
function make() {
  return [new A("a"), new B("b"), new Implied("implied"), new Error("error"), Error("called"), new Arrow("arrow"), new Inner("outer"),
    new Inner("outer").inner, new Named("named"), new Many(), new TypeError("type")];
}
for (const error of make()) console.log(frames(error));
function Old(message) { Error.call(this, message); this.message = message; Error.captureStackTrace(this, Old); }
Object.setPrototypeOf(Old.prototype, Error.prototype);
function makeOld() { return new Old("old"); }
console.log(frames(makeOld()));
function capture(above) { const target = {}; Error.captureStackTrace(target, above); return target; }
function second() { return capture(second); }
function first() { return second(); }
console.log(frames(first()), "/", frames(capture(make)), "/", frames((function here() { return capture(5); })()), "/", frames((function here() { return capture(); })()));
function recursive(n) { return n ? recursive(n - 1) : capture(recursive); }
console.log(frames(recursive(3)), "/", frames((function far(n) { return n ? far(n - 1) : capture(far); })(40)));

const later = new Error("a");
later.message = "b";
later.name = "Later";
console.log(frames(later));
later.message = "c";
console.log(frames(later));
class Getter extends Error { get name() { return "Got"; } }
console.log(frames(new Getter("g")));
class Throws extends Error { get name() { throw 1; } }
try { console.log(new Throws("t").stack); } catch (e) { console.log("thrown", e); }

for (const limit of [0, 1, 2, 3.7, 12, Infinity, -1]) {
  Error.stackTraceLimit = limit;
  const count = (n) => (n ? count(n - 1) : new Error("limited").stack.split("\n").length - 1);
  console.log(limit, Math.min(count(20), 20));
}
Error.stackTraceLimit = 10;
// Hot, so that the frames are those of compiled code, inlined ones among them.
function deep(n) { return n ? deep(n - 1) : new B("deep"); }
let seen = new Set();
for (let i = 0; i < 4000; i++) seen.add(frames(deep(2)));
console.log([...seen].join("\n"));
