// Translates modern JavaScript, JSX and TypeScript to ES5.
import Babel from '@babel/standalone';

const source = `
class A extends B { #p = 1; static s = () => this; get v() { return super.v ?? this.#p ** 2; } async *g() { for await (const x of y) yield x?.z(...w); } }
const { a, ...rest } = \`t\${a}\`, [b = 1, , ...c] = d; let e = (...args) => this, big = 1_000;
label: for (const i of [1, 2]) { setTimeout(() => i); if (i) continue label; }
`;
console.log(Babel.transform(source, { presets: [['env', { targets: 'ie 11', modules: 'commonjs' }]], sourceType: 'module' }).code);
console.log(Babel.transform('const e = <><A b="c" {...d}>x {y}</A></>;', { presets: ['react'] }).code);
console.log(Babel.transform('enum E { A = 1, B } function f<T>(a?: T): a is T { return a! as any }', { presets: ['typescript'], filename: 'a.ts' }).code);
const renamed = Babel.transform('foo(bar, (foo) => foo)', {
  plugins: [({ types: t }) => ({ visitor: { Identifier(path) { if (path.node.name === 'bar') path.replaceWith(t.stringLiteral('BAR')); } } })],
});
console.log(renamed.code);
try { Babel.transform('let a; let a;', {}); } catch (e) { console.log(e.name, e.code, e.message); }
try { Babel.transform('f(', { filename: 'x.js' }); } catch (e) { console.log(e.message, e.loc); }
