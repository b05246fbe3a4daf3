// Two YAML libraries.
import YAML from 'yaml';
import * as jsyaml from 'js-yaml';

const text = `# head
a: &anchor {x: 1, y: [2, 3.5e3, 0x1f, .inf, ~]}
b: *anchor
list:
  - plain text
  - "quoted \\u00e9\\n"
  - 'it''s'
  - |
    literal
      kept
  - >-
    folded
    text
? complex
: 2001-12-14
merge: {<<: {m: 1}, n: true}
`;
console.log(YAML.parse(text, { merge: true }));
const doc = YAML.parseDocument(text);
doc.setIn(['list', 0], { changed: [1] }); doc.set('new', new Set(['s'])); doc.comment = ' end';
console.log(String(doc));
console.log(YAML.stringify({ s: 'a: b', m: 'x\ny\n', n: null, d: [[], {}, [1, [2]]], long: 'word '.repeat(30), date: new Date(0), big: 1n }), YAML.parseDocument('a: [1').errors.map((e) => [e.code, e.message, e.linePos]));
console.log(jsyaml.load('a: [1, {b: "c"}]\nd: !!set {x, y}\ne: 1_000'.replace('!!set ', '')), jsyaml.dump({ a: ['x', { y: 'multi\nline', n: -0, u: undefined }], s: '- no', t: 'true' }, { skipInvalid: true, sortKeys: true, flowLevel: 2 }));
for (const bad of ['a: b: c', 'a: "x', '\t- a', '&a *a']) try { jsyaml.load(bad); } catch (e) { console.log(e.name, e.message); }
const big = YAML.stringify(Array.from({ length: 200 }, (_, i) => ({ id: i, name: `n ${i}`, tags: ['a', `t:${i}`] })));
console.log(big.length, YAML.parse(big).length, jsyaml.load(big)[150]);
