// node: 26
// module.registerHooks, for imports and for require; built-in modules and their names.
import { createRequire, registerHooks, syncBuiltinESMExports, isBuiltin } from 'node:module';
import fs, { readFileSync } from 'node:fs';

const require = createRequire(import.meta.url);
const hooks = registerHooks({
  resolve(specifier, context, next) {
    if (specifier.startsWith('virtual:')) return { url: specifier, shortCircuit: true };
    return next(specifier === 'alias' ? 'node:path' : specifier, context);
  },
  load(url, context, next) {
    if (url === 'virtual:a') return { format: 'module', source: 'import b from "virtual:b"; export default ["a", b, import.meta.url]', shortCircuit: true };
    if (url === 'virtual:b') return { format: 'json', source: '{"b":1}', shortCircuit: true };
    return next(url, context);
  },
});
console.log((await import('virtual:a')).default, (await import('alias')).sep, require('alias').sep);
hooks.deregister();
await import('virtual:c').catch((error) => console.log(error.code));
console.log(fs.readFileSync === readFileSync, isBuiltin('fs/promises'));
const old = fs.readFileSync;
fs.readFileSync = () => 'replaced';
console.log(readFileSync === old);
syncBuiltinESMExports();
console.log(readFileSync('x'));
fs.readFileSync = old;
syncBuiltinESMExports();
console.log((await import('data:text/javascript,export default 7')).default, (await import('data:application/json;base64,eyJhIjoxfQ==', { with: { type: 'json' } })).default);
console.log(import.meta.resolve('./not-there.js').endsWith('/node/not-there.js'), import.meta.resolve('node:nope'), import.meta.resolve('fs'));
for (const specifier of ['data:text/x,1', 'data:application/json,1', 'node:nope', './nope.js', 'nope-package']) {
  await import(specifier).catch((error) => console.log(specifier, error.name, error.code));
}
