// Comments, and `templates` in them, are not of the text that is run.
enum Color { Red, Green = 5, Blue }
const enum Size { S = 'small', L = 'large' }
enum Flags {
  A = 1 << 0,
  B = 1 << 1,
  AB = A | B,
  Computed = 'xyz'.length,
}
declare enum Nowhere { A }
namespace Shapes {
  export const pi: number = 3;
  export function area(r: number): number { return pi * r * r; }
  export namespace Inner {
    export class Point {
      constructor(public x: number, private readonly y = 2) {}
      sum() { return this.x + this.y; }
    }
  }
}
namespace Shapes { export const more = Shapes.pi + 1; }
import path = require('path');
import Inner = Shapes.Inner;
class Base { constructor(readonly name: string) {} }
class Derived extends Base {
  extra = this.name + '!';
  constructor(name: string, public tag?: string) { super(name); }
}
console.log(Color, Color[5], Color.Blue, Size.S, Flags, Flags.AB);
console.log(Shapes.area(2), Shapes.more, new Inner.Point(4).sum(), path.basename('/a/b'));
console.log(new Derived('d', 't'));
function fails(): never {
  throw new Error('thrown');
}
try {
  fails();
} catch (error) {
  const lines = (error as Error).stack!.split('\n').slice(1, 3);
  console.log(lines.map((line) => line.replace(/.*all.ts:(\d+):.*/, '$1')).join(' '));
}
export = { Color, Shapes };
