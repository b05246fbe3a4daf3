// node: 26
const vm = require('vm');

const sandbox = { x: 1, log: [], console };
const context = vm.createContext(sandbox);
console.log(context === sandbox, vm.isContext(sandbox), vm.isContext({}));
console.log(vm.runInContext('x += 1; var y = x * 2; function f() { return x; } let hidden = 3; z = 4; y', context), sandbox.x, sandbox.y, typeof sandbox.f, sandbox.hidden, sandbox.z);
console.log(vm.runInContext('hidden + f() + z', context), typeof z, typeof y);
console.log(Object.keys(sandbox).join(), Object.getOwnPropertyDescriptor(sandbox, 'y'));
console.log(vm.runInContext('[typeof process, typeof require, typeof setTimeout, typeof Array, typeof globalThis, typeof nothing]', context).join());
console.log(vm.runInContext('[] instanceof Array', context), vm.runInContext('[]', context) instanceof Array, Array.isArray(vm.runInContext('[1]', context)));
console.log(vm.runInContext('globalThis.added = 5; delete globalThis.z; "z" in globalThis', context), sandbox.added, 'z' in sandbox);
console.log(vm.runInContext('this === globalThis', context), vm.runInContext('(function () { return this === globalThis; })()', context));
console.log(vm.runInContext('Object.getOwnPropertyNames(globalThis).includes("x") && Object.getOwnPropertyNames(globalThis).includes("Array")', context));
sandbox.self = sandbox;
sandbox.later = 'later';
console.log(vm.runInContext('self === globalThis && later', context));
const other = vm.createContext({});
console.log(vm.runInContext('Array', context) === vm.runInContext('Array', other), vm.runInContext('typeof x', other));
for (const code of ['nope', '"use strict"; undeclared = 1', 'throw new TypeError("inside")', 'null.x', 'let a = ;']) {
  try {
    vm.runInContext(code, context, 'inside.js');
  } catch (error) {
    console.log(error.name, error.message, error instanceof Error);
  }
}
const script = new vm.Script('count = (typeof count === "undefined" ? 0 : count) + 1');
console.log(script.runInNewContext(), script.runInContext(context), script.runInContext(context), sandbox.count, script.runInThisContext());
console.log(vm.runInNewContext('a + b', { a: 1, b: 2 }), vm.runInNewContext('Object.keys(globalThis).length'));
const fixed = vm.createContext(Object.freeze({ frozen: 1 }));
console.log(vm.runInContext('frozen = 2; frozen', fixed));
const getter = vm.createContext({ get value() { return 'got'; }, set value(v) { this.was = v; } });
console.log(vm.runInContext('value = 7; value', getter), getter.was);
try {
  vm.runInContext('while (true);', context, { timeout: 20 });
} catch (error) {
  console.log(error.code);
}
const add = vm.compileFunction('return a + b + (typeof x === "undefined" ? 0 : x)', ['a', 'b'], { parsingContext: context });
console.log(add(1, 2), add.length, vm.compileFunction('return inner', [], { contextExtensions: [{ inner: 'extension' }] })());
const bare = vm.createContext(vm.constants.DONT_CONTEXTIFY);
vm.runInContext('var own = 1', bare);
console.log(bare.own, vm.isContext(bare), vm.runInContext('globalThis', bare) === bare);
const settled = vm.createContext({ order: [] }, { microtaskMode: 'afterEvaluate' });
vm.runInContext('Promise.resolve().then(() => order.push("then")); order.push("sync")', settled);
console.log(settled.order.join());
for (const bad of [
  () => vm.createContext(1), () => vm.createContext(null), () => vm.runInContext('1', {}), () => vm.isContext(1), () => new vm.Script('1', 1), () => new vm.Script('1', { filename: 1 }),
  () => vm.compileFunction(1), () => vm.compileFunction('', 1), () => vm.compileFunction('', [1]), () => vm.compileFunction('}); (function () {'), () => vm.compileFunction('', [], { parsingContext: {} }),
  () => vm.createContext({}, { name: 1 }), () => vm.createContext({}, { microtaskMode: 'x' }), () => script.runInThisContext({ timeout: 0 }),
]) {
  try {
    bad();
    console.log('nothing thrown', String(bad));
  } catch (error) {
    console.log(error.name, error.code);
  }
}
const kept = new vm.Script('1', { produceCachedData: true });
console.log(kept.cachedDataProduced, Buffer.isBuffer(kept.cachedData), new vm.Script('1', { cachedData: kept.cachedData }).cachedDataRejected);
// A function of a context that is called often.
const hot = vm.runInContext('(function sum(n) { let s = 0; for (let i = 0; i < n; i++) s += x + i; return s; })', context);
console.log(hot(2000), hot(3000));
const strict = vm.createContext({}, { codeGeneration: { strings: false } });
for (const code of ['eval("1")', '(0, eval)("1")', 'new Function("1")', '(function () {}).constructor("1")', '1']) {
  try {
    console.log(vm.runInContext(code, strict));
  } catch (error) {
    console.log(error.name, error.message);
  }
}
