// Compresses a program, with a source map.
import { minify } from 'terser';

const source = `
const unused = 1; function add(first, second) { if (first === undefined) { return second; } else { return first + second; } }
class Shape { constructor(width, height) { this.width = width; this.height = height; } area() { const result = this.width * this.height; return result; } }
(function () { var list = [], i; for (i = 0; i < 10; i++) { list.push(add(i, 2 * 3)); } while (false) { console.log("never"); }
  switch (typeof list) { case "object": console.log(list.length, new Shape(2, 3).area()); break; default: throw new Error("no"); }
  const { a, b: { c = 5 } = {} } = globalThis.o || {}; console.log(!!a && c !== 5 ? \`x\${c}\` : void 0); })();
export { add };
`;
const big = Array.from({ length: 120 }, (_, i) => `function f${i}(alpha, beta) { var t = alpha * ${i}; if (t > beta) { return t - beta; } return f${(i * 7) % 120}(beta, t) ? 1 : "s" + ${i}; } console.log(f${i}(1, 2));`).join('\n');
for (const options of [{ module: true }, { module: true, mangle: false, compress: { passes: 3, unsafe: true } }, { module: true, format: { beautify: true, comments: false }, compress: false }]) {
  console.log((await minify(source, options)).code);
}
const mapped = await minify({ 'a.js': source }, { module: true, sourceMap: { filename: 'out.js', url: 'out.js.map' } });
console.log(mapped.map);
console.log((await minify(big, { toplevel: true })).code.length);
try { await minify('let a = ;'); } catch (e) { console.log(e.name, e.message, e.line, e.col, e.pos); }
