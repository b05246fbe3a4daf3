// Tokens, a tree and its errors.
import { parseScript, tokenize, parseModule } from 'esprima';

const source = 'var answer = 6 * 7; function f(a, ...b) { return a in b ? a : [...b, { a, [a + 1]: b }]; }';
console.log(JSON.stringify(parseScript(source, { range: true }).body[1].body));
console.log(tokenize('if (a === /b+/g.source) { c = `x${1}y`; }', { loc: true }));
console.log(parseScript('x = 1 // why\n/* block */', { comment: true }).comments);
console.dir(parseModule('export const a = 1; import b from "b"'), { depth: 6 });
for (const bad of ['var 1a', 'return', 'a =', 'let let = 1']) {
  try { parseScript(bad); } catch (e) { console.log(e.message, e.index, e.lineNumber, e.column); }
}
const kinds = {};
parseScript(Array.from({ length: 800 }, (_, i) => `if (a${i} > ${i}) { b(${i}, "s${i}"); } else do { c++ } while (d[${i}])`).join('\n'), {}, (node) => {
  kinds[node.type] = (kinds[node.type] || 0) + 1;
});
console.log(kinds);
