// Folders that a program adds to those in which its modules look for packages.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const folder = fs.mkdtempSync(path.join(require('node:os').tmpdir(), 'paths-'));
fs.mkdirSync(path.join(folder, 'zz', 'lib'), { recursive: true });
fs.writeFileSync(path.join(folder, 'zz', 'package.json'), '{ "main": "lib/main" }');
fs.writeFileSync(path.join(folder, 'zz', 'lib', 'main.js'), 'exports.name = "main";');
fs.writeFileSync(path.join(folder, 'single.js'), 'exports.name = "single";');
const found = (name) => {
  try {
    return require(name).name;
  } catch (error) {
    return error.code;
  }
};
console.log(found('zz'), found('single'));
module.paths.push(folder);
console.log(found('zz'), found('single'), found('zz/lib/main'), found('absent'));
module.paths.pop();
console.log(found('zz/package.json'), path.basename(require.resolve.paths('zz')[0]));
// A context has what the engine has beside the language.
const vm = require('node:vm');
const context = vm.createContext({});
console.log(vm.runInContext('typeof WebAssembly + typeof WebAssembly.Module', context), vm.runInContext('WebAssembly = 5; WebAssembly', context));
console.log(Object.keys(vm.runInNewContext('globalThis')).length, typeof { ...process }.env, typeof Object.assign({}, process).argv, Object.keys(process).includes('stdout'));
// An array's prototype is asked for before its length is looked at.
const asked = Object.defineProperty(function () {}.bind(), 'prototype', { get() { throw 'asked'; } });
for (const length of [-1, 1.5]) {
  try {
    Reflect.construct(Array, [length], asked);
  } catch (error) {
    console.log(error);
  }
}
fs.rmSync(folder, { recursive: true });
