// Earley parsing, grammar compiled at run time.
import nearley from 'nearley';
import compile from 'nearley/lib/compile.js';
import generate from 'nearley/lib/generate.js';
import bootstrap from 'nearley/lib/nearley-language-bootstrapped.js';
function grammar(source) { const p = new nearley.Parser(bootstrap); p.feed(source); const c = compile(p.results[0], {}); const code = generate(c, 'g'); const module = { exports: {} }; new Function('module', code)(module); return [nearley.Grammar.fromCompiled(module.exports), code.length]; }
const [g, n] = grammar(`main -> _ sum _ {% d => d[1] %}\nsum -> sum _ [+\\-] _ product {% d => d[2] == '+' ? d[0] + d[4] : d[0] - d[4] %} | product {% id %}\nproduct -> product _ [*/] _ atom {% d => d[2] == '*' ? d[0] * d[4] : d[0] / d[4] %} | atom {% id %}\natom -> "(" _ sum _ ")" {% d => d[2] %} | [0-9]:+ {% d => +d[0].join('') %}\n_ -> [\\s]:* {% () => null %}\n`);
console.log(n);
const parse = (text) => { const p = new nearley.Parser(g); p.feed(text); return p.results; };
console.log(parse('1 + 2 * (3 - 4) / 2'), parse(' ( ( 7 ) ) '));
for (const bad of ['1 + x', '(1 + 2', '1 2']) { try { console.log(parse(bad)); } catch (e) { console.log(e.message); } }
const [amb] = grammar('s -> s s {% d => [d[0], d[1]] %} | "a" {% id %}\n'); for (let i = 1; i < 8; i++) { const p = new nearley.Parser(amb); p.feed('a'.repeat(i)); console.log(i, p.results.length, JSON.stringify(p.results[0])); }
let total = 0; for (let i = 0; i < 60; i++) total += parse(`${i} * (${i} + 1) - (${i} * 2) / (1 + 1)`)[0]; console.log(total);
