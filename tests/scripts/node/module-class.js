// node: 26
// node:module as the class Module, and its parts in the place of which a program puts its own.
const Module = require('module');
const fs = require('fs');
const os = require('os');
const path = require('path');

const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'module-class-')));
process.on('exit', () => fs.rmSync(folder, { recursive: true }));
const write = (name, text) => {
  fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  fs.writeFileSync(path.join(folder, name), text);
  return path.join(folder, name);
};
const short = (text) => String(text).replaceAll(folder, '.').replaceAll(__dirname, '.');

console.log(Module === Module.Module, module instanceof Module, module.constructor === Module, Object.keys(module).join(), module.parent, module.id, module.loaded);
console.log(module.paths[0] === path.join(__dirname, 'node_modules'), require.main === module, require.cache === Module._cache, module.isPreloading);
console.log(typeof require.extensions['.js'], Object.keys(Module._extensions).join(), Module.builtinModules.includes('fs'), Module.isBuiltin('node:fs'), Module.isBuiltin('nope'));
console.log(Module._nodeModulePaths('/a/node_modules/b').join(), Module._resolveLookupPaths('fs'), Module._resolveLookupPaths('./x', { filename: '/q/r.js' }).join());
console.log(Module.wrap('x') === '(function (exports, require, module, __filename, __dirname) { x\n});');

const made = new Module('/virtual/it.js', module);
made._compile('module.exports = [__filename, __dirname, typeof require, module.id, this === exports]', '/virtual/it.js');
console.log(made.exports, made.path, made.filename, made.loaded, module.children.includes(made));

const a = write('a.js', 'module.exports = "a"; exports.x = 1;');
console.log(require(a), short(module.children.at(-1).filename), require.cache[a].loaded, require.cache[a].parent === module);
delete require.cache[a];
const oldJs = Module._extensions['.js'];
Module._extensions['.js'] = (m, file) => {
  const compile = m._compile;
  m._compile = (code, name) => compile.call(m, code.replace('"a"', '"hooked"'), name);
  oldJs(m, file);
};
console.log(require(a));
Module._extensions['.js'] = oldJs;
require.extensions['.txt'] = (m, file) => {
  m.exports = fs.readFileSync(file, 'utf8').toUpperCase();
};
console.log(require(write('text.txt', 'text')), require(path.join(folder, 'text')));
delete require.extensions['.txt'];

const load = Module._load;
Module._load = function (request, parent, isMain) {
  return request === 'mocked' ? { mocked: short(parent.filename) } : load.call(this, request, parent, isMain);
};
console.log(require(write('user.js', 'module.exports = require("mocked")')), require('fs') === fs);
Module._load = load;
const resolve = Module._resolveFilename;
Module._resolveFilename = function (request, ...rest) {
  return resolve.call(this, request === 'alias' ? a : request, ...rest);
};
console.log(require('alias'), short(require.resolve('alias')));
Module._resolveFilename = resolve;
const original = Module.prototype.require;
Module.prototype.require = function (id) {
  return id === 'intercepted' ? id : original.call(this, id);
};
console.log(require('intercepted'), require('path') === path);
Module.prototype.require = original;

write('node_modules/pkg/package.json', '{"main":"lib"}');
write('node_modules/pkg/lib/index.js', 'module.exports = "pkg"');
const r = Module.createRequire(path.join(folder, 'x.js'));
console.log(r('pkg'), short(r.resolve('pkg')), short(require.resolve('pkg', { paths: [folder] })), short(r.resolve.paths('pkg')[0]), require.resolve.paths('fs'));
console.log(short(Module.findPackageJSON('pkg', path.join(folder, 'x.js'))), short(Module.findPackageJSON('./node_modules/pkg/lib', path.join(folder, 'x.js'))));
for (const bad of [() => require('nope'), () => require('./nope'), () => require(''), () => require(1), () => r('#x'), () => require('node:nope'), () => Module.createRequire('x')]) {
  try {
    bad();
  } catch (error) {
    console.log(error.code, short(error.message.split('\n').slice(0, 2).join('|')), error.requireStack?.length);
  }
}
const map = new Module.SourceMap({ version: 3, sources: ['s.js'], names: [], mappings: 'AAAA;AACA,SAAU', file: 'o.js' });
console.log(map.findEntry(1, 9), map.findOrigin(2, 10), map.payload.version);
console.log(Module.stripTypeScriptTypes('const a: number = 1;'));
