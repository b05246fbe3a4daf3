// node: 26
// require of ECMAScript modules.
const fs = require('fs');
const os = require('os');
const path = require('path');

const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'require-esm-')));
process.on('exit', () => fs.rmSync(folder, { recursive: true }));
const write = (name, text) => {
  fs.writeFileSync(path.join(folder, name), text);
  return path.join(folder, name);
};
const plain = write('plain.mjs', 'export const x = 1; export default class P {}');
const namespace = require(plain);
console.log(namespace, namespace.__esModule, Object.prototype.toString.call(namespace), require(plain) === namespace);
console.log(require(write('named.mjs', 'export const only = 1')));
const replaced = require(write('replaced.mjs', 'function f() { return "f"; } f.extra = 1; export { f as "module.exports" }; export const other = 2;'));
console.log(typeof replaced, replaced.extra, replaced.other);
for (const [name, text] of [['waits.mjs', 'await 0; export const t = 1;'], ['bad.mjs', 'throw new RangeError("while loading")'], ['scope.mjs', 'module.exports = 1'], ['scope2.mjs', 'require("fs")']]) {
  try {
    require(write(name, text));
  } catch (error) {
    console.log(error.name, error.code, error.message.split('\n')[0].split('.')[0]);
  }
}
import(plain).then(async (module) => {
  console.log(module.x === namespace.x, module.default === namespace.default);
  const json = write('data.json', '{"a":1}');
  console.log((await import(json, { with: { type: 'json' } })).default === require(json));
  fs.mkdirSync(path.join(folder, 'node_modules', 'broken'), { recursive: true });
  write('node_modules/broken/package.json', '{broken');
  try {
    require('module').createRequire(plain)('broken');
  } catch (error) {
    console.log(error.code, error.message.replace(folder, '.'));
  }
});
