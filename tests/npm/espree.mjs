// The parser of ESLint: tokens and comments with ranges.
import { parse, tokenize, latestEcmaVersion, VisitorKeys } from 'espree';

const source = 'const el = <a href="x" {...rest}>text {value}</a>; // trailing\nexport const f = async () => await el?.b!==1;';
const ast = parse(source, { ecmaVersion: 2022, sourceType: 'module', ecmaFeatures: { jsx: true }, range: true, tokens: true, comment: true });
console.log(latestEcmaVersion > 2020, Object.keys(VisitorKeys).length > 60);
console.log(ast.tokens.map((t) => `${t.type}:${t.value}`).join(' '));
console.log(ast.comments, ast.body[0].declarations[0].init);
console.log(tokenize('a?.[0] ??= 1n', { ecmaVersion: 2022 }));
try { parse('const x = ;'); } catch (e) { console.log(e.name, e.message, e.index, e.lineNumber, e.column); }
