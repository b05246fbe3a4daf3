// Type-checks and translates a small program, held in memory, without the standard library.
import ts from 'typescript';

const lib = `
interface Array<T> { length: number; [n: number]: T; map<U>(f: (v: T, i: number) => U): U[]; push(...v: T[]): number }
interface Boolean {} interface CallableFunction {} interface Function {} interface IArguments {}
interface NewableFunction {} interface Number { toFixed(n?: number): string } interface Object {} interface RegExp {} interface String { length: number; toUpperCase(): string }
interface Promise<T> { then<U>(f: (v: T) => U | Promise<U>): Promise<U> }
declare var console: { log(...a: unknown[]): void };
`;
const source = `
enum Colour { Red, Green = 5, Blue }
namespace Geometry { export interface Shape { area(): number } export const unit = 1; }
abstract class Base<T extends Geometry.Shape> implements Geometry.Shape {
  constructor(protected readonly items: T[], public name?: string) {}
  abstract area(): number;
  total = () => this.items.map((i) => i.area()).length;
}
class Circle extends Base<never> { area() { return 3 } }
type Rec<T> = { readonly [K in keyof T]?: T[K] extends (infer U)[] ? Rec<U> : T[K] };
const wrong: number = "text";
function f(this: Circle, x: string | number[]): asserts x is string { if (typeof x === "string") x.toUpperCase(); else x.nothing; }
const r: Rec<{ a: { b: string }[] }> = { a: { b: 1 } };
let missing = new Circle([], "n").nme ?? Colour.Blue;
export default async function* g({ a, ...rest }: { a: number; b?: string }) { yield await rest.b!; }
declare function later<const T>(x: T): Promise<T>;
const tuple = later([1, "two"] as const).then((t) => t.length satisfies 2);
`;
const files = { '/lib.d.ts': lib, '/main.ts': source, '/util.ts': 'import g from "./main"; export const user = g({ a: "1" }); export const unused: string = user;' };
const parsed = new Map(Object.entries(files).map(([name, text]) => [name, ts.createSourceFile(name, text, ts.ScriptTarget.ES2017, true)]));
const output = {};
const host = {
  getSourceFile: (name) => parsed.get(name), getDefaultLibFileName: () => '/lib.d.ts', writeFile: (name, text) => { output[name] = text; },
  getCurrentDirectory: () => '/', getCanonicalFileName: (name) => name, useCaseSensitiveFileNames: () => true, getNewLine: () => '\n',
  fileExists: (name) => name in files, readFile: (name) => files[name],
};
const options = { target: ts.ScriptTarget.ES2017, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Node10, strict: true, declaration: true, noEmitOnError: false, types: [] };
const program = ts.createProgram(['/main.ts', '/util.ts'], options, host);
const emitted = program.emit();
const diagnostics = ts.getPreEmitDiagnostics(program).concat(emitted.diagnostics);
console.log(ts.formatDiagnostics(diagnostics, host));
for (const name of Object.keys(output).sort()) console.log(`// ${name}\n${output[name]}`);
const checker = program.getTypeChecker();
for (const statement of parsed.get('/main.ts').statements) {
  if (ts.isVariableStatement(statement)) for (const d of statement.declarationList.declarations) {
    console.log(d.name.text, checker.typeToString(checker.getTypeAtLocation(d.name)));
  }
}
console.log(ts.transpileModule('const a: number = 1; export { a }; class A { @dec m(): void {} }', {
  compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES5, experimentalDecorators: true, downlevelIteration: true },
}).outputText);
