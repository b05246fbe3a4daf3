// Edits a text and keeps the map.
import MagicString, { Bundle } from 'magic-string';

const s = new MagicString('problems = 99;\nlet other = problems + 1;\n', { filename: 'a.js' });
s.overwrite(0, 8, 'answer').overwrite(11, 13, '42').prepend('var ').append('// end').indent('  ').remove(16, 20).trim();
console.log(s.toString());
console.log(s.generateMap({ source: 'a.js', file: 'out.js', includeContent: true, hires: true }));
console.log(String(s.snip(0, 8)), s.hasChanged());
const bundle = new Bundle({ separator: '\n\n' });
for (const name of ['x', 'y']) bundle.addSource({ filename: `${name}.js`, content: new MagicString(`export const ${name} = "${name}";`) });
console.log(bundle.indent().prepend('(function () {\n').append('\n}());').toString());
console.log(bundle.generateMap({ file: 'b.js' }).toUrl());
try { s.overwrite(5, 5, 'x'); } catch (e) { console.log(e.message); }
