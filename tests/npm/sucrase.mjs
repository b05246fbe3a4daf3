// Translates TypeScript, JSX and modules by tokens.
import { transform } from 'sucrase';
const source = `
import React, { useState as s, type X } from 'react';
import type { T } from './t';
import * as ns from "ns"; export * from 'q'; export { a as b, default as c } from 'w';
export default function App<P extends object>({ a = 1, ...rest }: P & { a?: number }): JSX.Element { const [v, set] = s<number>(0!); return <div key="k" {...rest} onClick={() => set((x) => x + 1)}>Hi &amp; {v} <>frag <b.C d='e' /></></div>; }
abstract class A<T> extends B<T> implements I { private readonly x: number = 1; static #p?: string; declare y: string; constructor(public z: number, protected w?: T) { super(); } abstract m(): void; get q(): any { return this?.z ?? (this.w as unknown as any)?.[0]?.(1); } async *gen<U>(this: A<T>): AsyncGenerator<U> {} @dec() d!: string }
enum E { A = 1, B = A << 2, C = "x".length, 'quoted-name' } declare module 'm' { } namespace N { export const x = 1 } 
let v = <T,>(x: T) => x, o = { async *f() {}, get [k]() { return 1 }, 'a-b': 1 as const }, r = /[/]\\/(?<n>x)/giu.test(\`t\${\`n\${1 / 2}\`}\`), big = 1_000n; x ??= y; type U = { [K in keyof T]?: T[K] }; let u = a! satisfies U; if (a < b && c > (d)) {} label: for (const z of w as any) continue label;
`;
for (const transforms of [['typescript'], ['typescript', 'jsx'], ['typescript', 'jsx', 'imports'], ['typescript', 'jsx', 'imports', 'jest']]) {
  try { console.log(transform(source.replace(/<any>w/, transforms.includes('jsx') ? 'w' : '<any>w').replace(/return <div.*<\/div>;/, transforms.includes('jsx') ? '$&' : ''), { transforms, filePath: 'a.tsx', sourceMapOptions: { compiledFilename: 'a.js' }, production: true })); } catch (e) { console.log(e.message); }
}
console.log(transform('const x: number = <div a={1}>t</div>; class A { p = 1; static s = 2; }', { transforms: ['typescript', 'jsx'], jsxRuntime: 'automatic', disableESTransforms: true }).code);
for (const bad of ['let = = 1', 'class { {', '<div></span>', 'a ? b', '`${']) { try { console.log(transform(bad, { transforms: ['typescript', 'jsx'] }).code); } catch (e) { console.log(e.message); } }
let n = 0; for (let i = 0; i < 40; i++) n += transform(source.replaceAll('A', `A${i}`), { transforms: ['typescript', 'jsx', 'imports'], enableLegacyTypeScriptModuleInterop: i % 2 === 0 }).code.length; console.log(n);
