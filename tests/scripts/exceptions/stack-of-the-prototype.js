// Error.prototype has an accessor for the stack of errors, too (https://github.com/tc39/proposal-error-stack-accessor).
// node: 99
"use strict";
const threw = (f) => { try { return String(f()); } catch (e) { return `${e.constructor.name}: ${e.message}`; } };
const { get, set } = Object.getOwnPropertyDescriptor(Error.prototype, "stack");
const error = new RangeError("far");
console.log(Object.getOwnPropertyNames(error).join(), "stack" in error, Object.hasOwn(error, "stack"), error.stack.split("\n")[0]);
error.message = "changed";
error.name = "Other";
console.log(error.stack.split("\n")[0], get.call(error) === error.stack);
console.log(get.call({}), Error.prototype.stack, get.call(Object.create(error)), get.call(new Proxy(error, {})));
console.log(threw(() => get.call(1)), threw(() => set.call(undefined, "x")));
console.log(threw(() => set.call(error, null)), error.stack.split("\n")[0]);
console.log(threw(() => { Error.prototype.stack = "x"; }));
error.stack = "mine";
console.log(error.stack, get.call(error), delete error.stack, error.stack);
console.log(Reflect.construct(Error, ["m"], class {}).stack, typeof get.call(Reflect.construct(Error, ["m"], class {})));
const plain = {};
Error.captureStackTrace(plain);
console.log(Object.keys(plain).length, Object.hasOwn(plain, "stack"));
class Mine extends Error { constructor(m) { super(m); this.name = "Mine"; } }
console.log(new Mine("m").stack.split("\n")[0], structuredClone(new Mine("copied")).stack.split("\n")[0]);
// Errors are collected, and so is the text of their stacks.
function depth(n) { return n ? depth(n - 1) : new Error(`deep ${n}`).stack.split("\n").length; }
let lines = 0;
for (let i = 0; i < 300; i++) lines += depth(3);
console.log(lines);
