class Stack extends Array { top() { return this[this.length - 1]; } static get [Symbol.species]() { return Array; } }
const s = new Stack();
s.push(1, 2, 3);
console.log(s.top(), s.length, s instanceof Stack, s.map((x) => x) instanceof Stack, Array.isArray(s), s.join());
class List extends Array {}
console.log(List.from([1, 2]).constructor.name, new List(1, 2, 3).filter((x) => x > 1).constructor.name, List.of(7).concat([8]).length);
class MyError extends Error { constructor(m, code) { super(m); this.code = code; } get name() { return "MyError"; } }
const e = new MyError("bad", 7);
console.log(String(e), e.code, e instanceof Error, e instanceof MyError, Object.prototype.toString.call(e), e.message);
class Counter extends Map { inc(k) { return this.set(k, (this.get(k) ?? 0) + 1); } }
console.log([...new Counter().inc("a").inc("a").inc("b")].join("|"));
class Str extends String { shout() { return this.toUpperCase() + "!"; } }
console.log(new Str("hi").shout(), new Str("hi").length, typeof new Str("x"));
class Fn extends Function { }
console.log(new Fn("a", "return a * 2")(4));
