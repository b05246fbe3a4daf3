// Types are erased; what is left runs.
// node: 26
import { area, type Shape, Circle } from './lib/shapes.mts';
import type { Unused } from './lib/shapes.mts';
import * as shapes from './lib/shapes.mts';

interface Point<T extends number = number> {
  readonly x: T;
  y?: T;
  [key: string]: unknown;
}
type Pair<A, B = A> = readonly [A, B];
declare const absent: string;
declare function nothing(): void;

function first<T>(this: void, pair: Pair<T>, fallback?: T): T | undefined {
  return pair[0] ?? fallback!;
}
function overloaded(x: string): string;
function overloaded(x: number): number;
function overloaded(x: any): any {
  return typeof x === 'string' ? x.toUpperCase() : (x as number) + 1;
}
const assertion = (value: unknown): value is string => typeof value === 'string';
const generic = <T,>(value: T): T => value;
const pair: Pair<number> = [1, 2];

abstract class Base<T> implements Point {
  declare hidden: string;
  static #count: number = 0;
  public readonly x: number = 1;
  protected y?: number;
  private z!: string;
  [key: string]: unknown;
  abstract name(): string;
  constructor(value: T) {
    Base.#count++;
    this.value = value;
  }
  value: T;
  static get count(): number { return Base.#count; }
  private secret?(): void {}
}
class Derived extends Base<string> {
  override name(): string { return `${this.value} ${Object.keys(this).sort().join()}`; }
}

const derived = new Derived('derived');
console.log(first<number>(pair), overloaded('a'), overloaded(1), assertion('x'), generic<string>('g'));
console.log(derived.name(), Base.count, derived!.value!.length);
console.log((pair as unknown as number[]).length, ({ a: 1 } satisfies Record<string, number>).a, pair[1]);
let later!: number;
later = 3;
const text = later as any
;[1].forEach((n: number) => console.log(n, later));
console.log(area(new Circle(1)).toFixed(2), Object.keys(shapes).join(), typeof (undefined as Shape | undefined));
for (const [k, v] of new Map<string, number>([['k', 1]])) console.log(k, v);
try {
  throw new Error('with a line');
} catch (error: unknown) {
  console.log((error as Error).stack!.split('\n')[1].replace(/.*\//, ''));
}
label: for (let i: number = 0; ; i++) if (i > 2) break label;
export default derived as Base<string>;
