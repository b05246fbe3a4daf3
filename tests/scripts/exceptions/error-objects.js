const e = new Error("msg", { cause: "why" });
console.log(e.name, e.message, String(e), e.cause, Object.keys(e).length, "cause" in new Error("x"), typeof e.stack, e.stack.split("\n")[0]);
for (const E of [TypeError, RangeError, SyntaxError, ReferenceError, URIError, EvalError]) {
  const x = new E("m");
  console.log(x.name, x instanceof Error, x.constructor === E, String(E("called")), E.prototype.name, Object.getPrototypeOf(E) === Error);
}
console.log(String(new Error()), String(new Error("")), Error.prototype.toString.call({ name: "N", message: "M" }), Error.prototype.toString.call({}));
const agg = new AggregateError([1, 2], "many");
console.log(agg.errors.join(), agg.message, agg.name);
const custom = Object.assign(new Error("c"), { name: "Custom", code: 5 });
console.log(String(custom), custom.code, JSON.stringify(custom));
for (const v of [1, "s", null, undefined, { a: 1 }]) { try { throw v; } catch (x) { console.log(x === v); } }
