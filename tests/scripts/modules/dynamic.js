// import() from CommonJS, from eval, and with attributes.
// node: 26
const show = (error) => console.log(error.name, error.code ?? '', error.message.split('\n')[0].replace(/'?(file:\/\/)?\/[^ "']*\//g, '…/'));
(async () => {
  const values = await import('./lib/values.mjs');
  console.log(values.default(21), values.count, values[Symbol.toStringTag]);
  console.log((await eval("import('./lib/values.mjs')")) === values, (await (0, eval)("import('./lib/values.mjs')")) === values);
  console.log((await new Function("return import('./lib/values.mjs')")()) === values);
  const json = await import('./lib/data.json', { with: { type: 'json' } });
  console.log(JSON.stringify(json.default), Object.keys(json).join());
  await import('./lib/data.json').catch(show);
  await import('./lib/values.mjs', { with: { type: 'json' } }).catch(show);
  await import('./lib/values.mjs', 1).catch((e) => console.log(e.name));
  await import('./lib/values.mjs', { with: { type: 1 } }).catch((e) => console.log(e.name));
  await import({ toString() { throw new RangeError('no specifier'); } }).catch(show);
  await import('no-such-package').catch(show);
  const path = await import('node:path');
  console.log(path.join('a', '..', 'b'), path.default === require('path'));
  const counter = await import('./lib/counter.js');
  console.log(Object.keys(counter).includes('default'), counter.default === require('./lib/counter.js'));
  const esm = require('./lib/expression.mjs');
  console.log(esm.default());
  try { require('./lib/tla-fast.mjs'); } catch (error) { console.log(error.code); }
})();
