// Formats several languages.
import { format, formatWithCursor } from 'prettier/standalone';
import * as babel from 'prettier/plugins/babel';
import * as estree from 'prettier/plugins/estree';
import * as typescript from 'prettier/plugins/typescript';
import * as postcss from 'prettier/plugins/postcss';
import * as markdown from 'prettier/plugins/markdown';
import * as html from 'prettier/plugins/html';
import * as yaml from 'prettier/plugins/yaml';

const plugins = [babel, estree, typescript, postcss, markdown, html, yaml];
const js = `
import {a,b as c} from "x"; export default async function*f({a,b=[1,2,{c}]},...rest){const longName = await someFunction(argumentNumberOne, argumentNumberTwo, argumentNumberThree)
if(a)return b;else for(const x of y)z(x)
  return a?b:c?d:e}
const x = cond ? {a:1,'b-c':2} : items.filter(i=>i.ok).map(i=>({...i,name:i.name.toUpperCase()})).reduce((a,b)=>a+b,0) // why
class A extends B{static #p=1;get v(){return this.#p}}
label:while(1){switch(q){case 1:case 2:break label;default:throw new Error(\`a\${b}c\`)}}
`;
const ts = 'interface A<T extends object={}>{readonly a?:string;[k:string]:unknown} type U=|"a"|"b"|{c:number[]}; enum E{A,B=2} function f<T>(this:A,x:T&U):x is T{return x as any} declare module "m"{export const a:number}';
const css = 'a{color:RED;background:URL(x.png)}@media (max-width:100px){.b>c~d{margin:0 1px;&:hover{top:calc(1px+2px)}}}';
const md = 'Title\n===\n* a\n* b\n    1. c\n\n|a|b|\n|-|:-:|\n|long cell|x|\n\n```js\nlet a  =  1\n```\n';
const page = '<!doctype html><html><head><title>x</title><script>let a=1</script></head><body><p>some <b>bold</b> text that is long enough to be wrapped by the printer at eighty</p><ul><li>1<li>2</ul></body></html>';
for (const [parser, text, options] of [['babel', js], ['babel', js, { semi: false, singleQuote: true, tabWidth: 4, printWidth: 50 }], ['typescript', ts], ['css', css], ['markdown', md], ['html', page], ['yaml', 'a:   [1,2]\nb:\n    - c:   d\n    -   "e"\n'], ['json', '{"a":1,"b":[1,2,{"c":null}]}']]) {
  console.log(await format(text, { parser, plugins, ...options }));
}
console.log(await formatWithCursor('foo( bar )', { parser: 'babel', plugins, cursorOffset: 6 }));
try { await format('let a = ;', { parser: 'babel', plugins }); } catch (e) { console.log(e.name, e.message); }
