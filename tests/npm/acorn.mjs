// Parses its own kind of source, walks the tree, and reports an error's position.
import { parse, tokenizer, Parser } from 'acorn';

const source = `
import def, { a as b, c } from './other.js';
export default class Point extends Base {
  #x = 1; static y = 2n;
  get x() { return this.#x ?? 0; }
  async *stream({ limit = 10, ...rest } = {}) { for await (const v of rest.source) yield* f(v, ...limit); }
}
label: for (let i = 0; i < 10; i++) { if (i % 2) continue label; else a ||= /re+\\/g/giu.test(\`t\${i}\`); }
`;
const tree = parse(source, { ecmaVersion: 'latest', sourceType: 'module', locations: true });
console.log(tree.body.map((node) => `${node.type} ${node.start}-${node.end} line ${node.loc.start.line}`));
console.log(JSON.stringify(tree.body[1].declaration.body.body[2], null, 1));
const counts = new Map();
(function walk(node) {
  if (Array.isArray(node)) return node.forEach(walk);
  if (!node || typeof node !== 'object') return;
  if (typeof node.type === 'string') counts.set(node.type, (counts.get(node.type) ?? 0) + 1);
  for (const key in node) if (key !== 'loc') walk(node[key]);
})(tree);
console.log(counts);
console.log([...tokenizer('a => a ** 2', { ecmaVersion: 2020 })].map((t) => [t.type.label, t.value, t.start]));
console.log(tree.body[0]);
for (const bad of ['let a; let a', 'f(', '`${', 'class { }', '"use strict"; 010', '/(/']) {
  try { parse(bad, { ecmaVersion: 2022 }); } catch (e) { console.log(e.name, e.message, e.pos, e.loc); }
}
const Shouting = Parser.extend((Base) => class extends Base {
  parseIdent(liberal) { const id = super.parseIdent(liberal); id.name = id.name.toUpperCase(); return id; }
});
console.log(Shouting.parse('foo(bar)', { ecmaVersion: 5 }).body[0].expression);
let big = '';
for (let i = 0; i < 1500; i++) big += `function f${i}(a, b) { const { x, y: [z] } = a; return x * ${i} + (b ? z.length : f${i}(b, a)) }\n`;
console.log(parse(big, { ecmaVersion: 2022 }).body.length);
