// node: 26
// The list of built-in modules is in order, those that are found with `node:` only come last.
'use strict';
const { builtinModules } = require('module');
const inOrder = (list) => list.every((name, i) => i === 0 || list[i - 1] < name);
const [plain, prefixed] = [false, true].map((is) => builtinModules.filter((name) => name.startsWith('node:') === is));
console.log(inOrder(plain), inOrder(prefixed), builtinModules.join() === [...plain, ...prefixed].join(), Object.isFrozen(builtinModules));
