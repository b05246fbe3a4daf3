// Parses, changes and prints CSS.
import postcss from 'postcss';

const css = '@import "a.css";\n:root { --x: 1px }\na { color: red; & b { top: 0 !important } }\n@media (min-width: 10px) { .c::before, d > e { content: "\\201C"; background: url(data:image/png;base64,xx) } }\n/* c */';
const plugin = { postcssPlugin: 'p', Declaration: { color: (d) => { d.value = d.value.toUpperCase(); } }, Rule(rule) { if (rule.selector === 'a') rule.selectors = ['a', 'a:hover']; }, AtRule: { import: (r) => r.remove() } };
const result = await postcss([plugin]).process(css, { from: 'in.css', to: 'out.css', map: { inline: false } });
console.log(result.css, result.map.toJSON(), result.messages);
const root = postcss.parse(css, { from: 'x.css' });
const seen = [];
root.walk((node) => { seen.push([node.type, node.selector ?? node.prop ?? node.name ?? node.text, node.source.start.line]); });
console.log(seen, root.first.toJSON());
for (const bad of ['a {', 'a { b }', '}', 'a: "x', '/* x']) try { postcss.parse(bad, { from: 'bad.css' }); } catch (e) { console.log(e.name, e.message, e.line, e.column); console.log(e.showSourceCode(false)); }
root.append(postcss.rule({ selector: 'z', nodes: [postcss.decl({ prop: 'a', value: 'b' })] }));
console.log(String(root.last), postcss.list.comma('a, b(c, d)'));
