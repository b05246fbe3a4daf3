// node: 26
// vm.Script ran its text as an indirect eval does: variables of strict code stayed within it, and
// could be deleted; the file's name was ignored.
const vm = require('vm');
vm.runInThisContext("'use strict'; var strictVariable = 1; function strictFunction() {}");
console.log(typeof strictVariable, typeof strictFunction);
vm.runInThisContext('var kept = 1; let lexical = 2; const constant = 3; class Class {}');
console.log(delete globalThis.kept, kept, lexical, constant, typeof Class, 'lexical' in globalThis);
console.log(Object.getOwnPropertyDescriptor(globalThis, 'kept').configurable);
for (const text of ['let lexical', 'var lexical', 'let kept', 'const undefined = 1', 'var constant; neverReached = 1']) {
  try {
    vm.runInThisContext(text);
    console.log(text, 'ran');
  } catch (error) {
    console.log(text, error.name, error.message);
  }
}
console.log(typeof neverReached, vm.runInThisContext('this') === globalThis, vm.runInThisContext('1; if (0) 2; else 3'));
try {
  vm.runInThisContext('\nfunction thrower() { throw new Error("m"); }\nthrower();', { filename: 'folder/name.js' });
} catch (error) {
  console.log(error.stack.split('\n').filter((line) => line.includes('name.js:') && line.includes(' at ')).join('|'));
}
try {
  new vm.Script('let x;\nlet x;', 'other.js');
} catch (error) {
  console.log(error.name, error.message);
}
const script = new vm.Script('globalThis.count = (globalThis.count ?? 0) + 1');
console.log(script.runInThisContext(), script.runInThisContext(), count);
const declares = new vm.Script('let once = 1; once');
console.log(declares.runInThisContext());
try {
  declares.runInThisContext();
} catch (error) {
  console.log(error.name, error.message);
}
for (const bad of [[1], ['1', 1], ['1', null], ['1', { filename: 1 }]]) {
  try {
    vm.runInThisContext(...bad);
    console.log('ran');
  } catch (error) {
    console.log(error.code);
  }
}
// The time limit: nothing in the script catches that it is over.
for (const text of ['while (true);', 'for (;;) try { for (;;); } catch {}', 'try { while (true); } finally { globalThis.cleaned = 1 }']) {
  try {
    vm.runInThisContext(text, { timeout: 20 });
    console.log('ended');
  } catch (error) {
    console.log(error.code, error.message);
  }
}
console.log(vm.runInThisContext('1 + 1', { timeout: 60000 }), new vm.Script('this.x = 2; x').runInThisContext({ timeout: 60000 }));
try {
  vm.runInThisContext('throw new RangeError("own")', { timeout: 60000 });
} catch (error) {
  console.log(error.name, error.message);
}
for (const timeout of [0, -1, 1.5, '5', null]) {
  try {
    console.log(vm.runInThisContext('1', { timeout }));
  } catch (error) {
    console.log(error.name, error.code);
  }
}
