// Packages: exports with conditions and patterns, main, imports, CommonJS names.
import conditional, { how } from 'conditional';
import feature from 'conditional/features/alpha.js';
import main from 'plain';
import { named, also } from 'plain/named.js';
import scoped from '@scope/scoped';
import data from './lib/data.json' with { type: 'json' };
import { createRequire } from 'node:module';
console.log(conditional, how, feature, main.plain, named, also, scoped, data.answer);
const require = createRequire(import.meta.url);
console.log(require('conditional').how, require('plain').plain, require('./lib/data.json').list.length);
for (const specifier of ['conditional/hidden.js', 'conditional/features/none.txt', 'plain/absent.js', '@scope/none', '#nothing']) {
  await import(specifier).catch((e) => console.log(specifier, e.code));
}
